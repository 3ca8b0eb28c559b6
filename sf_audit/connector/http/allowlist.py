"""The list of calls that may leave. Everything else is stopped before it reaches a socket.

An HTTP method proves nothing: GET runs Apex (`tooling/executeAnonymous`), POST with `_HttpMethod=PATCH` updates,
SOQL with `FOR VIEW` writes. So a call is judged whole: method, host, path, query, headers and body. Each route
names the parameters it may carry; what no route names is refused.

Only queries are created: a Bulk 2.0 query job. Only jobs that this run created may be aborted or deleted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, urlsplit

from requests import PreparedRequest

from sf_audit.connector.http import request_bodies
from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.http.select_only import writes
from sf_audit.salesforce.metadata_columns import READ_BY_ID

_V = r"/services/data/v\d{2,3}\.0"
_NAME = r"[A-Za-z][A-Za-z0-9_]{0,79}"
_ID = r"[A-Za-z0-9]{15,18}"

#: Path of a GET → the parameters that it may carry.
_READS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(path), frozenset(parameters.split()))
    for path, parameters in (
        (r"/services/data/?", ""),
        (rf"{_V}/?", ""),
        (rf"{_V}/limits/?", ""),
        (rf"{_V}/limits/recordCount/?", "sObjects"),
        (rf"{_V}/(?:tooling/)?sobjects/?", ""),
        (rf"{_V}/(?:tooling/)?sobjects/{_NAME}/describe/?", ""),
        (rf"{_V}/ui-api/object-info/{_NAME}/picklist-values/{_ID}", ""),
        (rf"{_V}/tooling/sobjects/(?:{'|'.join(READ_BY_ID)})/{_ID}", ""),
        (rf"{_V}/(?:query|queryAll|tooling/query)/?", "q"),
        (rf"{_V}/(?:query|queryAll|tooling/query)/[A-Za-z0-9_-]{{1,200}}", ""),
        (rf"{_V}/jobs/query/?", "isPkChunkingEnabled jobType concurrencyMode queryLocator"),
        (rf"{_V}/jobs/query/{_ID}", ""),
        (rf"{_V}/jobs/query/{_ID}/results", "maxRecords locator"),
        (rf"{_V}/jobs/query/{_ID}/resultPages", "locator"),
        (r"/services/oauth2/userinfo", ""),
        (rf"/id/{_ID}/{_ID}", ""),
    )
)
_QUERY = re.compile(rf"{_V}/(?:query|queryAll|tooling/query)/?")
_TOKEN = "/services/oauth2/token"  # noqa: S105 - a path
_SOAP_LOGIN = re.compile(r"/services/Soap/u/\d{2}\.0/?")
_METADATA = re.compile(r"/services/Soap/m/\d{2,3}\.0/?")
_JOBS = re.compile(rf"{_V}/jobs/query/?")
_ONE_JOB = re.compile(rf"{_V}/jobs/query/({_ID})")
_COMPOSITE = re.compile(rf"{_V}/(?:tooling/)?composite/?")
_SIGNING_IN = (_TOKEN, "/services/Soap/u/")
_PLAIN_PATH = re.compile(r"/[A-Za-z0-9_./-]*")
_PRINTABLE = re.compile(r"[!-~]+")
_HEADERS = frozenset({"host", "forwarded", "transfer-encoding", "upgrade"})


class Blocked(ApiError):
    """A call that is not on the list. It never left this machine."""

    def __init__(self, reason: str) -> None:
        super().__init__(Kind.BLOCKED, reason, final=True)
        self.reason = reason


@dataclass(slots=True)
class RequestPolicy:
    """What one run may reach: hosts, and once it is signed in, data of this `instance` alone.

    `metadata` opens the three reading calls of the Metadata API, which people switch on knowingly because
    their user needs Modify Metadata for it.
    """

    hosts: Hosts
    instance: str = ""
    metadata: bool = False
    own_jobs: set[str] = field(default_factory=set)

    def check(self, request: PreparedRequest) -> None:
        """Raise Blocked unless this call is on the list."""
        reason = refuse(request, self.hosts, instance=self.instance, own_jobs=self.own_jobs, metadata=self.metadata)
        if reason:
            raise Blocked(reason)


def refuse(
    request: PreparedRequest,
    hosts: Hosts,
    *,
    instance: str = "",
    own_jobs: Collection[str] = (),
    metadata: bool = False,
) -> str | None:
    """Why this call may not leave, or None when it may. The reason holds no value of the call."""
    if not _PRINTABLE.fullmatch(request.url or ""):
        return "the address cannot be read"
    try:
        url = urlsplit(request.url or "")
        reason = _address(url, hosts) or _elsewhere(url, instance) or _headers(request.headers)
        return reason or _call(request, url, own_jobs, metadata=metadata)
    except ValueError:
        return "the address cannot be read"


def _call(request: PreparedRequest, url: SplitResult, own_jobs: Collection[str], *, metadata: bool) -> str | None:
    method, body = request.method or "", _bytes(request.body)
    if body is None:
        return "the body is a stream"
    if request.headers.get("Content-Length", str(len(body))) != str(len(body)):
        return "a body of another length than it says"
    if method == "GET":
        return "a GET with a body" if body else _read(url)
    if url.query:
        return f"a {method[:10]} with parameters"
    if method == "POST":
        return _post(url.path, request.headers, body, metadata=metadata)
    return _own_job(method, url.path, body, own_jobs)


def _address(url: SplitResult, hosts: Hosts) -> str | None:
    if url.scheme != "https":
        return "not https"
    if "@" in url.netloc or url.fragment:
        return "a user name or a fragment in the address"
    if not hosts.admits(url.hostname or "", url.port):
        return "the host is neither Salesforce's nor trusted"
    if not _PLAIN_PATH.fullmatch(url.path) or "//" in url.path or "/." in url.path:
        return "the path is not plain"
    return None


def _elsewhere(url: SplitResult, instance: str) -> str | None:
    """Once signed in, data is asked of one org alone; a token may still come from a login host."""
    if instance and not url.path.startswith(_SIGNING_IN) and _origin(url) != instance:
        return "the host is not the org that was signed in to"
    return None


def _origin(url: SplitResult) -> str:
    port = "" if url.port in (None, 443) else f":{url.port}"
    host = url.hostname or ""
    return f"https://[{host}]{port}" if ":" in host else f"https://{host}{port}"


def _headers(headers: Mapping[str, str]) -> str | None:
    for name in headers:
        if "method" in name.lower() or name.lower() in _HEADERS:
            return "a header that changes the method or the host"
    return None


def _bytes(body: object) -> bytes | None:
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode("utf-8")
    return body if isinstance(body, bytes) else None


def _read(url: SplitResult) -> str | None:
    allowed = next((names for path, names in _READS if path.fullmatch(url.path)), None)
    if allowed is None:
        return "no such path on the list of reads"
    if ";" in url.query:
        return "a semicolon between parameters"
    given = parse_qsl(url.query, keep_blank_values=True, strict_parsing=bool(url.query), errors="strict")
    names = [name for name, _ in given]
    if len(set(names)) != len(names) or not allowed.issuperset(names):
        return "a parameter that this path may not carry"
    if _QUERY.fullmatch(url.path):
        return writes(dict(given).get("q", ""))
    return None


def _post(path: str, headers: Mapping[str, str], body: bytes, *, metadata: bool) -> str | None:
    if path == _TOKEN:
        return request_bodies.refuse_grant(headers.get("Content-Type", ""), body)
    if _JOBS.fullmatch(path):
        return request_bodies.refuse_job(body)
    if _COMPOSITE.fullmatch(path):
        return request_bodies.refuse_composite(body, _subrequest)
    if _SOAP_LOGIN.fullmatch(path):
        return request_bodies.refuse_soap(body, request_bodies.SOAP_LOGIN)
    if _METADATA.fullmatch(path) and metadata:
        return request_bodies.refuse_soap(body, request_bodies.SOAP_METADATA)
    return "no such path on the list of POSTs"


def _subrequest(address: str) -> str | None:
    """A part of a composite call is judged as the GET that it is."""
    url = urlsplit(address)
    if url.scheme or url.netloc or url.fragment or "@{" in address or "%40%7b" in address.lower():
        return "a part of a composite call that is not a plain path"
    if not _PLAIN_PATH.fullmatch(url.path) or "//" in url.path or "/." in url.path:
        return "the path is not plain"
    if not url.path.startswith("/services/data/v"):
        return "a part of a composite call outside the data of the org"
    return _read(url)


def _own_job(method: str, path: str, body: bytes, own_jobs: Collection[str]) -> str | None:
    job = _ONE_JOB.fullmatch(path)
    if method not in ("PATCH", "DELETE") or not job:
        return f"{method[:10]} is not on the list"
    if job[1] not in own_jobs:
        return "a job that this run did not create"
    if method == "DELETE":
        return "a DELETE with a body" if body else None
    return request_bodies.refuse_abort(body)
