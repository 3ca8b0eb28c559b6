"""From an HTTP request to a `Call`: what clients may do to it on the way is undone here.

"REST Headers", "Compression Headers" and "Using HTTP Methods" in the "REST API Developer Guide": bodies may be
compressed, a path may end in `.json`, and a client that cannot send PATCH sends POST with `_HttpMethod=PATCH`.
"""

from __future__ import annotations

import zlib
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from sf_audit.demo.schema import OrgData
from sf_audit.demo.server.call import Call, JsonResponse
from sf_audit.demo.server.settings import ServerSettings
from sf_audit.demo.server.state import ServerState

_GZIP_OR_ZLIB: Final = 47
_LARGEST_BODY: Final = 50_000_000
_OVERRIDE: Final = "_HttpMethod"


async def received(request: Request, org: OrgData, settings: ServerSettings, state: ServerState) -> Call | Response:
    """The request as endpoints see it, or the refusal of a body that cannot be read."""
    body = await request.body()
    if request.headers.get("content-encoding", "identity").lower() in {"gzip", "x-gzip", "deflate"}:
        unpacked = _unpacked(body)
        if unpacked is None:
            refused = {"message": "The request body could not be decompressed", "errorCode": "JSON_PARSER_ERROR"}
            return JsonResponse([refused], 400)
        body = unpacked
    query = dict(request.query_params)
    override = query.pop(_OVERRIDE, "") if request.method == "POST" else ""
    return Call(
        method=override.upper() or request.method,
        path=_path(request.scope["path"]),
        query=query,
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body,
        base_url=f"{request.url.scheme}://{request.headers.get('host', request.url.netloc)}",
        org=org,
        settings=settings,
        state=state,
        params={},
    )


def _path(written: str) -> str:
    """The path in one spelling; a request through a proxy names scheme and host before it."""
    scheme, _, rest = written.partition("://")
    if rest and scheme.lower() in {"http", "https"}:
        written = "/" + rest.partition("/")[2]
    parts = [part for part in written.split("/") if part]
    if parts[:1] == ["services"]:
        parts[-1] = parts[-1].removesuffix(".json")
    return "/" + "/".join(parts)


def _unpacked(body: bytes) -> bytes | None:
    """The body without its compression, or None if it is broken, cut short or far too large."""
    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        unpacked = unpacker.decompress(body, _LARGEST_BODY)
    except zlib.error:
        return None
    return unpacked if unpacker.eof else None
