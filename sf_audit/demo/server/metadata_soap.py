"""The Metadata API as far as listing goes: `/services/Soap/m/{version}`.

"listMetadata()" and "describeMetadata()" in the "Metadata API Developer Guide". Only custom objects
and the objects' own fields are listed; every operation that would deploy is refused and counted.
"""

from __future__ import annotations

from starlette.responses import Response

from sf_audit.demo.schema import SObject
from sf_audit.demo.server.call import Call
from sf_audit.demo.server.ids import eighteen, made
from sf_audit.demo.server.refusals import SoapFault
from sf_audit.demo.server.soap import element, elements, enveloped, operation, text

_NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
_READS = frozenset(
    {
        "listMetadata",
        "describeMetadata",
        "readMetadata",
        "describeValueType",
        "retrieve",
        "checkRetrieveStatus",
        "checkDeployStatus",
        "checkStatus",
    }
)
_MOST_QUERIES = 3
_TYPES = (
    ("CustomObject", "objects", "object"),
    ("Profile", "profiles", "profile"),
    ("PermissionSet", "permissionsets", "permissionset"),
    ("Flow", "flows", "flow"),
    ("ApexClass", "classes", "cls"),
)


def metadata(call: Call) -> Response:
    """`POST /services/Soap/m/{version}`."""
    envelope = call.body.decode("utf-8", "replace")
    asked = operation(envelope)
    if asked not in _READS:
        call.state.note_write()
    if not call.state.sessions.seconds_left(element(envelope, "sessionId") or ""):
        message = "Invalid Session ID found in SessionHeader: Illegal Session"
        raise SoapFault("INVALID_SESSION_ID", message, "UnexpectedErrorFault")
    if asked == "listMetadata":
        return _listed(call, envelope)
    if asked == "describeMetadata":
        return _described()
    raise SoapFault("INSUFFICIENT_ACCESS", "insufficient access rights on cross-reference id", "UnexpectedErrorFault")


def _listed(call: Call, envelope: str) -> Response:
    asked = [element(query, "type") or "" for query in elements(envelope, "queries")]
    if len(asked) > _MOST_QUERIES:
        raise SoapFault("EXCEEDED_ID_LIMIT", "Only three queries are allowed in one call.", "UnexpectedErrorFault")
    seen = [
        sobject
        for sobject in call.org.objects.values()
        if sobject.name not in call.org.hidden_objects and not sobject.tooling
    ]
    results = [_entry(call, sobject, number) for number, sobject in enumerate(seen, 1) if "CustomObject" in asked]
    return enveloped(f"<listMetadataResponse>{''.join(results)}</listMetadataResponse>", _NAMESPACE)


def _entry(call: Call, sobject: SObject, number: int) -> str:
    user, stamp = eighteen(call.org.user_id), call.state.started.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    values = {
        "createdById": user,
        "createdByName": call.org.username,
        "createdDate": stamp,
        "fileName": f"objects/{sobject.name}.object",
        "fullName": sobject.name,
        "id": made("01I", number) if sobject.custom else "",
        "lastModifiedById": user,
        "lastModifiedByName": call.org.username,
        "lastModifiedDate": stamp,
        "namespacePrefix": "",
        "type": "CustomObject",
    }
    return "<result>" + "".join(f"<{name}>{text(value)}</{name}>" for name, value in values.items()) + "</result>"


def _described() -> Response:
    types = "".join(
        f"<metadataObjects><directoryName>{folder}</directoryName><inFolder>false</inFolder>"
        f"<metaFile>false</metaFile><suffix>{suffix}</suffix><xmlName>{name}</xmlName></metadataObjects>"
        for name, folder, suffix in _TYPES
    )
    rest = (
        "<organizationNamespace></organizationNamespace><partialSaveAllowed>true</partialSaveAllowed>"
        "<testRequired>false</testRequired>"
    )
    return enveloped(f"<describeMetadataResponse><result>{types}{rest}</result></describeMetadataResponse>", _NAMESPACE)
