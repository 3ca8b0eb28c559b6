"""`/search?q=FIND…`: records that hold words.

"Search" in the "REST API Developer Guide". Objects that are not named in RETURNING give their ids alone.
"""

from __future__ import annotations

from starlette.responses import Response

from sf_audit.demo.schema import SObject
from sf_audit.demo.server.abilities import abilities
from sf_audit.demo.server.call import Call, JsonResponse
from sf_audit.demo.server.refusals import Refusal
from sf_audit.demo.server.rows import ask, seen_fields, visible
from sf_audit.demo.server.sosl import Search, Wanted, query, read


def search(call: Call) -> Response:
    """`GET /search?q=…`: one list of records, object by object."""
    text = call.query.get("q", "")
    if not text.strip():
        raise Refusal("MALFORMED_SEARCH", "A search string has to be specified")
    wanted = read(text)
    records: list[dict[str, object]] = []
    for target in wanted.objects or _everywhere(call):
        records += _found(call, wanted, target)
    return JsonResponse({"searchRecords": records[: wanted.limit]})


def _everywhere(call: Call) -> tuple[Wanted, ...]:
    seen = (sobject for sobject in call.org.objects.values() if sobject.name not in call.org.hidden_objects)
    return tuple(Wanted(sobject.name) for sobject in seen if abilities(sobject)["searchable"])


def _found(call: Call, wanted: Search, target: Wanted) -> list[dict[str, object]]:
    sobject = _searchable(call, target.name)
    text = query(wanted, target, sobject, seen_fields(call, sobject))
    if not text:
        return []
    answer = ask(call, text)
    try:
        return answer.records(0, min(answer.total, wanted.limit), version=call.version)
    finally:
        answer.close()


def _searchable(call: Call, name: str) -> SObject:
    try:
        found = visible(call, name)
    except Refusal:
        found = None
    if found is None or not abilities(found)["searchable"]:
        raise Refusal("INVALID_TYPE", f"sObject type '{name}' is not supported.")
    return found
