"""What would change an org: refused, as the platform refuses a user who may only read.

Every such request was counted before it came here. "Status Codes and Error Responses" in the "REST API Developer
Guide" for the codes.
"""

from __future__ import annotations

from starlette.responses import Response

from sf_audit.demo.server.call import Call, JsonResponse
from sf_audit.demo.server.dispatcher import said
from sf_audit.demo.server.refusals import Refusal, not_insertable, read_only
from sf_audit.demo.server.rows import visible


def create(call: Call) -> Response:
    """`POST /sobjects/X`."""
    sobject = visible(call, call.params["name"])
    call.json()
    raise not_insertable(sobject.label)


def change(call: Call) -> Response:
    """`PATCH` or `DELETE` of one record, by id or by external id."""
    visible(call, call.params["name"])
    raise read_only()


def collections(call: Call) -> Response:
    """Any write to `/composite/sobjects`: 200, with a refusal for each record."""
    records = _records(call)
    return JsonResponse([_refused(call, record) for record in records])


def ingest(_: Call) -> Response:
    """`POST /jobs/ingest`: no job that would write is ever made."""
    raise Refusal("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", 403)


def _records(call: Call) -> list[object]:
    if call.method == "DELETE":
        return [{"id": identifier} for identifier in call.query.get("ids", "").split(",") if identifier]
    found = call.json().get("records")
    if not isinstance(found, list):
        raise Refusal("JSON_PARSER_ERROR", "The request needs a list named records.")
    return found


def _refused(call: Call, record: object) -> dict[str, object]:
    refusal = read_only() if call.method != "POST" else not_insertable(_label(call, record))
    entry = said(refusal, call.settings.language)
    error = {"statusCode": entry["errorCode"], "message": entry["message"], "fields": []}
    identifier = record.get("id") or record.get("Id") if isinstance(record, dict) else None
    return {**({"id": identifier} if identifier else {}), "success": False, "errors": [error]}


def _label(call: Call, record: object) -> str:
    attributes = record.get("attributes") if isinstance(record, dict) else None
    name = str(attributes.get("type", "")) if isinstance(attributes, dict) else ""
    found = call.org.visible(name)
    return found.label if found else name
