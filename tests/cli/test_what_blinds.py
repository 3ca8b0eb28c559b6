"""`doctor` says of a lack which rules it blinds: those that a review leaves unchecked, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.demo_town import Town, run

pytestmark = pytest.mark.demo


def test_a_hidden_object_blinds_the_rules_that_cannot_do_without_it(quiet_town: Town, tmp_path: Path) -> None:
    hidden = {"Case", "UserLogin"}
    quiet_town.server.org.hidden_objects.update(hidden)
    try:
        ran = run("doctor", *quiet_town.trust, "--workspace", str(tmp_path), env=quiet_town.variables)
    finally:
        quiet_town.server.org.hidden_objects.difference_update(hidden)

    assert ran.code == 3
    login, case = [line for line in ran.out.splitlines() if "blinds" in line]
    assert login.strip() == "✗ Manage Users: blinds 1 rule: access/frozen-users-deactivated"
    for rule in ("quality/case-owner-active", "metadata/fields-described", "metadata/fields-used"):
        assert rule in case


@pytest.mark.parametrize(
    ("field", "rule"),
    [("Account.Type", "adoption/customer-contacted"), ("Opportunity.Probability", "quality/opportunity-contact-role")],
)
def test_a_hidden_field_that_only_says_which_records_are_meant_blinds_too(
    quiet_town: Town, tmp_path: Path, field: str, rule: str
) -> None:
    quiet_town.server.org.hidden_fields.add(field)
    try:
        ran = run("doctor", *quiet_town.trust, "--workspace", str(tmp_path), env=quiet_town.variables)
    finally:
        quiet_town.server.org.hidden_fields.discard(field)

    assert ran.code == 3
    (blinded,) = [line for line in ran.out.splitlines() if "blinds" in line]
    assert f"Read on {field}" in blinded
    assert rule in blinded
