"""What access tools get wrong: muting, stale groups, foreign parents, fields without rows, expiry, frozen users."""

from __future__ import annotations

import pytest

from sf_audit.access import Access, Answer, Held, Kind, Right, holders, paths
from sf_audit.model.review import Reason
from tests.access.access_graphs import TOMORROW, YESTERDAY, snapshot_of
from tests.access.trap_scenes import ACCOUNT, EDIT_ACCOUNT, MANAGE_USERS, READ_ACCOUNT, answer, staff, told


def test_what_a_group_mutes_is_not_held_and_the_muting_is_named() -> None:
    org = staff()
    desk = org.permission_set("Desk", "ManageUsers")
    user = org.user("ann", "Staff", org.group("Support", [desk, "0QM_muting"]))

    found = answer(org, user, MANAGE_USERS)

    assert found is Answer.NO
    assert told(org, user, MANAGE_USERS) == ["permission set group Support (Desk); muted in group Support"]


def test_muted_in_one_group_but_held_through_another_path_is_held() -> None:
    org = staff()
    desk = org.permission_set("Desk", "ManageUsers")
    user = org.user("ann", "Staff", org.group("Support", [desk]), desk)

    found = answer(org, user, MANAGE_USERS)

    assert found is Answer.YES
    assert told(org, user, MANAGE_USERS) == [
        "permission set Desk",
        "permission set group Support (Desk); muted in group Support",
    ]


def test_an_object_right_that_is_muted_is_attributed_too() -> None:
    org = staff()
    desk = org.permission_set("Desk")
    aggregate = org.group("Support", [desk])
    org.on_object(desk, ACCOUNT, "Read", "Edit")
    org.on_object(aggregate, ACCOUNT, "Read")
    user = org.user("ann", "Staff", aggregate)

    assert answer(org, user, READ_ACCOUNT) is Answer.YES
    assert answer(org, user, EDIT_ACCOUNT) is Answer.NO
    assert told(org, user, EDIT_ACCOUNT) == ["permission set group Support (Desk); muted in group Support"]


def test_an_assignment_that_expired_yesterday_gives_nothing_and_tomorrows_expiry_is_shown() -> None:
    org = staff()
    desk = org.permission_set("Desk", "ManageUsers")
    late, soon = org.user("late", "Staff"), org.user("soon", "Staff")
    org.assign(late, desk, ExpirationDate=YESTERDAY)
    org.assign(soon, desk, ExpirationDate=TOMORROW)

    assert answer(org, late, MANAGE_USERS) is Answer.NO
    assert told(org, late, MANAGE_USERS) == []
    assert told(org, soon, MANAGE_USERS) == ["permission set Desk, until 2026-11-23"]


@pytest.mark.parametrize("row", [{"IsActive": False}, {"IsRevoked": True}])
def test_an_assignment_that_is_not_active_or_revoked_gives_nothing(row: dict[str, bool]) -> None:
    org = staff()
    user = org.user("ann", "Staff")
    org.assign(user, org.permission_set("Desk", "ManageUsers"), **row)

    assert answer(org, user, MANAGE_USERS) is Answer.NO


@pytest.mark.parametrize("status", ["Outdated", "Updating", "Failed"])
def test_what_only_a_group_that_is_not_updated_gives_is_not_checked(status: str) -> None:
    org = staff("ApiEnabled")
    user = org.user("ann", "Staff", org.group("Support", [], "ManageUsers", status=status))

    with snapshot_of(org) as snapshot:
        access = Access.of(snapshot)

        assert access.answer(user, MANAGE_USERS) is Answer.NOT_CHECKED
        assert access.unknown[user].reason is Reason.STALE_GROUP
        assert access.unknown[user].detail == f"permission set group Support is not up to date ({status})"
        assert paths(access, user, MANAGE_USERS) == ()
        assert (holders(access, MANAGE_USERS).holders, list(holders(access, MANAGE_USERS).unknown)) == ((), [user])


@pytest.mark.parametrize("status", ["Outdated", "Updating", "Failed"])
def test_a_group_in_doubt_takes_nothing_away_from_what_is_held_for_certain(status: str) -> None:
    org = staff("ManageUsers")
    org.on_object("0PS_XStaff", ACCOUNT, "Read", "Edit")
    direct = org.permission_set("Root", "ModifyAllData")
    user = org.user("ann", "Staff", direct, org.group("Support", [], "ManageUsers", status=status))

    with snapshot_of(org) as snapshot:
        access = Access.of(snapshot)
        found = holders(access, MANAGE_USERS)

        assert access.answer(user, MANAGE_USERS) is Answer.YES
        assert access.answer(user, EDIT_ACCOUNT) is Answer.YES
        assert access.answer(user, Held(Kind.SYSTEM, "ModifyAllData", Right.USE)) is Answer.YES
        assert access.answer(user, Held(Kind.SYSTEM, "AuthorApex", Right.USE)) is Answer.NOT_CHECKED
        assert [str(path) for path in paths(access, user, MANAGE_USERS)] == ["profile Staff"]
        assert [(holder.user_id, holder.through, holder.may_hold_more) for holder in found.holders] == [
            (user, ("profile Staff",), True)
        ]
        assert found.unknown == {}


def test_who_holds_it_in_a_session_for_certain_may_hold_it_always() -> None:
    org = staff()
    vault = org.permission_set("Vault", "ManageUsers", HasActivationRequired=True)
    user = org.user("ann", "Staff", vault, org.group("Support", [], "ManageUsers", status="Updating"))

    with snapshot_of(org) as snapshot:
        found = holders(Access.of(snapshot), MANAGE_USERS)

        assert [(holder.user_id, holder.conditional, holder.may_hold_more) for holder in found.holders] == [
            (user, True, True)
        ]
        assert list(found.unknown) == [user]


def test_a_way_that_a_session_activates_is_told_from_one_that_is_always_open() -> None:
    org = staff("ManageUsers")
    org.user("ann", "Staff", org.permission_set("Vault", "ManageUsers", HasActivationRequired=True))

    with snapshot_of(org) as snapshot:
        (found,) = holders(Access.of(snapshot), MANAGE_USERS).holders

        assert (found.through, found.conditional_ways, found.conditional) == (
            ("permission set Vault", "profile Staff"),
            ("permission set Vault",),
            False,
        )


def test_a_user_without_a_profile_row_holds_what_is_assigned_besides_and_perhaps_more() -> None:
    org = staff("ManageUsers")
    org.user("ann", "Staff", org.permission_set("Desk", "ApiEnabled"))
    org.rows["PermissionSetAssignment"] = org.rows["PermissionSetAssignment"][1:]

    assert answer(org, "005_ann", MANAGE_USERS) is Answer.NOT_CHECKED
    assert answer(org, "005_ann", Held(Kind.SYSTEM, "ApiEnabled", Right.USE)) is Answer.YES


def test_a_user_whose_groups_aggregate_was_not_read_is_not_checked() -> None:
    org = staff()
    aggregate = org.group("Support", [], "ManageUsers")
    user = org.user("ann", "Staff", aggregate)
    org.rows["PermissionSet"] = [row for row in org.rows["PermissionSet"] if row["Id"] != aggregate]

    assert answer(org, user, MANAGE_USERS) is Answer.NOT_CHECKED


def test_a_group_row_that_points_at_a_set_which_is_not_its_aggregate_leaves_that_user_unchecked() -> None:
    org = staff("ApiEnabled")
    org.group("Support", [])
    user, other = org.user("ann", "Staff"), org.user("bob", "Staff")
    org.assign(user, org.permission_set("Desk", "ManageUsers"), PermissionSetGroupId="0PG_Support")

    with snapshot_of(org) as snapshot:
        access = Access.of(snapshot)

        assert access.answer(user, MANAGE_USERS) is Answer.NOT_CHECKED
        assert access.answer(user, Held(Kind.SYSTEM, "ApiEnabled", Right.USE)) is Answer.YES
        assert access.answer(other, MANAGE_USERS) is Answer.NO
        assert access.unknown[user].detail == (
            "an assignment names permission set group Support and points at a set that is not its own"
        )


def test_a_group_row_that_points_at_another_groups_aggregate_leaves_that_user_unchecked() -> None:
    org = staff()
    org.group("Support", [])
    other = org.group("Sales", [], "ManageUsers")
    user = org.user("ann", "Staff")
    org.assign(user, other, PermissionSetGroupId="0PG_Support")

    assert answer(org, user, MANAGE_USERS) is Answer.NOT_CHECKED


def test_a_group_that_only_its_aggregate_names_is_a_group_all_the_same() -> None:
    org = staff()
    desk = org.permission_set("Desk", "ManageUsers")
    aggregate = org.group("Support", [desk], "ManageUsers")
    user = org.user("ann", "Staff")
    org.assign(user, aggregate, PermissionSetGroupId=None)

    assert told(org, user, MANAGE_USERS) == ["permission set group Support (Desk)"]


def test_users_of_a_stale_group_that_only_its_aggregate_names_are_not_checked() -> None:
    org = staff()
    aggregate = org.group("Support", [], "ManageUsers", status="Outdated")
    user = org.user("ann", "Staff")
    org.assign(user, aggregate, PermissionSetGroupId=None)

    assert answer(org, user, MANAGE_USERS) is Answer.NOT_CHECKED
