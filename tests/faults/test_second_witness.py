"""The org counts its records without regard to sharing: where far fewer came, nothing is kept and nothing absent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sf_audit.model.review import Review, Status
from sf_audit.review.run import judged
from sf_audit.rulebook.workspace.config import Config, MassDeletion, RecordCountGap
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.salesforce.record_counts import is_short, is_witnessed
from tests.faults.orgs import CONTACTS
from tests.faults.plan import ALWAYS, Fault, changed_json
from tests.faults.trial import Bench, Trial

pytestmark = pytest.mark.faults

COUNTS = r"/limits/recordCount"
TODAY = datetime.now(UTC).date()


def counting(**counts: Any) -> Fault:
    """The org's count of these objects is another one."""

    def change(answer: Any) -> Any:
        kept = [one for one in answer["sObjects"] if one["name"] not in counts]
        return {"sObjects": kept + [{"name": name, "count": count} for name, count in counts.items()]}

    return Fault("A10", f"counts {counts}", COUNTS, changed_json(change), ALWAYS)


def without_contacts() -> Fault:
    """A restriction rule, a broken share or a lie: queries bring no contact, whatever permissions say."""

    def change(answer: Any) -> Any:
        return answer | {"totalSize": 0, "done": True, "records": []}

    return Fault("A10", "no contacts", r"query\?q=SELECT .* FROM Contact", changed_json(change), ALWAYS)


def on_contacts(review: Review) -> dict[str, tuple[Status, str]]:
    return {
        outcome.rule.rpartition("/")[2]: (outcome.status, outcome.reason or "")
        for outcome in review.outcomes
        if "contact" in outcome.rule
    }


def judged_as(trial: Trial, bench: Bench, **config: Any) -> Review:
    assert trial.folder is not None
    standards: Standards = replace(bench.standards, config=replace(bench.standards.config, **config))
    with judged(trial.folder, standards, bench.workspace) as found:
        return found.review


def test_where_thousands_are_counted_and_few_came_nothing_is_kept_in_the_first_review(bench: Bench) -> None:
    before = bench.run(judging=True)

    trial = bench.run(counting(Contact=5000), judging=True).insist()

    assert trial.review is not None
    assert before.review is not None
    assert trial.code == 3
    unproven = {name for name, (status, _) in on_contacts(before.review).items() if status is not Status.BROKEN}
    assert unproven
    assert {on_contacts(trial.review)[name] for name in unproven} == {(Status.NOT_CHECKED, "fewer_rows")}
    told = f"{CONTACTS} rows of Contact came, and the org counts about 5,000 (Record Count)"
    assert any(told in banner for banner in trial.review.banners)
    others = {o.rule: o.status for o in before.review.outcomes if "contact" not in o.rule}
    assert others == {o.rule: o.status for o in trial.review.outcomes if "contact" not in o.rule}


@pytest.mark.parametrize("counted", [101, 3000])
def test_where_no_record_came_nothing_is_not_applicable(bench: Bench, counted: int) -> None:
    trial = bench.run(without_contacts(), counting(Contact=counted), judging=True)

    assert trial.review is not None
    assert trial.tables["Contact"].rows == 0
    assert set(on_contacts(trial.review).values()) == {(Status.NOT_CHECKED, "fewer_rows")}
    assert trial.code == 3


@pytest.mark.parametrize("counted", [CONTACTS, CONTACTS + 1000, 0, None, -5, "thousands", True, 5e3, {"count": 1}])
def test_a_count_that_is_near_or_none_puts_nothing_in_doubt(bench: Bench, counted: Any) -> None:
    trial = bench.run(counting(Contact=counted), judging=True)

    assert trial.review is not None
    assert [outcome.rule for outcome in trial.review.outcomes if outcome.reason == "fewer_rows"] == []


EXPLAINED: dict[str, Callable[[], dict[str, Any]]] = {
    "a gap that is known": lambda: {"record_count_gaps": (gap("Contact", TODAY + timedelta(days=30)),)},
    "a gap until today": lambda: {"record_count_gaps": (gap("Contact", TODAY + timedelta(days=1)),)},
    "records deleted lately": lambda: {"mass_deletions": (deletion("Contact", TODAY - timedelta(days=2)),)},
}
UNEXPLAINED: dict[str, Callable[[], dict[str, Any]]] = {
    "a gap that has ended": lambda: {"record_count_gaps": (gap("Contact", TODAY - timedelta(days=2)),)},
    "a gap of another object": lambda: {"record_count_gaps": (gap("Account", TODAY + timedelta(days=30)),)},
    "records deleted long ago": lambda: {"mass_deletions": (deletion("Contact", TODAY - timedelta(days=60)),)},
    "records to be deleted": lambda: {"mass_deletions": (deletion("Contact", TODAY + timedelta(days=5)),)},
}


def gap(name: str, until: date) -> RecordCountGap:
    return RecordCountGap(name, "Contacts of the old brand are restricted", "Head of IT", until)


def deletion(name: str, on: date) -> MassDeletion:
    return MassDeletion(name, on, "no consent", "Head of Sales Ops")


def test_people_can_say_why_the_two_differ(bench: Bench) -> None:
    trial = bench.run(counting(Contact=5000), judging=True)

    for config in EXPLAINED.values():
        review = judged_as(trial, bench, **config())
        assert "fewer_rows" not in {reason for _, reason in on_contacts(review).values()}
        assert any("Contact came" in banner and "approved by" in banner for banner in review.banners)
    for config in UNEXPLAINED.values():
        review = judged_as(trial, bench, **config())
        assert "fewer_rows" in {reason for _, reason in on_contacts(review).values()}


def test_the_configuration_has_the_explanation() -> None:
    assert Config().record_count_gaps == ()


@pytest.mark.parametrize(
    ("rows", "counted", "short"),
    [
        (0, 100, False),
        (0, 101, True),
        (1, 1001, False),
        (1, 1002, True),
        (999, 1999, False),
        (999, 2000, True),
        (1000, 2000, False),
        (5000, 10_000, False),
        (4999, 10_000, True),
        (10_000, 5000, False),
    ],
)
def test_half_and_a_thousand_are_the_tolerance(rows: int, counted: int, short: bool) -> None:
    assert is_short(rows, counted) is short


@pytest.mark.parametrize(
    ("name", "witnessed"),
    [
        ("Account", True),
        ("Visit__c", True),
        ("User", False),
        ("GroupMember", False),
        ("PermissionSetAssignment", False),
        ("Rate__mdt", False),
        ("Sap__x", False),
        ("Log__b", False),
        ("Knowledge__kav", False),
    ],
)
def test_only_objects_with_records_are_compared(name: str, witnessed: bool) -> None:
    assert is_witnessed(name) is witnessed
