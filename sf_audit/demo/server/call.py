"""One request on its way through the server, and the JSON response to it.

Endpoints are plain functions from a `Call` to a response. That is what lets a composite request
answer its parts without going through the network again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qsl

from starlette.responses import Response

from sf_audit.demo.schema import OrgData
from sf_audit.demo.server.refusals import Refusal, media_type_unsupported
from sf_audit.demo.server.settings import ServerSettings

if TYPE_CHECKING:
    from sf_audit.demo.server.state import ServerState


@dataclass(frozen=True, slots=True)
class Call:
    """A request as endpoints see it; header names are in lower case, `params` come from the path."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    base_url: str
    org: OrgData
    settings: ServerSettings
    state: ServerState
    params: Mapping[str, str]

    @property
    def version(self) -> str:
        """The API version in the path, such as `62.0`; the newest where a path has none."""
        return self.params.get("version", self.settings.versions[-1])

    @property
    def data_path(self) -> str:
        """The path under which all resources of this version are: `/services/data/v62.0`."""
        return f"/services/data/v{self.version}"

    @property
    def on_tooling(self) -> bool:
        """Whether this came by way of the Tooling API."""
        return self.path.lower().startswith(f"{self.data_path}/tooling")

    @property
    def token(self) -> str:
        """The token of the Authorization header, empty when there is none."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() in {"bearer", "oauth"} else ""

    def with_params(self, params: Mapping[str, str]) -> Call:
        """This call with what its path turned out to mean."""
        return replace(self, params=params)

    def form(self) -> dict[str, str]:
        """The fields of a form-encoded body."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    def json(self) -> dict[str, object]:
        """The JSON object in the body; Refusal (JSON_PARSER_ERROR) if it is none, or said to be something else."""
        named = self.headers.get("content-type", "")
        if named and "json" not in named.lower():
            raise media_type_unsupported(named.partition(";")[0].strip())
        try:
            found = json.loads(self.body)
        except ValueError as error:
            raise Refusal("JSON_PARSER_ERROR", f"Unexpected content in the request body: {error}") from error
        except RecursionError as error:
            raise Refusal("JSON_PARSER_ERROR", "The request body is nested too deeply") from error
        if not isinstance(found, dict):
            raise Refusal("JSON_PARSER_ERROR", "The request body is not a JSON object")
        return found


class Endpoint(Protocol):
    """What answers one method of one resource."""

    def __call__(self, call: Call, /) -> Response: ...


class JsonResponse(Response):
    """JSON with the content type that the platform gives it."""

    media_type = "application/json;charset=UTF-8"

    def __init__(self, content: object, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        super().__init__(body, status_code=status, headers=headers, media_type=self.media_type)
