"""Which changes are drawn, what they are about, and what is printed of them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tools.mutation import table
from tools.mutation.mutants import Mutant, statement_lines
from tools.mutation.reach import Reach
from tools.mutation.sampling import sample
from tools.mutation.trial import Outcome, Trial

FILE = "sf_audit/review/score.py"
CODE = '''\
def first(a, b):
    """Adds."""
    if a and (
        b
    ):
        return sum(
            (a, b),
        )
    try:
        return a
    except ValueError:
        return b


class Pair:
    @property
    def second(self):
        return [
            1,
        ]
'''


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        (1, range(2, 13)),
        (4, range(3, 6)),
        (7, range(6, 9)),
        (10, range(10, 11)),
        (11, range(11, 12)),
        (17, range(18, 21)),
        (19, range(18, 21)),
    ],
    ids=["function", "condition", "statement", "in a try", "except", "method", "of a method"],
)
def test_a_change_is_about_the_statement_that_it_is_in(line: int, lines: range) -> None:
    assert statement_lines(CODE, line) == lines


def test_the_same_seed_draws_the_same_changes_whatever_else_is_drawn() -> None:
    places = range(4000)

    drawn = sample(places, 60, 1, "review")

    assert drawn == sample(places, 60, 1, "review")
    assert len(set(drawn)) == 60
    assert drawn != sample(places, 60, 2, "review")
    assert drawn != sample(places, 60, 1, "snapshot")


def test_a_room_with_fewer_changes_is_tried_whole() -> None:
    assert sorted(sample(range(7), 60, 1, "review")) == [0, 1, 2, 3, 4, 5, 6]


def test_each_change_is_as_likely_as_any_other() -> None:
    drawn = [place for seed in range(300) for place in sample(range(10), 3, seed, "review")]

    assert all(60 < drawn.count(place) < 120 for place in range(10))


def trial(room: str, outcome: Outcome, *difference: str) -> Trial:
    return Trial(Mutant(f"sf_audit/{room}/score.py", 7, room, "", range(12, 13), difference), outcome)


def test_every_room_has_its_line_and_every_change_that_was_not_noticed_is_shown() -> None:
    trials = [
        *[trial("review", Outcome.KILLED)] * 8,
        trial("review", Outcome.TIMED_OUT),
        trial("review", Outcome.NOT_REACHED, "-    a", "+    b"),
        trial("snapshot", Outcome.SURVIVED, "-    c", "+    d"),
    ]

    assert list(table.lines(trials)) == [
        "room                  mutants       killed    timed out     survived  not reached        share",
        "review                     10            8            1            0            1        90.0%",
        "snapshot                    1            0            0            1            0         0.0%",
        "all                        11            8            1            1            1        81.8%",
        "",
        "not reached: sf_audit/review/score.py:12 #7",
        "    -    a",
        "    +    b",
        "",
        "survived: sf_audit/snapshot/score.py:12 #7",
        "    -    c",
        "    +    d",
    ]


def test_what_no_test_reaches_counts_as_not_noticed() -> None:
    noticed, reached, left = Outcome.KILLED, Outcome.SURVIVED, Outcome.NOT_REACHED

    assert table.share([trial("review", outcome) for outcome in (noticed, noticed, reached, left)]) == Fraction(1, 2)
    assert table.share([]) == 0


def test_tests_that_run_little_else_come_first_as_long_as_there_is_time() -> None:
    every, few, alone = frozenset({"broad", "narrow"}), frozenset({"broad", "failed"}), frozenset({"elsewhere"})
    reach = Reach(
        {"broad": 1.0, "narrow": 3.0, "elsewhere": 0.1},
        {FILE: {1: every, 2: few, 9: alone}, "sf_audit/snapshot/ids.py": {1: few}},
    )

    assert reach.tests_of(FILE, range(1, 4)) == ["narrow", "broad"]
    assert reach.tests_of(FILE, [1], most_seconds=3) == ["narrow"]
    assert reach.tests_of(FILE, [1], most_seconds=0) == ["narrow"]
    assert reach.tests_of(FILE, [2]) == ["broad"]
    assert reach.tests_of("sf_audit/review/other.py", [1]) == []
