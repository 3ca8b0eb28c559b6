"""An answer has a bound in bytes and in memory, and what comes page by page has an end, whatever the org sends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from ssl import SSLContext

import pytest

from sf_audit.connector.http.answer_sizes import has_too_many_values, largest
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.json_body import read_json
from sf_audit.model.review import Reason
from sf_audit.snapshot.needs import need
from tests.connector_reading.gathering import Gather
from tests.connector_reading.reading_org import BASE, Org
from tests.connector_reading.replies import Reply, Row, said

MB = 1 << 20
#: Python, pyarrow and the TLS of a process take 120 MB; a body of 64 MB is in memory three times, packed and as text.
MOST_MB = 450

HEAD, TAIL = b'{"totalSize":1,"done":true,"records":[', b"]}"
BODIES = {
    "60 MB of empty objects": (b"{},", 60, "query"),
    "60 MB of empty lists": (b"[],", 60, "query"),
    "60 MB of decimals": (b"1.5,", 60, "query"),
    "60 MB of nested objects": (b'{"a":{"b":{}}},', 60, "query"),
    "60 MB of short texts": (b'"a","b","cd",', 60, "query"),
    "256 MB of empty objects": (b"{},", 256, "query"),
    "256 MB of one text": (b"x" * 1000, 256, "query"),
    "30 MB of limits": (b"{},", 30, "limits"),
    "60 MB of an object": (b"{},", 60, "sobjects/Account/describe"),
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", BODIES)
def test_no_answer_takes_many_times_its_size(org: Org, reading_authority: tuple[SSLContext, Path], name: str) -> None:
    unit, size, path = BODIES[name]
    body = HEAD + unit * (size * MB // len(unit)) + b"{}" + TAIL
    org.faults.append((f"^GET {path}", Reply(body=body, zipped=True)))
    command = [sys.executable, str(Path(__file__).with_name("measured.py")), org.url, str(reading_authority[1]), path]

    answer = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=100).stdout)

    assert answer["code"] == "ANSWER_TOO_LARGE"
    assert answer["mb"] < MOST_MB


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    ("megabytes", "problem", "most"),
    [(200, "", 350), (600, "a page unpacks to more than any page should hold", 450)],
)
def test_a_page_of_a_job_is_in_memory_little_more_than_once(megabytes: int, problem: str, most: int) -> None:
    command = [sys.executable, str(Path(__file__).with_name("measured_page.py")), str(megabytes)]

    answer = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=100).stdout)

    assert answer["problem"] == problem
    assert answer["mb"] < most


def test_a_batch_of_wide_rows_full_of_commas_is_no_attack() -> None:
    row = json.dumps({f"Field{at}__c": 'a, "quoted", [text]\\' for at in range(300)})

    assert not has_too_many_values(f"[{','.join([row] * 2000)}]".encode())


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("query", 64 * MB),
        ("tooling/query", 64 * MB),
        (f"{BASE}query/01g000000000001-2000", 64 * MB),
        ("composite", 96 * MB),
        ("sobjects", 32 * MB),
        ("sobjects/Account/describe", 32 * MB),
        ("limits", 4 * MB),
        ("jobs/query/750000000000001AAA", 4 * MB),
        ("/services/oauth2/userinfo", 4 * MB),
    ],
)
def test_each_kind_of_answer_has_its_bound(path: str, most: int) -> None:
    assert largest(path) == most


@pytest.mark.parametrize(
    "body",
    [
        b"1E999999999",
        b"[1e-99999999]",
        b"9" * 5000,
        b"[" * 100_000,
        b'"\\ud800' + b"[" * 9,
        b"[1E99999999999999999999]",
    ],
)
def test_numbers_and_depths_without_end_are_no_answer(body: bytes) -> None:
    with pytest.raises(ApiError, match="NOT_JSON"):
        read_json(body)


def endless(org: Org, rows: int) -> Reply:
    """One batch more, with a cursor to another."""
    number = len(org.arrived)
    records = [{"Id": f"003{number:09d}{at:03d}AAA", "Name": "x", "attributes": {}} for at in range(rows)]
    return said(
        {"totalSize": 250, "done": False, "records": records, "nextRecordsUrl": f"{BASE}query/0r8{number:012d}"}
    )


@pytest.mark.parametrize(("rows", "most_calls"), [(200, 30), (0, 12)])
def test_batches_without_end_end_as_an_incomplete_table(
    org: Org, contact_rows: list[Row], gather: Gather, rows: int, most_calls: int
) -> None:
    org.faults += [(r"^GET query(\?q=SELECT\+Id|/)", lambda: endless(org, rows))] * 3000

    found = gather(need("Contact", "Name"))

    assert found["Contact"].unread is not None
    assert found["Contact"].unread.reason is Reason.INCOMPLETE
    assert len(org.arrived) < most_calls


def test_records_that_come_meanwhile_are_no_endless_query(org: Org, contact_rows: list[Row], gather: Gather) -> None:
    org.batch = 100
    org.after["Contact"] = lambda: contact_rows.extend(
        {**contact_rows[0], "Id": f"003001{at:09d}AAA"} for at in range(9)
    )

    assert gather(need("Contact", "Name"))["Contact"].unread is None


def test_a_page_that_is_too_large_is_asked_for_again_with_fewer_rows(
    org: Org, contact_rows: list[Row], gather: Gather
) -> None:
    bomb = Reply(
        200,
        {"Sforce-NumberOfRecords": "1", "Sforce-Locator": "null", "Content-Type": "text/csv"},
        b'"Id","Name"\n"' + b"x" * (80 * MB) + b'","x"\n',
        zipped=True,
    )
    org.fail_once(r"^GET jobs/query/\w+/results", bomb)

    found = gather(need("Contact", "Name"), bulk_from=100)

    asked = [line.partition("maxRecords=")[2].split("&")[0] for line in org.arrived if "/results" in line]
    assert (found["Contact"].unread, found["Contact"].rows) == (None, 250)
    assert asked[:2] == ["100", "12"]


@pytest.mark.parametrize(("rows", "most_calls"), [(100, 12), (0, 16)])
def test_pages_of_a_job_without_end_end_as_an_incomplete_table(
    org: Org, contact_rows: list[Row], gather: Gather, rows: int, most_calls: int
) -> None:
    def page() -> Reply:
        number = len(org.arrived)
        lines = "".join(f'"003{number:09d}{at:03d}AAA","x"\n' for at in range(rows))
        headers = {"Sforce-NumberOfRecords": str(rows), "Sforce-Locator": f"L{number}", "Content-Type": "text/csv"}
        return Reply(200, headers, f'"Id","Name"\n{lines}'.encode())

    org.faults += [(r"^GET jobs/query/\w+/results", page)] * 3000

    found = gather(need("Contact", "Name"), bulk_from=100)

    assert found["Contact"].unread is not None
    assert found["Contact"].unread.reason is Reason.INCOMPLETE
    assert len(org.arrived) < most_calls
