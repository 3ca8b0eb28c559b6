"""What a bulk job and its pages get wrong: found by their own headers, counts and ids, never by their looks."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import replace

import pytest

from sf_audit.model.review import Status
from tests.faults.orgs import ACCOUNTS, PAGE
from tests.faults.plan import (
    ALWAYS,
    COUNT,
    CREATE,
    LATER_PAGE,
    PAGES,
    POLL,
    Change,
    Fault,
    Reply,
    answered,
    body,
    error,
    headed,
    updated,
)
from tests.faults.trial import Bench

pytestmark = pytest.mark.faults


def without_the_last_row(text: bytes) -> bytes:
    return text[: text.rindex(b'\n"001') + 1]


def without_the_end(text: bytes) -> bytes:
    """Cut inside the last value: the number of rows stays right."""
    return text[:-4]


def with_a_row_more(text: bytes) -> bytes:
    return text + text[text.rindex(b'\n"001') + 1 :]


def header_alone(text: bytes) -> bytes:
    return text[: text.index(b"\n") + 1]


def reordered(text: bytes) -> bytes:
    head, _, rest = text.partition(b"\n")
    return b",".join(reversed(head.split(b","))) + b"\n" + rest


def rewritten(text: bytes, *, shuffled: bool = False, sparing: bool = False) -> bytes:
    """The same records, in another order, or with quotes only where they are needed."""
    head, *records = csv.reader(io.StringIO(text.decode(), newline=""), strict=True)
    if shuffled:
        random.Random(7).shuffle(records)
    rows = [",".join(_quoted(one, sparing) for one in record) for record in (head, *records)]
    return ("\n".join(rows) + "\n").encode()


def _quoted(value: str, sparing: bool) -> str:
    if sparing and not set(value) & set('",\r\n'):
        return value
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


def first_page_again(bench: Bench) -> Change:
    """The rows of the first page, under the locator of the next."""
    kept: list[Reply] = []

    def change(reply: Reply) -> Reply:
        kept.append(reply)
        return reply if len(kept) == 1 else replace(kept[0], headers=reply.headers)

    return change


PAGE_FAULTS = [
    Fault("B1", "a row short", PAGES, body(without_the_last_row), hits=(2,)),
    Fault("B1", "a row long", PAGES, body(with_a_row_more), hits=(2,)),
    Fault("B1", "a count that is a word", PAGES, headed(Sforce_Numberofrecords="many"), hits=(2,)),
    Fault("B1", "a count of none", PAGES, headed(Sforce_Numberofrecords="0"), hits=(2,)),
    Fault("B2", "cut in the last value", PAGES, body(without_the_end), hits=(2,)),
    Fault("B2", "cut in the last quote", PAGES, body(lambda text: text[:-2]), hits=(2,)),
    Fault("B4", "no count", PAGES, headed(Sforce_Numberofrecords=None), hits=(2,)),
    Fault("I11", "no locator", PAGES, headed(Sforce_Locator=None), hits=(2,)),
    Fault("B6", "204", PAGES, lambda reply: Reply(204, {}, b""), hits=(2,)),
    Fault("B6", "nothing", PAGES, body(lambda text: b""), hits=(2,)),
    Fault("B6", "the header alone", PAGES, body(header_alone), hits=(2,)),
    Fault("B8", "columns in another order", PAGES, body(reordered), hits=(1,)),
    Fault("N4", "JSON for CSV", PAGES, answered({"done": True}), hits=(2,)),
    Fault("B2", "not CSV", PAGES, body(lambda text: text.replace(b'","', b'";"', 5)), hits=(2,)),
]


@pytest.mark.parametrize("fault", PAGE_FAULTS, ids=str)
def test_a_page_that_is_wrong_once_is_read_again(bench: Bench, fault: Fault) -> None:
    trial = bench.run(fault).insist()

    assert trial.recovered
    assert trial.plan.count(PAGES) == 5


@pytest.mark.parametrize(
    "fault", [replace(fault, hits=range(2, 10_000)) for fault in PAGE_FAULTS if 1 not in fault.hits], ids=str
)
def test_a_page_that_stays_wrong_is_never_data(bench: Bench, fault: Fault) -> None:
    trial = bench.run(fault).insist()

    assert set(trial.unread) == {"Account"}
    assert trial.code == 3
    assert trial.outcomes["own/quality/contact-name"] is Status.KEPT


@pytest.mark.parametrize("fault", [fault for fault in PAGE_FAULTS if fault.id != "B8"], ids=str)
@pytest.mark.parametrize("page", [1, 4], ids=["first page", "last page"])
def test_it_does_not_matter_which_page_it_is(bench: Bench, fault: Fault, page: int) -> None:
    trial = bench.run(replace(fault, hits=(page,))).insist()

    assert trial.recovered


STAYING = [
    Fault("B3", "the same locator", PAGES, headed(Sforce_Locator="MDo3NTA"), hits=ALWAYS, forwards=True),
    Fault("B5", "one page twice", PAGES, lambda reply: reply, hits=ALWAYS),
    Fault("B7", "one more than came", POLL, updated(numberRecordsProcessed=ACCOUNTS + 1), hits=ALWAYS),
    Fault("B7", "one fewer than came", POLL, updated(numberRecordsProcessed=ACCOUNTS - 1), hits=ALWAYS),
    Fault("B9", "aborted by somebody", POLL, updated(state="Aborted"), hits=ALWAYS),
    Fault("B9", "failed again and again", POLL, updated(state="Failed", errorMessage="internal"), hits=ALWAYS),
    Fault("B9", "in progress for ever", POLL, updated(state="InProgress"), hits=ALWAYS),
    Fault("B9", "a state that nobody knows", POLL, updated(state="Thinking"), hits=ALWAYS),
    Fault("I3", "a timeout as the answer to a poll", POLL, error("QUERY_TIMEOUT"), hits=ALWAYS),
    Fault("I2", "fewer rows than the org counts", PAGES, headed(Sforce_Locator="null"), hits=(2,)),
    Fault("B4", "every last locator is missing", PAGES, headed(Sforce_Locator=None), hits=(1, 2, 3, 4, 5, 6)),
    Fault("B10", "a job that is gone", PAGES, error("NOT_FOUND", 404), hits=range(3, 10_000)),
]


@pytest.mark.parametrize("fault", STAYING, ids=str)
def test_a_job_that_contradicts_itself_is_incomplete(bench: Bench, fault: Fault) -> None:
    struck = replace(fault, change=first_page_again(bench)) if fault.id == "B5" else fault

    trial = bench.run(struck, most_requests=450).insist()

    assert set(trial.unread) <= {"Account"}
    assert trial.unread or trial.recovered
    assert trial.code in {0, 3}
    if fault.id not in {"I3", "B10"}:
        assert set(trial.unread) == {"Account"}


@pytest.mark.parametrize("length", [1, 2])
def test_locators_that_lead_in_a_circle_are_left(bench: Bench, length: int) -> None:
    circle = ["MDo3NTA", "Nzo3NTA"][:length]
    asked: list[str] = []

    def turned(reply: Reply) -> Reply:
        asked.append(circle[len(asked) % length])
        return headed(Sforce_Locator=asked[-1])(reply)

    def same_page(reply: Reply) -> Reply:
        kept.append(reply)
        return kept[0]

    kept: list[Reply] = []
    trial = bench.run(
        Fault("B3", "a page", PAGES, same_page, hits=ALWAYS), Fault("B3", "circle", PAGES, turned, hits=ALWAYS)
    ).insist()

    assert set(trial.unread) == {"Account"}
    assert trial.plan.count(PAGES) < 12


PASSING = [
    Fault("B9", "failed once", POLL, updated(state="Failed", errorMessage="internal"), hits=(1,)),
    Fault("B12", "503 at a poll", POLL, error("SERVER_UNAVAILABLE", 503), hits=(1,)),
    Fault("B12", "401 at a poll", POLL, error("INVALID_SESSION_ID", 401), hits=(1,)),
    Fault("B12", "HTML at a poll", POLL, answered(b"<html>busy</html>"), hits=(1, 2, 3)),
    Fault("B12", "no JSON at a poll", POLL, body(lambda text: text[:-9]), hits=(1,)),
    Fault("I16", "an object that bulk does not take", CREATE, error("INVALIDENTITY"), hits=ALWAYS),
    Fault("I16", "compound data", CREATE, error("FEATURENOTENABLED"), hits=ALWAYS),
    Fault(
        "B9",
        "a job that failed for its query",
        POLL,
        updated(state="Failed", errorMessage="InvalidBatch : x"),
        hits=ALWAYS,
    ),
    Fault("B15", "rows in another order", PAGES, body(lambda text: rewritten(text, shuffled=True)), hits=ALWAYS),
    Fault(
        "I17",
        "as few quotes as can be",
        PAGES,
        body(lambda text: rewritten(text, sparing=True)),
        hits=ALWAYS,
    ),
    Fault("B7", "a total that nobody says", POLL, updated(numberRecordsProcessed=None), hits=ALWAYS),
    Fault("N4", "a count that is refused", COUNT, error("QUERY_TIMEOUT"), hits=ALWAYS),
]


@pytest.mark.parametrize("fault", PASSING, ids=str)
def test_what_can_be_helped_is_helped(bench: Bench, fault: Fault) -> None:
    trial = bench.run(fault).insist()

    assert trial.recovered
    assert trial.sign_ins <= 2


def test_waiting_for_a_job_costs_few_calls(bench: Bench) -> None:
    forever = Fault("B13", "an hour", POLL, updated(state="InProgress"), hits=range(1, 126))

    trial = bench.run(forever, most_requests=300).insist()

    assert trial.recovered
    assert trial.slept > 3000
    assert trial.plan.count(POLL) == 126


def test_pages_are_as_many_as_the_rows_need(bench: Bench) -> None:
    trial = bench.run().insist()

    assert trial.plan.count(PAGES) == -(-ACCOUNTS // PAGE)
    assert trial.plan.count(LATER_PAGE) == trial.plan.count(PAGES) - 1


def test_records_that_come_and_go_meanwhile_are_recorded_not_lost(bench: Bench) -> None:
    said = Fault("B14", "two more", COUNT + " FROM Account", lambda reply: reply, hits=(2,))
    more = replace(said, change=updated(totalSize=ACCOUNTS + 2))

    trial = bench.run(more).insist()

    assert trial.complete
    assert trial.tables["Account"].notes == (f"the org counted {ACCOUNTS} rows before and {ACCOUNTS + 2} after",)
