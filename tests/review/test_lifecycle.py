"""What becomes of findings over many reviews: returned, how long they stay, and how the old stock shrinks."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from sf_audit.model.lifecycle import BurnDown, Cohort, Lifecycle, Survivors
from sf_audit.model.review import Review, Severity, Verdict
from sf_audit.review.lifecycle.unasked import UNASKED
from sf_audit.rulebook.workspace.config import Config
from sf_audit.rulebook.workspace.due_later import BurnDownPlan
from tests.review.months import HIDDEN, PARTLY, Workspace, breaking, rule

JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, month, 15) for month in (1, 2, 3, 4))
PLAN = Config(burn_down=BurnDownPlan(date(2026, 7, 14), "old stock", "cfo"))


def moved(review: Review) -> list[tuple[int, int, int, int, int]]:
    """New, returned, fixed, still open and not evaluated findings, by rule."""
    changes = review.changes
    return [(each.new, each.returned, each.fixed, each.still_open, each.not_evaluated) for each in changes]


def lifecycle(review: Review) -> Lifecycle:
    assert review.lifecycle is not None
    return review.lifecycle


def dates(workspace: Workspace, name: str) -> dict[str, date]:
    return {finding["id"]: finding[name] for finding in workspace.findings}


def test_a_finding_that_was_fixed_and_is_there_again_has_returned(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A", "001B")))
    workspace.review(FEBRUARY, rule(breaking("001B")))

    review = workspace.review(MARCH, rule(breaking("001A", "001B", "001C")))
    after = workspace.review(APRIL, rule(breaking("001A")))

    assert moved(review) == [(1, 1, 0, 1, 0)]
    assert dates(workspace, "first_seen") == {"001A": MARCH}
    assert moved(after) == [(0, 0, 2, 1, 0)]
    assert lifecycle(review).returned == 1


def test_reviews_of_one_day_are_as_good_as_those_of_several_months(workspace: Workspace) -> None:
    for ids in (["001A"], [], ["001A"]):
        review = workspace.review(JANUARY, rule(breaking(*ids)))

    assert moved(review) == [(0, 1, 0, 0, 0)]


def test_a_finding_of_years_ago_returns_too(workspace: Workspace) -> None:
    workspace.review(date(2020, 1, 15), rule(breaking("001A")))
    workspace.review(date(2020, 2, 15), rule(breaking()))

    assert moved(workspace.review(JANUARY, rule(breaking("001A")))) == [(0, 1, 0, 0, 0)]


@pytest.mark.parametrize("blind", [HIDDEN, breaking("001B", unread=PARTLY)], ids=["hidden", "in part"])
def test_what_was_not_evaluated_has_not_returned(workspace: Workspace, blind: Verdict) -> None:
    workspace.review(JANUARY, rule(breaking("001A", "001B")))
    workspace.review(FEBRUARY, rule(blind))

    assert moved(workspace.review(MARCH, rule(breaking("001A", "001B")))) == [(0, 0, 0, 2, 0)]


def test_a_rule_that_is_gone_for_a_while_has_fixed_nothing_that_could_return(workspace: Workspace) -> None:
    other = rule(breaking(), "quality/b")
    workspace.review(JANUARY, rule(breaking("001A")), other)
    workspace.review(FEBRUARY, other)

    review = workspace.review(MARCH, rule(breaking("001A", "001B")), other)

    assert moved(review) == [(1, 0, 0, 1, 0)]
    assert dates(workspace, "first_seen") == {"001A": JANUARY, "001B": MARCH}


def test_a_returned_finding_is_no_new_one_under_a_new_name_of_its_rule(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A"), "quality/first"))
    workspace.review(FEBRUARY, rule(breaking(), "quality/second", uid="quality/first", was=("quality/first",)))
    names = ("quality/first", "quality/second")

    review = workspace.review(MARCH, rule(breaking("001A"), "quality/third", uid="quality/first", was=names))

    assert [(each.rule, each.returned) for each in review.changes] == [("quality/third", 1)]


def test_the_order_in_which_snapshots_are_judged_changes_nothing(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A")))
    workspace.review(MARCH, rule(breaking("001A")))
    workspace.review(FEBRUARY, rule(breaking()))

    assert moved(workspace.review(APRIL, rule(breaking("001A")))) == [(0, 0, 0, 1, 0)]
    assert dates(workspace, "first_seen") == {"001A": MARCH}


def test_of_those_that_came_in_a_month_each_later_review_says_how_many_are_left(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A", "001B", "001C")))
    workspace.review(FEBRUARY, rule(breaking("001B", "001C", "001D", "001E")))
    workspace.review(MARCH, rule(HIDDEN))

    review = workspace.review(APRIL, rule(breaking("001A", "001C", "001E")))

    assert lifecycle(review).cohorts == (
        Cohort("2026-01", 3, 3, (Survivors("2026-02", 2), Survivors("2026-03", 0, 2), Survivors("2026-04", 1))),
        Cohort("2026-02", 2, 0, (Survivors("2026-03", 0, 2), Survivors("2026-04", 1))),
        Cohort("2026-04", 1, 0, ()),
    )


def test_another_review_of_a_month_takes_the_place_of_the_one_before(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A", "001B")))
    workspace.review(FEBRUARY, rule(breaking("001A", "001C")))

    review = workspace.review(date(2026, 2, 20), rule(breaking("001C")))

    assert lifecycle(review).cohorts == (
        Cohort("2026-01", 2, 2, (Survivors("2026-02", 0),)),
        Cohort("2026-02", 1, 0, ()),
    )


@pytest.mark.parametrize(
    ("found", "left"),
    [
        (["001A", "001B", "001C"], BurnDown(JANUARY, 4, 3, 0, date(2026, 7, 14), 4)),
        (["001A", "001X"], BurnDown(JANUARY, 4, 1, 0, date(2026, 7, 14), 4)),
        ([], BurnDown(JANUARY, 4, 0, 0, date(2026, 7, 14), 4)),
    ],
    ids=["some", "new ones are none of it", "all gone"],
)
def test_the_old_stock_is_what_the_first_review_of_a_rule_found(
    workspace: Workspace, found: Iterable[str], left: BurnDown
) -> None:
    workspace.config = PLAN
    workspace.review(JANUARY, rule(breaking("001A", "001B", "001C", "001D")))

    review = workspace.review(FEBRUARY, rule(breaking(*found)))

    assert lifecycle(review).burn_down == left


def test_the_old_stock_only_shrinks(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A", "001B")))
    workspace.review(FEBRUARY, rule(breaking()))

    review = workspace.review(MARCH, rule(breaking("001A", "001B")))

    assert lifecycle(review).burn_down == BurnDown(JANUARY, 2, 0, 0)


def test_a_rule_that_comes_later_has_an_old_stock_of_its_own(workspace: Workspace) -> None:
    workspace.config = PLAN
    workspace.review(JANUARY, rule(breaking("001A", "001B")))

    review = workspace.review(APRIL, rule(breaking("001A", "001B")), rule(breaking("001A"), "quality/b"))

    assert lifecycle(review).burn_down == BurnDown(JANUARY, 3, 3, 0, date(2026, 7, 14), 2)


def test_the_old_stock_is_complete_once_a_review_saw_the_whole_of_a_rule(workspace: Workspace) -> None:
    workspace.config = PLAN
    workspace.review(JANUARY, rule(breaking("001A", unread=PARTLY)))
    workspace.review(FEBRUARY, rule(breaking("001A", "001B")))

    review = workspace.review(MARCH, rule(breaking("001A", "001B", "001C")))

    assert lifecycle(review).burn_down == BurnDown(JANUARY, 2, 2, 0, date(2026, 7, 14), 2)


def test_what_could_not_be_looked_at_of_the_old_stock_is_neither_left_nor_gone(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A", "001B")))

    review = workspace.review(FEBRUARY, rule(HIDDEN))

    assert lifecycle(review).burn_down == BurnDown(JANUARY, 2, 0, 2)


def test_who_asks_less_burns_nothing_down(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A")), rule(breaking("001A", "001B"), "quality/b"))

    review = workspace.review(FEBRUARY, rule(breaking("001A")))

    assert lifecycle(review).burn_down == BurnDown(JANUARY, 1, 1, 0)


def test_old_stock_is_due_when_the_plan_ends_and_inflow_as_before(workspace: Workspace) -> None:
    workspace.config = PLAN
    workspace.review(JANUARY, rule(breaking("001A", "001B")))
    first = dates(workspace, "due")
    workspace.review(FEBRUARY, rule(breaking("001B")))
    workspace.review(MARCH, rule(breaking("001A", "001B", "001C")))

    # A has returned and C is new: 20 business days after the fifteenth of March
    assert first == {"001A": date(2026, 7, 14), "001B": date(2026, 7, 14)}
    assert dates(workspace, "due") == {"001A": date(2026, 4, 10), "001B": date(2026, 7, 14), "001C": date(2026, 4, 10)}
    assert dates(workspace, "in_baseline") == {"001A": False, "001B": True, "001C": False}


def test_what_is_critical_is_never_old_stock(workspace: Workspace) -> None:
    workspace.config = PLAN

    review = workspace.review(JANUARY, rule(breaking("001A"), severity=Severity.CRITICAL))

    assert dates(workspace, "due") == {"001A": date(2026, 1, 16)}
    assert lifecycle(review).burn_down is None


def test_some_rules_alone_have_no_cohorts(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A")), rule(breaking(), "quality/b"))

    assert workspace.review(FEBRUARY, rule(breaking("001A")), whole=False).lifecycle is None


def test_a_review_of_some_rules_fixes_what_it_evaluated(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A")), rule(breaking("001A"), "quality/b"))
    workspace.review(FEBRUARY, rule(breaking()), whole=False)

    review = workspace.review(MARCH, rule(breaking("001A")), rule(breaking("001A"), "quality/b"))

    assert [(each.rule, each.returned, each.still_open) for each in review.changes] == [
        ("quality/a", 1, 0),
        ("quality/b", 0, 1),
    ]


def test_what_a_review_said_of_narrowed_rules_is_believed_later(workspace: Workspace) -> None:
    workspace.review(JANUARY, replace(rule(breaking("001A", "001B")), text="{}"))
    workspace.review(FEBRUARY, replace(rule(breaking()), text="narrowed"))

    review = workspace.review(MARCH, replace(rule(breaking("001A", "001B")), text="{}"))

    assert (workspace.stored("2026-02", 1) / UNASKED).is_file()
    assert moved(review) == [(0, 0, 0, 2, 0)]


def test_more_reviews_than_bits_of_a_number(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A", "001B")))
    workspace.review(FEBRUARY, rule(HIDDEN))
    for number in range(2, 90):
        shutil.copytree(workspace.stored("2026-02", 1), workspace.stored("2026-02", number))
    fixed = workspace.review(date(2026, 2, 16), rule(breaking("001B")))

    review = workspace.review(MARCH, rule(breaking("001A", "001B")))

    assert moved(fixed) == [(0, 0, 1, 1, 0)]
    assert moved(review) == [(0, 1, 0, 1, 0)]
    assert dates(workspace, "first_seen") == {"001A": MARCH, "001B": JANUARY}


def test_nothing_is_set_back_by_a_review_that_nobody_looks_at_any_more(workspace: Workspace) -> None:
    """It was fixed in a review that does not stand for its month, and returned in the one that does."""
    may = date(2026, 5, 15)
    for day, ids in ((JANUARY, ["001A"]), (FEBRUARY, []), (date(2026, 2, 20), ["001A"]), (MARCH, ["001A"])):
        workspace.review(day, rule(breaking(*ids)))
    workspace.review(APRIL, rule(breaking("001A")))

    review = workspace.review(may, rule(breaking("001A")))

    assert dates(workspace, "first_seen") == {"001A": date(2026, 2, 20)}
    assert dates(workspace, "in_baseline") == {"001A": False}
    assert lifecycle(review).burn_down == BurnDown(JANUARY, 1, 0, 0)


def test_nothing_is_set_back_by_a_review_of_some_rules_either(workspace: Workspace) -> None:
    other = rule(breaking(), "quality/b")
    workspace.review(JANUARY, rule(breaking("001A")), other)
    workspace.review(FEBRUARY, rule(breaking()), whole=False)
    for month in (3, 4, 5):
        workspace.review(date(2026, month, 15), rule(breaking("001A")), other)

    assert dates(workspace, "first_seen") == {"001A": MARCH}
    assert dates(workspace, "in_baseline") == {"001A": False}
