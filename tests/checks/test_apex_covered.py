"""apex_covered: what the org remembers of the tests of its own code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from sf_audit.checks.apex_covered import ApexCovered
from sf_audit.model.review import Reason, Verdict
from tests.checks.looking import Rows, look, unread, verdict

CHECK = ApexCovered(0.75)


def org(*lines: tuple[int | None, int | None], package: str | None = None) -> Rows:
    """A class whose lines are covered and uncovered so, in one row for each, and a trigger without any."""
    kept: Sequence[dict[str, Any]] = tuple(
        {"Id": f"715{at}", "ApexClassOrTriggerId": "01pA", "NumLinesCovered": covered, "NumLinesUncovered": uncovered}
        for at, (covered, uncovered) in enumerate(lines)
    )
    return {
        "ApexClass": ({"Id": "01pA", "Name": "QuoteTotals", "NamespacePrefix": package},),
        "ApexTrigger": ({"Id": "01qA", "Name": "LeadTrigger", "NamespacePrefix": None},),
        "ApexCodeCoverageAggregate": kept,
    }


@pytest.mark.parametrize(
    ("lines", "because"),
    [
        ([(75, 25)], ""),
        ([(3, 1)], ""),
        ([(74, 26)], "tests run 74 of 100 lines (74%)"),
        ([(0, 1_200)], "tests run 0 of 1,200 lines (0%)"),
        ([(None, 4)], "tests run 0 of 4 lines (0%)"),
        ([(60, 0), (0, 40)], "tests run 60 of 100 lines (60%)"),
    ],
)
def test_code_is_covered_or_named_with_its_lines(lines: list[tuple[int | None, int | None]], because: str) -> None:
    seen, broken = look(CHECK, org(*lines))

    assert isinstance(seen, Verdict)
    assert (seen.checked, broken) == (1, ["01pA"] if because else [])
    assert [breach.because for breach in seen.breaches] == ([because] if because else [])  # type: ignore[union-attr]


def test_code_that_the_org_remembers_nothing_of_is_counted_beside() -> None:
    says = "of which the org remembers no coverage: test classes, constants, and what no test was run for"
    more = {**org((90, 10)), "ApexTrigger": ({"Id": "01qA", "Name": "A", "NamespacePrefix": "acme"},)}
    tests = tuple({"Id": f"01p{at}", "Name": "T", "NamespacePrefix": None} for at in "BC")

    assert verdict(CHECK, org((90, 10))).notes == (f"1 Apex class or trigger {says}",)
    assert verdict(CHECK, more).notes == ()
    assert verdict(CHECK, {**more, "ApexClass": (*more["ApexClass"], *tests)}).notes == (
        f"2 Apex classes and triggers {says}",
    )


@pytest.mark.parametrize("rows", [org(), org((0, 0)), org((10, 90), package="acme")])
def test_where_the_org_remembers_nothing_of_its_own_code_nobody_knows(rows: Rows) -> None:
    assert unread(CHECK, rows).reason is Reason.UNSUPPORTED


def test_an_org_without_code_of_its_own_has_nothing_to_cover() -> None:
    seen = verdict(CHECK, {**org((10, 90), package="acme"), "ApexTrigger": ()})

    assert (seen.checked, seen.proof) == (
        0,
        "ApexClass and ApexTrigger were read whole: the org has no Apex of its own",
    )


@pytest.mark.parametrize("hidden", ["ApexCodeCoverageAggregate", "ApexTrigger", "ApexClass.NamespacePrefix"])
def test_what_is_hidden_is_not_covered(hidden: str) -> None:
    assert hidden in unread(CHECK, org((90, 10)), hidden=[hidden]).detail
