"""Users that belong to Salesforce itself are blamed by no rule, and named once."""

from __future__ import annotations

from datetime import datetime

import pytest

from sf_audit.access.assignments.platform_owned import platform_users_note
from sf_audit.checks.frozen_are_deactivated import FrozenAreDeactivated
from sf_audit.checks.held_by_few import HeldByFew
from sf_audit.checks.held_only_through import HeldOnlyThrough
from sf_audit.checks.on_profile import OnProfile
from sf_audit.checks.signed_in_lately import SignedInLately
from sf_audit.rulebook.rules.check import AnyCheck
from tests.checks.access_rows import access, assigned, user
from tests.checks.looking import look, org, verdict

ORG_ID = "00d5g000004abcdeau"
LONG_AGO = datetime.fromisoformat("2020-01-01T00:00:00")
THEIRS = (
    user("auto", UserType="AutomatedProcess", Username=f"autoproc@{ORG_ID}", ProfileId=None),
    user("clean", UserType="AutomatedProcess", Username=f"automatedclean@{ORG_ID}", ProfileId=None),
    user("cloud", UserType="CloudIntegrationUser", Username=f"cloud@{ORG_ID}"),
    user("integ", Username=f"integration@{ORG_ID}.com"),
    user("sec", Username=f"insightssecurity@{ORG_ID}.com"),
    user("einstein", Username=f"insightsintegration@{ORG_ID}.com"),
    user("chatty", UserType="CsnOnly", Username=f"chatty.{ORG_ID}.nkphqruojkv@chatter.salesforce.com"),
)
OURS = user("ada", Username="integration@acme.test")
USERS = tuple(
    {**one, "CreatedDate": LONG_AGO, "LastLoginDate": LONG_AGO if one["Id"] in ("integ", "ada") else None}
    for one in (*THEIRS, OURS)
)
FROZEN = tuple({"Id": f"0Yw{one['Id']}", "UserId": one["Id"], "IsFrozen": True} for one in USERS)
GIVEN = tuple(assigned(one["Id"], "0PSfixes") for one in USERS)
TYPES = ("Standard", "AutomatedProcess", "CloudIntegrationUser", "CsnOnly")


@pytest.mark.parametrize(
    "check",
    [
        SignedInLately(90, user_types=TYPES),
        HeldOnlyThrough("ModifyAllData"),
        HeldByFew("ModifyAllData", 0),
    ],
)
def test_no_rule_blames_a_user_of_the_platform(check: AnyCheck) -> None:
    _, blamed = look(check, access(*GIVEN, users=USERS))

    assert blamed == ["ada"]


def test_one_that_never_signed_in_is_not_asked_to() -> None:
    assert look(SignedInLately(30, never=True), {"User": USERS})[1] == []


def test_one_that_is_frozen_is_not_to_be_deactivated() -> None:
    assert look(FrozenAreDeactivated(), {"User": USERS, "UserLogin": FROZEN})[1] == ["ada"]


def test_one_on_an_administrators_profile_is_no_administrator() -> None:
    profile = {"Id": "0PSsales", "Name": "X", "IsOwnedByProfile": True, "ProfileId": "00eSales"}
    rows = access(users=USERS, sets=({**profile, "PermissionsModifyAllData": True},))

    assert look(OnProfile("ModifyAllData", 0), rows)[1] == ["ada"]


def test_they_are_not_among_those_looked_at() -> None:
    assert verdict(HeldOnlyThrough("ModifyAllData"), access(users=USERS)).checked == 1
    assert verdict(SignedInLately(90, user_types=TYPES), {"User": USERS}).checked == 1


def test_without_user_names_the_type_still_tells() -> None:
    _, blamed = look(HeldOnlyThrough("ModifyAllData"), access(*GIVEN, users=USERS), hidden=["User.Username"])

    assert blamed == ["ada", "chatty", "einstein", "integ", "sec"]


def test_they_are_named_once() -> None:
    with org(HeldOnlyThrough("ModifyAllData"), access(users=USERS), {}) as snapshot:
        note = platform_users_note(snapshot)

    assert note == (
        "7 users belong to Salesforce itself and are judged by no rule: Automated Process, Platform Integration User, "
        "Integration User and Security User of CRM Analytics, Sales Insights Integration User, Chatter Expert."
    )


def test_an_org_without_them_has_no_note() -> None:
    with org(HeldOnlyThrough("ModifyAllData"), access(users=(OURS,)), {}) as snapshot:
        assert platform_users_note(snapshot) == ""


def test_a_guest_is_never_dormant_whatever_types_are_asked_for() -> None:
    guest = {**USERS[-1], "Id": "gus", "UserType": "Guest", "LastLoginDate": None}

    assert verdict(SignedInLately(90, never=True, user_types=("Guest",)), {"User": (guest,)}).checked == 0
