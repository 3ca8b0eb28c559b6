"""Traps of users, licences and fields: what looks like access and is none, and the other way round."""

from __future__ import annotations

import pytest

from sf_audit.access import Access, Answer, Held, Kind, Right, holders, paths
from sf_audit.model.review import NotReadable, Reason
from tests.access.access_graphs import Org, snapshot_of
from tests.access.trap_scenes import ACCOUNT, EDIT_ACCOUNT, MANAGE_USERS, READ_ACCOUNT, answer, staff, told

READ_INDUSTRY = Held(Kind.FIELD, "Account.Industry", Right.READ)


EDIT_INDUSTRY = Held(Kind.FIELD, "Account.Industry", Right.EDIT)


def test_a_user_of_the_system_needs_no_profile_but_known_sets() -> None:
    org = staff()
    plain = org.user("plain", "Staff", ProfileId=None)
    doubtful = org.user("doubtful", "Staff", ProfileId=None)
    org.assign(doubtful, "0PS_unread")
    org.rows["PermissionSetAssignment"] = [
        row for row in org.rows["PermissionSetAssignment"] if row["PermissionSetId"] != "0PS_XStaff"
    ]

    assert answer(org, plain, MANAGE_USERS) is Answer.NO
    assert answer(org, doubtful, MANAGE_USERS) is Answer.NOT_CHECKED


def test_an_org_without_active_users_is_one_whose_users_were_not_shown() -> None:
    org = staff()
    org.user("gone", "Staff", IsActive=False)

    with snapshot_of(org) as snapshot, pytest.raises(NotReadable) as refused:
        Access.of(snapshot)

    assert refused.value.unread.reason is Reason.ROWS_HIDDEN


def test_users_with_the_same_assignments_are_worked_out_once() -> None:
    org = staff()
    desk = org.permission_set("Desk")
    for number in range(20):
        org.user(f"u{number}", "Staff", *([desk, desk] if number % 2 else []))

    with snapshot_of(org) as snapshot:
        found = Access.of(snapshot).signatures

        assert (len(found), found.users.tolist()) == (2, [10, 10])


@pytest.mark.parametrize("parent", ["0PL_licence", "100_licence", "0QM_muting", "00e_Staff"])
def test_rows_of_licences_muting_sets_and_profile_ids_give_nothing(parent: str) -> None:
    org = staff()
    user = org.user("ann", "Staff")
    org.on_object(parent, ACCOUNT, "Read", "Edit")
    org.on_field(parent, "Account.Industry", edit=True)

    assert answer(org, user, EDIT_ACCOUNT) is Answer.NO
    assert answer(org, user, EDIT_INDUSTRY) is Answer.NO


def test_a_session_activated_set_makes_a_right_conditional() -> None:
    org = staff()
    user = org.user("ann", "Staff", org.permission_set("Vault", "ManageUsers", HasActivationRequired=True))

    assert answer(org, user, MANAGE_USERS) is Answer.CONDITIONAL
    assert told(org, user, MANAGE_USERS) == ["permission set Vault, only in a session that activates it"]


def test_a_session_activated_group_makes_a_right_conditional() -> None:
    org = staff()
    user = org.user("ann", "Staff", org.group("Vault", [], "ManageUsers", HasActivationRequired=True))

    assert answer(org, user, MANAGE_USERS) is Answer.CONDITIONAL


def test_sets_of_managed_packages_count() -> None:
    org = staff()
    user = org.user("ann", "Staff", org.permission_set("Pack", "ManageUsers", NamespacePrefix="acme"))

    with snapshot_of(org) as snapshot:
        access = Access.of(snapshot)
        found = paths(access, user, MANAGE_USERS)

        assert [(one.name, one.namespace) for one in found] == [("Pack", "acme")]
        assert holders(access, MANAGE_USERS).holders[0].through == ("permission set acme__Pack",)


def test_an_inactive_user_holds_nothing_and_a_frozen_one_is_marked() -> None:
    org = staff("ManageUsers")
    gone = org.user("gone", "Staff", IsActive=False)
    org.user("cold", "Staff", frozen=True)

    with snapshot_of(org) as snapshot:
        access = Access.of(snapshot)
        found = holders(access, MANAGE_USERS)

        assert access.answer(gone, MANAGE_USERS) is Answer.NO
        assert [(holder.name, holder.frozen) for holder in found.holders] == [("cold", True)]


def test_a_guest_with_edit_is_found_with_its_profile() -> None:
    org = Org()
    org.on_object(org.profile("Site"), ACCOUNT, "Read", "Edit")
    org.user("visitor", "Site", UserType="Guest")

    with snapshot_of(org) as snapshot:
        found = holders(Access.of(snapshot), EDIT_ACCOUNT)

        assert [(holder.name, holder.user_type, holder.through) for holder in found.holders] == [
            ("visitor", "Guest", ("profile Site",))
        ]


def test_a_field_without_rows_follows_its_object() -> None:
    org = staff()
    org.described("Account.Name", permissionable=False)
    org.described("Account.CreatedDate", permissionable=False, updateable=False)
    user = org.user("ann", "Staff")
    org.on_object("0PS_XStaff", ACCOUNT, "Read", "Edit")

    assert answer(org, user, Held(Kind.FIELD, "Account.Name", Right.EDIT)) is Answer.YES
    assert answer(org, user, Held(Kind.FIELD, "Account.CreatedDate", Right.READ)) is Answer.YES
    assert answer(org, user, Held(Kind.FIELD, "Account.CreatedDate", Right.EDIT)) is Answer.NO
    assert told(org, user, Held(Kind.FIELD, "Account.Name", Right.READ)) == [
        "profile Staff",
        "profile Staff, by edit on Account",
    ]


def test_whether_a_field_can_be_edited_is_unknown_where_the_auditor_may_edit_none() -> None:
    org = staff()
    org.described("Account.Name", permissionable=False, updateable=False)
    user = org.user("ann", "Staff")
    org.on_object("0PS_XStaff", ACCOUNT, "Read", "Edit")

    assert answer(org, user, Held(Kind.FIELD, "Account.Name", Right.READ)) is Answer.YES
    assert answer(org, user, Held(Kind.FIELD, "Account.Name", Right.EDIT)) is Answer.NOT_CHECKED


def test_who_cannot_read_a_field_cannot_whatever_is_unknown_of_editing_it() -> None:
    org = staff()
    org.described("Account.Name", permissionable=False, updateable=False)
    org.on_object(org.permission_set("Other"), ACCOUNT, "Read", "Edit")
    user = org.user("ann", "Staff")

    assert answer(org, user, Held(Kind.FIELD, "Account.Name", Right.READ)) is Answer.NO
    assert answer(org, user, Held(Kind.FIELD, "Account.Name", Right.EDIT)) is Answer.NOT_CHECKED


def test_a_field_that_nobody_names_and_describe_hides_is_not_checked() -> None:
    org = staff()
    user = org.user("ann", "Staff")
    org.on_object("0PS_XStaff", ACCOUNT, "Read", "Edit")

    assert answer(org, user, Held(Kind.FIELD, "Account.Secret__c", Right.READ)) is Answer.NOT_CHECKED


def test_a_permissionable_field_without_a_row_is_not_readable() -> None:
    org = staff()
    org.described("Account.Industry")
    user = org.user("ann", "Staff")
    org.on_object("0PS_XStaff", ACCOUNT, "Read", "Edit")

    assert answer(org, user, READ_INDUSTRY) is Answer.NO


def test_the_parts_of_an_address_follow_the_address() -> None:
    org = staff()
    org.described("Account.BillingAddress")
    org.described("Account.BillingStreet", compound="BillingAddress")
    user = org.user("ann", "Staff")
    org.on_object("0PS_XStaff", ACCOUNT, "Read")
    org.on_field("0PS_XStaff", "Account.BillingAddress")

    assert answer(org, user, Held(Kind.FIELD, "Account.BillingStreet", Right.READ)) is Answer.YES
    assert told(org, user, Held(Kind.FIELD, "Account.BillingStreet", Right.READ)) == ["profile Staff"]


def test_a_field_permission_without_its_object_gives_nothing_and_the_path_says_so() -> None:
    org = staff()
    user = org.user("ann", "Staff")
    org.on_field("0PS_XStaff", "Account.Industry", edit=True)
    org.on_object(org.permission_set("Other"), ACCOUNT, "Read")

    assert answer(org, user, READ_INDUSTRY) is Answer.NO
    assert told(org, user, READ_INDUSTRY) == [
        "profile Staff; read on Account is not held",
        "profile Staff, by edit on Account.Industry; read on Account is not held",
    ]


@pytest.mark.parametrize("everywhere", [False, True])
def test_view_all_fields_reads_every_field_of_objects_that_are_readable(everywhere: bool) -> None:
    org = staff(*(["ViewAllFieldsGlobal"] if everywhere else []))
    org.described("Account.Industry")
    org.described("Contact.Phone")
    user = org.user("ann", "Staff")
    org.on_object("0PS_XStaff", ACCOUNT, "Read", "Edit", *([] if everywhere else ["ViewAllFields"]))
    org.on_object(org.permission_set("Other"), "Contact", "Read")

    assert answer(org, user, READ_INDUSTRY) is Answer.YES
    assert answer(org, user, EDIT_INDUSTRY) is Answer.NO
    assert answer(org, user, Held(Kind.FIELD, "Contact.Phone", Right.READ)) is Answer.NO


def test_an_object_that_no_set_names_is_not_checked_unless_everything_is_held() -> None:
    org = staff()
    org.described("OpportunityLineItem.Quantity")
    org.profile("Admin", "ModifyAllData")
    plain, admin = org.user("ann", "Staff"), org.user("root", "Admin")
    lines = Held(Kind.OBJECT, "OpportunityLineItem", Right.READ)

    assert answer(org, plain, lines) is Answer.NOT_CHECKED
    assert answer(org, admin, lines) is Answer.YES


def test_kinds_that_were_not_read_are_not_checked_and_the_rest_is() -> None:
    org = staff("ManageUsers")
    org.without.add("ObjectPermissions")
    user = org.user("ann", "Staff")

    assert answer(org, user, READ_ACCOUNT) is Answer.NOT_CHECKED
    assert answer(org, user, READ_INDUSTRY) is Answer.NOT_CHECKED
    assert answer(org, user, MANAGE_USERS) is Answer.YES


def test_nothing_is_said_where_assignments_were_not_read() -> None:
    org = staff()
    org.without.add("PermissionSetAssignment")

    with snapshot_of(org) as snapshot, pytest.raises(NotReadable):
        Access.of(snapshot)
