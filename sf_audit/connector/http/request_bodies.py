"""What a POST or PATCH may say. Judged key by key: a key that is not known is a reason to stop."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from sf_audit.connector.http.select_only import writes

_GRANTS = frozenset({"urn:ietf:params:oauth:grant-type:jwt-bearer", "client_credentials"})
_GRANT_KEYS = frozenset({"grant_type", "assertion", "client_id", "client_secret"})
_JOB_KEYS = frozenset({"operation", "query", "contentType", "columnDelimiter", "lineEnding"})
_PART_KEYS = frozenset({"method", "url", "referenceId"})
_ENVELOPE = "{http://schemas.xmlsoap.org/soap/envelope/}"

SOAP_LOGIN = frozenset({"{urn:partner.soap.sforce.com}login"})
SOAP_METADATA = frozenset(
    f"{{http://soap.sforce.com/2006/04/metadata}}{name}"
    for name in ("readMetadata", "listMetadata", "describeMetadata")
)


def refuse_grant(content_type: str, body: bytes) -> str | None:
    """A token is asked for with a signed assertion or the app's own secret, never with a password."""
    if not content_type.lower().startswith("application/x-www-form-urlencoded"):
        return "a token call that is not a form"
    try:
        form = parse_qsl(body.decode("ascii"), keep_blank_values=True, strict_parsing=True, errors="strict")
    except ValueError:
        return "a token call that cannot be read"
    names = [name for name, _ in form]
    if len(set(names)) != len(names) or not _GRANT_KEYS.issuperset(names):
        return "a token call with a parameter that is not on the list"
    if dict(form).get("grant_type") not in _GRANTS:
        return "a token call of another kind"
    return None


def refuse_job(body: bytes) -> str | None:
    """A Bulk 2.0 job may query and do nothing else."""
    job = _object(body)
    if job is None or not _JOB_KEYS.issuperset(job) or not all(isinstance(value, str) for value in job.values()):
        return "a job with a key that is not on the list"
    if job.get("operation") not in ("query", "queryAll"):
        return "a job that is not a query"
    return writes(job.get("query", ""))


def refuse_abort(body: bytes) -> str | None:
    """The one change to a job: to stop it."""
    return None if _object(body) == {"state": "Aborted"} else "a change to a job other than to abort it"


def refuse_composite(body: bytes, subrequest: Callable[[str], str | None]) -> str | None:
    """At most 25 parts, each of them a GET that could leave by itself ("Composite Resources")."""
    call = _object(body)
    if call is None or not {"allOrNone", "collateSubrequests", "compositeRequest"}.issuperset(call):
        return "a composite call with a key that is not on the list"
    parts = call.get("compositeRequest")
    if not isinstance(parts, list) or not 0 < len(parts) <= 25:
        return "a composite call without 1 to 25 parts"
    return next((reason for reason in (_part(part, subrequest) for part in parts) if reason), None)


def refuse_soap(body: bytes, operations: frozenset[str]) -> str | None:
    """One operation of the list, in an envelope without entities."""
    if b"<!" in body or not re.match(rb"\s*<", body):
        return "a SOAP call that cannot be read"
    try:
        envelope = ET.fromstring(body)  # noqa: S314 - our own body, and it declares no entities
    except ET.ParseError:
        return "a SOAP call that cannot be read"
    bodies = envelope.findall(f"{_ENVELOPE}Body")
    if envelope.tag != f"{_ENVELOPE}Envelope" or len(bodies) != 1 or len(bodies[0]) != 1:
        return "a SOAP call with more than one operation"
    return None if bodies[0][0].tag in operations else "a SOAP operation that is not on the list"


def _part(part: object, subrequest: Callable[[str], str | None]) -> str | None:
    if not isinstance(part, dict) or not _PART_KEYS.issuperset(part):
        return "a part of a composite call with a key that is not on the list"
    if part.get("method") != "GET" or not isinstance(part.get("url"), str):
        return "a part of a composite call that is not a GET"
    try:
        return subrequest(part["url"])
    except ValueError:
        return "a part of a composite call that cannot be read"


def _object(body: bytes) -> dict[str, Any] | None:
    """The JSON object of a body; None for anything else, and for a key that comes twice."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) != len(pairs):
            raise ValueError
        return dict(pairs)

    try:
        document = json.loads(body, object_pairs_hook=once)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None
