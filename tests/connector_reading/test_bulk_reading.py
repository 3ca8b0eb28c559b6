"""Bulk pages from a server that cuts, repeats, mislabels and forgets: never wrong data as a whole table."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from sf_audit.connector.api.read_report import Reading, Sink
from sf_audit.connector.api.soql import Query
from sf_audit.connector.bulk.jobs import PollPolicy
from sf_audit.connector.bulk.reader import BulkReader
from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.connector.http.client import Client
from sf_audit.model.review import OrgIdentity
from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.pages import decoded
from sf_audit.snapshot.staging import Staging
from sf_audit.snapshot.writer import TableWriter
from tests.connector_reading.reading_org import CONTACT_FIELDS, Fault, Org, Reply, Row, changed_headers, contacts, error

COLUMNS = {"Id": FieldType("id"), "Name": FieldType("string"), "Email": FieldType("email"), "Last": FieldType("string")}
QUERY = Query("Contact", tuple(COLUMNS))
IDENTITY = OrgIdentity("00D000000000001EAA", "Acme", False, "https://127.0.0.1")


def begin(root: Path) -> Staging:
    started = datetime(2026, 3, 10, tzinfo=UTC)
    return Staging.begin(root, IDENTITY, tool_version="1", started=started, plan_sha256="p")


@pytest.fixture
def staging(tmp_path: Path) -> Iterator[Staging]:
    with begin(tmp_path) as opened:
        yield opened


@pytest.fixture
def writer(staging: Staging) -> TableWriter:
    return staging.table("Contact", Source.DATA, COLUMNS)


def store_in(writer: TableWriter) -> Sink:
    def store(key: str, page: pa.Table, /, **facts: str | int | None) -> object:
        return writer.page(key, page, **facts)

    return store


@pytest.fixture
def read(client: Client, writer: TableWriter, patience: PollPolicy) -> Callable[[], Reading]:
    return lambda: BulkReader(client, QUERY, writer, store_in(writer), patience).pages()


def stored(staging: Staging, writer: TableWriter) -> list[tuple[str | None, ...]]:
    tables = [decoded(staging.folder / "snapshot" / page.file) for page in writer.pages]
    return [tuple(row[name] for name in COLUMNS) for table in tables for row in table.to_pylist()]


def truth(rows: list[Row]) -> list[tuple[str | None, ...]]:
    return [tuple(row[name] or None for name in COLUMNS) for row in rows]


@pytest.mark.parametrize("zipped", [True, False])
def test_all_rows_arrive_as_they_are(
    org: Org, contact_rows: list[Row], staging: Staging, writer: TableWriter, read: Callable[[], Reading], zipped: bool
) -> None:
    org.zipped = zipped

    reading = read()

    assert (reading.wrong, reading.notes, reading.rows) == (None, [], 250)
    assert stored(staging, writer) == truth(contact_rows)


def cut(at: int, **more: object) -> Fault:
    return lambda reply: replace(reply, cut=at, **more)  # type: ignore[arg-type]


def body(change: Callable[[bytes], bytes]) -> Fault:
    return lambda reply: replace(reply, body=change(reply.body))


ONE_PAGE_FAULTS: dict[str, Fault] = {
    "N1 closed mid-page": cut(300),
    "N1 closed before the first byte": cut(0),
    "N2 closed without length": lambda reply: replace(reply, zipped=False, framing="close", cut=300),
    "N3 chunked and cut": lambda reply: replace(reply, framing="chunked", cut=300),
    "N4 server error": lambda reply: error("SERVER_UNAVAILABLE", 503),
    "N4 page for people": lambda reply: Reply(200, {"Content-Type": "text/html"}, b"<html>Maintenance</html>"),
    "N5 too many requests": lambda reply: Reply(429, {"Retry-After": "0"}, b""),
    "N9 zip damaged": lambda reply: replace(
        reply,
        zipped=False,
        body=damaged(gzip.compress(reply.body)),
        headers=reply.headers | {"Content-Encoding": "gzip"},
    ),
    "N10 zip cut, framing fine": lambda reply: replace(
        reply, zipped=False, body=gzip.compress(reply.body)[:-20], headers=reply.headers | {"Content-Encoding": "gzip"}
    ),
    "N10 zip goes on": lambda reply: replace(reply, tail=b"more"),
    "B1 one row short": body(lambda text: text[: text.rstrip().rfind(b'\n"003') + 1]),
    "B1 one row long": body(lambda text: text + b'"003000000999999AAA","x","",""\n'),
    "B1 no row": body(lambda text: text[: text.index(b"\n") + 1]),
    "B2 last row cut, count right": body(lambda text: text[:-3]),
    "B2 last value cut, not zipped": lambda reply: replace(
        reply, zipped=False, framing="chunked", body=reply.body.rstrip(b'\n" 0123456789') + b'"'
    ),
    "B4 count header missing": changed_headers(Sforce_NumberOfRecords=None),
    "B6 no content": lambda reply: Reply(204),
    "B6 empty body": body(lambda text: b""),
    "B8 columns in another order": body(lambda text: text.replace(b'"Id","Name"', b'"Name","Id"', 1)),
}


def damaged(zipped: bytes) -> bytes:
    return zipped[:60] + bytes([zipped[60] ^ 0xFF]) + zipped[61:]


@pytest.mark.parametrize("page", [0, 2])
@pytest.mark.parametrize("name", ONE_PAGE_FAULTS)
def test_a_page_that_is_wrong_once_is_read_again(
    org: Org,
    contact_rows: list[Row],
    staging: Staging,
    writer: TableWriter,
    read: Callable[[], Reading],
    name: str,
    page: int,
) -> None:
    org.page_faults[page] = [ONE_PAGE_FAULTS[name]]

    reading = read()

    assert reading.wrong is None
    assert stored(staging, writer) == truth(contact_rows)
    assert sum("results" in one for one in org.arrived) == 4


@pytest.mark.parametrize("name", ONE_PAGE_FAULTS)
def test_a_page_that_stays_wrong_makes_the_table_incomplete(
    org: Org, contact_rows: list[Row], writer: TableWriter, read: Callable[[], Reading], name: str
) -> None:
    org.page_faults[1] = [ONE_PAGE_FAULTS[name]] * 5

    reading = read()

    assert reading.wrong
    assert writer.rows == 100
    assert sum("L1" in one for one in org.arrived) == 5
    assert sum("L2" in one for one in org.arrived) <= 1


@pytest.mark.parametrize("at", range(0, 40, 3))
def test_a_connection_that_breaks_anywhere_costs_nothing_but_a_try(
    org: Org, contact_rows: list[Row], staging: Staging, writer: TableWriter, read: Callable[[], Reading], at: int
) -> None:
    org.page_faults[1] = [lambda reply: replace(reply, cut=len(gzip.compress(reply.body, mtime=0)) * at // 40)]

    reading = read()

    assert reading.wrong is None
    assert stored(staging, writer) == truth(contact_rows)


@pytest.mark.parametrize("length", [1, 2])
def test_locators_in_a_circle_end_the_reading(
    org: Org, contact_rows: list[Row], read: Callable[[], Reading], length: int
) -> None:
    org.page_faults[length] = [changed_headers(Sforce_Locator="L1")]

    reading = read()

    assert reading.wrong == "a Sforce-Locator came twice: the pages lead in a circle"
    assert sum("results" in one for one in org.arrived) == length + 1


def test_a_page_served_twice_makes_the_table_incomplete(
    org: Org, contact_rows: list[Row], writer: TableWriter, read: Callable[[], Reading]
) -> None:
    contact_rows[100:200] = contact_rows[:100]

    reading = read()
    writer.finish(queries=reading.queries, count_before=250, count_after=250)

    assert reading.wrong is None
    assert writer.entry.unread is not None
    assert "100 with that of another row" in writer.entry.unread.detail


def test_a_page_without_a_locator_is_read_again(
    org: Org, contact_rows: list[Row], staging: Staging, writer: TableWriter, read: Callable[[], Reading]
) -> None:
    org.page_faults = {0: [changed_headers(Sforce_Locator=None)], 1: [changed_headers(Sforce_Locator="")]}

    reading = read()

    assert (reading.wrong, reading.notes) == (None, [])
    assert stored(staging, writer) == truth(contact_rows)


def test_pages_that_never_have_a_locator_are_incomplete(
    org: Org, contact_rows: list[Row], read: Callable[[], Reading]
) -> None:
    org.page_faults = {0: [changed_headers(Sforce_Locator=None)] * 5}

    assert read().wrong == "a page came without its Sforce-Locator header"


def test_the_total_of_the_job_can_stand_for_the_last_locator(
    org: Org, contact_rows: list[Row], read: Callable[[], Reading]
) -> None:
    org.page_faults = {2: [changed_headers(Sforce_Locator=None)]}

    reading = read()

    assert (reading.wrong, reading.rows) == (None, 250)
    assert reading.notes == ["the last page does not say that it is the last; the job's total does"]


def test_a_header_row_on_the_first_page_alone_is_noted(
    org: Org, contact_rows: list[Row], staging: Staging, writer: TableWriter, read: Callable[[], Reading]
) -> None:
    bare = body(lambda text: text[text.index(b"\n") + 1 :])
    org.page_faults = {1: [bare], 2: [bare]}

    reading = read()

    assert reading.notes == ["pages after the first come without the header row"]
    assert stored(staging, writer) == truth(contact_rows)


@pytest.mark.parametrize("off_by", [-1, 1])
def test_a_total_that_differs_makes_the_table_incomplete(
    org: Org, contact_rows: list[Row], read: Callable[[], Reading], off_by: int
) -> None:
    org.processed_off_by = off_by

    assert read().wrong == f"250 rows came where the job counted {250 + off_by}"


def test_a_total_that_is_not_said_is_noted(org: Org, contact_rows: list[Row], read: Callable[[], Reading]) -> None:
    org.processed_off_by = None

    reading = read()

    assert reading.wrong is None
    assert reading.notes == ["the job did not say how many records it has; its total is unverified"]


def test_pages_without_a_last_newline_are_noted_once(
    org: Org, contact_rows: list[Row], read: Callable[[], Reading]
) -> None:
    strip = body(lambda text: text.rstrip(b"\n"))
    org.page_faults = {0: [strip, strip], 1: [strip], 2: [strip]}

    reading = read()

    assert reading.wrong is None
    assert reading.notes == ["a page does not end with a newline"]
    assert sum("results" in one for one in org.arrived) == 4


def test_one_page_that_ends_unlike_the_others_is_wrong(
    org: Org, contact_rows: list[Row], read: Callable[[], Reading]
) -> None:
    org.page_faults = {1: [body(lambda text: text.rstrip(b"\n"))] * 5}

    assert read().wrong == "one page of a job ends with a newline and another does not"


@pytest.mark.parametrize("text", [b'"Id","Name","Email","Last"\n', b""])
def test_an_empty_result_is_a_whole_table(
    org: Org, writer: TableWriter, read: Callable[[], Reading], text: bytes
) -> None:
    org.add("Contact", CONTACT_FIELDS, [])
    org.zipped = False
    org.page_faults = {0: [body(lambda _: text)]}

    reading = read()

    assert (reading.wrong, reading.rows, len(writer.pages)) == (None, 0, 1)


def test_a_failed_job_is_tried_once_more(org: Org, contact_rows: list[Row], read: Callable[[], Reading]) -> None:
    org.job_states = [{"state": "Failed", "errorMessage": "InternalServerError"}]

    reading = read()

    assert reading.wrong is None
    assert reading.notes == ["the first bulk job failed; a second one was made"]


def test_a_job_that_fails_twice_is_incomplete(org: Org, contact_rows: list[Row], read: Callable[[], Reading]) -> None:
    org.job_states = [{"state": "Failed"}, {"state": "Failed"}]

    assert read().wrong == "the bulk job ended as Failed"


def test_a_job_that_somebody_aborts_is_made_again_once(
    org: Org, contact_rows: list[Row], read: Callable[[], Reading]
) -> None:
    org.job_states = [{"state": "Aborted"}]

    reading = read()

    assert (reading.wrong, reading.rows) == (None, len(contact_rows))
    assert len(org.jobs) == 2


def test_a_job_that_is_aborted_twice_is_incomplete(
    org: Org, contact_rows: list[Row], read: Callable[[], Reading]
) -> None:
    org.job_states = [{"state": "Aborted"}, {"state": "Aborted"}]

    assert read().wrong == "the bulk job was aborted in the org"


@pytest.mark.parametrize("where", [r"^GET jobs/query/\w+\?$", "/results"])
def test_a_job_that_somebody_deletes_is_made_again_once(
    where: str, org: Org, contact_rows: list[Row], read: Callable[[], Reading]
) -> None:
    org.fail_once(where, error("NOT_FOUND", 404))

    reading = read()

    assert (reading.wrong, reading.rows) == (None, len(contact_rows))
    assert len(org.jobs) == 2


def test_a_job_that_bulk_cannot_do_says_so(org: Org, contact_rows: list[Row], read: Callable[[], Reading]) -> None:
    org.job_states = [{"state": "Failed", "errorMessage": "InvalidBatch : Failed to process query: FeatureNotEnabled"}]

    with pytest.raises(ApiError) as refused:
        read()

    assert refused.value.kind is Kind.NOT_BULK


def test_polling_grows_patient_and_gives_up(
    org: Org, contact_rows: list[Row], client: Client, writer: TableWriter
) -> None:
    org.job_states = [{"state": "InProgress"}] * 5000
    slept: list[float] = []
    patience = PollPolicy(sleep=slept.append, clock=lambda: sum(slept))

    reading = BulkReader(client, QUERY, writer, store_in(writer), patience).pages()

    assert reading.wrong == "the bulk job was not done after 120 minutes"
    assert slept[:3] == [2.0, 3.0, 4.5]
    assert max(slept) == 30.0
    assert len(slept) < 260


def test_a_poll_that_is_not_answered_is_asked_again(
    org: Org, contact_rows: list[Row], read: Callable[[], Reading]
) -> None:
    for _ in range(3):
        org.fail_once(r"^GET jobs/query/\w+\?$", error("SERVER_UNAVAILABLE", 503))

    assert read().wrong is None


def test_a_lost_answer_to_the_new_job_is_survived(
    org: Org, contact_rows: list[Row], read: Callable[[], Reading]
) -> None:
    org.fail_once(r"^POST jobs/query", error("SERVER_UNAVAILABLE", 503))

    assert read().wrong is None


def test_a_spent_allowance_ends_the_reading(org: Org, contact_rows: list[Row], read: Callable[[], Reading]) -> None:
    org.page_faults[1] = [lambda reply: error("REQUEST_LIMIT_EXCEEDED", 403)]

    with pytest.raises(ApiError) as refused:
        read()

    assert refused.value.kind is Kind.LIMIT


def interrupted(org: Org, client: Client, root: Path, patience: PollPolicy, page: int) -> None:
    """A first attempt that breaks off at a page."""
    org.page_faults[page] = [lambda reply: Reply(500)] * 5
    with begin(root) as staging:
        writer = staging.table("Contact", Source.DATA, COLUMNS)
        assert BulkReader(client, QUERY, writer, store_in(writer), patience).pages().wrong
    org.page_faults.clear()


@pytest.mark.parametrize("page", [0, 1, 2])
def test_a_second_attempt_reads_on_where_the_first_stopped(
    org: Org, contact_rows: list[Row], client: Client, tmp_path: Path, patience: PollPolicy, page: int
) -> None:
    interrupted(org, client, tmp_path, patience, page)
    org.arrived.clear()

    with begin(tmp_path) as staging:
        writer = staging.table("Contact", Source.DATA, COLUMNS)
        reading = BulkReader(client, QUERY, writer, store_in(writer), patience).pages()

        assert reading.wrong is None
        assert stored(staging, writer) == truth(contact_rows)
    assert sum("results" in one for one in org.arrived) == 3 - page
    assert not any(one.startswith("POST") for one in org.arrived)


def test_a_job_of_another_api_version_is_not_read_on(
    org: Org, contact_rows: list[Row], client: Client, tmp_path: Path, patience: PollPolicy
) -> None:
    """The pages of a job can only be asked for with the version that it was made with ("Bulk API 2.0")."""
    interrupted(org, client, tmp_path, patience, 1)
    client.version = "99.0"
    org.arrived.clear()

    with begin(tmp_path) as staging:
        writer = staging.table("Contact", Source.DATA, COLUMNS)
        reading = BulkReader(client, QUERY, writer, store_in(writer), patience).pages()

        assert reading.wrong is None
        assert stored(staging, writer) == truth(contact_rows)
    assert sum(asked.startswith("POST jobs/query") for asked in org.arrived) == 1


@pytest.mark.parametrize("answer", [error("NOT_FOUND", 404), error("VERSION_MISMATCH", 409)])
@pytest.mark.parametrize("where", [r"^GET jobs/query/\w+\?$", r"/results"])
def test_a_job_that_is_gone_is_made_anew(
    org: Org, contact_rows: list[Row], client: Client, tmp_path: Path, patience: PollPolicy, answer: Reply, where: str
) -> None:
    interrupted(org, client, tmp_path, patience, 1)
    org.fail_once(where, answer)

    with begin(tmp_path) as staging:
        writer = staging.table("Contact", Source.DATA, COLUMNS)
        reading = BulkReader(client, QUERY, writer, store_in(writer), patience).pages()

        assert reading.wrong is None
        assert stored(staging, writer) == truth(contact_rows)
    assert len(org.jobs) == 2


def test_the_order_of_rows_does_not_matter(
    org: Org, client: Client, staging: Staging, writer: TableWriter, patience: PollPolicy
) -> None:
    rows = contacts(250)[::-1]
    org.add("Contact", CONTACT_FIELDS, rows)

    reading = BulkReader(client, QUERY, writer, store_in(writer), patience).pages()

    assert reading.wrong is None
    assert stored(staging, writer) == truth(rows)
