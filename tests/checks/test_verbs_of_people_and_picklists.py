"""Verbs about guests, administrators, sign-ins, picklists and hidden children."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from sf_audit.checks.active_picklist_value import ActivePicklistValue
from sf_audit.checks.frozen_are_deactivated import FrozenAreDeactivated
from sf_audit.checks.guests_may_not import GuestsMayNot
from sf_audit.checks.has_related import HasRelated
from sf_audit.checks.on_profile import OnProfile
from sf_audit.checks.owned_by_active import OwnedByActive
from sf_audit.checks.signed_in_lately import SignedInLately
from sf_audit.model.review import Reason
from tests.checks.access_rows import Row, access, assigned, user
from tests.checks.looking import look, org, unread, verdict
from tests.checks.verb_rows import HIDDEN_ROWS

GUEST = {"UserType": "Guest"}


at = datetime.fromisoformat


def granted(who: str, on: str, **rights: bool) -> Row:
    return {"Id": f"110{who}{on}", "ParentId": who, "SobjectType": on, "PermissionsRead": rights.get("read", False)}


def test_guest_rights_add_up_over_sets_and_each_object_is_a_part() -> None:
    check = GuestsMayNot(("Read",), but_on=("Lead",))
    rights = (
        granted("0PSsales", "Case", read=True),
        granted("0PSfixes", "Bike__c", read=True),
        granted("0PSfixes", "Case"),
        granted("0PSfixes", "Lead", read=True),
    )
    org = access(assigned("gus", "0PSfixes"), users=(user("gus", **GUEST), user("ada")), ObjectPermissions=rights)
    seen = verdict(check, org)

    assert isinstance(seen.breaches, tuple)
    assert [(breach.id, breach.part) for breach in seen.breaches] == [("gus", "Bike__c"), ("gus", "Case")]
    assert (seen.checked, seen.broken) == (1, 1)


def test_an_inactive_guest_is_nobody() -> None:
    rights = (granted("0PSsales", "Case", read=True),)
    org = access(users=(user("gus", IsActive=False, **GUEST), user("ada")), ObjectPermissions=rights)

    assert verdict(GuestsMayNot(("Read",)), org).checked == 0


def test_a_guest_in_a_group_that_is_not_up_to_date_is_not_checked() -> None:
    stale = ({"Id": "0PGteam", "DeveloperName": "Team", "Status": "Outdated"},)
    users = (user("gus", **GUEST), user("bad", **GUEST))
    doubtful = access(assigned("gus", "0PSteam"), users=users[:1], groups=stale, ObjectPermissions=())
    rights = (granted("0PSfixes", "Case", read=True),)
    both = access(
        assigned("gus", "0PSteam"), assigned("bad", "0PSfixes"), users=users, groups=stale, ObjectPermissions=rights
    )

    assert unread(GuestsMayNot(("Read",)), doubtful).reason is Reason.STALE_GROUP
    assert verdict(GuestsMayNot(("Read",)), both).unread is not None


def test_what_only_a_group_that_is_not_up_to_date_gives_a_guest_is_no_breach() -> None:
    stale = ({"Id": "0PGteam", "DeveloperName": "Team", "Status": "Outdated"},)
    rights = ({"ParentId": "0PSteam", "SobjectType": "Case", "PermissionsRead": True},)
    org = access(assigned("gus", "0PSteam"), users=(user("gus", **GUEST),), groups=stale, ObjectPermissions=rights)

    assert unread(GuestsMayNot(("Read",)), org).reason is Reason.STALE_GROUP


def test_doubt_about_somebody_who_is_no_guest_does_not_matter() -> None:
    stale = ({"Id": "0PGteam", "DeveloperName": "Team", "Status": "Outdated"},)
    users = (user("gus", **GUEST), user("ada"))
    org = access(assigned("ada", "0PSteam"), users=users, groups=stale, ObjectPermissions=())

    assert verdict(GuestsMayNot(("Read",)), org).broken == 0


ADMINS = {"Id": "0PSadmin", "ProfileId": "00eAdmin", "IsOwnedByProfile": True, "PermissionsModifyAllData": True}


def admins(*names: str, sets: tuple[Row, ...] = (ADMINS,)) -> dict[str, tuple[Row, ...]]:
    return {
        "User": tuple(user(name, ProfileId="00eAdmin") for name in names),
        "Profile": ({"Id": "00eAdmin", "Name": "Système"},),
        "PermissionSet": sets,
    }


def test_approved_administrators_are_not_counted() -> None:
    org = admins("ada", "ben", "cy")

    assert look(OnProfile("ModifyAllData", 2), org)[1] == ["ada", "ben", "cy"]
    assert look(OnProfile("ModifyAllData", 2, approved=("cy@acme.test",)), org)[1] == []


def test_a_profile_is_called_by_its_id_because_its_name_is_a_text_that_people_chose() -> None:
    seen = verdict(OnProfile("ModifyAllData", 0), admins("ada"))

    assert isinstance(seen.breaches, tuple)
    assert [breach.because for breach in seen.breaches] == ["is on the profile 00eAdmin"]


def test_a_profile_whose_permissions_were_not_read_is_not_taken_for_harmless() -> None:
    assert unread(OnProfile("ModifyAllData", 1), admins("ada", "ben", sets=())).reason is Reason.INCOMPLETE
    assert verdict(OnProfile("ModifyAllData", 2), admins("ada", "ben", sets=())).broken == 0


def test_an_org_without_users_was_not_shown() -> None:
    assert unread(OnProfile("ModifyAllData", 1), admins()).reason is Reason.ROWS_HIDDEN


def test_nobody_is_known_not_to_be_frozen_without_user_logins() -> None:
    assert unread(FrozenAreDeactivated(), {"User": (user("ada"),), "UserLogin": ()}).reason is Reason.ROWS_HIDDEN


def test_users_without_a_user_login_are_noted() -> None:
    logins = ({"UserId": "ada", "IsFrozen": None}, {"UserId": "old", "IsFrozen": True})
    seen = verdict(FrozenAreDeactivated(), {"User": (user("ada"), user("eve")), "UserLogin": logins})

    assert (seen.checked, seen.broken) == (1, 0)
    assert seen.notes == ("1 active user has no UserLogin and was not looked at",)


FROZEN: tuple[Row, ...] = ({"UserId": "cold", "IsFrozen": True}, {"UserId": None, "IsFrozen": True})


def seen_last(name: str, last: datetime | None, **more: object) -> Row:
    return user(name, LastLoginDate=last, CreatedDate=at("2024-01-01T00:00"), **more)


def test_the_last_day_of_the_time_still_counts() -> None:
    org = {
        "User": (
            seen_last("d90", at("2025-12-16T00:00")),
            seen_last("d91", at("2025-12-15T23:59")),
            seen_last("never", None),
            seen_last("guest", at("2020-01-01T00:00"), UserType="Guest"),
            seen_last("gone", at("2020-01-01T00:00"), IsActive=False),
            seen_last("cold", at("2020-01-01T00:00")),
        ),
        "UserLogin": FROZEN,
    }

    assert look(SignedInLately(90), org)[1] == ["d91"]
    assert look(SignedInLately(90, never=True), org)[1] == ["never"]


@pytest.mark.parametrize(
    ("last", "broken"), [("2026-03-17T23:00", 0), ("2026-03-18T00:00", 1), ("2099-01-01T00:00", 1)]
)
def test_a_day_that_lies_ahead_is_no_proof_of_use(last: str, broken: int) -> None:
    ahead = {"User": (seen_last("ada", at(last)), seen_last("cold", at(last))), "UserLogin": FROZEN}
    created = {"User": (user("ada", LastLoginDate=None, CreatedDate=at(last)),)}

    signed_in, new = verdict(SignedInLately(90), ahead), verdict(SignedInLately(90, never=True), created)

    assert (signed_in.checked, signed_in.broken, new.broken) == (2, broken, broken)
    assert bool(signed_in.notes) is bool(broken)


def test_a_sign_in_after_the_review_is_called_that() -> None:
    seen = verdict(SignedInLately(90), {"User": (seen_last("ada", at("2026-03-20T08:00")),)})

    assert isinstance(seen.breaches, tuple)
    (breach,) = seen.breaches
    assert breach.because == "last signed in 4 days after this review, a date that proves no use"


def test_no_user_of_these_types_is_said_with_proof() -> None:
    seen = verdict(SignedInLately(90), {"User": (seen_last("gus", None, UserType="Guest"),)})

    assert (seen.checked, seen.proof) == (0, "User was read whole: 0 active users of these types")


ACCOUNTS: dict[str, tuple[Row, ...]] = {"Account": ({"Id": "a1", "Industry": "Dotcom", "OwnerId": "ada"},)}


def values(*named: tuple[str, bool]) -> dict[str, tuple[Row, ...]]:
    return {
        "describe_picklist_values": tuple(
            {"object": "Account", "field": "Industry", "value": one, "active": active} for one, active in named
        )
    }


def test_where_every_value_is_retired_every_value_is_wrong() -> None:
    check = ActivePicklistValue(object="Account", field="Industry")

    assert look(check, ACCOUNTS | values(("Dotcom", False)))[1] == ["a1"]


def test_a_picklist_without_values_is_judged_only_where_no_record_has_one() -> None:
    check = ActivePicklistValue(object="Account", field="Industry")
    picklist = {"Account": {"columns": {"Id": "id", "Industry": "picklist"}}}
    empty: dict[str, tuple[Row, ...]] = {"Account": ({"Id": "a1", "Industry": None},)}

    assert verdict(check, empty | values(), picklist).checked == 0
    assert unread(check, ACCOUNTS | values(), picklist).detail == (
        "the org lists no value of Account.Industry, and records have some"
    )
    assert unread(check, ACCOUNTS | values()).reason is Reason.UNSUPPORTED


def test_values_are_compared_exactly() -> None:
    check = ActivePicklistValue(object="Account", field="Industry")

    assert look(check, ACCOUNTS | values(("dotcom", True)))[1] == ["a1"]


def test_nobody_is_blamed_for_children_that_sharing_hides() -> None:
    check = HasRelated(object="Account", child="Contact", by="AccountId")

    assert look(check, ACCOUNTS | {"Contact": ()})[1] == ["a1"]
    assert unread(check, ACCOUNTS | {"Contact": ()}, {"Contact": HIDDEN_ROWS}).reason is Reason.ROWS_HIDDEN


def test_what_was_found_among_hidden_rows_stands_but_fixes_nothing() -> None:
    inactive = ({"Id": "ada", "IsActive": False},)
    found = verdict(OwnedByActive(object="Account"), ACCOUNTS | {"User": inactive}, {"Account": HIDDEN_ROWS})
    kept = unread(OwnedByActive(object="Account"), ACCOUNTS | {"User": ()}, {"Account": HIDDEN_ROWS})

    assert (found.broken, found.unread.reason if found.unread else None) == (1, Reason.ROWS_HIDDEN)
    assert kept.reason is Reason.ROWS_HIDDEN


@pytest.mark.parametrize(("hour", "broken"), [(10, 1), (11, 0)])
def test_days_since_a_sign_in_are_those_of_the_org(hour: int, broken: int) -> None:
    # In Auckland, 11:30 UTC is half past midnight of the next day in summer: 90 days before 16 March, not 91.
    at = datetime.fromisoformat(f"2025-12-15T{hour}:30")
    who = {"Id": "ada", "IsActive": True, "UserType": "Standard", "LastLoginDate": at, "CreatedDate": at}

    with org(SignedInLately(90), {"User": (who,)}, {}) as snapshot:
        snapshot.org = replace(snapshot.org, time_zone="Pacific/Auckland")
        seen = SignedInLately(90).examine(snapshot)

    assert seen.broken == broken
