"""`/composite/sobjects/X`: up to 2,000 records of one object by their ids.

"sObject Collections" in the "REST API Developer Guide". The answer is a list in the order of the ids, with null for
one that is not there.
"""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from sf_audit.demo.server.call import Call, JsonResponse
from sf_audit.demo.server.refusals import Refusal
from sf_audit.demo.server.rows import ask, visible
from sf_audit.demo.soql.ids import spellings
from sf_audit.demo.soql.literals import quote

_MOST: Final = 2_000


def by_query(call: Call) -> Response:
    """`GET /composite/sobjects/X?ids=…&fields=…`."""
    ids, fields = (_words(call.query.get(name, "")) for name in ("ids", "fields"))
    return _selected(call, ids, fields)


def by_body(call: Call) -> Response:
    """`POST /composite/sobjects/X` with `{"ids": […], "fields": […]}`, for lists that a URL cannot hold."""
    body = call.json()
    ids, fields = body.get("ids"), body.get("fields")
    if not isinstance(ids, list) or not isinstance(fields, list):
        raise Refusal("JSON_PARSER_ERROR", "The request needs the lists ids and fields.")
    return _selected(call, [str(record_id) for record_id in ids], [str(field) for field in fields])


def _selected(call: Call, ids: list[str], fields: list[str]) -> Response:
    sobject = visible(call, call.params["name"])
    if not ids or not fields:
        raise Refusal("MISSING_ARGUMENT", "The parameters ids and fields are required.")
    if len(ids) > _MOST:
        raise Refusal(
            "EXCEEDED_ID_LIMIT", f"record limit reached. cannot submit more than {_MOST} records into this call"
        )
    wanted = list(dict.fromkeys(fields if any(field.lower() == "id" for field in fields) else [*fields, "Id"]))
    listed = ",".join(quote(record_id) for record_id in ids)
    answer = ask(call, f"SELECT {','.join(wanted)} FROM {sobject.name} WHERE Id IN ({listed})")
    try:
        rows = answer.records(0, answer.total, version=call.version)
    finally:
        answer.close()
    found = {str(row["Id"])[:15]: row for row in rows}
    return JsonResponse(
        [next((found[way] for way in _shortened(record_id) if way in found), None) for record_id in ids]
    )


def _shortened(identifier: str) -> list[str]:
    return [spelling[:15] for spelling in spellings(identifier)]


def _words(listed: str) -> list[str]:
    return [word.strip() for word in listed.split(",") if word.strip()]
