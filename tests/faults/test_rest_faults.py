"""What a REST query gets wrong: its pages, its totals, its cursors, its refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.faults.orgs import BATCH, CONTACTS
from tests.faults.plan import (
    ALWAYS,
    COUNT,
    FIRST_BATCH,
    NEXT_BATCH,
    PAGES,
    Fault,
    answered,
    body,
    changed_json,
    error,
    updated,
)
from tests.faults.trial import Bench

pytestmark = pytest.mark.faults


def records(change: Callable[[list[dict[str, Any]]], object]) -> Any:
    return changed_json(lambda said: said | {"records": change(said["records"])})


def renamed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{("Mail" if key == "Email" else key): value for key, value in row.items()} for row in rows]


NEXT = "/services/data/v66.0/query/0r8d00000000000000"

ONCE = [
    Fault("N4", "no JSON", NEXT_BATCH, body(lambda text: text[:-1])),
    Fault("N4", "another shape", NEXT_BATCH, answered([1, 2])),
    Fault("N4", "no total", NEXT_BATCH, updated(totalSize="many")),
    Fault("N4", "records that are none", NEXT_BATCH, updated(records=[1])),
    Fault("I13", "a cursor that is dropped", NEXT_BATCH, error("INVALID_QUERY_LOCATOR")),
    Fault("I13", "a cursor that is dropped twice", NEXT_BATCH, error("INVALID_QUERY_LOCATOR"), hits=(1, 2)),
    Fault("I3", "a query that takes too long", FIRST_BATCH, error("QUERY_TIMEOUT"), hits=(1,)),
    Fault("I16", "an object without pages", FIRST_BATCH, error("EXCEEDED_ID_LIMIT")),
    Fault("N6", "a lock", NEXT_BATCH, error("UNABLE_TO_LOCK_ROW", 503)),
]


@pytest.mark.parametrize("fault", ONCE, ids=str)
def test_what_passes_is_recovered_from(bench: Bench, fault: Fault) -> None:
    trial = bench.run(fault).insist()

    assert trial.recovered or "Run again" in trial.tables["Contact"].unread.unlocked_by


STAYING = [
    Fault("I2", "an end that comes early", NEXT_BATCH, updated(done=True, nextRecordsUrl=None)),
    Fault("I2", "an end that comes early and hides it", FIRST_BATCH, updated(done=True, totalSize=BATCH)),
    Fault("B1", "a record less", NEXT_BATCH, records(lambda rows: rows[:-1])),
    Fault("B5", "a record twice", NEXT_BATCH, records(lambda rows: [*rows[:-1], rows[0]])),
    Fault("I10", "the same records again", NEXT_BATCH, records(lambda rows: [*rows, *rows])),
    Fault(
        "B3", "the same next address", NEXT_BATCH, updated(done=False, nextRecordsUrl=NEXT), hits=ALWAYS, forwards=True
    ),
    Fault("B8", "a column by another name", FIRST_BATCH, records(renamed), hits=ALWAYS),
    Fault(
        "I3",
        "QUERY_TIMEOUT everywhere",
        r"(query/\w|query\?q=SELECT Id.*Contact|POST .*jobs)",
        error("QUERY_TIMEOUT"),
        hits=ALWAYS,
    ),
    Fault("I13", "no cursor holds", NEXT_BATCH, error("INVALID_QUERY_LOCATOR"), hits=ALWAYS),
    Fault("N12", "an address elsewhere", FIRST_BATCH, updated(nextRecordsUrl="https://evil.example/x"), hits=ALWAYS),
    Fault("N12", "a path outside the data", FIRST_BATCH, updated(nextRecordsUrl="/services/apexrest/x"), hits=ALWAYS),
]


@pytest.mark.parametrize("fault", STAYING, ids=str)
def test_what_contradicts_itself_is_incomplete(bench: Bench, fault: Fault) -> None:
    trial = bench.run(fault).insist()

    assert "Contact" in trial.unread or trial.recovered
    assert trial.unread.keys() <= {"Contact", "Account"}
    assert trial.plan.count("evil|apexrest") == 0


def test_a_total_that_is_wrong_is_settled_by_a_second_count(bench: Bench) -> None:
    fault = Fault("I2", "one more than there is", FIRST_BATCH, updated(totalSize=CONTACTS + 1))

    trial = bench.run(fault).insist()

    assert trial.recovered
    assert trial.plan.count(COUNT + " FROM Contact") == 3


def test_a_field_that_is_refused_meanwhile_is_dropped_and_nothing_else(bench: Bench) -> None:
    refused = error("INVALID_FIELD", message="\nSELECT Id\n   ^\nNo such column 'Email' on entity 'Contact'.")

    trial = bench.run(Fault("I15", "a field is gone", FIRST_BATCH, refused)).insist()

    assert trial.tables["Contact"].unseen["Email"].unlocked_by == "Read on Contact.Email"
    assert trial.outcomes["own/quality/contact-mail"] == "not_checked"
    assert trial.outcomes["own/quality/contact-name"] == "kept"
    assert trial.plan.count(PAGES) == 4
