"""`doctor` says of a lack which rules it blinds: those that a review leaves unchecked, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest
from demo_town import Town, run

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
    assert login.strip() == "✗ Manage Users: blinds 1 rule(s): access/frozen-users-deactivated"
    for rule in ("quality/case-owner-active", "metadata/fields-described", "metadata/fields-used"):
        assert rule in case
