"""Composite requests: several calls in one. `/composite` costs one API request, `/composite/batch` one per part.

"Composite" and "Batch" in the "REST API Developer Guide": 25 parts, of which five may be queries;
the reply is 200 even when parts fail.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl, unquote, urlsplit

from starlette.responses import Response

from sf_audit.demo.server.call import Call, JsonResponse
from sf_audit.demo.server.dispatcher import refused
from sf_audit.demo.server.references import resolved
from sf_audit.demo.server.refusals import Refusal

Inner = Callable[[Call], Response]

_MOST_PARTS = 25
_MOST_QUERIES = 5
_SHOWN_HEADERS = ("ETag", "Last-Modified", "Location")


def composite(call: Call, inner: Inner) -> Response:
    """`POST /composite` and `/tooling/composite`."""
    body = call.json()
    parts = _parts(body, "compositeRequest")
    queries = [part for part in parts if "/query" in str(part.get("url", "")).partition("?")[0]]
    if len(queries) > _MOST_QUERIES:
        raise Refusal("INVALID_INPUT", f"Limit of {_MOST_QUERIES} query subrequests exceeded.")
    answers: list[dict[str, object]] = []
    for part in parts:
        answers.append(_answered(call, part, answers, inner))
    if body.get("allOrNone") is True and any(_failed(answer) for answer in answers):
        answers = [answer if _failed(answer) else _rolled_back(answer) for answer in answers]
    return JsonResponse({"compositeResponse": answers})


def batch(call: Call, inner: Inner) -> Response:
    """`POST /composite/batch`: urls begin with the version, as in `v62.0/limits`, or with `/services/data`."""
    parts = _parts(call.json(), "batchRequests")
    call.state.spend(len(parts) - 1)
    responses = [inner(_subcall(call, part, "/services/data/")) for part in parts]
    results = [{"statusCode": response.status_code, "result": _body(response)} for response in responses]
    return JsonResponse({"hasErrors": any(response.status_code >= 400 for response in responses), "results": results})


def _parts(body: dict[str, object], name: str) -> list[dict[str, object]]:
    parts = body.get(name)
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise Refusal("JSON_PARSER_ERROR", f"The request needs a list named {name}.")
    if not 1 <= len(parts) <= _MOST_PARTS:
        raise Refusal("INVALID_INPUT", f"The number of subrequests must be between 1 and {_MOST_PARTS}.")
    return parts


def _subcall(call: Call, part: dict[str, object], prefix: str) -> Call:
    written = str(part.get("url", ""))
    url = urlsplit(written if written.startswith("/") else f"{prefix}{written}")
    own = part.get("httpHeaders")
    headers = {str(name).lower(): str(value) for name, value in own.items()} if isinstance(own, dict) else {}
    content = part.get("body", part.get("richInput"))
    return replace(
        call,
        method=str(part.get("method", "GET")).upper(),
        path=unquote(url.path).rstrip("/"),
        query=dict(parse_qsl(url.query)),
        headers={"authorization": call.headers.get("authorization", ""), **headers},
        body=json.dumps(content).encode() if content is not None else b"",
        params={},
    )


def _answered(call: Call, part: dict[str, object], before: list[dict[str, object]], inner: Inner) -> dict[str, object]:
    known = {str(answer["referenceId"]): answer["body"] for answer in before}
    try:
        whole = resolved(part, known)
    except Refusal as refusal:
        return _composed(part, refused(refusal, call.settings.language))
    return _composed(part, inner(_subcall(call, whole, "")))


def _composed(part: dict[str, object], response: Response) -> dict[str, object]:
    return {
        "body": _body(response),
        "httpHeaders": {name: response.headers[name] for name in _SHOWN_HEADERS if name in response.headers},
        "httpStatusCode": response.status_code,
        "referenceId": part.get("referenceId"),
    }


def _body(response: Response) -> object:
    return json.loads(bytes(response.body)) if response.body else None


def _failed(answer: dict[str, object]) -> bool:
    status = answer["httpStatusCode"]
    return isinstance(status, int) and status >= 400


def _rolled_back(answer: dict[str, object]) -> dict[str, object]:
    message = "The transaction was rolled back since another operation in the same transaction failed."
    return {**answer, "body": [{"errorCode": "PROCESSING_HALTED", "message": message}], "httpStatusCode": 400}
