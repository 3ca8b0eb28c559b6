"""Records that several standards judge, counted by what all of them say of a record."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal

import numpy as np
import pyarrow as pa

from sf_audit.expectations.judged_together import Asked, Together

CONDITIONS = [f"c{number}" for number in range(150)]
STANDARDS = 70
RECORDS = 400


def test_every_record_is_counted_once_with_all_that_is_said_of_it() -> None:
    chance = random.Random(7)
    holds = [[chance.random() < 0.5 for _ in CONDITIONS] for _ in range(RECORDS)]
    amounts = [chance.choice([None, Decimal("10.50"), Decimal("-3.25")]) for _ in range(RECORDS)]
    currencies = [chance.choice([None, "EUR", "USD"]) for _ in range(RECORDS)]
    asked = {
        f"s{number:02}": Asked(f"c{number}", chance.choice(["", f"c{number + 70}"]), f"c{149 - number}")
        for number in range(STANDARDS)
    }
    together = Together(CONDITIONS, asked, has_money=True)

    for start in range(0, RECORDS, 100):
        batch = slice(start, start + 100)
        money = (pa.array(currencies[batch], pa.string()), pa.array(amounts[batch], pa.decimal128(18, 2)))
        together.add(words(holds[batch]), money)

    expected: Counter[tuple[int, int, str | None]] = Counter()
    sums: Counter[tuple[int, int, str | None]] = Counter()
    for record, amount, currency in zip(holds, amounts, currencies, strict=True):
        said = {name: record[number] for number, name in enumerate(CONDITIONS)}
        judged = sum(
            (said[each.scope] and not said.get(each.missing, False)) << place
            for place, each in enumerate(asked.values())
        )
        broken = sum(said[each.broken] << place for place, each in enumerate(asked.values()))
        expected[judged, broken, currency] += 1
        sums[judged, broken, currency] += int((amount or 0) * 100)
    found = together.found("Opportunity")
    assert {(row.judged, row.broken, row.currency): row.records for row in found.rows} == expected
    assert {(row.judged, row.broken, row.currency): int(row.amount * 100) for row in found.rows} == sums
    assert sum(row.amounts for row in found.rows) == sum(amount is not None for amount in amounts)
    assert found.rules == tuple(asked)
    assert found.counts("s03") == (
        sum(record[3] and not (asked["s03"].missing and record[73]) for record in holds),
        sum(record[146] for record in holds),
    )


def test_a_standard_of_which_a_condition_has_no_answer_is_left_out() -> None:
    together = Together(["a", "b"], {"x": Asked("a", "", "b"), "y": Asked("a", "gone", "b")}, has_money=False)
    together.add(words([[True, True], [True, False], [False, False]]), ())

    found = together.found("Account")

    assert (found.rules, found.has_money) == (("x",), False)
    assert sorted((row.judged, row.broken, row.records, row.currency) for row in found.rows) == [
        (0, 0, 1, None),
        (1, 0, 1, None),
        (1, 1, 1, None),
    ]


def test_without_standards_nothing_is_counted() -> None:
    together = Together(["a"], {}, has_money=False)
    together.add(words([[True]]), ())

    assert together.found("Account").rows == ()


def words(holds: list[list[bool]]) -> list[np.typing.NDArray[np.uint64]]:
    """The answers of a batch as a scan has them: 64 conditions in a whole number."""
    return [
        np.array(
            [sum(held << place for place, held in enumerate(record[start : start + 64])) for record in holds], np.uint64
        )
        for start in range(0, len(holds[0]), 64)
    ]
