"""held_only_through and held_by_few: what grants, what no longer does, and of whom it cannot be said."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sf_audit.checks.held_by_few import HeldByFew
from sf_audit.checks.held_only_through import HeldOnlyThrough
from sf_audit.model.review import Reason, Unread, Verdict
from tests.checks.access_rows import DATA_FIXES, SALES, TEAM, Row, access, assigned, user
from tests.checks.looking import look, unread, verdict

CHECK = HeldOnlyThrough("ModifyAllData")
TAKEN = datetime.fromisoformat("2026-03-16T09:00")
STALE = ({"Id": "0PGteam", "DeveloperName": "Team", "Status": "Outdated"},)
TWO = (user("ada"), user("eve"))
GRANTING_TEAM = {**TEAM, "PermissionsModifyAllData": True}


@pytest.mark.parametrize(
    ("assignment", "holds"),
    [
        ({}, True),
        ({"ExpirationDate": TAKEN}, False),
        ({"ExpirationDate": TAKEN + timedelta(seconds=1)}, True),
        ({"ExpirationDate": TAKEN - timedelta(seconds=1)}, False),
        ({"IsRevoked": True}, False),
        ({"IsRevoked": False, "IsActive": True}, True),
        ({"IsActive": False}, False),
        ({"IsActive": None, "IsRevoked": None, "ExpirationDate": None}, True),
    ],
)
def test_an_assignment_counts_while_it_is_in_force(assignment: Row, holds: bool) -> None:
    _, broken = look(CHECK, access(assigned("ada", "0PSfixes", **assignment)))

    assert broken == (["ada"] if holds else [])


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"UserType": "Guest"}, ["ada"]),
        ({"UserType": "PowerPartner"}, ["ada"]),
        ({"UserType": None}, ["ada"]),
        ({"IsActive": False}, []),
        ({"ProfileId": None}, ["ada"]),
    ],
)
def test_every_active_user_counts_whatever_the_type(changes: Row, broken: list[str]) -> None:
    _, found = look(CHECK, access(assigned("ada", "0PSfixes"), users=(user("ada", **changes), user("eve"))))

    assert found == broken


def test_a_set_of_a_managed_package_grants_like_any_other() -> None:
    packaged = {**DATA_FIXES, "NamespacePrefix": "Pack", "Name": "Pärm_Ümlaut"}
    seen = verdict(CHECK, access(assigned("ada", "0PSfixes"), sets=(SALES, packaged)))

    assert isinstance(seen.breaches, tuple)
    assert seen.breaches[0].because == "holds ModifyAllData through the permission set Pack__Pärm_Ümlaut"


def test_a_package_cannot_bring_a_set_that_a_rule_approves() -> None:
    org = access(assigned("ada", "0PSfixes"), sets=(SALES, {**DATA_FIXES, "NamespacePrefix": "Pack"}))

    assert look(HeldOnlyThrough("ModifyAllData", permission_sets=("Data_Fixes",)), org)[1] == ["ada"]
    assert look(HeldOnlyThrough("ModifyAllData", permission_sets=("Pack__Data_Fixes",)), org)[1] == []


@pytest.mark.parametrize("names_group", [True, False])
def test_a_group_is_named_on_the_assignment_or_on_its_aggregate_set(names_group: bool) -> None:
    group = {"PermissionSetGroupId": "0PGteam"} if names_group else {}
    org = access(assigned("ada", "0PSteam", **group), sets=(SALES, GRANTING_TEAM))

    assert look(CHECK, org)[1] == ["ada"]
    assert look(HeldOnlyThrough("ModifyAllData", permission_set_groups=("Team",)), org)[1] == []


@pytest.mark.parametrize("names_group", [True, False])
@pytest.mark.parametrize("status", ["Outdated", "Updating", "Failed", None])
def test_a_group_that_is_not_up_to_date_is_not_checked(names_group: bool, status: str | None) -> None:
    group = {"PermissionSetGroupId": "0PGteam"} if names_group else {}
    groups = ({"Id": "0PGteam", "DeveloperName": "Team", "Status": status},)

    assert unread(CHECK, access(assigned("ada", "0PSteam", **group), groups=groups)).reason is Reason.STALE_GROUP


def test_a_group_whose_aggregate_is_missing_is_not_checked() -> None:
    org = access(assigned("ada", "0PSteam", PermissionSetGroupId="0PGteam"), sets=(SALES, DATA_FIXES))

    assert unread(CHECK, org).reason is Reason.STALE_GROUP


def test_a_permission_muted_in_a_group_is_held_through_another_way() -> None:
    # The aggregate set of the group does not have it: that is what muting does.
    muted = access(assigned("ada", "0PSteam", PermissionSetGroupId="0PGteam"))
    elsewhere = access(assigned("ada", "0PSteam", PermissionSetGroupId="0PGteam"), assigned("ada", "0PSfixes"))

    assert look(CHECK, muted)[1] == []
    assert look(CHECK, elsewhere)[1] == ["ada"]


def test_a_user_without_the_profile_row_is_not_checked() -> None:
    org = access() | {"PermissionSetAssignment": ()}

    assert unread(CHECK, org).reason is Reason.INCOMPLETE


def test_a_user_of_the_system_needs_no_profile_row() -> None:
    org = access(users=(user("ada"), user("auto", ProfileId=None, UserType="AutomatedProcess")))

    assert verdict(CHECK, org).checked == 1


def test_no_active_user_at_all_is_not_an_org() -> None:
    assert unread(CHECK, access(users=(user("ada", IsActive=False),))).reason is Reason.ROWS_HIDDEN
    assert unread(CHECK, access(users=())).reason is Reason.ROWS_HIDDEN


def test_who_breaks_the_rule_is_reported_although_another_user_is_unknown() -> None:
    org = access(assigned("ada", "0PSfixes"), assigned("eve", "0PSteam"), users=TWO, groups=STALE)
    seen = verdict(CHECK, org)

    assert (seen.checked, seen.broken) == (1, 1), "nobody who could not be looked at counts as keeping it"
    assert (seen.broken, seen.unread.reason if seen.unread else None) == (1, Reason.STALE_GROUP)
    assert seen.notes == (
        "1 user counts as able to sign in: whether they are frozen was not readable (Manage Users)",
        "1 user could not be looked at: their permissions were not readable or not up to date",
    )


def test_an_approved_way_does_not_hide_that_another_way_is_unknown() -> None:
    check = HeldOnlyThrough("ModifyAllData", permission_sets=("Data_Fixes",))

    found = unread(check, access(assigned("ada", "0PSfixes"), assigned("ada", "0PSteam"), groups=STALE))

    assert found.reason is Reason.STALE_GROUP


@pytest.mark.parametrize("status", ["Outdated", "Failed", "Updating"])
@pytest.mark.parametrize("check", [CHECK, HeldByFew("ModifyAllData", at_most=0)])
def test_what_only_a_group_that_is_not_up_to_date_grants_is_not_checked(
    check: HeldOnlyThrough | HeldByFew, status: str
) -> None:
    groups = ({**STALE[0], "Status": status},)
    org = access(assigned("ada", "0PSteam"), sets=(SALES, GRANTING_TEAM), groups=groups)

    assert unread(check, org).reason is Reason.STALE_GROUP


@pytest.mark.parametrize("check", [CHECK, HeldByFew("ModifyAllData", at_most=0)])
def test_who_is_in_a_group_that_is_not_up_to_date_and_holds_it_otherwise_breaks_the_rule(
    check: HeldOnlyThrough | HeldByFew,
) -> None:
    org = access(
        assigned("ada", "0PSteam"), assigned("ada", "0PSfixes"), sets=(SALES, DATA_FIXES, GRANTING_TEAM), groups=STALE
    )
    seen = verdict(check, org)

    assert isinstance(seen.breaches, tuple)
    assert [breach.because for breach in seen.breaches] == ["holds ModifyAllData through the permission set Data_Fixes"]


def test_two_ways_are_both_named_and_only_the_stray_one_blamed() -> None:
    org = access(assigned("ada", "0PSteam"), assigned("ada", "0PSfixes"), sets=(SALES, DATA_FIXES, GRANTING_TEAM))
    both = verdict(CHECK, org)
    stray = verdict(HeldOnlyThrough("ModifyAllData", permission_sets=("Data_Fixes",)), org)

    assert isinstance(both.breaches, tuple)
    assert isinstance(stray.breaches, tuple)
    assert both.breaches[0].because == (
        "holds ModifyAllData through the permission set Data_Fixes and permission set group Team"
    )
    assert stray.breaches[0].because == "holds ModifyAllData through the permission set group Team"


def test_a_set_that_a_session_activates_is_noted_and_does_not_taint_an_approved_way() -> None:
    session = {**DATA_FIXES, "HasActivationRequired": True}
    org = access(assigned("ada", "0PSfixes"), sets=(SALES, session))
    admin = {**SALES, "PermissionsModifyAllData": True}

    assert verdict(CHECK, org).notes == ("1 user can activate it for a session",)
    seen, broken = look(
        HeldOnlyThrough("ModifyAllData", profiles=("Sales",)),
        access(assigned("ada", "0PSfixes"), sets=(admin, session)),
    )
    assert isinstance(seen, Verdict)
    assert broken == []


def test_a_session_does_not_excuse_who_holds_it_always_too() -> None:
    session = {**DATA_FIXES, "HasActivationRequired": True}
    always = {**SALES, "PermissionsModifyAllData": True}
    seen = verdict(CHECK, access(assigned("ada", "0PSfixes"), sets=(always, session)))

    assert isinstance(seen.breaches, tuple)
    assert [breach.because for breach in seen.breaches] == ["holds ModifyAllData through the profile 00eSales"]


def test_a_frozen_user_is_noted_and_never_in_doubt() -> None:
    frozen = {"UserLogin": ({"UserId": "ada", "IsFrozen": True}, {"UserId": None, "IsFrozen": True})}
    org = access(assigned("ada", "0PSfixes"), assigned("ada", "0PSteam"), groups=STALE, **frozen)

    assert verdict(CHECK, org).notes == ("1 frozen user would hold it again when unfrozen",)


def test_frozen_users_count_where_nobody_may_see_who_is_frozen() -> None:
    org = access(assigned("ada", "0PSfixes"), UserLogin=({"UserId": "ada", "IsFrozen": True},))

    assert look(CHECK, org, hidden=["UserLogin"])[1] == ["ada"]


@pytest.mark.parametrize("column", ["IsRevoked", "ExpirationDate", "IsActive"])
def test_a_column_that_nobody_may_see_ends_no_assignment(column: str) -> None:
    ended = {"IsRevoked": True, "ExpirationDate": TAKEN - timedelta(days=9), "IsActive": False}
    org = access(assigned("ada", "0PSfixes", **{column: ended[column]}))

    assert look(CHECK, org, hidden=[f"PermissionSetAssignment.{column}"])[1] == ["ada"]


@pytest.mark.parametrize("column", ["ExpirationDate", "IsActive"])
def test_who_may_hold_it_no_longer_is_named_with_a_reason(column: str) -> None:
    org = access(assigned("ada", "0PSfixes", ExpirationDate=TAKEN + timedelta(days=9), IsActive=True))

    seen = verdict(CHECK, org, hidden=[f"PermissionSetAssignment.{column}"])

    assert seen.unread == Unread(
        Reason.FIELD_NOT_VISIBLE,
        f"PermissionSetAssignment.{column} was not readable, so assignments that have ended count too",
        "View Setup and Configuration",
    )
    assert verdict(CHECK, org).unread is None
    stale = verdict(
        CHECK, {**org, **access(assigned("ada", "0PSfixes"), assigned("eve", "0PSteam"), users=TWO, groups=STALE)}
    )
    assert stale.unread is not None
    assert stale.unread.detail.endswith("so assignments that have ended count too")
    assert verdict(CHECK, access(), hidden=[f"PermissionSetAssignment.{column}"]).unread is None


def test_no_set_is_approved_by_its_name_where_packages_cannot_be_told_apart() -> None:
    org = access(assigned("ada", "0PSfixes"), sets=(SALES, {**DATA_FIXES, "NamespacePrefix": "Pack"}))
    approving, hidden = (
        HeldOnlyThrough("ModifyAllData", permission_sets=("Data_Fixes",)),
        ["PermissionSet.NamespacePrefix"],
    )

    assert unread(approving, org, hidden=hidden).reason is Reason.FIELD_NOT_VISIBLE
    assert look(CHECK, org, hidden=hidden)[1] == ["ada"]


def test_who_breaks_the_rule_by_another_set_is_said_where_packages_cannot_be_told_apart() -> None:
    sets = (SALES, DATA_FIXES, {**DATA_FIXES, "Id": "0PSother", "Name": "Other"})
    org = access(assigned("ada", "0PSfixes"), assigned("eve", "0PSother"), users=TWO, sets=sets)
    approving = HeldOnlyThrough("ModifyAllData", permission_sets=("Data_Fixes",))

    seen, broken = look(approving, org, hidden=["PermissionSet.NamespacePrefix"])

    assert broken == ["eve"]
    assert isinstance(seen, Verdict)
    assert seen.unread is not None
    assert "a package's set may pass for the approved one" in seen.unread.detail


def test_an_approved_user_is_known_by_user_name() -> None:
    org = access(assigned("ada", "0PSfixes"))

    assert look(HeldOnlyThrough("ModifyAllData", users=("ada@acme.test",)), org)[1] == []


def test_few_holders_are_few_enough_even_when_all_unknown_users_held_it_too() -> None:
    org = access(assigned("ada", "0PSfixes"), assigned("eve", "0PSteam"), users=TWO, groups=STALE)

    assert verdict(HeldByFew("ModifyAllData", at_most=2), org).broken == 0
    assert unread(HeldByFew("ModifyAllData", at_most=1), org).reason is Reason.STALE_GROUP
    assert verdict(HeldByFew("ModifyAllData", at_most=0), org).broken == 1


def test_sharing_that_hides_users_keeps_no_rule() -> None:
    assert unread(CHECK, access(), {"User": {"rows_hidden": True}}).reason is Reason.ROWS_HIDDEN
