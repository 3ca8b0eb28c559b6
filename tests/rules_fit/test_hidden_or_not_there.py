"""A name that describe leaves out: hidden from the auditor, not there, or nobody can tell which."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.demo_town import Ran
from tests.rules_fit.altered_town import AlteredTown, altered_town, workspace
from tests.rules_fit.own_rules import check_own, outcomes, review_own

pytestmark = pytest.mark.demo

RULES = {
    "hidden.yaml": ("filled", "object: account\nfield: fax"),
    "unknown.yaml": ("filled", "object: Account\nfield: Faks"),
    "closed.yaml": ("filled", "object: Campaign\nfield: Name"),
    "nowhere.yaml": ("filled", "object: Campain\nfield: Name"),
}
HIDDEN = {"Account.Fax"}


def review(town: AlteredTown, folder: Path) -> Ran:
    rules = workspace(folder, RULES)
    return review_own(town, rules)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AlteredTown]:
    with altered_town(tmp_path_factory.mktemp("town"), hidden=HIDDEN, closed={"Campaign"}) as town:
        yield town


def test_where_the_org_shows_its_definitions_hidden_and_unknown_are_told_apart(
    told: AlteredTown, tmp_path: Path
) -> None:
    found = outcomes(review(told, tmp_path))

    assert {name: (one["reason"], one["unlocked_by"]) for name, one in found.items()} == {
        "hidden": ("field_not_visible", "Read on Account.Fax"),
        "unknown": (
            "rule_does_not_fit",
            "No permission: the rule has to be changed (sf-audit rules check --org NAME)",
        ),
        "closed": ("object_not_readable", "Read on Campaign"),
        "nowhere": (
            "rule_does_not_fit",
            "No permission: the rule has to be changed (sf-audit rules check --org NAME)",
        ),
    }


def test_rules_check_counts_what_could_not_be_looked_at(told: AlteredTown, tmp_path: Path) -> None:
    rules = workspace(tmp_path, {"hidden.yaml": RULES["hidden.yaml"]})

    ran = check_own(told, rules)

    assert ran.code == 3
    assert ran.out.splitlines() == [
        "rules/quality/hidden.yaml:9: check.filled.field: "
        "Account.Fax is not visible to the auditor user, or this org does not have it",
        "  could not be looked at: Read on Account.Fax",
        "0 of 1 rule fits this org, 1 could not be looked at whole",
    ]


def test_rules_that_fit_end_with_nothing(told: AlteredTown, tmp_path: Path) -> None:
    rules = workspace(tmp_path, {"good.yaml": ("filled", "object: ACCOUNT\nfield: name")})

    ran = check_own(told, rules)

    assert (ran.code, ran.out) == (0, "1 of 1 rule fits this org\n")


def test_where_the_org_does_not_show_them_it_is_one_of_both(tmp_path: Path) -> None:
    (tmp_path / "town").mkdir()
    closed = {"Campaign", "FieldDefinition", "EntityParticle", "EntityDefinition"}
    with altered_town(tmp_path / "town", hidden=HIDDEN, closed=closed) as town:
        found = outcomes(review(town, tmp_path))

    assert {name: (one["reason"], one["detail"], one["unlocked_by"]) for name, one in found.items()} == {
        "hidden": (
            "field_not_visible",
            "Account.fax is not visible to the auditor user, or this org does not have it",
            "Read on Account.fax, if the field exists: View Setup and Configuration shows whether it does",
        ),
        "unknown": (
            "field_not_visible",
            "Account.Faks is not visible to the auditor user, or this org does not have it",
            "Read on Account.Faks, if the field exists: View Setup and Configuration shows whether it does",
        ),
        "closed": (
            "object_not_readable",
            "Campaign is not visible to the auditor user, or this org does not have it; did you mean CampaignMember?",
            "Read on Campaign, if the object exists: View Setup and Configuration shows whether it does",
        ),
        "nowhere": (
            "object_not_readable",
            "Campain is not visible to the auditor user, or this org does not have it",
            "Read on Campain, if the object exists: View Setup and Configuration shows whether it does",
        ),
    }
