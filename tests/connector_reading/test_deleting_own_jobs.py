"""Jobs of ours are tried again in every run until they are gone, and none keeps another from being deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf_audit.connector.bulk.jobs import clean_up
from sf_audit.connector.http.client import Client
from sf_audit.snapshot.own_jobs import OwnJobs
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import Reply, error

ENDLESS, ENDED = "750000000000001AAA", "750000000000002AAA"
DELETE, ABORT = rf"^DELETE jobs/query/{ENDLESS}", rf"^PATCH jobs/query/{ENDLESS}"


@pytest.fixture
def own(org: Org, tmp_path: Path) -> OwnJobs:
    """Two jobs that an interrupted run left, of which nothing but the ids was written down."""
    org.jobs |= {name: {"said": {"id": name, "state": "InProgress"}} for name in (ENDLESS, ENDED)}
    file = tmp_path / "own-jobs"
    file.write_text(f"{ENDLESS}\n{ENDED}\n", "ascii")
    return OwnJobs(file)


def always(org: Org, pattern: str, reply: Reply) -> None:
    for _ in range(40):
        org.fail_once(pattern, reply)


@pytest.mark.parametrize("status", [400, 403, 409, 500, 503])
def test_a_job_that_cannot_be_deleted_keeps_no_other(org: Org, client: Client, own: OwnJobs, status: int) -> None:
    always(org, DELETE, error("INVALIDJOBSTATE", status))

    assert clean_up(client, own) == 1
    assert org.deleted == [ENDED]
    assert own.left() == (ENDLESS,)


@pytest.mark.parametrize(("status", "times"), [(403, 2), (400, 5)])
def test_a_user_who_may_not_delete_is_not_asked_again_and_again(
    org: Org, client: Client, own: OwnJobs, status: int, times: int
) -> None:
    always(org, DELETE, error("INSUFFICIENT_ACCESS" if status == 403 else "INVALIDJOBSTATE", status))

    clean_up(client, own)

    assert org.arrived.count(f"DELETE jobs/query/{ENDLESS}?") == times


def test_a_job_is_aborted_and_deleted_once_the_org_has_stopped_it(org: Org, client: Client, own: OwnJobs) -> None:
    for _ in range(3):
        org.fail_once(DELETE, error("INVALIDJOBSTATE", 400))

    assert clean_up(client, own) == 2
    assert org.arrived.count(f"PATCH jobs/query/{ENDLESS}?") == 1
    assert own.left() == ()


def test_a_job_that_ended_meanwhile_cannot_be_aborted_and_is_deleted(org: Org, client: Client, own: OwnJobs) -> None:
    org.fail_once(DELETE, error("INVALIDJOBSTATE", 400))
    org.fail_once(ABORT, error("INVALIDJOBSTATE", 400))

    assert clean_up(client, own) == 2


def test_what_one_run_could_not_delete_the_next_one_tries_again(org: Org, client: Client, own: OwnJobs) -> None:
    for _ in range(5):
        org.fail_once(DELETE, error("INVALIDJOBSTATE", 400))

    assert clean_up(client, own) == 1
    assert clean_up(client, own) == 1
    assert org.jobs == {}
    assert own.left() == ()


@pytest.mark.parametrize("where", [DELETE, ABORT])
def test_a_job_that_is_not_found_is_gone(org: Org, client: Client, own: OwnJobs, where: str) -> None:
    del org.jobs[ENDLESS]
    if where == ABORT:
        org.fail_once(DELETE, error("INVALIDJOBSTATE", 400))

    assert clean_up(client, own) == 2
    assert own.left() == ()


def test_a_page_of_a_proxy_that_finds_nothing_is_no_word_of_the_org(org: Org, client: Client, own: OwnJobs) -> None:
    always(org, DELETE, Reply(404, {"Content-Type": "text/html"}, b"<html>Not found</html>"))

    assert clean_up(client, own) == 1
    assert own.left() == (ENDLESS,)


def test_an_org_that_is_away_is_left_alone(org: Org, client: Client, own: OwnJobs) -> None:
    for _ in range(3):
        own.add(f"75000000000000{len(own.left()) + 1}AAA")
    always(org, r"^DELETE", error("SERVER_UNAVAILABLE", 503))

    assert clean_up(client, own) == 0
    assert len({line for line in org.arrived if line.startswith("DELETE")}) == 2
    assert len(own.left()) == 5
