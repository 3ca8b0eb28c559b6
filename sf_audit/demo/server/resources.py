"""What there is: API versions, the map of resources, and the limits of the org.

"Versions", "Resources by Version", "Limits" and "Record Count" in the "REST API Developer Guide".
"""

from __future__ import annotations

from starlette.responses import Response

from sf_audit.demo.server.call import Call, JsonResponse
from sf_audit.demo.server.identity import identity_url
from sf_audit.demo.server.refusals import Refusal
from sf_audit.demo.server.rows import ask

_SEASONS = ("Spring", "Summer", "Winter")
_RESOURCES = {
    "tooling": "tooling",
    "metadata": "metadata",
    "eclair": "eclair",
    "folders": "folders",
    "prechatForms": "prechatForms",
    "chatter": "chatter",
    "tabs": "tabs",
    "appMenu": "appMenu",
    "quickActions": "quickActions",
    "queryAll": "queryAll",
    "commerce": "commerce",
    "wave": "wave",
    "analytics": "analytics",
    "search": "search",
    "composite": "composite",
    "parameterizedSearch": "parameterizedSearch",
    "theme": "theme",
    "nouns": "nouns",
    "recent": "recent",
    "connect": "connect",
    "licensing": "licensing",
    "limits": "limits",
    "process": "process",
    "jobs": "jobs",
    "query": "query",
    "sobjects": "sobjects",
    "ui-api": "ui-api",
}
_APPS = ("Ant Migration Tool", "Dataloader Bulk", "Dataloader Partner", "Workbench")
_PER_APP = frozenset({"DailyApiRequests", "DailyBulkApiBatches", "DailyStreamingApiEvents"})


def versions(call: Call) -> Response:
    """`GET /services/data`: needs no session."""
    return JsonResponse(
        [
            {"label": _label(version), "url": f"/services/data/v{version}", "version": version}
            for version in call.settings.versions
        ]
    )


def resource_map(call: Call) -> Response:
    """`GET /services/data/vNN.0`: name to path, and the identity URL."""
    paths = {name: f"{call.data_path}/{path}" for name, path in _RESOURCES.items()}
    return JsonResponse({**paths, "identity": identity_url(call)})


def tooling_map(call: Call) -> Response:
    """`GET /services/data/vNN.0/tooling`."""
    names = ("sobjects", "query", "queryAll", "search", "completions", "executeAnonymous", "composite")
    return JsonResponse({name: f"{call.data_path}/tooling/{name}" for name in names})


def limits(call: Call) -> Response:
    """`GET /limits`: some entries hold further maps, one per connected app."""
    shown: dict[str, dict[str, object]] = {}
    for name, (most, remaining) in sorted(call.org.limits.items()):
        left = max(0, most - call.state.api_limit[0]) if name == "DailyApiRequests" else remaining
        entry: dict[str, object] = {"Max": most, "Remaining": left}
        if name in _PER_APP:
            entry |= {app: {"Max": 0, "Remaining": 0} for app in _APPS}
        if name == "PermissionSets":
            entry["CreateCustom"] = {"Max": most, "Remaining": remaining}
        shown[name] = entry
    return JsonResponse(shown)


def record_counts(call: Call) -> Response:
    """`GET /limits/recordCount?sObjects=A,B`: objects without rows are left out."""
    asked = call.query.get("sObjects", "")
    names = [name.strip() for name in asked.split(",") if name.strip()] or list(call.org.objects)
    counted = []
    for name in names:
        count = _count(call, name)
        if count:
            counted.append({"count": count, "name": name})
    return JsonResponse({"sObjects": counted})


def recent(_: Call) -> Response:
    """`GET /recent`: what the user looked at lately, which is nothing."""
    return JsonResponse([])


def _count(call: Call, name: str) -> int:
    found = call.org.visible(name)
    if found is None or found.tooling:
        return 0
    try:
        answer = ask(call, f"SELECT COUNT() FROM {found.name}")
    except Refusal:
        return 0
    total = answer.total
    answer.close()
    return total


def _label(version: str) -> str:
    number = int(float(version))
    return f"{_SEASONS[number % 3]} '{(number + 13) // 3:02d}"
