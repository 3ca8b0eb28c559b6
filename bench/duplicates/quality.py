"""Precision and recall: of the pairs that are found, how many are true, and of the true ones, how many are found."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from bench.duplicates.labelled import Labelled
from sf_audit.duplicates import forms
from sf_audit.duplicates.certainty import Certainty
from sf_audit.duplicates.finder import Found, find
from sf_audit.duplicates.subjects import CONTACT, SUBJECTS
from sf_audit.expectations.days import Calendar
from sf_audit.expectations.records import Records, kinds
from sf_audit.snapshot.needs import ALL_ROWS
from sf_audit.snapshot.sql import quote_identifier


@dataclass(frozen=True)
class Quality:
    """How well the duplicates of a set were found."""

    name: str
    records: int
    true: int
    found: int
    right: int
    seconds: float

    @property
    def precision(self) -> float:
        """The part of the pairs found that are true."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The part of the true pairs that are found."""
        return self.right / self.true if self.true else 1.0

    def __str__(self) -> str:
        f1 = 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)
        return (
            f"{self.name:<34}{self.records:>10,}{self.true:>9,}{self.precision:>11.4f}{self.recall:>9.4f}{f1:>9.4f}"
            f"{self.seconds:>9.1f}"
        )


HEADER = f"{'set':<34}{'records':>10}{'pairs':>9}{'precision':>11}{'recall':>9}{'F1':>9}{'seconds':>9}"


def measure(given: Labelled, certainty: Certainty = Certainty.LIKELY) -> Quality:
    """How well the duplicates of a set are found, as the verb `no_duplicate` finds them."""
    began = time.perf_counter()
    found = pairs_of(find_in(given, certainty))
    taken = time.perf_counter() - began
    if given.labelled is not None:
        found &= given.labelled
    records = given.table.num_rows + (given.other.num_rows if given.other is not None else 0)
    return Quality(given.name, records, len(given.pairs), len(found), len(found & given.pairs), taken)


def pairs_of(found: Found) -> set[tuple[str, str]]:
    """The pairs of ids within the groups, the lower id first."""
    return {
        (min(one.id, two.id), max(one.id, two.id))
        for group in found.groups
        for place, one in enumerate(group)
        for two in group[place + 1 :]
    }


def find_in(given: Labelled, certainty: Certainty) -> Found:
    """The duplicates in a set."""
    with duckdb.connect() as connection:
        model = SUBJECTS[given.object.lower()].model
        return find(connection, model, nullcontext(list(selects(connection, given))), certainty)


def selects(connection: duckdb.DuckDBPyConnection, given: Labelled) -> Iterator[str]:
    """The records of a set as they are compared, one SELECT for each of its tables."""
    yield _select(connection, given.object, given.table, 0)
    if given.other is not None:
        yield _select(connection, given.other_object or given.object, given.other, 1, "Company")


def _select(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table, side: int, company: str = "") -> str:
    name = f"side {side}"
    connection.register(name, rows)
    calendar = Calendar.of("UTC", date(2026, 3, 16))
    records = Records(connection, name, calendar, kinds(connection, name), rows=rows.num_rows)
    known = f'(SELECT r.{quote_identifier(company)} FROM {records.table} r WHERE r."Id" = formed.id)'
    named = known if company in rows.column_names and table == CONTACT else ""
    select = forms.select(SUBJECTS[table.lower()], records, ALL_ROWS)
    return forms.side(f"({select})", side, named)
