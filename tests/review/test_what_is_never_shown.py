"""Numbers of cards and people are found, and are in no document and on no page, whatever else shows the field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sf_audit.checks.matches import Matches
from sf_audit.checks.no_personal_data import NoPersonalData
from sf_audit.checks.unique import Unique
from sf_audit.rulebook.rules.check import AnyCheck
from sf_audit.rulebook.rules.rule import Rule
from tests.review.months import Workspace, breaking, rule

MONDAY = date(2026, 3, 16)
SECRET = "pay with 4111 1111 1111 1111"
CASES: tuple[Mapping[str, Any], ...] = (
    {"Id": "500A", "CaseNumber": "17", "Subject": SECRET, "Description": SECRET},
    {"Id": "500B", "CaseNumber": "18", "Subject": SECRET, "Description": "call 555-2671"},
)


def judged(name: str, check: AnyCheck) -> Rule:
    return replace(rule(breaking()), id=f"quality/{name}", uid=f"quality/{name}", check=check, show_value=True)


def everything(workspace: Workspace, *rules: Rule, org: Mapping[str, Any]) -> str:
    """The findings and labels of a review, as text."""
    workspace.review(MONDAY, *rules, org=org)
    return f"{workspace.findings} {workspace.labels}"


def test_the_text_is_not_shown(workspace: Workspace) -> None:
    check = NoPersonalData(object="Case", field="Description", kinds=("card",))
    found = everything(workspace, judged("a", check), org={"Case": CASES})

    assert "4111" not in found
    assert "500A" in found
    assert "500B" not in found


def test_no_other_rule_shows_the_text_in_which_one_was_found(workspace: Workspace) -> None:
    rules = (
        judged("a", NoPersonalData(object="Case", field="Description")),
        judged("b", Matches(object="Case", field="Description", pattern="^x$")),
        judged("c", Unique(object="Case", fields=("Subject",))),
    )
    found = everything(workspace, *rules, org={"Case": CASES})

    assert "call 555-2671" in found
    assert found.count("4111") == 2  # the subjects, which the first rule does not look at


@pytest.mark.parametrize(("table", "field"), [("Task", "Subject"), ("Note__c", "Name")])
def test_a_record_is_not_called_by_a_text_in_which_one_was_found(workspace: Workspace, table: str, field: str) -> None:
    rows = ({"Id": "00TA", field: SECRET}, {"Id": "00TB", field: "Call Ada"})
    rules = (
        judged("a", NoPersonalData(object=table, field=field)),
        judged("b", Matches(object=table, field=field, pattern="^x$")),
    )
    found = everything(workspace, *rules, org={table: rows})

    assert "4111" not in found
    assert "00TA" in found
    assert "Call Ada" in found
