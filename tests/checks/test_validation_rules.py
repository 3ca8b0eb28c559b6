"""Active validation rules without a description: which count, and what is never judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from sf_audit.checks.validation_rules_described import ValidationRulesDescribed
from tests.checks.looking import Rows, look, unread, verdict

CHECK = ValidationRulesDescribed()


def rows(*rules: Mapping[str, Any]) -> Rows:
    good = {
        "Active": True,
        "Description": "A quote has a price.",
        "NamespacePrefix": None,
        "ValidationName": "Amount",
        "EntityDefinition.QualifiedApiName": "Opportunity",
    }
    return {"ValidationRule": [{"Id": f"03d{number}", **good, **rule} for number, rule in enumerate(rules)]}


def test_active_rules_of_this_org_are_described() -> None:
    found = rows(
        {},
        {"Description": None},
        {"Description": " \n\u00a0"},
        {"Description": None, "Active": False},
        {"Description": None, "NamespacePrefix": "vendor"},
    )

    seen, broken = look(CHECK, found)

    assert broken == ["03d1", "03d2"]
    assert verdict(CHECK, found).checked == 3
    assert [breach.label for breach in verdict(CHECK, found).breaches] == ["Opportunity.Amount"] * 2  # type: ignore[union-attr]
    assert seen == verdict(CHECK, found)


def test_an_org_without_rules_has_nothing_to_check() -> None:
    seen = verdict(CHECK, rows())

    assert (seen.checked, seen.proof) == (0, "ValidationRule was read whole: no active rule of this org")


@pytest.mark.parametrize("hidden", ["ValidationRule", "ValidationRule.Description"])
def test_what_is_hidden_is_never_judged(hidden: str) -> None:
    assert hidden in unread(CHECK, rows({}), hidden=(hidden,)).detail
