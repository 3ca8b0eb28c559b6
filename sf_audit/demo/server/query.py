"""`/query`, `/queryAll`, `/tooling/query` and the batches after the first.

"Query" in the "REST API Developer Guide"; children are given in batches as well. The Tooling API has an envelope
of its own, seen in two independent captures.
"""

from __future__ import annotations

import re

from starlette.responses import Response

from sf_audit.demo.server.call import Call, JsonResponse
from sf_audit.demo.server.columns import columns
from sf_audit.demo.server.cursors import Cursor
from sf_audit.demo.server.plans import plans
from sf_audit.demo.server.refusals import Refusal
from sf_audit.demo.server.rows import ask
from sf_audit.demo.soql.answer import Answer

_BATCH_SIZE = re.compile(r"batchSize\s*=\s*(\d+)", re.IGNORECASE)


def query(call: Call) -> Response:
    """`GET /query?q=` on either API; with `columns=true` what the columns are, without rows.

    With `explain=` instead of `q=`, how the query would be answered.
    """
    text = call.query.get("q", "")
    if not text.strip() and call.query.get("explain", "").strip():
        return JsonResponse(plans(call, call.query["explain"]))
    if not text.strip():
        raise Refusal("MALFORMED_QUERY", "A query string has to be specified")
    if call.query.get("columns", "").lower() != "true":
        return page_of(call, text)
    answer = ask(call, text)
    answer.close()
    return JsonResponse(columns(call.org, answer, text))


def page_of(call: Call, text: str) -> Response:
    """The first batch of a query, and the way to the next if there is one."""
    answer = ask(call, text)
    size = _batch_size(call)
    cursor = Cursor(answer, size, call.on_tooling)
    records = [] if answer.is_count else _with_pages(call, cursor.batch(0, call.version), size)
    if answer.is_count or len(records) >= answer.total:
        answer.close()
        return JsonResponse(_envelope(call, answer, records, ""))
    locator = f"{call.state.cursors.keep(cursor)}-{len(records)}"
    return JsonResponse(_envelope(call, answer, records, locator))


def query_more(call: Call) -> Response:
    """`GET /query/{locator}`: the batch that begins at the locator's offset."""
    locator = call.params["locator"]
    brood = call.state.broods.find(locator)
    if brood is not None:
        children = _with_pages(call, brood.batch(locator), brood.size)
        return JsonResponse({**brood.envelope(locator, _query_path(call)), "records": children})
    cursor, name, offset = call.state.cursors.find(locator, call.on_tooling)
    records = _with_pages(call, cursor.batch(offset, call.version), cursor.size)
    following = offset + len(records)
    locator = f"{name}-{following}" if following < cursor.answer.total else ""
    return JsonResponse(_envelope(call, cursor.answer, records, locator))


def _batch_size(call: Call) -> int:
    asked = _BATCH_SIZE.search(call.headers.get("sforce-query-options", ""))
    most = call.settings.batch_size
    size = min(most, max(int(asked[1]), call.settings.smallest_batch)) if asked else most
    return max(1, size - call.settings.short_batches)


def _query_path(call: Call) -> str:
    return f"{call.data_path}/tooling/query" if call.on_tooling else f"{call.data_path}/query"


def _with_pages(call: Call, records: list[dict[str, object]], size: int) -> list[dict[str, object]]:
    """The records, with the children that do not fit in a batch behind a locator of their own."""
    for record in records:
        for key, inner in record.items():
            found = inner.get("records") if isinstance(inner, dict) else None
            if isinstance(found, list):
                kept = call.state.broods.keep(found, size)
                first = kept.batch("") if kept else found
                rest = kept.envelope("", _query_path(call)) if kept else {"totalSize": len(found), "done": True}
                record[key] = {**rest, "records": _with_pages(call, first, size)}
    return records


def _envelope(call: Call, answer: Answer, records: list[dict[str, object]], locator: str) -> dict[str, object]:
    more = {"nextRecordsUrl": f"{_query_path(call)}/{locator}"} if locator else {}
    if not call.on_tooling:
        return {"totalSize": answer.total, "done": not locator, **more, "records": records}
    return {
        "size": answer.total,
        "totalSize": answer.total,
        "done": not locator,
        "queryLocator": locator or None,
        "entityTypeName": _entity_type(answer, records),
        **more,
        "records": records,
    }


def _entity_type(answer: Answer, records: list[dict[str, object]]) -> str | None:
    if not records:
        return None
    return "AggregateResult" if answer.is_aggregate else answer.object
