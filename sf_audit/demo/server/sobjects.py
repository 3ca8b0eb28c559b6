"""`/sobjects`: the list of all objects, one object, its describe, and single rows by id.

"sObject Describe" in the "REST API Developer Guide" for `If-Modified-Since`: a describe does not
change while the server runs.
"""

from __future__ import annotations

import hashlib
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime

from starlette.responses import Response

from sf_audit.demo.schema import SObject
from sf_audit.demo.server.abilities import has_record_types, on_deletion
from sf_audit.demo.server.call import Call, JsonResponse
from sf_audit.demo.server.describing import described_object, listed_object
from sf_audit.demo.server.refusals import Refusal, not_found
from sf_audit.demo.server.rows import ask, on_this_api, row_of, seen_fields, visible

_MASTER = "012000000000000AAA"


def every(call: Call) -> Response:
    """`GET /sobjects`: all objects that this user sees on this API."""
    stamp = {"Last-Modified": format_datetime(call.state.started, usegmt=True)}
    if _unchanged(call, ""):
        return Response(status_code=304, headers=stamp)
    listed = [listed_object(sobject, _path(call)) for sobject in _seen(call)]
    return JsonResponse({"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": listed}, headers=stamp)


def one_object(call: Call) -> Response:
    """`GET /sobjects/X`: the entry in the list, and what was looked at lately (nothing)."""
    sobject = visible(call, call.params["name"])
    return JsonResponse({"objectDescribe": listed_object(sobject, _path(call)), "recentItems": []})


def describe(call: Call) -> Response:
    """`GET /sobjects/X/describe`: fields without those that field-level security hides."""
    sobject = visible(call, call.params["name"])
    stamp = {
        "Last-Modified": format_datetime(call.state.started, usegmt=True),
        "ETag": f'"{hashlib.sha256(sobject.name.encode()).hexdigest()[:8]}"',
    }
    if _unchanged(call, stamp["ETag"]):
        return Response(status_code=304, headers=stamp)
    body = described_object(
        sobject,
        seen_fields(call, sobject),
        path=_path(call),
        base_url=call.base_url,
        children=_children(call, sobject),
        record_types=_record_types(call, sobject),
    )
    return JsonResponse(body, headers=stamp)


def picklist_values(call: Call) -> Response:
    """`GET /ui-api/object-info/X/picklist-values/{recordTypeId}`: here every type has all active values.

    "Get Values for All Picklist Fields of a Record Type" in the "User Interface API Developer Guide".
    """
    sobject, record_type = visible(call, call.params["name"]), call.params["id"]
    known = {str(entry["recordTypeId"]) for entry in _record_types(call, sobject)}
    if record_type not in known | {identifier[:15] for identifier in known}:
        raise not_found()
    path = f"{call.data_path}/ui-api/object-info/{sobject.name}/picklist-values/{record_type}"
    listed: dict[str, object] = {
        field.name: {
            "controllerValues": {},
            "defaultValue": None,
            "eTag": None,
            "url": f"{path}/{field.name}",
            "values": [
                {"attributes": None, "label": value.label or value.value, "validFor": [], "value": value.value}
                for value in field.picklist
                if value.active
            ],
        }
        for field in seen_fields(call, sobject)
        if field.type in {"picklist", "multipicklist"}
    }
    return JsonResponse({"eTag": None, "picklistFieldValues": listed})


def row(call: Call) -> Response:
    """`GET /sobjects/X/{id}`, with `fields=` for fewer."""
    return JsonResponse(row_of(call, call.params["name"], call.params["id"], call.query.get("fields", "")))


def _path(call: Call) -> str:
    return f"{call.data_path}/tooling/sobjects" if call.on_tooling else f"{call.data_path}/sobjects"


def _seen(call: Call) -> list[SObject]:
    seen = (sobject for sobject in call.org.objects.values() if on_this_api(sobject, call.on_tooling))
    return sorted(
        (sobject for sobject in seen if sobject.name not in call.org.hidden_objects), key=lambda sobject: sobject.name
    )


def _unchanged(call: Call, tag: str) -> bool:
    """Whether the client has it already; a tag that it names decides, else the time."""
    named = call.headers.get("if-none-match")
    if named is not None and tag:
        return tag in {etag.strip().removeprefix("W/") for etag in named.split(",")}
    since = call.headers.get("if-modified-since")
    if not since:
        return False
    try:
        asked = parsedate_to_datetime(since)
    except ValueError:
        return False
    return call.state.started <= (asked if asked.tzinfo else asked.replace(tzinfo=UTC))


def _children(call: Call, parent: SObject) -> list[dict[str, object]]:
    names = {pair: relationship for relationship, pair in parent.children.items()}
    return [
        {
            "childSObject": child.name,
            "deprecatedAndHidden": False,
            "field": field.name,
            "junctionIdListNames": [],
            "junctionReferenceTo": [],
            "relationshipName": names.get((child.name, field.name)),
            **on_deletion(child.name, field.name),
        }
        for child in _seen(call)
        for field in seen_fields(call, child)
        if parent.name in field.references and field.name != "MasterRecordId"
    ]


def _record_types(call: Call, sobject: SObject) -> list[dict[str, object]]:
    if not has_record_types(sobject):
        return []
    own = [
        _record_type(call, sobject, str(row["Id"]), str(row["Name"]), str(row["DeveloperName"]), bool(row["IsActive"]))
        for row in _record_type_rows(call, sobject)
    ]
    return [*own, _record_type(call, sobject, _MASTER, "Master", "Master", True)]


def _record_type_rows(call: Call, sobject: SObject) -> list[dict[str, object]]:
    if call.on_tooling or call.org.visible("RecordType") is None:
        return []
    text = f"SELECT Id, Name, DeveloperName, IsActive FROM RecordType WHERE SobjectType = '{sobject.name}'"
    try:
        answer = ask(call, text)
    except Refusal:
        return []
    rows = answer.records(0, answer.total, version=call.version)
    answer.close()
    return rows


def _record_type(
    call: Call, sobject: SObject, identifier: str, name: str, developer_name: str, active: bool
) -> dict[str, object]:
    master = identifier == _MASTER
    return {
        "active": active,
        "available": True,
        "defaultRecordTypeMapping": master,
        "developerName": developer_name,
        "master": master,
        "name": name,
        "recordTypeId": identifier,
        "urls": {"layout": f"{_path(call)}/{sobject.name}/describe/layouts/{identifier}"},
    }
