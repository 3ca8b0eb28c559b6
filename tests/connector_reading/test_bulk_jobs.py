"""Bulk jobs that fail, are aborted, deleted, refused or left behind by an earlier attempt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sf_audit.connector.api.read_report import Reading
from sf_audit.connector.bulk.jobs import PollPolicy
from sf_audit.connector.bulk.reader import BulkReader
from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.connector.http.client import Client
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.staging import Staging
from sf_audit.snapshot.writer import TableWriter
from tests.connector_reading.bulk_scenes import (
    COLUMNS,
    QUERY,
    begin,
    store_in,
    stored,
    truth,
)
from tests.connector_reading.contacts import CONTACT_FIELDS, contacts
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import Reply, Row, error


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
        assert reading.notes[-1] == "the job of an earlier attempt was gone; the table was read anew"
        assert stored(staging, writer) == truth(contact_rows)
    assert len(org.jobs) == 2


def test_a_job_that_was_aborted_meanwhile_is_made_anew(
    org: Org, contact_rows: list[Row], client: Client, tmp_path: Path, patience: PollPolicy
) -> None:
    interrupted(org, client, tmp_path, patience, 1)
    org.job_states = [{"state": "Aborted"}]

    with begin(tmp_path) as staging:
        writer = staging.table("Contact", Source.DATA, COLUMNS)
        reading = BulkReader(client, QUERY, writer, store_in(writer), patience).pages()

        assert reading.wrong is None
        assert reading.notes == [
            "the job of an earlier attempt was of no use (the bulk job was aborted in the org); the table was read anew"
        ]
        assert stored(staging, writer) == truth(contact_rows)


def test_the_order_of_rows_does_not_matter(
    org: Org, client: Client, staging: Staging, writer: TableWriter, patience: PollPolicy
) -> None:
    rows = contacts(250)[::-1]
    org.add("Contact", CONTACT_FIELDS, rows)

    reading = BulkReader(client, QUERY, writer, store_in(writer), patience).pages()

    assert reading.wrong is None
    assert stored(staging, writer) == truth(rows)
