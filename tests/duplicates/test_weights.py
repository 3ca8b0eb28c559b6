"""Weights are those of the model: Splink's SQL against plain Python, on hundreds of generated contacts."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bench.duplicates.planted import Planted
from bench.duplicates.planted_companies import accounts
from bench.duplicates.planted_people import contacts
from sf_audit.duplicates import forms
from sf_audit.duplicates.certainty import Certainty
from sf_audit.duplicates.companies import COMPANIES
from sf_audit.duplicates.finder import find
from sf_audit.duplicates.model import Model, weights
from sf_audit.duplicates.people import PEOPLE
from sf_audit.duplicates.prepared import compared
from sf_audit.duplicates.scoring import prior, scored
from sf_audit.duplicates.subjects import SUBJECTS
from sf_audit.expectations.days import Calendar
from sf_audit.expectations.records import Records, kinds
from sf_audit.snapshot.needs import ALL_ROWS
from tests.duplicates import oracle

_TASKS = Path("/proc/self/task")
_LEFT = """SELECT table_name FROM duckdb_tables() UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal
    UNION ALL SELECT function_name FROM duckdb_functions() WHERE NOT internal"""


@pytest.mark.parametrize(
    ("subject", "planted", "seed"),
    [("contact", contacts, 11), ("contact", contacts, 12), ("account", accounts, 11)],
)
def test_they_are_those_of_plain_python(subject: str, planted: Callable[[int, int], Planted], seed: int) -> None:
    rows = planted(1_000 if subject == "account" else 400, seed)[0]
    model = SUBJECTS[subject].model
    with duckdb.connect() as connection:
        connection.register("some", rows)
        records = Records(connection, "some", Calendar.of("UTC", date(2026, 3, 16)), kinds(connection, "some"))
        with compared(connection, model, nullcontext([_select(subject, records)])) as prepared:
            cursor = connection.execute(f"SELECT * FROM {prepared.table} ORDER BY n")
            names = [column[0] for column in cursor.description or ()]
            known: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            chance = prior(prepared)
            with scored(prepared, prepared.keys) as pairs:
                found = connection.execute(f"SELECT n_l, n_r, match_weight FROM {pairs}").fetchall()

    shares = oracle.shares(known, model)
    by_number = {row["n"]: row for row in known}
    wanted = {
        (left, right): oracle.weight(model, by_number[left], by_number[right], shares, chance)
        for left, right, _ in found
    }
    assert len(found) > 100
    assert {(left, right): pytest.approx(weight) for left, right, weight in found} == wanted


def test_what_goes_wrong_in_a_query_is_told_as_duckdb_tells_it() -> None:
    with duckdb.connect() as connection:
        connection.register("people", contacts(3, 1)[0])
        records = Records(connection, "people", Calendar.of("UTC", date(2026, 3, 16)), kinds(connection, "people"))
        select = _select("contact", records)
        with (
            compared(connection, PEOPLE, nullcontext([select])) as prepared,
            pytest.raises(duckdb.BinderException),
            scored(prepared, ("no_such_key",)),
        ):
            pass
        records.close()
        assert connection.execute("SELECT table_name FROM information_schema.tables").fetchall() == [("people",)]


@pytest.mark.skipif(not _TASKS.is_dir(), reason="this system does not list the threads of a process")
def test_nothing_of_a_comparison_is_left_in_the_connection_or_the_process() -> None:
    with duckdb.connect() as connection:
        connection.register("people", contacts(200, 1)[0])
        records = Records(connection, "people", Calendar.of("UTC", date(2026, 3, 16)), kinds(connection, "people"))
        select = _select("contact", records)
        counts = []
        gc.disable()  # what is only left to the garbage collector is left
        try:
            for _ in range(3):
                assert find(connection, PEOPLE, nullcontext([select]), Certainty.LIKELY).groups
                counts.append(len(list(_TASKS.iterdir())))
        finally:
            gc.enable()
        records.close()
        left = [*connection.execute(_LEFT).fetchall()]

    assert left == [("people",)]
    assert counts[1:] == counts[:1] * 2


def _select(subject: str, records: Records) -> str:
    return forms.side(f"({forms.select(SUBJECTS[subject], records, ALL_ROWS)})", 0)


@pytest.mark.parametrize("model", [PEOPLE, COMPANIES])
def test_every_level_has_a_weight_and_every_weight_a_level(model: Model) -> None:
    levels = {some.name: {level.name for level in some.levels} for some in model.comparisons}

    assert {name: set(found) for name, found in weights()[model.kind].items()} == levels
    assert all(0 < chance <= 1 for some in levels for level in levels[some] for chance in model.chances(some, level))


@pytest.mark.parametrize("model", [PEOPLE, COMPANIES])
def test_what_is_the_same_speaks_for_it_and_what_differs_against(model: Model) -> None:
    assert all(model.bits(some.name, "same") > 0 for some in model.comparisons if some.levels[-1].name == "different")
    assert all(
        model.bits(some.name, "different") < 0 for some in model.comparisons if some.levels[-1].name == "different"
    )


@pytest.mark.parametrize("model", [PEOPLE, COMPANIES])
def test_there_are_twelve_keys_and_more(model: Model) -> None:
    assert len(model.keys) >= 12
