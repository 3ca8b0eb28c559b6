"""Why: every way, the smallest change that ends it, and what else that change takes away, from whom."""

from __future__ import annotations

from sf_audit.access import Access, Held, Kind, Right
from sf_audit.access.answers.question import person
from sf_audit.access.answers.why import why
from sf_audit.model.access import Lost, Remedy, Why
from tests.access.access_graphs import Org, snapshot_of

MANAGE_USERS = Held(Kind.SYSTEM, "ManageUsers", Right.USE)
READ_ACCOUNT = Held(Kind.OBJECT, "Account", Right.READ)
EDIT_ACCOUNT = Held(Kind.OBJECT, "Account", Right.EDIT)
READ_INDUSTRY = Held(Kind.FIELD, "Account.Industry", Right.READ)


def staff(*system: str) -> Org:
    org = Org()
    org.profile("Staff", *system)
    return org


def told(org: Org, user: str, held: Held) -> Why:
    with snapshot_of(org) as snapshot:
        access = Access.of(snapshot)
        return why(access, person(access, user), held)


def test_one_way_ends_with_its_assignment_and_what_goes_with_it_is_named() -> None:
    org = staff()
    desk = org.permission_set("Desk", "ManageUsers", "ApiEnabled")
    org.user("ann", "Staff", desk)

    found = told(org, "ann", MANAGE_USERS)

    assert (found.answer, found.complete) == ("yes", True)
    assert [way.said for way in found.ways] == ["permission set Desk"]
    assert found.remedies == (
        Remedy(("take ManageUsers away from permission set Desk",), (), 0),
        Remedy(("end the assignment of permission set Desk to this user",), (Lost("system", "ApiEnabled", "use"),), 0),
    )


def test_ending_an_assignment_is_better_than_an_edit_that_takes_from_others() -> None:
    org = staff()
    desk = org.permission_set("Desk", "ManageUsers", "ApiEnabled")
    for name in ("ann", "bob", "cid"):
        org.user(name, "Staff", desk)

    found = told(org, "ann", MANAGE_USERS)

    assert found.remedies == (
        Remedy(("end the assignment of permission set Desk to this user",), (Lost("system", "ApiEnabled", "use"),), 0),
        Remedy(("take ManageUsers away from permission set Desk",), (), 2),
    )


def test_others_who_hold_it_another_way_too_are_not_counted() -> None:
    org = staff()
    desk, spare = org.permission_set("Desk", "ManageUsers"), org.permission_set("Spare", "ManageUsers")
    org.user("ann", "Staff", desk)
    org.user("bob", "Staff", desk, spare)
    org.user("cid", "Staff", desk)

    found = told(org, "ann", MANAGE_USERS)

    assert [(remedy.steps, remedy.other_users) for remedy in found.remedies] == [
        (("end the assignment of permission set Desk to this user",), 0),
        (("take ManageUsers away from permission set Desk",), 1),
    ]


def test_one_edit_that_closes_two_ways_is_smaller_than_two_ended_assignments() -> None:
    org = staff()
    desk = org.permission_set("Desk", "ManageUsers")
    org.user("ann", "Staff", desk, org.group("Support", [desk], "ManageUsers"))
    org.user("bob", "Staff", desk)

    found = told(org, "ann", MANAGE_USERS)

    assert [(remedy.steps, remedy.other_users) for remedy in found.remedies] == [
        (("take ManageUsers away from permission set Desk",), 1),
        (
            (
                "end the assignment of permission set Desk to this user",
                "end the assignment of permission set group Support to this user",
            ),
            0,
        ),
    ]


def test_editing_one_of_two_sets_of_a_group_that_both_give_it_is_no_remedy() -> None:
    org = staff()
    one, other = org.permission_set("One", "ManageUsers"), org.permission_set("Other", "ManageUsers")
    org.user("ann", "Staff", org.group("Support", [one, other], "ManageUsers"))

    found = told(org, "ann", MANAGE_USERS)

    assert [remedy.steps for remedy in found.remedies] == [
        ("end the assignment of permission set group Support to this user",),
        ("mute ManageUsers in permission set group Support",),
    ]


def test_a_profile_can_only_be_edited_and_everybody_on_it_counts() -> None:
    org = staff("ManageUsers")
    for name in ("ann", "bob"):
        org.user(name, "Staff")

    found = told(org, "ann", MANAGE_USERS)

    assert found.remedies == (Remedy(("take ManageUsers away from profile Staff",), (), 1),)


def test_a_managed_set_cannot_be_edited() -> None:
    org = staff()
    org.user("ann", "Staff", org.permission_set("Pack", "ManageUsers", NamespacePrefix="acme"))

    found = told(org, "ann", MANAGE_USERS)

    assert [remedy.steps for remedy in found.remedies] == [("end the assignment of permission set Pack to this user",)]
    assert [way.said for way in found.ways] == ["permission set Pack, of package acme"]


def test_every_grant_that_implies_the_right_is_taken_away_in_one_edit() -> None:
    org = staff("ModifyAllData", "ViewAllData")
    org.on_object("0PS_XStaff", "Account", "Read", "Edit")
    org.user("ann", "Staff")

    found = told(org, "ann", EDIT_ACCOUNT)

    assert [way.said for way in found.ways] == ["profile Staff", "profile Staff, by ModifyAllData"]
    assert found.remedies[0].steps == ("take ModifyAllData and edit on Account away from profile Staff",)
    assert Lost("object", "Account", "delete") in found.remedies[0].also_takes_away
    assert Lost("object", "Account", "read") not in found.remedies[0].also_takes_away


def test_a_field_with_many_ways_is_closed_through_its_object_where_that_is_smaller() -> None:
    org = staff()
    for name in ("One", "Two"):
        org.on_field(org.permission_set(name), "Account.Industry")
    sight = org.permission_set("Sight")
    org.on_object(sight, "Account", "Read")
    org.user("ann", "Staff", "0PS_One", "0PS_Two", sight)

    found = told(org, "ann", READ_INDUSTRY)

    assert found.remedies[0].steps == ("end the assignment of permission set Sight to this user",)
    assert found.remedies[0].also_takes_away == (Lost("object", "Account", "read"),)
    assert found.notes == ("read on Account is needed besides, and held",)


def test_the_parts_of_an_address_are_taken_away_with_the_address() -> None:
    org = staff()
    org.described("Account.BillingAddress")
    org.described("Account.BillingStreet", compound="BillingAddress")
    org.described("Account.BillingCity", compound="BillingAddress")
    org.on_object("0PS_XStaff", "Account", "Read", "Edit", "Create", "Delete")
    org.on_field("0PS_XStaff", "Account.BillingAddress")
    org.user("ann", "Staff")

    found = told(org, "ann", Held(Kind.FIELD, "Account.BillingStreet", Right.READ))

    assert found.remedies[0].steps == ("take read on Account.BillingAddress away from profile Staff",)
    assert found.remedies[0].also_takes_away == (
        Lost("field", "Account.BillingAddress", "read"),
        Lost("field", "Account.BillingCity", "read"),
    )


def test_muted_ways_are_shown_closed_and_need_no_remedy() -> None:
    org = staff()
    desk = org.permission_set("Desk", "ManageUsers")
    org.user("ann", "Staff", org.group("Support", [desk, "0QM_muting"]))

    found = told(org, "ann", MANAGE_USERS)

    assert found.answer == "no"
    assert [(way.said, way.closed) for way in found.ways] == [
        ("permission set group Support (Desk); muted in group Support", "muted in group Support")
    ]
    assert found.remedies == ()


def test_a_conditional_right_has_a_remedy_too() -> None:
    org = staff()
    org.user("ann", "Staff", org.permission_set("Vault", "ManageUsers", HasActivationRequired=True))

    found = told(org, "ann", MANAGE_USERS)

    assert found.answer == "conditional"
    assert [way.said for way in found.ways] == ["permission set Vault, only in a session that activates it"]
    assert len(found.remedies) == 2


def test_what_is_held_for_certain_is_answered_yes_although_more_may_be_held() -> None:
    org = staff("ManageUsers")
    org.user("ann", "Staff", org.group("Support", [], "ManageUsers", status="Outdated"))

    found = told(org, "ann", MANAGE_USERS)

    assert (found.answer, found.complete, found.because) == ("yes", True, "")
    assert [way.said for way in found.ways] == [
        "profile Staff",
        "permission set group Support; the group is not up to date (Outdated)",
    ]
    assert found.remedies == ()
    assert found.notes[0] == (
        "the user may hold more, and in other ways too: permission set group Support is not up to date (Outdated)"
    )


def test_what_only_a_group_in_doubt_gives_is_not_answered_no() -> None:
    org = staff()
    org.user("ann", "Staff", org.group("Support", [], "ManageUsers", status="Outdated"))

    found = told(org, "ann", MANAGE_USERS)

    assert (found.answer, found.complete) == ("not_checked", False)
    assert [way.said for way in found.ways] == ["permission set group Support; the group is not up to date (Outdated)"]
    assert found.because == "permission set group Support is not up to date (Outdated)"
    assert found.unlocked_by == "Recalculate the group in Setup, then run again"


def test_a_group_that_is_being_recalculated_needs_only_time() -> None:
    org = staff()
    org.user("ann", "Staff", org.group("Support", [], "ManageUsers", status="Updating"))

    found = told(org, "ann", MANAGE_USERS)

    assert found.because == "permission set group Support is not up to date (Updating)"
    assert found.unlocked_by == "Wait until the org has recalculated the group, then run again"


def test_a_user_of_the_system_without_assignments_is_not_told_a_flat_no() -> None:
    org = staff()
    org.user("auto", "Staff", ProfileId=None, UserType="AutomatedProcess")
    org.rows["PermissionSetAssignment"].clear()

    found = told(org, "auto", MANAGE_USERS)

    assert found.because == (
        "no profile and no permission set is assigned to this user of the system; what the platform lets such users do "
        "is not in any permission that can be read"
    )


def test_a_right_on_what_was_not_read_is_not_answered_no() -> None:
    org = staff()
    org.without.add("ObjectPermissions")
    org.user("ann", "Staff")

    found = told(org, "ann", READ_ACCOUNT)

    assert found.answer == "not_checked"
    assert found.because.startswith("ObjectPermissions was not ")


def test_inactive_and_frozen_users_are_said() -> None:
    org = staff("ManageUsers")
    org.user("gone", "Staff", IsActive=False)
    org.user("cold", "Staff", frozen=True)

    assert told(org, "gone", MANAGE_USERS).because == "the user is not active, and so holds nothing"
    assert told(org, "cold", MANAGE_USERS).notes == (
        "the user is frozen and cannot sign in now; what is held is held again when unfrozen",
    )
