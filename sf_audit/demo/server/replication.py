"""`/sobjects/X/updated` and `/sobjects/X/deleted`: what changed between two moments.

"sObject Get Updated" and "sObject Get Deleted" in the "REST API Developer Guide": moments are read to the minute, and
reach 30 days back. Nothing is ever deleted from the demo org.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from starlette.responses import Response

from sf_audit.demo.server.call import Call, JsonResponse
from sf_audit.demo.server.refusals import Refusal
from sf_audit.demo.server.rows import ask, visible

_REACH: Final = timedelta(days=30)


def updated(call: Call) -> Response:
    """`GET /sobjects/X/updated?start=…&end=…`: the ids of records created or changed."""
    sobject = visible(call, call.params["name"])
    start, end = _range(call)
    stamp = next((name for name in ("SystemModstamp", "LastModifiedDate", "CreatedDate") if sobject.field(name)), "")
    if not stamp:
        raise _not_replicated(sobject.name)
    since, until = (f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in (start, end))
    answer = ask(call, f"SELECT Id FROM {sobject.name} WHERE {stamp} >= {since} AND {stamp} < {until}")
    try:
        ids = [row["Id"] for row in answer.records(0, answer.total, version=call.version)]
    finally:
        answer.close()
    return JsonResponse({"ids": ids, "latestDateCovered": _written(end)})


def deleted(call: Call) -> Response:
    """`GET /sobjects/X/deleted?start=…&end=…`: always none."""
    sobject = visible(call, call.params["name"])
    start, end = _range(call)
    if sobject.field("SystemModstamp") is None:
        raise _not_replicated(sobject.name)
    body = {"deletedRecords": [], "earliestDateAvailable": _written(start), "latestDateCovered": _written(end)}
    return JsonResponse(body)


def _range(call: Call) -> tuple[datetime, datetime]:
    start, end = (_moment(call, name) for name in ("start", "end"))
    now = call.settings.clock()
    if end <= start:
        raise Refusal("INVALID_REPLICATION_DATE", "startDate must be before endDate and at least one minute apart")
    if start < now - _REACH:
        raise Refusal("INVALID_REPLICATION_DATE", "startDate cannot be more than 30 days ago")
    return start, min(end, now.replace(second=0, microsecond=0))


def _moment(call: Call, name: str) -> datetime:
    written = call.query.get(name, "")
    if not written:
        raise Refusal("MISSING_ARGUMENT", f"{name} is a required parameter")
    try:
        # A plus sign that was not encoded arrives as a space.
        found = datetime.fromisoformat(written.replace(" ", "+"))
    except ValueError as error:
        raise Refusal("INVALID_REPLICATION_DATE", f"{name} is not a date and time: {written}") from error
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).replace(second=0, microsecond=0)


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000+0000"


def _not_replicated(name: str) -> Refusal:
    return Refusal("INVALID_TYPE_FOR_OPERATION", f"entity type {name} does not support replication")
