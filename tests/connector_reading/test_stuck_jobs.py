"""A job of an earlier run that does not move any more is ended after a short wait, and another is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf_audit.connector.api.read_report import Reading
from sf_audit.connector.bulk.jobs import PollPolicy
from sf_audit.connector.bulk.reader import BulkReader
from sf_audit.connector.http.client import Client
from sf_audit.snapshot.needs import Source
from tests.connector_reading.bulk_scenes import COLUMNS, QUERY, begin, store_in, stored, truth
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import Reply, Row, error

FIRST = "750000000000001AAA"
ABORTED = f"PATCH jobs/query/{FIRST}?"


class Clock:
    """Time that passes only where somebody waits, and an end of the run after so many seconds of it."""

    def __init__(self, ends: float = float("inf")) -> None:
        self.seconds = 0.0
        self.ends = ends
        self.at: dict[float, dict[str, Row]] = {}
        self.stuck: dict[str, Row] = {}

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        for when in [when for when in self.at if when <= self.seconds]:
            self.stuck.update(self.at.pop(when))
        if self.seconds >= self.ends:
            raise KeyboardInterrupt

    @property
    def patience(self) -> PollPolicy:
        return PollPolicy(rows_per_page=100, sleep=self.sleep, clock=lambda: self.seconds)


def run(client: Client, root: Path, clock: Clock, rows: list[Row]) -> Reading:
    with begin(root) as staging:
        writer = staging.table("Contact", Source.DATA, COLUMNS)
        reading = BulkReader(client, QUERY, writer, store_in(writer), clock.patience).pages()
        if reading.wrong is None:
            assert stored(staging, writer) == truth(rows)
        return reading


def interrupted(client: Client, root: Path, rows: list[Row]) -> None:
    """A first run that is ended while it waits for its job."""
    with pytest.raises(KeyboardInterrupt):
        run(client, root, Clock(ends=60), rows)


@pytest.mark.parametrize(
    "where_it_is",
    [
        {"state": "InProgress", "numberRecordsProcessed": 100},
        {"state": "InProgress", "numberRecordsProcessed": None},
        {"state": "UploadComplete"},
    ],
    ids=["in progress", "without a count", "queued"],
)
def test_a_job_that_has_not_moved_is_ended_and_made_anew(
    org: Org, contact_rows: list[Row], client: Client, tmp_path: Path, where_it_is: Row
) -> None:
    org.stuck[FIRST] = where_it_is
    interrupted(client, tmp_path, contact_rows)
    again = Clock()

    reading = run(client, tmp_path, again, contact_rows)

    assert (reading.wrong, len(org.jobs)) == (None, 2)
    assert reading.notes == ["the job of an earlier attempt did not move any more; the table was read anew"]
    assert org.arrived.count(ABORTED) == 1
    assert 12 * 60 <= again.seconds <= 13 * 60


def test_a_job_that_moved_between_the_runs_is_waited_for(
    org: Org, contact_rows: list[Row], client: Client, tmp_path: Path
) -> None:
    org.stuck[FIRST] = {"state": "InProgress", "numberRecordsProcessed": 100}
    interrupted(client, tmp_path, contact_rows)
    org.stuck[FIRST] = {"state": "InProgress", "numberRecordsProcessed": 101}
    again = Clock()
    again.stuck = org.stuck
    again.at[60 * 60] = {FIRST: {"state": "JobComplete"}}

    reading = run(client, tmp_path, again, contact_rows)

    assert (reading.wrong, len(org.jobs)) == (None, 1)
    assert ABORTED not in org.arrived


def test_a_job_that_moves_in_the_short_wait_is_waited_for(
    org: Org, contact_rows: list[Row], client: Client, tmp_path: Path
) -> None:
    org.stuck[FIRST] = {"state": "UploadComplete"}
    interrupted(client, tmp_path, contact_rows)
    again = Clock()
    again.stuck = org.stuck
    again.at = {
        11 * 60: {FIRST: {"state": "InProgress", "numberRecordsProcessed": 0}},
        90 * 60: {FIRST: {"state": "JobComplete"}},
    }

    reading = run(client, tmp_path, again, contact_rows)

    assert (reading.wrong, len(org.jobs)) == (None, 1)
    assert ABORTED not in org.arrived


def test_the_new_job_has_all_the_time_of_a_first_one(
    org: Org, contact_rows: list[Row], client: Client, tmp_path: Path
) -> None:
    endless = {"state": "InProgress", "numberRecordsProcessed": 100}
    org.stuck |= {FIRST: endless, "750000000000002AAA": endless}
    interrupted(client, tmp_path, contact_rows)

    reading = run(client, tmp_path, Clock(), contact_rows)

    assert reading.wrong == "the bulk job was not done after 120 minutes"
    assert len(org.jobs) == 2


@pytest.mark.parametrize(
    "answer", [error("NOT_FOUND", 404), error("INVALIDJOBSTATE", 400), error("INSUFFICIENT_ACCESS", 403), Reply(500)]
)
def test_an_org_that_does_not_end_the_job_still_makes_another(
    org: Org, contact_rows: list[Row], client: Client, tmp_path: Path, answer: Reply
) -> None:
    org.stuck[FIRST] = {"state": "InProgress", "numberRecordsProcessed": 100}
    interrupted(client, tmp_path, contact_rows)
    for _ in range(8):
        org.fail_once(r"^PATCH jobs/query", answer)

    reading = run(client, tmp_path, Clock(), contact_rows)

    assert (reading.wrong, len(org.jobs)) == (None, 2)
