"""`/services/async/NN.0/job`: the first Bulk API, as far as it reads.

"Bulk API" in the "Bulk API 2.0 and Bulk API Developer Guide": the session comes in `X-SFDC-Session`; answers are XML,
or JSON to a client that ordered JSON. Jobs that would write are refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Final

from starlette.responses import Response

from sf_audit.demo.server.batches import AsyncRefusal, Batch, BatchJob
from sf_audit.demo.server.call import Call, Endpoint
from sf_audit.demo.server.ids import eighteen
from sf_audit.demo.server.pages import header_length
from sf_audit.demo.server.refusals import Refusal
from sf_audit.demo.server.rows import ask
from sf_audit.demo.server.soap import element, text

_NAMESPACE: Final = "http://www.force.com/2009/06/asyncapi/dataload"
_READS: Final = frozenset({"query", "queryAll"})
_FORMATS: Final = frozenset({"CSV", "JSON"})
_ROWS: Final = 50_000


def create(call: Call) -> Response:
    """`POST /job`: a query job; one that would write is refused, and counted."""
    wanted = {name: _written(call, name) for name in ("operation", "object", "contentType")}
    if wanted["operation"] not in _READS:
        call.state.note_write()
        raise AsyncRefusal("FeatureNotEnabled", "This user may only read")
    if call.org.visible(wanted["object"]) is None:
        raise AsyncRefusal("InvalidJob", f"Unable to find object: {wanted['object']}")
    content_type = wanted["contentType"] or "XML"
    if content_type not in _FORMATS:
        raise AsyncRefusal("InvalidJob", f"The contentType of a query job must be CSV or JSON here, not {content_type}")
    job = call.state.batch_jobs.create(wanted["operation"], wanted["object"], content_type, call.version)
    return _said("jobInfo", _job_info(call, job), as_json=_sends_json(call), status=201)


def one(call: Call) -> Response:
    """`GET /job/{id}`, in the format that the client names, for it need not be that of its rows."""
    job = _job(call)
    named = bool(call.headers.get("content-type"))
    return _said("jobInfo", _job_info(call, job), as_json=_sends_json(call) if named else _json(job))


def change(call: Call) -> Response:
    """`POST /job/{id}`: a job can be closed or aborted."""
    job = _job(call)
    state = _written(call, "state")
    if state not in {"Closed", "Aborted"}:
        raise AsyncRefusal("InvalidJobState", f"Unable to change the state of a job to: {state}")
    job.state = state
    return _said("jobInfo", _job_info(call, job), as_json=_sends_json(call))


def add(call: Call) -> Response:
    """`POST /job/{id}/batch`: the body is the query."""
    job = _job(call)
    if job.state != "Open":
        raise AsyncRefusal("InvalidJobState", f"The job is {job.state}: {job.id}")
    query = call.body.decode("utf-8", "replace").strip()
    batch = call.state.batch_jobs.add(job, query, partial(ask, call, query, bulk=True))
    return _said("batchInfo", {**_batch_info(job, batch), "state": "Queued"}, as_json=_json(job), status=201)


def batches(call: Call) -> Response:
    """`GET /job/{id}/batch`: all its batches."""
    job = _job(call)
    listed = [_batch_info(job, batch) for batch in job.batches]
    if _json(job):
        return _plain_json({"batchInfo": listed})
    inner = "".join(f"<batchInfo>{_elements(batch_info)}</batchInfo>" for batch_info in listed)
    return _xml(f'<batchInfoList xmlns="{_NAMESPACE}">{inner}</batchInfoList>')


def batch(call: Call) -> Response:
    """`GET /job/{id}/batch/{batch}`."""
    job = _job(call)
    return _said("batchInfo", _batch_info(job, job.batch(call.params["batch"])), as_json=_json(job))


def request(call: Call) -> Response:
    """`GET /job/{id}/batch/{batch}/request`: the query as it came."""
    return Response(_job(call).batch(call.params["batch"]).query, media_type="text/csv")


def results(call: Call) -> Response:
    """`GET /job/{id}/batch/{batch}/result`: the ids of its results, of which there is one."""
    job = _job(call)
    found = _done(job.batch(call.params["batch"]))
    if _json(job):
        return _plain_json([found.result])
    return _xml(f'<result-list xmlns="{_NAMESPACE}"><result>{found.result}</result></result-list>')


def result(call: Call) -> Response:
    """`GET /job/{id}/batch/{batch}/result/{result}`: the rows."""
    job = _job(call)
    found = _done(job.batch(call.params["batch"]))
    if found.answer is None or call.params["result"][:15] != found.result[:15]:
        raise AsyncRefusal("InvalidBatch", f"Invalid result id: {call.params['result']}", 404)
    if _json(job):
        return _plain_json(found.answer.records(0, found.total, version=call.version))
    rows = b"".join(_lines(found)) if found.total else b"Records not found for this query"
    return Response(rows, media_type="text/csv;charset=UTF-8")


def admitted(endpoint: Endpoint) -> Endpoint:
    """The endpoint behind this API's own way to name a session and to refuse."""

    def answer(call: Call) -> Response:
        try:
            _admit(call)
            return endpoint(call)
        except (AsyncRefusal, Refusal) as refusal:
            return _refused(call, refusal)

    return answer


def _admit(call: Call) -> None:
    if not call.state.sessions.seconds_left(call.headers.get("x-sfdc-session", "") or call.token):
        raise AsyncRefusal("InvalidSessionId", "Invalid session id")
    if call.version not in call.settings.versions:
        raise AsyncRefusal("InvalidVersion", f"Invalid API version: {call.version}")
    if call.state.api_exhausted:
        raise AsyncRefusal("ExceededQuota", "TotalRequests Limit exceeded.")
    call.state.spend()


def _refused(call: Call, refusal: AsyncRefusal | Refusal) -> Response:
    error: dict[str, object] = {"exceptionCode": refusal.code, "exceptionMessage": refusal.message}
    return _said("error", error, as_json=_sends_json(call), status=refusal.status)


def _lines(found: Batch) -> Iterator[bytes]:
    if found.answer is not None:
        for number, page in enumerate(found.answer.csv_pages(_ROWS)):
            yield page[header_length(page) :] if number else page


def _job(call: Call) -> BatchJob:
    return call.state.batch_jobs.find(call.params["id"])


def _done(found: Batch) -> Batch:
    if found.answer is None:
        raise AsyncRefusal("InvalidBatch", found.failure)
    return found


def _written(call: Call, name: str) -> str:
    if _sends_json(call):
        return str(call.json().get(name) or "")
    return (element(call.body.decode("utf-8", "replace"), name) or "").strip()


def _sends_json(call: Call) -> bool:
    return "json" in call.headers.get("content-type", "").lower()


def _json(job: BatchJob) -> bool:
    return job.content_type == "JSON"


def _job_info(call: Call, job: BatchJob) -> dict[str, object]:
    stamp = f"{job.created:%Y-%m-%dT%H:%M:%S}.000Z"
    failed = sum(batch.state == "Failed" for batch in job.batches)
    return {
        "id": job.id,
        "operation": job.operation,
        "object": job.object,
        "createdById": eighteen(call.org.user_id),
        "createdDate": stamp,
        "systemModstamp": stamp,
        "state": job.state,
        "concurrencyMode": "Parallel",
        "contentType": job.content_type,
        "numberBatchesQueued": 0,
        "numberBatchesInProgress": 0,
        "numberBatchesCompleted": len(job.batches) - failed,
        "numberBatchesFailed": failed,
        "numberBatchesTotal": len(job.batches),
        "numberRecordsProcessed": sum(batch.total for batch in job.batches),
        "numberRetries": 0,
        "apiVersion": float(job.version),
        "numberRecordsFailed": 0,
        "totalProcessingTime": 0,
        "apiActiveProcessingTime": 0,
        "apexProcessingTime": 0,
    }


def _batch_info(job: BatchJob, found: Batch) -> dict[str, object]:
    stamp = f"{found.created:%Y-%m-%dT%H:%M:%S}.000Z"
    return {
        "id": found.id,
        "jobId": job.id,
        "state": found.state,
        **({"stateMessage": found.failure} if found.failure else {}),
        "createdDate": stamp,
        "systemModstamp": stamp,
        "numberRecordsProcessed": found.total,
        "numberRecordsFailed": 0,
        "totalProcessingTime": found.milliseconds,
        "apiActiveProcessingTime": 0,
        "apexProcessingTime": 0,
    }


def _said(name: str, values: dict[str, object], *, as_json: bool, status: int = 200) -> Response:
    if as_json:
        return _plain_json(values, status)
    return _xml(f'<{name} xmlns="{_NAMESPACE}">{_elements(values)}</{name}>', status)


def _plain_json(content: object, status: int = 200) -> Response:
    """JSON whose content type names no charset: clients of this API compare it as it is."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, status, media_type="application/json")


def _elements(values: dict[str, object]) -> str:
    return "".join(f"<{name}>{text(str(value))}</{name}>" for name, value in values.items())


def _xml(document: str, status: int = 200) -> Response:
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>{document}', status, media_type="application/xml")
