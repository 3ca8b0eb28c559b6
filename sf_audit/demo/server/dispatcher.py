"""Where every request is received: who asks, whether it may, which resource answers, what it costs.

Requests that would change an org are answered as the platform would and counted; the endpoints
behind them have nothing to change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from starlette.responses import Response
from starlette.routing import compile_path

from sf_audit.demo.server.call import Call, Endpoint, JsonResponse
from sf_audit.demo.server.language import localised
from sf_audit.demo.server.refusals import (
    OAuthRefusal,
    Refusal,
    SoapFault,
    method_not_allowed,
    not_found,
    requests_used_up,
    session_invalid,
)
from sf_audit.demo.server.soap import fault_response


class Access(Enum):
    """Who may call a resource, and whether it costs an API request."""

    OPEN = auto()
    SIGNED_IN = auto()
    METERED = auto()


@dataclass(frozen=True, slots=True)
class Resource:
    """A path of the API and what answers each method on it; `harmless` methods change nothing in an org."""

    template: str
    methods: Mapping[str, Endpoint]
    access: Access = Access.METERED
    harmless: frozenset[str] = field(default=frozenset({"GET"}))


class Desk:
    """Finds the resource for a call and answers it, refusals included."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self._resources = [(_pattern(resource.template), resource) for resource in resources]

    def answer(self, call: Call) -> Response:
        """The response to a request from outside."""
        found, known = self._find(call)
        call.state.note(call.method, found.template if found else "")
        if _changes(found, call.method):
            call.state.note_write()
        try:
            if found is None:
                raise _unknown(known)
            _admit(known, found)
            response = _endpoint(found, known.method)(known)
        except (Refusal, OAuthRefusal, SoapFault) as refusal:
            response = refused(refusal, call.settings.language)
        if found is not None and found.access is Access.METERED and response.status_code != 401:
            _show_usage(response, call)
        return response

    def inner(self, call: Call) -> Response:
        """The response to one part of a composite request, which is neither admitted nor metered again."""
        found, known = self._find(call)
        if _changes(found, call.method):
            call.state.note_write()
        try:
            if found is None:
                raise not_found()
            return _endpoint(found, known.method)(known)
        except Refusal as refusal:
            return refused(refusal, call.settings.language)

    def _find(self, call: Call) -> tuple[Resource | None, Call]:
        for pattern, resource in self._resources:
            match = pattern.match(call.path)
            if match and (resource.access is Access.OPEN or match["version"] in call.settings.versions):
                return resource, call.with_params(match.groupdict())
        return None, call


def refused(refusal: Refusal | OAuthRefusal | SoapFault, language: str) -> Response:
    """The refusal in the format of the API that it comes from."""
    if isinstance(refusal, SoapFault):
        return fault_response(refusal)
    if isinstance(refusal, OAuthRefusal):
        return JsonResponse({"error": refusal.error, "error_description": refusal.description}, refusal.status)
    return JsonResponse([said(refusal, language)], refusal.status)


def said(refusal: Refusal, language: str) -> dict[str, object]:
    """One entry of the array that a data API refuses with."""
    about = {} if refusal.fields is None else {"fields": list(refusal.fields)}
    return {"message": localised(refusal.message, language), "errorCode": refusal.code, **about}


def _pattern(template: str) -> re.Pattern[str]:
    """The path, in whatever case it is written."""
    return re.compile(compile_path(template)[0].pattern, re.IGNORECASE)


def _changes(found: Resource | None, method: str) -> bool:
    harmless = found.harmless if found else frozenset({"GET"})
    return method not in harmless | {"HEAD", "OPTIONS"}


def _unknown(call: Call) -> Refusal:
    data = call.path.startswith("/services/data/")
    return session_invalid() if data and not call.state.sessions.seconds_left(call.token) else not_found()


def _admit(call: Call, resource: Resource) -> None:
    if resource.access is Access.OPEN:
        return
    if not call.state.sessions.seconds_left(call.token):
        raise session_invalid()
    if resource.access is Access.METERED:
        if call.state.api_exhausted:
            raise requests_used_up()
        call.state.spend()


def _endpoint(resource: Resource, method: str) -> Endpoint:
    endpoint = resource.methods.get("GET" if method == "HEAD" else method)
    if endpoint is None:
        raise method_not_allowed(method, ",".join(sorted(resource.methods)))
    return endpoint


def _show_usage(response: Response, call: Call) -> None:
    if call.settings.limit_info == "absent":
        return
    used, most = call.state.api_limit
    shown = f"api-usage={used}/{most}"
    if call.settings.limit_info == "per_app":
        shown += f"; per-app-api-usage={used}/{most}(appName=sf-audit demo)"
    response.headers["Sforce-Limit-Info"] = shown
