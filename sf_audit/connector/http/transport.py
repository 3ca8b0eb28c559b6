"""The last hop of every call: one adapter, mounted on https alone, that no call can go around.

It asks the Gate, counts against the Budget, sets timeouts, follows no redirect, takes proxies and CA bundles from the
environment and never lets a certificate go unchecked. `trust_env` of the session stays off, because with it
`requests` would replace our Authorization by a line of ~/.netrc, and REQUESTS_CA_BUNDLE would win over a named
`--ca-bundle`; the parts of it that are wanted are done here.
"""

from __future__ import annotations

import os
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies

from sf_audit.connector.http.allowlist import Blocked, RequestPolicy
from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.connector.http.budget import Budget
from sf_audit.connector.http.halt import Halt
from sf_audit.connector.http.header_timeout import impatient_pools
from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.http.server_clock import offset_of
from sf_audit.connector.http.stream import TransferLimits
from sf_audit.errors import UsageProblem

#: Seconds to connect, and between two reads of a socket.
TIMEOUTS = (10.0, 120.0)

_CONNECTIONS = 16

#: Where a machine names its authorities, as requests, curl and OpenSSL read it; the first that is set counts.
_AUTHORITIES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
_TLS_HINT = (
    "Name your company's certificate authority with --ca-bundle FILE. Certificates are always checked; "
    "look also at the clock of this machine."
)
_PROXY_HINT = "Look at HTTPS_PROXY and NO_PROXY; a proxy that wants a password takes it as http://USER:PASSWORD@HOST."
_LINE_HINT = (
    "Look at the address of the org and at what is in between: VPN, firewall, proxy. trust.salesforce.com/status "
    "shows outages."
)
_DNS_HINT = "Look at the spelling of the org's address, and whether this machine reaches the internet."


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Wire:
    """How this run speaks to the org; what tests and flags may change about it."""

    hosts: Hosts = field(default_factory=Hosts)
    ca_bundle: Path | None = None
    budget: Budget = field(default_factory=Budget)
    timeouts: tuple[float, float] = TIMEOUTS
    pace: TransferLimits = field(default_factory=TransferLimits)
    metadata: bool = False
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = _utc_now
    halt: Halt = field(default_factory=Halt)

    def pause(self, seconds: float) -> None:
        """Wait between two tries. Raises Stopped when the run is to end meanwhile."""
        self.halt.check()
        if self.sleep is time.sleep:
            self.halt.sleep(seconds)
        else:
            self.sleep(seconds)


class ReadOnlyAdapter(HTTPAdapter):
    """Sends what the Gate lets through."""

    def __init__(self, wire: Wire) -> None:
        self._pools = impatient_pools(wire.pace.deadline, wire.halt)
        super().__init__(pool_connections=4, pool_maxsize=_CONNECTIONS)
        self.poolmanager.pool_classes_by_scheme = self._pools
        self.gate = RequestPolicy(wire.hosts, metadata=wire.metadata)
        self.clock_offset = timedelta()
        self._wire = wire

    def send(  # type: ignore[override]  # requests-stubs spell the six optional parameters differently by version
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | None = None,
        verify: bool | str = True,
        cert: object = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """One call, if it is on the list. Raises Blocked, Stopped, and ApiError BUDGET, before anything leaves."""
        self._wire.halt.check()
        self.gate.check(request)
        if verify is False or cert is not None:
            raise Blocked("a call without a check of the certificate, or with one of its own")
        self._count(request)
        url = request.url or ""
        answer = super().send(
            request,
            stream=stream,
            timeout=timeout or self._wire.timeouts,
            verify=self._authorities(),
            proxies=dict(proxies) if proxies else get_environ_proxies(url),
        )
        self._wire.budget.saw(answer.headers.get("Sforce-Limit-Info"))
        self._set_clock(answer.headers.get("Date"))
        return answer

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:
        """The same patience through a proxy."""
        manager = super().proxy_manager_for(proxy, **proxy_kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager

    def _count(self, request: requests.PreparedRequest) -> None:
        """Signing in costs nothing of the allowance; tidying up our own jobs is never held back."""
        if not request.path_url.startswith(("/services/data/v", "/services/Soap/m/")):
            return
        if request.method in ("PATCH", "DELETE"):
            self._wire.budget.note()
        else:
            self._wire.budget.spend()

    def _authorities(self) -> bool | str:
        if self._wire.ca_bundle:
            return str(self._wire.ca_bundle)
        return next((named for name in _AUTHORITIES if (named := os.environ.get(name))), True)

    def _set_clock(self, date: str | None) -> None:
        offset = offset_of(date, self._wire.now())
        if offset is not None:
            self.clock_offset = offset


class OneHopSession(requests.Session):
    """A session that goes where it is told and no further: a redirect is an answer, not an order."""

    def __init__(self, adapter: ReadOnlyAdapter) -> None:
        super().__init__()
        self.adapter = adapter
        self.trust_env = False
        self.max_redirects = 0
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.headers.update({"Accept-Encoding": "gzip", "User-Agent": "sf-audit"})
        self.adapters.clear()
        self.mount("https://", adapter)

    def get_redirect_target(self, resp: requests.Response) -> None:
        """There is none to follow."""
        return

    def get_adapter(self, url: str) -> Any:
        """The one adapter; http and anything else has none."""
        if not url.lower().startswith("https://"):
            raise Blocked("not https")
        return self.adapter


def make_session(wire: Wire) -> OneHopSession:
    """A session with nothing but the read-only adapter. Raises UsageProblem for a CA bundle that is none."""
    if wire.ca_bundle is not None:
        try:
            ssl.create_default_context(cafile=str(wire.ca_bundle))
        except OSError:
            raise UsageProblem(
                f"{wire.ca_bundle} does not hold certificates", hint="--ca-bundle takes a PEM file of authorities."
            ) from None
    return OneHopSession(ReadOnlyAdapter(wire))


def unreachable(problem: OSError) -> ApiError:
    """The ApiError that a failed connection stands for. The problem itself names the URL, and is not kept."""
    if "NameResolutionError" in str(problem):
        return ApiError(Kind.UNAVAILABLE, "HOST_NOT_FOUND", hint=_DNS_HINT)
    code, hint, final = next(facts for failure, facts in _FAILURES if isinstance(problem, failure))
    return ApiError(Kind.UNAVAILABLE, code, hint=hint, final=final)


#: The narrowest first: a proxy's and a certificate's problem are connection errors too. Our own addresses have
#: passed the Gate, so that one that cannot be used is the proxy's.
_FAILURES: tuple[tuple[type[OSError], tuple[str, str, bool]], ...] = (
    (requests.exceptions.ProxyError, ("PROXY_REFUSED", _PROXY_HINT, True)),
    (requests.exceptions.InvalidURL, ("PROXY_NOT_USABLE", _PROXY_HINT, True)),
    (requests.exceptions.InvalidSchema, ("PROXY_NOT_USABLE", _PROXY_HINT, True)),
    (requests.exceptions.SSLError, ("CERTIFICATE_NOT_TRUSTED", _TLS_HINT, True)),
    (requests.exceptions.Timeout, ("NO_ANSWER_IN_TIME", "", False)),
    (requests.exceptions.ConnectionError, ("CONNECTION_FAILED", _LINE_HINT, False)),
    (requests.exceptions.RequestException, ("CALL_NOT_POSSIBLE", "", True)),
    (OSError, ("CERTIFICATES_NOT_FOUND", _TLS_HINT, True)),
)
