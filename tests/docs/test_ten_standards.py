"""The ten standards of the manual are rules that load, fit a served org, and find what is wrong in a small one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sf_audit.rulebook.judging.examples import mismatches
from sf_audit.rulebook.rules.rule import OrgExample, Rule
from sf_audit.rulebook.workspace.standards import Standards
from tests.rules_fit.altered_town import altered_town
from tests.rules_fit.own_rules import check_own

PAGE = Path(__file__).parents[2] / "docs" / "ten-standards.md"
FILES = re.findall(r"^`(rules/\S+\.yaml)`\n\n```yaml\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)

#: An org with something for each of the ten, on 16 March 2026.
ORG: Mapping[str, list[dict[str, Any]]] = {
    "Account": [
        {"Id": "001A", "Type": "Customer - Direct", "Customer_Tier__c": "Gold", "OwnerId": "005A",
         "BillingCountry": "United Kingdom", "BillingPostalCode": "M1 1AE"},
        {"Id": "001B", "Type": "Customer - Direct", "Customer_Tier__c": "Gold", "OwnerId": "005B",
         "BillingCountry": "united kingdom", "BillingPostalCode": "M11 AAE"},
        {"Id": "001C", "Type": "Prospect", "Customer_Tier__c": None, "OwnerId": "005B",
         "BillingCountry": "Ireland", "BillingPostalCode": "none"},
    ],
    "Contact": [{"Id": "003A", "AccountId": "001A"}, {"Id": "003C", "AccountId": "001C"}],
    "Case": [
        {"Id": "500A", "AccountId": "001A", "ContactId": "003A", "IsClosed": True, "ClosedDate": date(2025, 12, 17)},
        {"Id": "500B", "AccountId": "001B", "ContactId": "003C", "IsClosed": True, "ClosedDate": date(2026, 3, 1)},
    ],
    "User": [{"Id": "005A", "Department": "Sales", "IsActive": True},
             {"Id": "005B", "Department": "Service", "IsActive": True}],
    "Contract": [
        {"Id": "800A", "AccountId": "001A", "Status": "Activated", "EndDate": date(2026, 5, 31)},
        {"Id": "800B", "AccountId": "001B", "Status": "Activated", "EndDate": date(2026, 5, 31)},
        {"Id": "800C", "AccountId": "001C", "Status": "Draft", "EndDate": date(2026, 5, 31)},
    ],
    "Lead": [
        {"Id": "00QA", "IsConverted": False, "LeadSource": "Web", "CreatedDate": date(2026, 3, 1),
         "Status": "Open - Not Contacted"},
        {"Id": "00QB", "IsConverted": False, "LeadSource": "Trade Show", "CreatedDate": date(2026, 3, 1),
         "Status": "Open - Not Contacted"},
    ],
    "OpportunityContactRole": [
        {"Id": "00KA", "OpportunityId": "006A", "Role": "Decision Maker"},
        {"Id": "00KB", "OpportunityId": "006B", "Role": "Evaluator"},
    ],
}  # fmt: skip

#: id, account, stage, amount, type, since when in the stage, forecast category, loss reason, margin check
DEALS = (
    ("006A", "001A", "Negotiation/Review", 90_000, "Service Renewal", date(2026, 3, 1), "Commit", None, "28 %"),
    ("006B", "001A", "Negotiation/Review", 50_001, "Service Renewal", date(2025, 11, 1), "Commit", None, "?"),
    ("006C", "001C", "Prospecting", 50_000, "New Business", date(2025, 11, 1), "Pipeline", None, None),
    ("006D", "001B", "Closed Lost", 70_000, "Service Renewal", date(2026, 2, 1), "Omitted", "Price", None),
    ("006E", "001C", "Closed Lost", 70_000, "New Business", date(2026, 2, 1), "Omitted", None, None),
)

FAIL = {
    "own/quality/decision-maker": {"006B"},
    "own/adoption/negotiation": {"006B"},
    "own/quality/uk-postcode": {"001B"},
    "own/adoption/case-of-the-customer": {"001B"},
    "own/quality/loss-reason": {"006E"},
    "own/quality/commit-margin-checked": {"006B"},
    "own/adoption/renewal-open": {"800B"},
    "own/adoption/web-lead-called": {"00QA"},
    "own/quality/gold-owned-by-sales": {"001B"},
    "own/quality/one-open-renewal": {"001A"},
}


def deals() -> list[dict[str, Any]]:
    names = ("Id", "AccountId", "StageName", "Amount", "Type", "LastStageChangeDate", "ForecastCategoryName",
             "Loss_Reason__c", "Margin_Check__c")  # fmt: skip
    return [
        dict(zip(names, deal, strict=True))
        | {"IsClosed": deal[2] == "Closed Lost", "IsWon": False, "CloseDate": date(2026, 2, 1)}
        | {"CreatedDate": date(2025, 10, 1)}
        for deal in DEALS
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of somebody who took all ten."""
    workspace = tmp_path_factory.mktemp("crm-health")
    for name, text in FILES:
        file = workspace / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return workspace


@pytest.fixture(scope="module")
def taken(folder: Path) -> dict[str, Rule]:
    return {rule.id: rule for rule in Standards.of(folder).rules if rule.is_own}


def test_there_are_ten_and_each_is_under_its_heading(taken: dict[str, Rule]) -> None:
    assert len(FILES) == 10
    assert set(taken) == set(FAIL)
    assert PAGE.read_text("utf-8").count("\n## ") == 10


@pytest.mark.parametrize("name", sorted(FAIL))
def test_a_standard_comes_out_as_its_examples_say(taken: dict[str, Rule], name: str) -> None:
    assert len(taken[name].examples) >= 2
    assert mismatches(taken[name]) == []


@pytest.mark.parametrize("name", sorted(FAIL))
def test_a_standard_finds_the_records_that_break_it(taken: dict[str, Rule], name: str) -> None:
    org = OrgExample(
        org={name: tuple(rows) for name, rows in {**ORG, "Opportunity": deals()}.items()}, breaks=tuple(FAIL[name])
    )

    assert mismatches(replace(taken[name], examples=(org,))) == []


@pytest.mark.demo
def test_the_ten_fit_an_org_that_has_their_fields(folder: Path, tmp_path: Path) -> None:
    with altered_town(tmp_path) as town:
        ran = check_own(town, folder)

    assert ran.code == 0, ran.err
    assert "10 of 10 rules fit this org" in ran.out
