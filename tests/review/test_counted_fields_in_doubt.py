"""The org counts filled fields in what the auditor sees: where that is far less than there is, nothing is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sf_audit.checks.filled import Filled
from sf_audit.checks.used import Used
from sf_audit.model.review import Review, Status
from sf_audit.rulebook.workspace.config import Config, MassDeletion, RecordCountGap
from tests.review.months import Workspace, breaking, outcome, rule

TODAY = date(2026, 3, 16)
USED = replace(rule(breaking()), check=Used(("Account", "Case")))
REGION = Filled(object="Account", field="Region__c")


def fill(owner: str, field: str, filled: int, total: int, record_count: int | None) -> dict[str, Any]:
    return {"object": owner, "field": field, "filled": filled, "total": total, "record_count": record_count}


def review(workspace: Workspace, *rows: dict[str, Any], **more: Any) -> Review:
    return workspace.review(TODAY, USED, org={"fill_counts": rows, **more})


@pytest.mark.parametrize("name", ["Account", "Visit__c"])
def test_where_far_more_are_counted_no_field_is_called_used(workspace: Workspace, name: str) -> None:
    found = review(workspace, fill(name, "A__c", 3, 300, 5000))

    judged = outcome(found)
    told = f"300 records of {name} came in the count of filled fields, and the org counts about 5,000 (Record Count)"
    assert (judged.status, judged.reason) == (Status.NOT_CHECKED, "fewer_rows")
    assert judged.detail == f"{told}, and nobody has said why"
    assert f"record_count_gaps for {name} in sf-audit.yaml" in judged.unlocked_by
    assert (
        f"{told}: nobody has said why, so no such rule counts as kept, and no finding there as fixed." in found.banners
    )


def test_a_field_that_records_out_of_sight_may_fill_is_no_finding(workspace: Workspace) -> None:
    rows = fill("Case", "B__c", 0, 300, 5000), fill("Account", "A__c", 0, 80, 80), fill("Account", "C__c", 7, 80, 80)

    judged = outcome(review(workspace, *rows))

    assert (judged.status, judged.reason) == (Status.BROKEN, "fewer_rows")
    assert (judged.checked, judged.broken) == (2, 1)
    assert [found["id"] for found in workspace.findings] == ["Account.A__c"]


def test_where_no_other_field_is_empty_the_rule_is_not_checked(workspace: Workspace) -> None:
    judged = outcome(review(workspace, fill("Case", "B__c", 0, 300, 5000), fill("Account", "A__c", 1, 80, 80)))

    assert (judged.status, judged.reason) == (Status.NOT_CHECKED, "fewer_rows")
    assert workspace.findings == []


@pytest.mark.parametrize("record_count", [None, 0, 300, 600, 1300])
def test_a_count_that_is_near_or_none_puts_nothing_in_doubt(workspace: Workspace, record_count: int | None) -> None:
    found = review(workspace, fill("Account", "A__c", 3, 300, record_count))

    assert outcome(found).status is Status.KEPT
    assert not any("Record Count" in banner for banner in found.banners)


@pytest.mark.parametrize("table", ["Lead", "Visit__c"])
def test_an_object_that_the_rule_does_not_name_is_its_own_affair(workspace: Workspace, table: str) -> None:
    named = replace(USED, check=Used(("Account",), custom_objects=False))
    rows = fill(table, "A__c", 3, 300, 5000), fill("Account", "A__c", 3, 80, 80)

    found = workspace.review(TODAY, named, org={"fill_counts": rows})

    assert outcome(found).status is Status.KEPT


def test_the_doubt_is_about_the_counts_and_not_about_rows_that_came(workspace: Workspace) -> None:
    filled = replace(rule(breaking(), "quality/b"), check=REGION)
    org = {
        "fill_counts": (fill("Account", "A__c", 3, 300, 5000),),
        "Account": ({"Id": "001000000000001AAA", "Name": "Acme", "Region__c": "North"},),
    }

    found = workspace.review(TODAY, USED, filled, org=org)

    assert outcome(found).status is Status.NOT_CHECKED
    assert outcome(found, "quality/b").status is Status.KEPT


@pytest.mark.parametrize(
    ("config", "kept"),
    [
        (Config(record_count_gaps=(RecordCountGap("Account", "old brand", "cio", date(2026, 4, 1)),)), True),
        (Config(record_count_gaps=(RecordCountGap("Account", "old brand", "cio", date(2026, 3, 1)),)), False),
        (Config(record_count_gaps=(RecordCountGap("Case", "old brand", "cio", date(2026, 4, 1)),)), False),
        (Config(mass_deletions=(MassDeletion("Account", date(2026, 3, 12), "no consent", "cio"),)), True),
        (Config(mass_deletions=(MassDeletion("Account", date(2026, 1, 12), "no consent", "cio"),)), False),
    ],
    ids=["a gap", "an old gap", "another object", "a deletion", "an old deletion"],
)
def test_people_can_say_why_the_two_differ(workspace: Workspace, config: Config, kept: bool) -> None:
    workspace.config = config

    found = review(workspace, fill("Account", "A__c", 3, 300, 5000))

    assert (outcome(found).status is Status.KEPT) is kept
    assert any("Account came in the count" in banner and "Record Count" in banner for banner in found.banners)


def test_counts_from_before_the_witness_was_kept_are_judged_as_ever(workspace: Workspace) -> None:
    row = {"object": "Account", "field": "A__c", "filled": 3, "total": 300}

    assert outcome(review(workspace, row)).status is Status.KEPT
