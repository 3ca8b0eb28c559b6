"""Small archives in which everything happens, and what is told of them beside what is reckoned."""

from __future__ import annotations

from collections import Counter

import numpy as np

from bench.lifecycle.oracle import reckoned
from bench.lifecycle.stored_months import PART, UNSEEN, WHOLE, RuleMonth, StoredMonth
from sf_audit.model.trend import Trend


def told(shown: Trend) -> list[Counter[tuple[str, str]]]:
    """Month by month, the counts of each rule by its newest name."""
    names = "new", "first_looked_at", "returned", "still_open", "fixed", "not_evaluated", "no_longer_asked"
    return [
        Counter(
            {
                (line.name, name): getattr(cell.counts, name)
                for line in shown.lines
                if (cell := line.cells[number]) is not None
                for name in names
                if getattr(cell.counts, name)
            }
        )
        for number in range(len(shown.months))
    ]


def by_name(months: list[StoredMonth]) -> list[Counter[tuple[str, str]]]:
    """The reckoned counts in the same form."""
    newest = {rule.first: rule.name for month in months for rule in month.rules}
    return [
        Counter({(newest[rule], became): number for rule, counts in month.items() for became, number in counts.items()})
        for month in reckoned(months)
    ]


def small_months(seed: int, months: int) -> list[StoredMonth]:
    """Everything that can happen to rules and findings, by chance."""
    chance = np.random.default_rng(seed)
    made = []
    for number in range(months):
        rules = [_rule(f"own/r{place}", number, chance) for place in range(4) if place < 3 or number % 5 != 3]
        names = [rule.first for rule in rules]
        found = {(names[int(chance.integers(len(names)))], int(chance.integers(40))) for _ in range(50)}
        made.append(StoredMonth(f"{2020 + number // 12}-{number % 12 + 1:02d}", rules, sorted(found)))
    return made


def _rule(first: str, number: int, chance: np.random.Generator) -> RuleMonth:
    seen = str(chance.choice([WHOLE, PART, UNSEEN], p=[0.7, 0.15, 0.15]))
    return RuleMonth(first, f"{first}-{number // 4}", seen)
