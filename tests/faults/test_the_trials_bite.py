"""The same faults and the same truth, with readers as they are usually written: these trials must catch them."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import requests
from simple_salesforce.exceptions import SalesforceError  # noqa: TID251 - what the reader that must fail raises

from tests.faults.killing import at_every_file, copied
from tests.faults.naive import COLUMNS, READERS, Rows, write
from tests.faults.plan import ALWAYS, NEXT_BATCH, PAGES, Change, Fault, Framing, Plan, Reply, body, updated
from tests.faults.test_bulk_faults import PAGE_FAULTS, first_page_again, header_alone
from tests.faults.test_network_faults import framed, torn
from tests.faults.test_rest_faults import STAYING, records
from tests.faults.trial import Bench
from tests.faults.truth import cells
from tests.snapshot.crash_points import Ended, with_file_size_limit
from tests.snapshot.crash_points import Fault as Interruption

pytestmark = pytest.mark.faults

BULK_FAULTS = [
    *(fault for fault in PAGE_FAULTS if fault.hits == (2,)),
    Fault("B5", "one page twice", PAGES, lambda reply: reply, hits=ALWAYS),
    Fault("B3", "the same locator", PAGES, lambda reply: reply, hits=ALWAYS),
    Fault("N2", "closed without a length", PAGES, framed(Framing.CLOSE, 0.5), hits=(2,)),
    Fault("N10", "gzip that stops", PAGES, lambda reply: replace(reply, zipped=True, mangled=torn), hits=(2,)),
    Fault("B6", "the header alone", PAGES, body(header_alone), hits=(2,)),
    Fault(
        "N4",
        "a page for people",
        PAGES,
        lambda reply: Reply(200, {"Content-Type": "text/html"}, b"<html>busy</html>"),
        (2,),
    ),
]
REST_FAULTS = [
    *(one for one in STAYING if one.id in {"B1", "B5", "I10"}),
    Fault("I2", "an end that comes early", NEXT_BATCH, updated(done=True, nextRecordsUrl=None)),
    Fault("B3", "the same batch", NEXT_BATCH, lambda reply: reply, hits=ALWAYS),
    Fault("I2", "no records in a batch", NEXT_BATCH, records(lambda rows: [])),
]


def same_reply(_: Bench) -> Change:
    """The first answer for ever: the way on leads back to it."""
    kept: list[Reply] = []

    def change(reply: Reply) -> Reply:
        kept.append(reply)
        return kept[0]

    return change


#: Faults that remember an answer, made anew for each trial.
_REPEATED = {"one page twice": first_page_again, "the same locator": same_reply, "the same batch": same_reply}


def faults_for(reader: str) -> list[Fault]:
    return BULK_FAULTS if reader.endswith("Bulk") else REST_FAULTS


def violates(bench: Bench, reader: str, fault: Fault) -> bool:
    """Whether the reader takes something for the truth that is not, or never ends."""
    read, table = READERS[reader]
    struck = replace(fault, change=_REPEATED[fault.name](bench)) if fault.name in _REPEATED else fault
    bench.injector.plan = plan = Plan([struck], most=60)
    try:
        rows = read(bench.injector.url, bench.server.state.sessions.open(), str(bench.ca_file), table)
    except (SalesforceError, requests.RequestException, ValueError, KeyError, TypeError, AttributeError):
        return len(plan.asked) > plan.most
    finally:
        bench.injector.plan = Plan()
    return as_truth(rows, table) != cells(bench.org.rows.cursor(), table, COLUMNS[table].split(","))


def as_truth(rows: Rows, table: str) -> list[tuple[Any, ...]]:
    found = [tuple(row.get(column) or None for column in COLUMNS[table].split(",")) for row in rows]
    return sorted(found, key=lambda row: str(row[0]))


#: What each of them takes for the truth. A reader that got better is welcome to change this list.
FAILS = {
    "simple-salesforce over REST": {"B1", "B5", "I10", "I2", "B3"},
    "simple-salesforce with Bulk": {"B1", "B2", "B3", "B5", "B6", "I11", "N2", "N10"},
    "plain requests over REST": {"B1", "B5", "I10", "I2", "B3"},
    "plain requests with Bulk": {"B1", "B2", "B3", "B5", "B6", "I11", "N2", "N10"},
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("reader", READERS)
def test_a_reader_without_proofs_takes_wrong_data_for_right(bench: Bench, reader: str) -> None:
    wrong = {fault.id for fault in faults_for(reader) if violates(bench, reader, fault)}

    assert wrong >= FAILS[reader]


def test_all_of_them_together_fail_where_the_product_does_not() -> None:
    assert len(set().union(*FAILS.values())) >= 8


@pytest.mark.faults("S2")
def test_a_writer_that_only_writes_is_caught_by_the_kill_points(tmp_path: Path) -> None:
    rows = [{"Id": str(at), "Name": "x" * 50} for at in range(200)]

    def prepare(folder: Path) -> None:
        folder.mkdir()
        write(rows, folder / "current.csv")

    whole = 0
    torn_files = 0
    work = partial(_writes, rows * 2)
    for _, folder, _ in at_every_file(work, Interruption.KILL, prepare):
        whole += (folder / "current.csv").stat().st_size > 0
        (folder / "current.csv").unlink()
    for limit in (100, 5000):
        torn_files += written_under(limit, rows, tmp_path) not in {0, len(rows)}

    assert torn_files == 2


def written_under(limit: int, rows: Rows, folder: Path) -> int:
    """Rows that are found in a file which could not grow further."""
    came = with_file_size_limit(partial(_writes, rows), folder, limit, copied)

    assert came is Ended.CRASHED
    return os.path.getsize(folder / "current.csv")


def _writes(rows: Rows, folder: Path) -> None:
    write(rows, folder / "current.csv")
