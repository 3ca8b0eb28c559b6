"""The demo org as an ASGI application: the table of its resources, and how a request gets to them."""

from __future__ import annotations

from functools import partial

from anyio import to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sf_audit.demo.schema import OrgData
from sf_audit.demo.server import (
    bulk,
    bulk_v1,
    composite,
    identity,
    metadata_soap,
    oauth,
    query,
    related,
    replication,
    resources,
    searching,
    selections,
    soap_login,
    sobjects,
    writes,
)
from sf_audit.demo.server.call import Endpoint, JsonResponse
from sf_audit.demo.server.dispatcher import Access, Desk, Resource
from sf_audit.demo.server.incoming import received
from sf_audit.demo.server.pace import Pace
from sf_audit.demo.server.settings import ServerSettings
from sf_audit.demo.server.state import ServerState

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_LARGEST_HEADERS = 1 << 16
_DATA = "/services/data/v{version}"
_POSTS = frozenset({"GET", "POST"})
_WHOLE_JOB = frozenset({"GET", "PATCH", "DELETE"})


def application(org: OrgData, settings: ServerSettings, state: ServerState) -> Starlette:
    """The org behind HTTP; wrap it in another ASGI application to inject faults."""
    desk = Desk(_resources())

    async def answer(request: Request) -> Response:
        if len(str(request.url)) > settings.longest_url:
            return Response("URI Too Long", status_code=414, media_type="text/plain")
        if sum(len(name) + len(value) for name, value in request.headers.raw) > _LARGEST_HEADERS:
            return Response("Request Header Fields Too Large", status_code=431, media_type="text/plain")
        call = await received(request, org, settings, state)
        if isinstance(call, Response):
            return call
        return await to_thread.run_sync(desk.answer, call)

    async def otherwise(request: Request, _: Exception) -> Response:
        """Methods and forms of a path that no route has: the desk knows what to say of them."""
        return await answer(request)

    middleware = [Middleware(GZipMiddleware, minimum_size=500, compresslevel=2)]
    if settings.rate_limit_bytes_per_s:
        middleware.insert(0, Middleware(Pace, bytes_per_s=settings.rate_limit_bytes_per_s))
    return Starlette(
        routes=[Route("/{path:path}", answer, methods=_METHODS)],
        middleware=middleware,
        exception_handlers={404: otherwise, 405: otherwise, 500: _unknown_exception},
    )


async def _unknown_exception(_: Request, __: Exception) -> Response:
    message = "An unexpected error occurred. Please include this ErrorId if you contact support: 0-0 (0)"
    return JsonResponse([{"message": message, "errorCode": "UNKNOWN_EXCEPTION"}], 500)


def _resources() -> list[Resource]:
    return [*_sign_in(), *_about(), *_objects(), *_queries(), *_composites(), *_jobs(), *_first_bulk()]


def _sign_in() -> list[Resource]:
    return [
        Resource("/services/oauth2/token", {"POST": oauth.token}, Access.OPEN, _POSTS),
        Resource("/services/oauth2/revoke", {"GET": oauth.revoke, "POST": oauth.revoke}, Access.OPEN, _POSTS),
        Resource("/services/oauth2/introspect", {"POST": oauth.introspect}, Access.OPEN, _POSTS),
        Resource(
            "/services/oauth2/userinfo",
            {"GET": identity.userinfo, "POST": identity.userinfo},
            Access.OPEN,
            _POSTS,
        ),
        Resource("/id/{organization}/{user}", {"GET": identity.identity}, Access.OPEN),
        Resource("/services/Soap/u/{version}", {"POST": soap_login.partner}, Access.OPEN, _POSTS),
        Resource("/services/Soap/u/{version}/{org}", {"POST": soap_login.partner}, Access.OPEN, _POSTS),
        Resource("/services/Soap/m/{version}", {"POST": metadata_soap.metadata}, Access.OPEN, _POSTS),
        Resource("/services/Soap/m/{version}/{org}", {"POST": metadata_soap.metadata}, Access.OPEN, _POSTS),
    ]


def _about() -> list[Resource]:
    return [
        Resource("/services/data", {"GET": resources.versions}, Access.OPEN),
        Resource(_DATA, {"GET": resources.resource_map}),
        Resource(f"{_DATA}/tooling", {"GET": resources.tooling_map}),
        Resource(f"{_DATA}/limits", {"GET": resources.limits}),
        Resource(f"{_DATA}/limits/recordCount", {"GET": resources.record_counts}),
        Resource(f"{_DATA}/ui-api/object-info/{{name}}/picklist-values/{{id}}", {"GET": sobjects.picklist_values}),
        Resource(f"{_DATA}/recent", {"GET": resources.recent}),
        Resource(f"{_DATA}/search", {"GET": searching.search}),
    ]


def _objects() -> list[Resource]:
    changes = {"PATCH": writes.change, "DELETE": writes.change}
    return [
        resource
        for base in (f"{_DATA}/sobjects", f"{_DATA}/tooling/sobjects")
        for resource in (
            Resource(base, {"GET": sobjects.every}),
            Resource(f"{base}/{{name}}", {"GET": sobjects.one_object, "POST": writes.create}),
            Resource(f"{base}/{{name}}/describe", {"GET": sobjects.describe}),
            Resource(f"{base}/{{name}}/updated", {"GET": replication.updated}),
            Resource(f"{base}/{{name}}/deleted", {"GET": replication.deleted}),
            Resource(f"{base}/{{name}}/{{id}}", {"GET": sobjects.row, **changes}),
            Resource(f"{base}/{{name}}/{{id}}/{{rest:path}}", {"GET": related.by_path, **changes}),
        )
    ]


def _queries() -> list[Resource]:
    return [
        resource
        for base in (_DATA, f"{_DATA}/tooling")
        for name in ("query", "queryAll")
        for resource in (
            Resource(f"{base}/{name}", {"GET": query.query}),
            Resource(f"{base}/{name}/{{locator}}", {"GET": query.query_more}),
        )
    ]


def _composites() -> list[Resource]:
    inner = Desk([*_about(), *_objects(), *_queries()]).inner
    composed = partial(composite.composite, inner=inner)
    written = dict.fromkeys(("POST", "PATCH", "DELETE"), writes.collections)
    selected = {"GET": selections.by_query, "POST": selections.by_body}
    return [
        Resource(f"{_DATA}/composite", {"POST": composed}, harmless=_POSTS),
        Resource(f"{_DATA}/tooling/composite", {"POST": composed}, harmless=_POSTS),
        Resource(f"{_DATA}/composite/batch", {"POST": partial(composite.batch, inner=inner)}, harmless=_POSTS),
        Resource(f"{_DATA}/composite/sobjects", written),
        Resource(f"{_DATA}/composite/sobjects/{{name}}", selected, harmless=_POSTS),
        Resource(f"{_DATA}/composite/sobjects/{{rest:path}}", written),
    ]


def _first_bulk() -> list[Resource]:
    jobs = "/services/async/{version}/job"
    endpoints: list[tuple[str, dict[str, Endpoint]]] = [
        (jobs, {"POST": bulk_v1.create}),
        (f"{jobs}/{{id}}", {"GET": bulk_v1.one, "POST": bulk_v1.change}),
        (f"{jobs}/{{id}}/batch", {"GET": bulk_v1.batches, "POST": bulk_v1.add}),
        (f"{jobs}/{{id}}/batch/{{batch}}", {"GET": bulk_v1.batch}),
        (f"{jobs}/{{id}}/batch/{{batch}}/request", {"GET": bulk_v1.request}),
        (f"{jobs}/{{id}}/batch/{{batch}}/result", {"GET": bulk_v1.results}),
        (f"{jobs}/{{id}}/batch/{{batch}}/result/{{result}}", {"GET": bulk_v1.result}),
    ]
    return [
        Resource(
            path, {method: bulk_v1.admitted(endpoint) for method, endpoint in methods.items()}, Access.OPEN, _POSTS
        )
        for path, methods in endpoints
    ]


def _jobs() -> list[Resource]:
    jobs = f"{_DATA}/jobs/query"
    return [
        Resource(jobs, {"GET": bulk.every, "POST": bulk.create}, harmless=_POSTS),
        Resource(f"{jobs}/{{id}}", {"GET": bulk.one, "PATCH": bulk.change, "DELETE": bulk.delete}, harmless=_WHOLE_JOB),
        Resource(f"{jobs}/{{id}}/results", {"GET": bulk.results}),
        Resource(f"{jobs}/{{id}}/resultPages", {"GET": bulk.result_pages}),
        Resource(f"{_DATA}/jobs/ingest", {"GET": bulk.no_jobs, "POST": writes.ingest}),
    ]
