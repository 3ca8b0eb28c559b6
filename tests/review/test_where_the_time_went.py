"""Where the time went: measured by phase and part, kept in the documents, and never a reason for another judgement."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sf_audit.model.timings import Phase, Stopwatch, Timing, in_order
from sf_audit.report.profile import profile


def ticking(*times: float) -> Callable[[], float]:
    clock = iter(times)
    return lambda: next(clock)


def test_a_block_that_fails_is_measured_all_the_same() -> None:
    stopwatch = Stopwatch(ticking(10.0, 12.5))

    with pytest.raises(ValueError, match="broken"), stopwatch.measure(Phase.READ, "Account"):
        raise ValueError("broken")

    assert stopwatch.timings == (Timing(Phase.READ, "Account", 2.5),)


def test_a_part_that_comes_twice_is_one_part() -> None:
    stopwatch = Stopwatch(ticking(10.0, 12.5, 20.0, 20.25))

    for _ in range(2):
        with stopwatch.measure(Phase.PLAN):
            pass

    assert stopwatch.timings == (Timing(Phase.PLAN, "", 2.75),)


def test_phases_come_in_their_order_and_the_longest_part_first() -> None:
    timings = [
        Timing(Phase.JUDGE, "", 4.0),
        Timing(Phase.READ, "Lead", 1.0),
        Timing(Phase.READ, "Account", 2.0),
        Timing(Phase.READ, "", 2.5),
        Timing(Phase.PLAN, "", 0.5),
    ]

    assert [(timing.phase.value, timing.part) for timing in in_order(timings)] == [
        ("plan", ""),
        ("read", ""),
        ("read", "Account"),
        ("read", "Lead"),
        ("judge", ""),
    ]


def test_the_table_names_phases_and_parts_with_their_seconds() -> None:
    said = profile([Timing(Phase.READ, "", 2.5), Timing(Phase.READ, "Account\x1b[2J", 2.0)])

    assert said.splitlines() == [
        "phase             seconds",
        "read                2.500",
        r"  Account\x1b[2J    2.000",
    ]
