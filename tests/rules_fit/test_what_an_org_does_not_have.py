"""Shipped rules about what an org lacks: not applicable with proof, and never where it may only be hidden."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.demo_town import Ran, run
from tests.rules_fit.altered_town import AlteredTown, altered_town, workspace
from tests.rules_fit.own_rules import outcomes, review_own

pytestmark = pytest.mark.demo

LACKING = (
    *("Campaign", "OpportunityContactRole", "Account.Industry", "Contact.MailingStreet", "Lead.MobilePhone"),
    *("Asset", "ContactPointTypeConsent", "Order", "Lead.UTM_Campaign__c", "Event.IsPrivate"),
)

#: The rules that are asked of the town, each for one way in which something is not seen.
ASKED = (
    "adoption/campaign-ended",
    "quality/opportunity-contact-role",
    "quality/account-industry-filled",
    "quality/contact-country-filled",
    "quality/lead-reachable",
    "quality/case-subject-filled",
    "quality/lead-source-filled",
    "quality/account-country-filled",
    "adoption/order-activated",
    "adoption/event-not-private",
    "quality/asset-serial-number-unique",
    "quality/consent-dated",
    "quality/lead-utm-whole",
)

SETUP = "View Setup and Configuration shows whether it does"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AlteredTown]:
    folder = tmp_path_factory.mktemp("town")
    with altered_town(folder, lacking=LACKING, closed={"Case"}, hidden={"Lead.LeadSource"}) as town:
        yield town


def review(town: AlteredTown, folder: Path) -> Ran:
    chosen = [word for rule in ASKED for word in ("--rule", rule)]
    return run("review", *town.trust, "--workspace", str(folder), *chosen, env=town.variables)


def stored(ran: Ran) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((ran.folder / "review.json").read_text())
    return content


@pytest.fixture(scope="module")
def reviewed(served: AlteredTown, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return review(served, tmp_path_factory.mktemp("workspace"))


@pytest.fixture(scope="module")
def judged(reviewed: Ran) -> dict[str, dict[str, Any]]:
    return {outcome["rule"]: outcome for outcome in stored(reviewed)["outcomes"]}


@pytest.mark.parametrize(
    ("rule", "proof"),
    [
        (
            "adoption/campaign-ended",
            "this org has no object Campaign: EntityDefinition, which lists all of its objects, does not list it",
        ),
        (
            "quality/opportunity-contact-role",
            "this org has no object OpportunityContactRole: "
            "EntityDefinition, which lists all of its objects, does not list it",
        ),
        (
            "quality/account-industry-filled",
            "Account has no field Industry in this org: "
            "FieldDefinition and EntityParticle, which list all of them, do not list it",
        ),
        (
            "quality/contact-country-filled",
            "Contact has no field MailingStreet in this org: "
            "FieldDefinition and EntityParticle, which list all of them, do not list it",
        ),
        (
            "adoption/order-activated",
            "this org has no object Order: EntityDefinition, which lists all of its objects, does not list it",
        ),
        (
            "quality/asset-serial-number-unique",
            "this org has no object Asset: EntityDefinition, which lists all of its objects, does not list it",
        ),
        (
            "quality/consent-dated",
            "this org has no object ContactPointTypeConsent: "
            "EntityDefinition, which lists all of its objects, does not list it",
        ),
        (
            "quality/lead-utm-whole",
            "Lead has no field UTM_Campaign__c in this org: "
            "FieldDefinition and EntityParticle, which list all of them, do not list it",
        ),
        (
            "adoption/event-not-private",
            "Event has no field IsPrivate in this org: "
            "FieldDefinition and EntityParticle, which list all of them, do not list it",
        ),
    ],
)
def test_what_the_org_proves_not_to_have_is_not_applicable(
    judged: dict[str, dict[str, Any]], rule: str, proof: str
) -> None:
    found = judged[rule]

    assert (found["status"], found["detail"], found["reason"]) == ("not_applicable", proof, "")


@pytest.mark.parametrize(
    ("rule", "reason", "grant"),
    [
        ("quality/case-subject-filled", "object_not_readable", "Read on Case"),
        ("quality/lead-source-filled", "field_not_visible", "Read on Lead.LeadSource"),
    ],
)
def test_what_is_hidden_is_not_checked_and_says_what_to_grant(
    judged: dict[str, dict[str, Any]], rule: str, reason: str, grant: str
) -> None:
    found = judged[rule]

    assert (found["status"], found["reason"], found["unlocked_by"]) == ("not_checked", reason, grant)


def test_one_of_several_fields_leaves_something_to_judge(judged: dict[str, dict[str, Any]]) -> None:
    found = judged["quality/lead-reachable"]

    assert (found["status"], found["reason"]) == ("not_checked", "rule_does_not_fit")


def test_nobody_is_asked_to_grant_what_is_not_there(reviewed: Ran) -> None:
    assert stored(reviewed)["unread"] == [
        "Case is not visible to the auditor user, or this org does not have it",
    ]
    assert "Campaign" not in reviewed.err


def test_what_does_not_apply_counts_in_no_score(reviewed: Ran) -> None:
    assert stored(reviewed)["coverage"] == {"checked": 1, "total": 4}


def test_a_stored_snapshot_proves_it_again(reviewed: Ran, tmp_path: Path) -> None:
    snapshot = next((reviewed.folder.parents[3] / "snapshots").rglob("manifest.json")).parent
    chosen = [word for rule in ASKED for word in ("--rule", rule)]

    again = run("review", "--snapshot", str(snapshot), "--workspace", str(tmp_path), *chosen)

    assert {outcome["rule"]: (outcome["status"], outcome["detail"]) for outcome in stored(again)["outcomes"]} == {
        outcome["rule"]: (outcome["status"], outcome["detail"]) for outcome in stored(reviewed)["outcomes"]
    }


def test_an_own_rule_that_names_it_is_a_mistake(served: AlteredTown, tmp_path: Path) -> None:
    rules = workspace(
        tmp_path,
        {
            "object.yaml": ("filled", "object: Campaign\nfield: Type"),
            "field.yaml": ("filled", "object: Account\nfield: Industry"),
        },
    )

    found = outcomes(review_own(served, rules))

    assert {name: (outcome["status"], outcome["reason"]) for name, outcome in found.items()} == {
        "object": ("not_checked", "rule_does_not_fit"),
        "field": ("not_checked", "rule_does_not_fit"),
    }


def test_rules_check_says_which_are_not_applicable_and_is_content(served: AlteredTown) -> None:
    ran = run(
        "rules",
        "check",
        "adoption/campaign-ended",
        "quality/account-country-filled",
        *served.trust,
        env=served.variables,
    )

    assert ran.out.splitlines() == [
        "adoption/campaign-ended: not applicable: this org has no object Campaign: "
        "EntityDefinition, which lists all of its objects, does not list it",
        "1 of 2 rules fits this org, 1 is about what it does not have",
    ]
    assert ran.code == 0


def test_without_view_setup_nothing_is_proved(tmp_path: Path) -> None:
    """The definitions answer such a user as well, and may leave out what the user may not read."""
    (tmp_path / "town").mkdir()
    with altered_town(tmp_path / "town", lacking=LACKING, closed={"Case"}, hidden={"Lead.LeadSource"}) as town:
        town.change("""UPDATE "UserPermissionAccess" SET "PermissionsViewSetup" = false""")
        town.change("""DELETE FROM "EntityDefinition" WHERE "QualifiedApiName" = 'Case'""")
        town.change("""DELETE FROM "FieldDefinition" WHERE "QualifiedApiName" = 'LeadSource'""")
        town.change("""DELETE FROM "EntityParticle" WHERE "QualifiedApiName" = 'LeadSource'""")
        found = stored(review(town, tmp_path))["outcomes"]

    assert {
        outcome["rule"]: (outcome["status"], outcome["unlocked_by"])
        for outcome in found
        if outcome["rule"] != "quality/account-country-filled"
    } == {
        "adoption/campaign-ended": ("not_checked", f"Read on Campaign, if the object exists: {SETUP}"),
        # Whoever may read opportunities reads their contact roles.
        "quality/opportunity-contact-role": ("not_checked", f"Read on Opportunity, if the object exists: {SETUP}"),
        "quality/account-industry-filled": ("not_checked", f"Read on Account.Industry, if the field exists: {SETUP}"),
        "quality/contact-country-filled": (
            "not_checked",
            f"Read on Contact.MailingStreet, if the field exists: {SETUP}",
        ),
        "quality/lead-reachable": ("not_checked", f"Read on Lead.MobilePhone, if the field exists: {SETUP}"),
        "quality/case-subject-filled": ("not_checked", f"Read on Case, if the object exists: {SETUP}"),
        "quality/lead-source-filled": ("not_checked", f"Read on Lead.LeadSource, if the field exists: {SETUP}"),
        "adoption/order-activated": ("not_checked", f"Read on Order, if the object exists: {SETUP}"),
        "quality/asset-serial-number-unique": ("not_checked", f"Read on Asset, if the object exists: {SETUP}"),
        "quality/consent-dated": ("not_checked", f"Read on ContactPointTypeConsent, if the object exists: {SETUP}"),
        "quality/lead-utm-whole": ("not_checked", f"Read on Lead.UTM_Campaign__c, if the field exists: {SETUP}"),
        "adoption/event-not-private": ("not_checked", f"Read on Event.IsPrivate, if the field exists: {SETUP}"),
    }
