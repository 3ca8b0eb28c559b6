"""Counts by the value of a column: the same in both ways of counting, over several batches, without empty values."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
import pytest

from sf_audit.expectations.grouped import Grouped

CONDITIONS = [f"condition {number}" for number in range(70)]


@pytest.mark.parametrize("owners", [1, 7, 1_024, 1_500])
def test_every_condition_is_counted_for_every_value(owners: int) -> None:
    random = np.random.default_rng(owners)
    grouped = Grouped(CONDITIONS)
    expected: Counter[tuple[str, int]] = Counter()

    for _ in range(2):
        values = [None, *(f"005{number}" for number in random.permutation(np.arange(4_000) % owners))]
        words = [random.integers(0, 2**63, len(values)).astype(np.uint64) for _ in range(2)]
        grouped.add(pa.array(values), words)
        for place, value in enumerate(values):
            for number in (0, 5, 63, 64, 69) if value else ():
                expected[str(value), number] += int(words[number // 64][place]) >> (number % 64) & 1

    assert len(grouped.values) == owners
    for number in (0, 5, 63, 64, 69):
        counted = dict(zip(grouped.values, grouped.counts[CONDITIONS[number]].tolist(), strict=True))
        assert counted == {value: expected[value, number] for value in grouped.values}


def test_a_batch_without_any_value_counts_nothing() -> None:
    grouped = Grouped(CONDITIONS)

    grouped.add(pa.array([None, None], pa.string()), [np.ones(2, np.uint64)] * 2)

    assert (grouped.values, grouped.counts["condition 0"].tolist()) == ((), [])
