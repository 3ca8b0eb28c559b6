"""`/jobs/query`: the HTTP side of Bulk API 2.0 query jobs.

Response keys follow the examples in "Bulk API 2.0 Query" of the "Bulk API 2.0 and Bulk API Developer
Guide"; headers and the literal `null` at the end of paging were seen on real orgs.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from starlette.responses import Response

from sf_audit.demo.server.call import Call, JsonResponse
from sf_audit.demo.server.files import PageResponse
from sf_audit.demo.server.ids import eighteen
from sf_audit.demo.server.jobs import Job, Order
from sf_audit.demo.server.pages import DELIMITERS, LINE_ENDINGS, Dialect
from sf_audit.demo.server.refusals import Refusal, not_found
from sf_audit.demo.server.rows import ask, object_of

_RESULT_URLS = 5
_PAGES_SINCE = 58.0


def create(call: Call) -> Response:
    """`POST /jobs/query`: what cannot be queried in bulk is refused here."""
    body = call.json()
    operation, text = str(body.get("operation", "")), str(body.get("query") or "")
    if operation not in {"query", "queryAll"}:
        raise Refusal("INVALIDOPERATION", "The operation must be query or queryAll.")
    if not text.strip():
        raise Refusal("MALFORMED_QUERY", "A query string has to be specified")
    most, _ = call.org.limits.get("DailyBulkV2QueryJobs", (10_000, 10_000))
    if call.state.jobs.made >= most:
        raise Refusal("LIMIT_EXCEEDED", "Exceeded the number of bulk query jobs that are allowed in 24 hours.")
    dialect = _dialect(call, body)
    order = Order(operation, object_of(call, text), call.version, dialect, call.settings.bulk_rows_per_page)
    job = call.state.jobs.create(order, partial(ask, call, text, bulk=True))
    return JsonResponse(_created(call, job))


def every(call: Call) -> Response:
    """`GET /jobs/query`: all jobs, or those of a type and concurrency mode, of which there is one each here."""
    types, modes = (call.query.get(name, "").lower() for name in ("jobType", "concurrencyMode"))
    wanted = types in {"", "v2query"} and modes in {"", "parallel"}
    jobs = call.state.jobs.every() if wanted else []
    records = [{**_created(call, job), "jobType": "V2Query"} for job in jobs]
    return JsonResponse({"done": True, "records": records, "nextRecordsUrl": None})


def no_jobs(_: Call) -> Response:
    """`GET /jobs/ingest`: there are none, for none is ever made."""
    return JsonResponse({"done": True, "records": [], "nextRecordsUrl": None})


def one(call: Call) -> Response:
    """`GET /jobs/query/{id}`."""
    job = _job(call)
    job.poll(call.settings.job_polls)
    return JsonResponse(_progress(call, job))


def change(call: Call) -> Response:
    """`PATCH /jobs/query/{id}`: only `{"state": "Aborted"}`."""
    job = _job(call)
    if call.json().get("state") != "Aborted":
        raise Refusal("INVALIDJOBSTATE", "The state of a query job can only be changed to Aborted.")
    job.abort()
    return JsonResponse(_created(call, job))


def delete(call: Call) -> Response:
    """`DELETE /jobs/query/{id}`: 204, with nothing in it."""
    call.state.jobs.delete(_job(call))
    return Response(status_code=204)


def results(call: Call) -> Response:
    """`GET /jobs/query/{id}/results`: one page of CSV."""
    job = _complete(call)
    locator = call.query.get("locator", "")
    offset = job.offset(locator) if locator else 0
    page = job.order.rows_per_page
    most = _whole_number(call.query.get("maxRecords", "")) or page
    rows = min(most, page - offset % page, job.total - offset)
    following = offset + rows
    gzipped = "gzip" in call.headers.get("accept-encoding", "")
    last = following >= job.total
    headers = {
        "Sforce-NumberOfRecords": str(rows),
        "Sforce-Locator": call.settings.last_locator if last else job.locator(following),
    }
    return _page(job.pages.file(offset, rows, gzipped=gzipped), headers, gzipped)


def result_pages(call: Call) -> Response:
    """`GET /jobs/query/{id}/resultPages` (58.0 and later): up to five URLs that can be read at the same time."""
    if float(call.version) < _PAGES_SINCE:
        raise not_found()
    job = _complete(call)
    page = job.order.rows_per_page
    locator = call.query.get("locator", "")
    start = job.offset(locator) if locator else 0
    base = f"{call.data_path}/jobs/query/{job.id}"
    starts = range(start, max(job.total, 1), page)
    urls = [{"resultUrl": _result_url(base, job, offset)} for offset in starts[:_RESULT_URLS]]
    body: dict[str, object] = {"resultPages": urls, "done": len(starts) <= _RESULT_URLS}
    if len(starts) > _RESULT_URLS:
        body["nextRecordsUrl"] = f"{base}/resultPages?locator={job.locator(starts[_RESULT_URLS])}"
    return JsonResponse(body)


def _result_url(base: str, job: Job, offset: int) -> str:
    return f"{base}/results?locator={job.locator(offset)}" if offset else f"{base}/results"


def _page(file: Path, headers: dict[str, str], gzipped: bool) -> Response:
    if gzipped:
        headers = {**headers, "Content-Encoding": "gzip"}
    return PageResponse(file, headers={**headers, "Vary": "Accept-Encoding"})


def _job(call: Call) -> Job:
    job = call.state.jobs.find(call.params["id"])
    if job.order.version != call.version:
        message = f"The job was created with API version {job.order.version}, not {call.version}."
        raise Refusal("CONFLICT", message, 409)
    return job


def _complete(call: Call) -> Job:
    job = _job(call)
    if job.state != "JobComplete":
        raise Refusal("INVALIDJOBSTATE", f"Results are not available: the job is in state {job.state}.")
    return job


def _dialect(call: Call, body: dict[str, object]) -> Dialect:
    delimiter, ending = str(body.get("columnDelimiter", "COMMA")), str(body.get("lineEnding", "LF"))
    if str(body.get("contentType", "CSV")) != "CSV":
        raise Refusal("INVALIDJOB", "The contentType of a query job must be CSV.")
    if delimiter not in DELIMITERS or ending not in LINE_ENDINGS:
        raise Refusal("INVALIDJOB", "The columnDelimiter or lineEnding is not one of those allowed.")
    return Dialect(
        delimiter,
        ending,
        final_newline=call.settings.final_newline,
        header_on_first_page_only=call.settings.header_on_first_page_only,
        empty_result_has_header=call.settings.empty_result_has_header,
    )


def _whole_number(text: str) -> int:
    if text and not text.isdecimal():
        raise Refusal("INVALID_QUERY_PARAMETER", "maxRecords is not a whole number.")
    return int(text) if text else 0


def _created(call: Call, job: Job) -> dict[str, object]:
    stamp = job.created.strftime("%Y-%m-%dT%H:%M:%S.000+0000")
    return {
        "id": job.id,
        "operation": job.order.operation,
        "object": job.order.object,
        "createdById": eighteen(call.org.user_id),
        "createdDate": stamp,
        "systemModstamp": stamp,
        "state": job.state,
        "concurrencyMode": "Parallel",
        "contentType": "CSV",
        "apiVersion": float(job.order.version),
        "lineEnding": job.order.dialect.line_ending,
        "columnDelimiter": job.order.dialect.delimiter,
    }


def _progress(call: Call, job: Job) -> dict[str, object]:
    done = job.state == "JobComplete"
    body = {
        **_created(call, job),
        "jobType": "V2Query",
        "retries": 0,
        "totalProcessingTime": job.milliseconds,
        "isPkChunkingSupported": True,
    }
    if call.settings.number_of_records_processed:
        body["numberRecordsProcessed"] = job.total if done else 0
    if job.error:
        body["errorMessage"] = job.error
    return body
