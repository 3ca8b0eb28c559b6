"""`/query`, `/queryAll`, `/tooling/query` and the batches after the first.

"Query" in the "REST API Developer Guide". The Tooling API has an envelope of its own, seen in two
independent captures.
"""

from __future__ import annotations

import re

from starlette.responses import Response

from sf_audit.demo.server.call import Call, JsonResponse
from sf_audit.demo.server.columns import columns
from sf_audit.demo.server.cursors import Cursor
from sf_audit.demo.server.refusals import Refusal
from sf_audit.demo.server.rows import ask
from sf_audit.demo.soql.answer import Answer

_BATCH_SIZE = re.compile(r"batchSize\s*=\s*(\d+)", re.IGNORECASE)


def query(call: Call) -> Response:
    """`GET /query?q=` on either API; with `columns=true` what the columns are, without rows."""
    text = call.query.get("q", "")
    if not text.strip():
        raise Refusal("MALFORMED_QUERY", "A query string has to be specified")
    answer = ask(call, text)
    if call.query.get("columns", "").lower() == "true":
        answer.close()
        return JsonResponse(columns(call.org, answer, text))
    cursor = Cursor(answer, _batch_size(call), call.on_tooling)
    records = [] if answer.is_count else cursor.batch(0, call.version)
    if answer.is_count or len(records) >= answer.total:
        answer.close()
        return JsonResponse(_envelope(call, answer, records, ""))
    locator = f"{call.state.cursors.keep(cursor)}-{len(records)}"
    return JsonResponse(_envelope(call, answer, records, locator))


def query_more(call: Call) -> Response:
    """`GET /query/{locator}`: the batch that begins at the locator's offset."""
    cursor, name, offset = call.state.cursors.find(call.params["locator"], call.on_tooling)
    records = cursor.batch(offset, call.version)
    following = offset + len(records)
    locator = f"{name}-{following}" if following < cursor.answer.total else ""
    return JsonResponse(_envelope(call, cursor.answer, records, locator))


def _batch_size(call: Call) -> int:
    asked = _BATCH_SIZE.search(call.headers.get("sforce-query-options", ""))
    most = call.settings.batch_size
    size = min(most, max(int(asked[1]), call.settings.smallest_batch)) if asked else most
    return max(1, size - call.settings.short_batches)


def _envelope(call: Call, answer: Answer, records: list[dict[str, object]], locator: str) -> dict[str, object]:
    path = f"{call.data_path}/tooling/query" if call.on_tooling else f"{call.data_path}/query"
    more = {"nextRecordsUrl": f"{path}/{locator}"} if locator else {}
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
