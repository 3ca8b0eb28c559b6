"""Six months of a small company: every number of every review, of the trend and of the difference, written out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sf_audit.cli.trend import diff, trend
from sf_audit.model.lifecycle import Age, BurnDown, Cohort, Lifecycle, Survivors
from sf_audit.model.review import Review
from sf_audit.report.markdown import markdown
from tests.review.golden_history import ORG, play

Golden = Callable[[str, str], None]

EMAIL, REACHABLE, INDUSTRY, PHONE, NEXT_STEP = (
    f"own/quality/{name}" for name in ("email", "reachable", "industry", "phone", "next-step")
)


@dataclass(frozen=True)
class Played:
    """The workspace, and its reviews by the names of their runs."""

    workspace: Path
    reviews: dict[str, Review]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    workspace = tmp_path_factory.mktemp("history") / "workspace"
    return Played(workspace, play(workspace))


#: Each with what is new, returned, fixed, still open, not evaluated and no longer asked.
MOVED = {
    "January": {},
    "February": {
        EMAIL: (1, 0, 0, 3, 0, 0),
        INDUSTRY: (1, 0, 1, 3, 0, 0),
        NEXT_STEP: (0, 0, 1, 0, 0, 0),
        PHONE: (0, 0, 0, 2, 0, 0),
    },
    "February again": {EMAIL: (0, 0, 0, 4, 0, 0), INDUSTRY: (0, 0, 1, 3, 0, 0), PHONE: (0, 0, 0, 2, 0, 0)},
    "April": {
        INDUSTRY: (0, 1, 1, 2, 0, 0),
        NEXT_STEP: (1, 0, 0, 0, 0, 0),
        PHONE: (0, 0, 1, 1, 0, 0),
        REACHABLE: (0, 0, 2, 2, 0, 0),
    },
    "March": {EMAIL: (0, 0, 0, 0, 4, 0), INDUSTRY: (1, 0, 0, 3, 0, 0), PHONE: (0, 0, 1, 1, 0, 0)},
    "June": {
        INDUSTRY: (0, 0, 0, 2, 0, 1),
        NEXT_STEP: (0, 1, 1, 0, 0, 0),
        REACHABLE: (1, 0, 0, 2, 0, 0),
        PHONE: (0, 0, 0, 0, 0, 1),
    },
    "July": {INDUSTRY: (1, 0, 1, 1, 0, 0), NEXT_STEP: (0, 0, 1, 0, 0, 0), REACHABLE: (0, 1, 1, 2, 0, 0)},
}


@pytest.mark.parametrize("run", MOVED)
def test_what_each_review_makes_of_the_ones_before_it(played: Played, run: str) -> None:
    changes = played.reviews[run].changes

    assert {
        each.rule: (each.new, each.returned, each.fixed, each.still_open, each.not_evaluated, each.no_longer_asked)
        for each in changes
    } == MOVED[run]


#: Of the baseline of nine: left, not evaluated, and left by the plan. June drops what nobody asks for any more.
BURNT = {
    "January": (9, 9, 0, 9),
    "February": (9, 8, 0, 9),
    "February again": (9, 8, 0, 9),
    "April": (9, 4, 0, 7),
    "March": (9, 4, 3, 8),
    "June": (6, 2, 0, 4),
    "July": (6, 1, 0, 3),
}


@pytest.mark.parametrize("run", BURNT)
def test_how_far_the_old_stock_is_burnt_down(played: Played, run: str) -> None:
    baseline, left, unseen, planned = BURNT[run]

    found = played.reviews[run].lifecycle

    assert found is not None
    assert found.burn_down == BurnDown(date(2026, 1, 31), baseline, left, unseen, date(2026, 12, 31), planned)


def test_how_long_findings_stay(played: Played) -> None:
    assert played.reviews["July"].lifecycle == Lifecycle(
        1,
        (
            Cohort("2026-01", 10, 10, (Survivors("2026-02", 8), Survivors("2026-03", 4, 3), Survivors("2026-04", 4))),
            Cohort("2026-02", 1, 0, (Survivors("2026-03", 0, 1), Survivors("2026-04", 1), Survivors("2026-06", 1))),
            Cohort("2026-03", 1, 0, (Survivors("2026-04", 0), Survivors("2026-06", 0), Survivors("2026-07", 0))),
            Cohort("2026-04", 2, 0, (Survivors("2026-06", 1), Survivors("2026-07", 1))),
            Cohort("2026-06", 2, 0, (Survivors("2026-07", 1),)),
            Cohort("2026-07", 2, 0, ()),
        ),
        BurnDown(date(2026, 1, 31), 6, 1, 0, date(2026, 12, 31), 3),
        Age(5, 31, 181),
    )


def test_the_same_run_again_makes_nothing_else_of_its_findings(played: Played) -> None:
    (first, second) = (played.reviews[run].outcomes for run in ("February", "February again"))

    assert [(each.rule, each.broken) for each in first] == [(EMAIL, 4), (INDUSTRY, 4), (NEXT_STEP, 0), (PHONE, 2)]
    assert [(each.rule, each.broken) for each in second] == [(EMAIL, 4), (INDUSTRY, 3), (NEXT_STEP, 0), (PHONE, 2)]


def asked(command: object, played: Played, *arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments, "--workspace", str(played.workspace)])  # type: ignore[arg-type]


@pytest.mark.parametrize("by", ["rule", "object", "owner", "severity"])
def test_trend_by(played: Played, golden: Golden, by: str) -> None:
    found = asked(trend, played, "--by", by)

    assert found.exit_code == 3  # March is partial
    assert max(map(len, found.output.splitlines())) <= 80
    golden(f"history-trend-{by}.txt", found.output)


def test_trend_for_spreadsheets(played: Played, golden: Golden) -> None:
    golden("history-trend.csv", asked(trend, played, "--format", "csv").stdout)


def test_trend_for_programs(played: Played, golden: Golden) -> None:
    golden("history-trend.json", asked(trend, played, "--format", "json").output)


def test_a_trend_of_complete_months_ends_with_0(played: Played) -> None:
    found = asked(trend, played, "--months", "2")

    assert found.exit_code == 0
    assert [line[:7] for line in found.output.splitlines()[3:5]] == ["2026-06", "2026-07"]


@pytest.mark.parametrize(
    ("name", "sides", "code"),
    [
        ("newest", [], 0),
        ("half-a-year", ["2026-01", "2026-07"], 0),
        ("blind", ["2026-02", "2026-03"], 3),
        ("same-month", ["reviews/{org}/2026-02/1", "2026-02"], 0),
    ],
)
def test_difference(played: Played, golden: Golden, name: str, sides: list[str], code: int) -> None:
    places = [str(played.workspace / side.format(org=ORG.id)) if "/" in side else side for side in sides]

    found = asked(diff, played, *places)

    assert found.exit_code == code
    assert max(map(len, found.output.splitlines())) <= 80
    golden(f"history-diff-{name}.txt", found.output)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["2026-07", "2026-01"], "2026-07/1 is not older than 2026-01/1"),
        (["2026-05"], "there is no review “2026-05”"),
        (["2026-01", "2026-01"], "2026-01/1 is not older than 2026-01/1"),
    ],
)
def test_reviews_that_cannot_be_compared(played: Played, arguments: list[str], says: str) -> None:
    found = asked(diff, played, *arguments)

    assert str(found.exception) == says


def test_the_summary_of_july(played: Played, golden: Golden) -> None:
    golden("history-review.md", markdown(played.reviews["July"]))


def test_due_dates_of_july(played: Played) -> None:
    examples = played.reviews["July"].actions

    # B came back in April and D is new: inflow. A is of the first review, and so due with the plan.
    assert [(each.rule, each.due) for each in examples] == [
        (REACHABLE, date(2026, 7, 7)),
        (INDUSTRY, date(2026, 5, 28)),
    ]


def test_every_count_of_a_month_is_the_sum_of_its_rules(played: Played) -> None:
    from sf_audit.model.trend import By
    from sf_audit.review.lifecycle.monthly import trend as trend_of
    from sf_audit.review.lifecycle.stored_org import StoredOrg

    found = trend_of(StoredOrg.of(played.workspace), By.RULE, 24)

    for number, total in enumerate(found.total.cells):
        cells = [line.cells[number] for line in found.lines]
        sums = [sum(each) for each in zip(*(astuple(cell.counts) for cell in cells if cell), strict=True)]
        assert sums == (list(astuple(total.counts)) if total else [])
