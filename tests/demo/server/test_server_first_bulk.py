"""The first Bulk API over real HTTPS: queries by batch, in XML as older clients speak and in JSON."""

from __future__ import annotations

import csv
import io
import re

import pytest
import requests

from tests.demo.server.handmade_org import ACCOUNTS, Client, Serve

ASYNC = "/services/async/62.0/job"
NAMESPACE = 'xmlns="http://www.force.com/2009/06/asyncapi/dataload"'


def send(client: Client, method: str, path: str, body: str = "", kind: str = "application/xml") -> requests.Response:
    headers = {"X-SFDC-Session": client.server.access_token, "Authorization": "", "Content-Type": kind}
    return client.call(method, ASYNC + path, data=body, headers=headers)


def element(answer: requests.Response, name: str) -> str:
    return re.findall(rf"<{name}>(.*?)</{name}>", answer.text)[0]


def job_of(client: Client, operation: str = "query", content_type: str = "CSV") -> requests.Response:
    body = (
        f'<?xml version="1.0"?><jobInfo {NAMESPACE}><operation>{operation}</operation><object>Account</object>'
        f"<contentType>{content_type}</contentType></jobInfo>"
    )
    return send(client, "POST", "", body)


def test_a_query_in_xml_and_csv(client: Client) -> None:
    made = job_of(client)
    job = element(made, "id")
    batch = send(client, "POST", f"/{job}/batch", "SELECT Id, Name FROM Account ORDER BY Id", "text/csv")
    where = f"/{job}/batch/{element(batch, 'id')}"
    done = send(client, "GET", where)
    listed = send(client, "GET", f"{where}/result")
    rows = send(client, "GET", f"{where}/result/{element(listed, 'result')}")
    closed = send(client, "POST", f"/{job}", f"<jobInfo {NAMESPACE}><state>Closed</state></jobInfo>")

    assert (made.status_code, element(made, "state"), element(made, "contentType")) == (201, "Open", "CSV")
    assert (batch.status_code, element(batch, "state"), element(batch, "jobId")) == (201, "Queued", job)
    assert (element(done, "state"), element(done, "numberRecordsProcessed")) == ("Completed", str(ACCOUNTS))
    assert [row["Name"] for row in csv.DictReader(io.StringIO(rows.text))][:2] == ["Account 1", "Account 2"]
    assert (element(closed, "state"), element(closed, "numberBatchesCompleted")) == ("Closed", "1")
    assert send(client, "GET", f"{where}/request").text == "SELECT Id, Name FROM Account ORDER BY Id"


def test_a_query_in_json(client: Client) -> None:
    kind = "application/json"
    job = send(client, "POST", "", '{"operation":"query","object":"Account","contentType":"JSON"}', kind).json()
    batch = send(
        client, "POST", f"/{job['id']}/batch", "SELECT Name FROM Account WHERE Name = 'Account 7'", kind
    ).json()
    where = f"/{job['id']}/batch/{batch['id']}"
    listed = send(client, "GET", f"{where}/result", kind=kind)
    rows = send(client, "GET", f"{where}/result/{listed.json()[0]}", kind=kind)

    assert (job["state"], job["apiVersion"], job["numberBatchesTotal"]) == ("Open", 62.0, 0)
    assert send(client, "GET", where, kind=kind).json()["state"] == "Completed"
    assert listed.headers["Content-Type"] == "application/json"
    assert [row["Name"] for row in rows.json()] == ["Account 7"]
    assert send(client, "GET", f"/{job['id']}/batch", kind=kind).json()["batchInfo"][0]["id"] == batch["id"]


def test_no_rows_are_a_sentence(client: Client) -> None:
    job = element(job_of(client), "id")
    batch = element(send(client, "POST", f"/{job}/batch", "SELECT Id FROM Account WHERE Name = 'x'", "text/csv"), "id")
    listed = send(client, "GET", f"/{job}/batch/{batch}/result")

    rows = send(client, "GET", f"/{job}/batch/{batch}/result/{element(listed, 'result')}")

    assert rows.text == "Records not found for this query"


def test_a_wrong_query_fails_its_batch(client: Client) -> None:
    job = element(job_of(client), "id")

    batch = element(send(client, "POST", f"/{job}/batch", "SELECT Nothing FROM Account", "text/csv"), "id")
    failed = send(client, "GET", f"/{job}/batch/{batch}")

    assert element(failed, "state") == "Failed"
    assert "InvalidBatch : Failed to process query: INVALID_FIELD: " in failed.text
    assert element(send(client, "GET", f"/{job}"), "numberBatchesFailed") == "1"


def test_without_a_session_it_is_a_bad_request(client: Client) -> None:
    answer = client.call("POST", ASYNC, data="", headers={"Authorization": "", "X-SFDC-Session": "old"})

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/xml")
    assert answer.text == (
        f'<?xml version="1.0" encoding="UTF-8"?><error {NAMESPACE}><exceptionCode>InvalidSessionId</exceptionCode>'
        "<exceptionMessage>Invalid session id</exceptionMessage></error>"
    )


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [("/750000000000000", 404, "InvalidJob"), ("/750000000000000/batch/751000000000000", 404, "InvalidJob")],
)
def test_what_is_not_there(client: Client, path: str, status: int, code: str) -> None:
    answer = send(client, "GET", path)

    assert (answer.status_code, element(answer, "exceptionCode")) == (status, code)


def test_a_job_that_writes_is_refused_and_counted(serve: Serve) -> None:
    client = serve()

    answer = job_of(client, operation="insert")

    assert (answer.status_code, element(answer, "exceptionCode")) == (400, "FeatureNotEnabled")
    assert client.server.state.writes == 1


def test_rows_in_xml_are_refused_as_not_built(client: Client) -> None:
    answer = job_of(client, content_type="XML")

    assert (answer.status_code, element(answer, "exceptionCode")) == (400, "InvalidJob")
