"""The token endpoint of the org: one form in, one Grant out, and a remedy for every way it says no.

The endpoint answers in OAuth codes ("OAuth 2.0 Error Codes"). `invalid_grant` covers a dozen causes that only the
description tells apart; descriptions are looked up here to choose the hint, and are never shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from sf_audit.connector.http.api_errors import NOT_JSON, ApiError, Kind, classify
from sf_audit.connector.http.error_bodies import is_page
from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.http.json_body import read_json
from sf_audit.connector.http.retries import Retries
from sf_audit.connector.http.stream import Stream
from sf_audit.connector.http.tokens import Grant
from sf_audit.connector.http.transport import OneHopSession, Wire, unreachable
from sf_audit.connector.signin.remedies import remedy
from sf_audit.errors import SignInRefused, UsageProblem

_LARGEST = 1 << 16
_IDENTITY = re.compile(r"/id/([A-Za-z0-9]{15,18})/([A-Za-z0-9]{15,18})$")


class GrantRefused(SignInRefused):
    """The token endpoint said no. `code` is its OAuth error."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(f"the org refused the sign-in: {code}", hint=remedy(code, description))
        self.code = code


def ask(address: str, form: Mapping[str, str], session: OneHopSession, wire: Wire, *, authorization: str = "") -> Grant:
    """A token for this form. Waits out an org that is busy; a no is final. Raises SignInRefused and ApiError."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if authorization:
        headers["Authorization"] = authorization

    def attempt() -> Any:
        try:
            answer = session.post(
                f"{address}/services/oauth2/token", data=urlencode(form), headers=headers, stream=True
            )
        except OSError as problem:
            failed = unreachable(problem)
        else:
            return _read(Stream(answer, wire.pace))
        raise failed

    return _grant(Retries(sleep=wire.pause).run(attempt), wire.hosts)


def _read(answer: Stream) -> Any:
    try:
        body = answer.read(_LARGEST)
    finally:
        answer.close()
    if answer.status == 200 and "html" not in answer.content_type.lower():
        return read_json(body)
    if is_page(answer.content_type, body) and answer.status < 500:
        # The endpoint itself answers in JSON, so a page is no word of the org about the sign-in.
        raise ApiError(Kind.INVALID_RESPONSE, NOT_JSON, status=answer.status)
    refusal = classify(answer.status, answer.content_type, body, retry_after=answer.headers.get("Retry-After"))
    if refusal.kind in (Kind.UNAVAILABLE, Kind.INVALID_RESPONSE, Kind.LIMIT):
        raise refusal
    raise GrantRefused(*_said(body, refusal.code))


def _said(body: bytes, code: str) -> tuple[str, str]:
    try:
        document = read_json(body)
    except ApiError:
        return code, ""
    description = document.get("error_description") if isinstance(document, dict) else ""
    return code, description if isinstance(description, str) else ""


#: After the scheme and any user name; 253 characters is the longest name of a host.
_HOST = re.compile(r"^(?:[a-z]+://)?(?:[^/@\s]*@)?([A-Za-z0-9.-]{1,253}(?::\d{1,5})?)(?:[/?#]|$)")


def _grant(document: Any, hosts: Hosts) -> Grant:
    if not isinstance(document, dict):
        raise ApiError(Kind.INVALID_RESPONSE, "NO_TOKEN", status=200)
    token, instance = document.get("access_token"), document.get("instance_url")
    if not isinstance(token, str) or not isinstance(instance, str):
        raise ApiError(Kind.INVALID_RESPONSE, "NO_TOKEN", status=200)
    identity = _IDENTITY.search(str(document.get("id") or ""))
    return Grant(token, vouched(instance, hosts), *(identity.groups() if identity else ()))


def _host(instance: str) -> str:
    """The host of an address that something else than Salesforce may have written: only what looks like a name."""
    found = _HOST.search(instance)
    return f"“{found[1]}”" if found else "an address that cannot be read"


def vouched(instance: str, hosts: Hosts) -> str:
    """The address that a sign-in named as the org's, if it may be spoken to. Raises SignInRefused."""
    try:
        return hosts.address(instance)
    except UsageProblem:
        raise SignInRefused(
            f"the sign-in names an org on {_host(instance)}, a host that is neither Salesforce's nor trusted",
            hint="If you know the host, add --trust-host HOST:PORT; if not, look at the address you signed in to.",
        ) from None
