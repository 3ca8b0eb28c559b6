"""`/sobjects/X/{…}/{…}`: a record by external id, and what a record is related to.

"sObject Rows by External ID" and "sObject Relationships" in the "REST API Developer Guide".
"""

from __future__ import annotations

from starlette.responses import Response

from sf_audit.demo.schema import Field, SObject
from sf_audit.demo.server.call import Call, JsonResponse
from sf_audit.demo.server.query import page_of
from sf_audit.demo.server.refusals import no_such_external_id, not_found
from sf_audit.demo.server.rows import RESOURCES, ask, is_id, row_of, seen_fields, visible
from sf_audit.demo.soql.literals import quote


def by_path(call: Call) -> Response:
    """`GET /sobjects/X/{field}/{value}` or `GET /sobjects/X/{id}/{relationship}`."""
    sobject = visible(call, call.params["name"])
    first, second = call.params["id"], call.params["rest"]
    if first.lower() in RESOURCES:
        raise not_found()
    if is_id(first):
        return _relationship(call, sobject, first, second)
    return _external(call, sobject, first, second)


def _external(call: Call, sobject: SObject, name: str, value: str) -> Response:
    field = next((field for field in seen_fields(call, sobject) if field.name.lower() == name.lower()), None)
    if field is None or not (field.external_id or field.type == "id"):
        raise no_such_external_id(name)
    if field.type == "id":
        return JsonResponse(row_of(call, sobject.name, value, call.query.get("fields", "")))
    written = value if field.type in {"double", "int"} else quote(value)
    answer = ask(call, f"SELECT Id FROM {sobject.name} WHERE {field.name} = {written}")
    try:
        rows = answer.records(0, 200, version=call.version)
    finally:
        answer.close()
    if not rows:
        raise not_found()
    if len(rows) > 1:
        base = f"{call.data_path}/sobjects/{sobject.name}"
        return JsonResponse([f"{base}/{row['Id']}" for row in rows], 300)
    return JsonResponse(row_of(call, sobject.name, str(rows[0]["Id"]), call.query.get("fields", "")))


def _relationship(call: Call, sobject: SObject, identifier: str, name: str) -> Response:
    held = next((field for field in seen_fields(call, sobject) if field.relationship.lower() == name.lower()), None)
    if held is not None:
        return _parent(call, sobject, identifier, held)
    for relationship, (child, field) in sobject.children.items():
        if relationship.lower() == name.lower():
            columns = call.query.get("fields") or ",".join(
                field.name for field in seen_fields(call, visible(call, child))
            )
            return page_of(call, f"SELECT {columns} FROM {child} WHERE {field} = {quote(identifier)}")
    raise not_found()


def _parent(call: Call, sobject: SObject, identifier: str, held: Field) -> Response:
    named = row_of(call, sobject.name, identifier, held.name)[held.name]
    for parent in held.references:
        found = call.org.visible(parent)
        if found is not None and named and str(named).startswith(found.key_prefix):
            return JsonResponse(row_of(call, parent, str(named), call.query.get("fields", "")))
    raise not_found()
