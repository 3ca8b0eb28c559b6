"""Bulk API 2.0 query jobs over real HTTPS, from creation to deletion."""

from __future__ import annotations

import base64
import csv
import io
import threading
from pathlib import Path

import pytest
import requests
from simple_salesforce import Salesforce  # noqa: TID251

from sf_audit.demo.schema import OrgData
from sf_audit.demo.server.jobs import Jobs, Order
from sf_audit.demo.server.pages import Dialect
from sf_audit.demo.server.refusals import Refusal
from sf_audit.demo.soql.answer import Answer
from tests.demo.server.handmade_org import ACCOUNTS, Client, Serve

DATA = "/services/data/v62.0"
JOBS = f"{DATA}/jobs/query"
QUERY = "SELECT Id, Name, Description, AnnualRevenue FROM Account ORDER BY NumberOfEmployees"


def created(client: Client, **others: str) -> dict[str, object]:
    body = {"operation": "query", "query": QUERY, **others}
    answer = client.call("POST", JOBS, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def complete(client: Client, **others: str) -> str:
    """The path of a job that is done."""
    path = f"{JOBS}/{created(client, **others)['id']}"
    for _ in range(50):
        if client.get(path).json()["state"] == "JobComplete":
            return path
    raise AssertionError("the job did not end")


def pages(client: Client, path: str, **query: str) -> list[requests.Response]:
    found = [client.get(f"{path}/results", **query)]
    while (locator := found[-1].headers["Sforce-Locator"]) not in {"", "null"}:
        found.append(client.get(f"{path}/results", locator=locator, **query))
    return found


def rows(page: requests.Response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.content.decode())))


def test_a_new_job_has_the_documented_keys(client: Client) -> None:
    job = created(client)

    assert set(job) == {
        "id", "operation", "object", "createdById", "createdDate", "systemModstamp", "state", "concurrencyMode",
        "contentType", "apiVersion", "lineEnding", "columnDelimiter",
    }  # fmt: skip
    assert (job["state"], job["object"], job["apiVersion"]) == ("UploadComplete", "Account", 62.0)
    assert str(job["id"]).startswith("750")
    assert len(str(job["id"])) == 18


def test_a_job_is_in_progress_for_as_many_polls_as_wanted(serve: Serve) -> None:
    client = serve(job_polls=3)
    path = f"{JOBS}/{created(client)['id']}"

    states = [client.get(path).json()["state"] for _ in range(3)]

    assert states == ["InProgress", "InProgress", "JobComplete"]
    assert client.get(path).json()["numberRecordsProcessed"] == ACCOUNTS


def test_one_page(client: Client) -> None:
    (page,) = pages(client, complete(client))

    assert page.headers["Sforce-NumberOfRecords"] == str(ACCOUNTS)
    assert page.headers["Sforce-Locator"] == "null"
    assert page.headers["Content-Type"].startswith("text/csv")
    assert page.content.startswith(b'"Id","Name","Description","AnnualRevenue"\n"001d00000000001AAA","Account 1",')
    assert page.content.endswith(b"\n")
    assert rows(page)[1][2] == 'He said "no",\ntwice'


@pytest.mark.parametrize("most", ["1", "4", "10", "24", "25", "1000"])
def test_pages_of_any_size_hold_every_row_once(tens: Client, most: str) -> None:
    path = complete(tens)

    found = pages(tens, path, maxRecords=most)

    names = [row[1] for page in found for row in rows(page)[1:]]
    assert names == [f"Account {number}" for number in range(1, ACCOUNTS + 1)]
    assert [len(rows(page)) - 1 for page in found] == [int(page.headers["Sforce-NumberOfRecords"]) for page in found]
    assert all(rows(page)[0] == ["Id", "Name", "Description", "AnnualRevenue"] for page in found)


def test_a_locator_can_be_read_again(tens: Client) -> None:
    path = complete(tens)
    second = pages(tens, path)[0].headers["Sforce-Locator"]

    again = [tens.get(f"{path}/results", locator=second).content for _ in range(2)]

    assert again[0] == again[1]


def test_result_pages_name_them_all(serve: Serve) -> None:
    client = serve(bulk_rows_per_page=4)
    path = complete(client)

    first = client.get(f"{path}/resultPages").json()
    rest = client.get(first["nextRecordsUrl"]).json()

    urls = [page["resultUrl"] for page in (*first["resultPages"], *rest["resultPages"])]
    assert (len(first["resultPages"]), first["done"], rest["done"]) == (5, False, True)
    assert sum(len(rows(client.get(url))) - 1 for url in urls) == ACCOUNTS


@pytest.mark.parametrize(
    ("asked", "start"),
    [
        ({"columnDelimiter": "SEMICOLON"}, b'"Id";"Name"'),
        ({"columnDelimiter": "TAB", "lineEnding": "CRLF"}, b'"Id"\t"Name"'),
    ],
)
def test_the_dialect_is_that_of_the_job(client: Client, asked: dict[str, str], start: bytes) -> None:
    (page,) = pages(client, complete(client, **asked))

    delimiter = start[4:5].decode()
    read = list(csv.reader(io.StringIO(page.content.decode(), newline=""), delimiter=delimiter))
    assert page.content.startswith(start)
    assert len(read) == ACCOUNTS + 1
    assert read[1][2] == 'He said "no",\ntwice'


@pytest.mark.parametrize(
    ("settings", "headers", "ends_in_newline"),
    [({}, 3, True), ({"header_on_first_page_only": True}, 1, True), ({"final_newline": False}, 3, False)],
)
def test_guesses_about_pages_can_be_flipped(
    serve: Serve, settings: dict[str, bool], headers: int, ends_in_newline: bool
) -> None:
    client = serve(bulk_rows_per_page=10, **settings)

    found = pages(client, complete(client))

    assert sum(page.content.startswith(b'"Id"') for page in found) == headers
    assert {page.content.endswith(b"\n") for page in found} == {ends_in_newline}


def test_no_rows_at_all(serve: Serve) -> None:
    client = serve(empty_result_has_header=False)

    (page,) = pages(client, complete(client, query="SELECT Id FROM Account WHERE Name = 'None'"))

    assert (page.content, page.headers["Sforce-NumberOfRecords"]) == (b"", "0")


def test_pages_come_compressed_when_asked(client: Client) -> None:
    path = complete(client)

    packed = client.call("GET", f"{path}/results", headers={"Accept-Encoding": "gzip"})
    plain = client.call("GET", f"{path}/results", headers={"Accept-Encoding": "identity"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.content == plain.content


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"operation": "query", "query": "SELECT Id FROM ApexClass"}, "INVALID_TYPE"),
        ({"operation": "query", "query": "SELECT Id FROM EntityDefinition"}, "INVALIDENTITY"),
        ({"operation": "query", "query": "SELECT BillingAddress FROM Account"}, "API_ERROR"),
        ({"operation": "query", "query": "SELECT COUNT(Id) FROM Account"}, "API_ERROR"),
        ({"operation": "query", "query": "SELECT Nothing FROM Account"}, "INVALID_FIELD"),
        ({"operation": "insert", "query": "SELECT Id FROM Account"}, "INVALIDOPERATION"),
        ({"operation": "query", "query": "SELECT Id FROM Account", "columnDelimiter": "DOT"}, "INVALIDJOB"),
    ],
)
def test_what_bulk_does_not_do_is_refused_at_once(client: Client, body: dict[str, str], code: str) -> None:
    answer = client.call("POST", JOBS, json=body)

    assert answer.status_code == 400
    assert answer.json()[0]["errorCode"] == code


def test_no_rows_as_most_orgs_say_it(client: Client) -> None:
    (page,) = pages(client, complete(client, query="SELECT Id FROM Account WHERE Name = 'None'"))

    assert (page.content, page.headers["Sforce-NumberOfRecords"]) == (b'"Id"\n', "0")


def test_results_are_not_there_before_the_end(serve: Serve) -> None:
    client = serve(job_polls=5)
    path = f"{JOBS}/{created(client)['id']}"

    answer = client.get(f"{path}/results")

    assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, "INVALIDJOBSTATE")


def test_another_version_conflicts(client: Client) -> None:
    path = complete(client)

    assert client.get(path.replace("v62.0", "v61.0")).status_code == 409


def test_abort_and_delete(serve: Serve) -> None:
    client = serve(job_polls=5)
    path = f"{JOBS}/{created(client)['id']}"
    early = client.call("DELETE", path)

    aborted = client.call("PATCH", path, json={"state": "Aborted"})
    deleted = client.call("DELETE", path)

    assert early.status_code == 400
    assert (aborted.status_code, aborted.json()["state"]) == (200, "Aborted")
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert client.get(path).status_code == 404
    assert client.get(JOBS).json()["records"] == []
    assert client.server.state.writes == 0
    assert list((client.server.folder / "jobs").iterdir()) == []


def test_a_locator_of_another_job_is_refused(client: Client) -> None:
    path = complete(client)
    foreign = base64.b64encode(b"10:750d00000000999AAA").decode()

    assert client.get(f"{path}/results", locator=foreign).status_code == 400


def test_the_days_jobs_can_be_used_up(serve: Serve, org: OrgData) -> None:
    org.limits = {"DailyBulkV2QueryJobs": (1, 1)}
    client = serve()
    created(client)

    answer = client.call("POST", JOBS, json={"operation": "query", "query": QUERY})

    assert answer.json()[0]["errorCode"] == "LIMIT_EXCEEDED"


def test_simple_salesforce_reads_in_bulk(tens: Client) -> None:
    salesforce = Salesforce(
        instance_url=tens.server.url,
        session_id=tens.server.access_token,
        session=tens.session,
        version="62.0",
    )

    found = list(salesforce.bulk2.Account.query(QUERY, max_records=10, wait=0))

    assert [len(list(csv.reader(io.StringIO(page)))) - 1 for page in found] == [10, 10, 5]


def test_a_query_that_takes_long_is_answered_at_once_and_fails_later(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path)
    asked = threading.Event()

    def slow() -> Answer:
        asked.wait(5)
        raise Refusal("QUERY_TIMEOUT", "Your query request was running for too long.")

    job = jobs.create(Order("query", "Account", "62.0", Dialect(), 10), slow)
    early = job.poll(1)
    asked.set()
    job.rendered.wait(5)

    assert (early, job.poll(1)) == ("InProgress", "Failed")
    assert job.error.startswith("InvalidBatch : Failed to process query: QUERY_TIMEOUT: ")
    jobs.close()
