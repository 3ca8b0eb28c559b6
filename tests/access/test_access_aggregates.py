"""Aggregates are held against the sets and the muting that they stand for, and not believed where they differ."""

from __future__ import annotations

import pytest

from sf_audit.access import Access, Answer, Held, Kind, Right
from sf_audit.access.assignments.aggregates import Compared, Wrong, compared
from sf_audit.access.assignments.system_permissions import who_holds
from tests.access.access_graphs import Org, snapshot_of

MANAGE_USERS = Held(Kind.SYSTEM, "ManageUsers", Right.USE)
MODIFY_ALL = Held(Kind.SYSTEM, "ModifyAllData", Right.USE)
EDIT_ACCOUNT = Held(Kind.OBJECT, "Account", Right.EDIT)
DELETE_ACCOUNT = Held(Kind.OBJECT, "Account", Right.DELETE)
READ_CASE = Held(Kind.OBJECT, "Case", Right.READ)
EDIT_INDUSTRY = Held(Kind.FIELD, "Account.Industry", Right.EDIT)


class Desk:
    """A group of one set with a muting set; the set, the muting set and the aggregate are filled by the test."""

    def __init__(self, given: str = "", muted: str = "", aggregate: str = "", *, status: str = "Updated") -> None:
        self.org = Org()
        self.org.profile("Staff")
        self.given = self.org.permission_set("Desk", *given.split())
        self.muted = self.org.muting_set("Support", *muted.split())
        self.aggregate = self.org.group("Support", [self.given, self.muted], *aggregate.split(), status=status)
        self.user = self.org.user("ann", "Staff", self.aggregate)

    def compared(self) -> Compared:
        with snapshot_of(self.org) as snapshot:
            (found,) = compared(snapshot)
        return found

    def answer(self, held: Held) -> Answer:
        with snapshot_of(self.org) as snapshot:
            return Access.of(snapshot).answer(self.user, held)


def test_what_is_muted_and_gone_proves_that_the_aggregate_carries_muting() -> None:
    desk = Desk("ManageUsers ApiEnabled", muted="ManageUsers", aggregate="ApiEnabled")
    desk.org.on_object(desk.given, "Account", "Read", "Edit", "Delete")
    desk.org.on_object(desk.muted, "Account", "Edit", "Delete")
    desk.org.on_object(desk.aggregate, "Account", "Read")
    desk.org.on_field(desk.given, "Account.Industry", edit=True)
    desk.org.add(
        "FieldPermissions",
        ParentId=desk.muted,
        SobjectType="Account",
        Field="Account.Industry",
        PermissionsRead=False,
        PermissionsEdit=True,
    )
    desk.org.on_field(desk.aggregate, "Account.Industry")

    found = desk.compared()

    assert found.muted == (MANAGE_USERS, EDIT_ACCOUNT, DELETE_ACCOUNT, EDIT_INDUSTRY)
    assert (found.contradictions, found.unexplained) == ((), ())
    assert desk.answer(MANAGE_USERS) is Answer.NO


def test_an_aggregate_with_what_its_group_mutes_is_not_believed() -> None:
    desk = Desk("ManageUsers", muted="ManageUsers", aggregate="ManageUsers")

    found = desk.compared()

    assert found.contradictions == ((MANAGE_USERS, Wrong.MUTED),)
    assert desk.answer(MANAGE_USERS) is Answer.NOT_CHECKED
    with snapshot_of(desk.org) as snapshot:
        assert Access.of(snapshot).unknown[desk.user].detail == (
            "the aggregate of permission set group Support gives what the group mutes: ManageUsers"
        )


def test_an_aggregate_with_what_no_set_gives_is_not_believed() -> None:
    desk = Desk(aggregate="")
    desk.org.on_object(desk.aggregate, "Account", "Read", "Edit")

    assert desk.compared().contradictions[-1] == (EDIT_ACCOUNT, Wrong.FROM_NOWHERE)
    assert desk.answer(EDIT_ACCOUNT) is Answer.NOT_CHECKED


def test_a_muted_field_that_is_still_given_is_not_believed() -> None:
    desk = Desk()
    for parent in (desk.given, desk.muted, desk.aggregate):
        desk.org.on_field(parent, "Account.Industry", edit=True)

    assert (EDIT_INDUSTRY, Wrong.MUTED) in desk.compared().contradictions


def test_rows_that_the_org_answers_and_does_not_store_prove_nothing() -> None:
    """With Modify All Data the org answers such rows; their ids begin with 000 ("ObjectPermissions")."""
    desk = Desk()
    desk.org.on_object(desk.aggregate, "Account", "Read", "Edit")
    desk.org.rows["ObjectPermissions"][-1]["Id"] = "000000000000000AAA"

    assert desk.compared().contradictions == ()
    assert desk.answer(EDIT_ACCOUNT) is Answer.YES


def test_what_is_missing_where_nothing_is_muted_is_not_believed() -> None:
    desk = Desk("ManageUsers")
    desk.org.rows["PermissionSetGroupComponent"].pop()

    assert desk.compared().contradictions == ((MANAGE_USERS, Wrong.LACKING),)
    assert desk.answer(MANAGE_USERS) is Answer.NOT_CHECKED


def test_what_is_missing_beside_something_muted_may_depend_on_it_and_the_aggregate_stands() -> None:
    desk = Desk("ManageUsers ModifyAllData", muted="ManageUsers")
    desk.org.on_object(desk.given, "Case", "Read")

    found = desk.compared()

    assert found.contradictions == ()
    assert found.unexplained == (MODIFY_ALL, READ_CASE)
    assert desk.answer(MODIFY_ALL) is Answer.NO


def test_objects_do_not_depend_on_fields_that_are_muted() -> None:
    desk = Desk()
    desk.org.on_field(desk.given, "Account.Industry", edit=True)
    desk.org.on_field(desk.muted, "Account.Industry", edit=True)
    desk.org.on_object(desk.given, "Case", "Read")

    assert desk.compared().contradictions == ((READ_CASE, Wrong.LACKING),)


@pytest.mark.parametrize("why", ["outdated", "muting hidden", "set hidden", "session", "two aggregates", "no sets"])
def test_a_group_that_cannot_be_compared_is_not_judged(why: str) -> None:
    desk = Desk("ManageUsers", aggregate="ApiEnabled", status="Outdated" if why == "outdated" else "Updated")
    if why == "muting hidden":
        desk.org.add("PermissionSetGroupComponent", PermissionSetGroupId="0PG_Support", PermissionSetId="0QM_other")
    if why == "set hidden":
        desk.org.add("PermissionSetGroupComponent", PermissionSetGroupId="0PG_Support", PermissionSetId="0PS_other")
    if why == "session":
        waits = desk.org.permission_set("Vault", HasActivationRequired=True)
        desk.org.add("PermissionSetGroupComponent", PermissionSetGroupId="0PG_Support", PermissionSetId=waits)
    if why == "two aggregates":
        desk.org.permission_set("Other", group="0PG_Support")
    if why == "no sets":
        desk.org.rows["PermissionSetGroupComponent"].pop(0)

    with snapshot_of(desk.org) as snapshot:
        assert compared(snapshot) == ()


@pytest.mark.parametrize("table", ["MutingPermissionSet", "PermissionSetGroupComponent"])
def test_without_the_tables_for_it_nothing_is_compared(table: str) -> None:
    desk = Desk("ManageUsers", aggregate="ApiEnabled")
    desk.org.without.add(table)

    with snapshot_of(desk.org) as snapshot:
        assert compared(snapshot) == ()
        assert Access.of(snapshot).unknown == {}


def test_rules_about_one_permission_do_not_believe_such_a_group_either() -> None:
    desk = Desk("ManageUsers", muted="ManageUsers", aggregate="ManageUsers")

    with snapshot_of(desk.org) as snapshot:
        found = who_holds(snapshot, "PermissionsManageUsers")

    assert found.holders == ()
    assert list(found.unknown) == [desk.user]
