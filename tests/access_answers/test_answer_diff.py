"""Diff: who gained, who lost, through which change; one row of the truth table a test."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime

import pytest

from sf_audit.access import Access
from sf_audit.access.answers.diff import diff
from sf_audit.errors import UsageProblem
from sf_audit.model.access import Diff
from sf_audit.report.access.text import diff_text
from tests.access.access_graphs import Org, snapshot_of


def staff(*system: str) -> Org:
    org = Org()
    org.profile("Staff", *system)
    return org


def compared(old: Org, new: Org) -> Diff:
    with snapshot_of(old) as before, snapshot_of(new) as now:
        return diff(Access.of(before), Access.of(now))


def told(old: Org, new: Org) -> list[str]:
    """Each change in one line: `+ann ManageUsers use: permission set Desk assigned`."""
    return [
        f"{'+' if one.gained else '-'}{person.name} {one.target} {one.right}: {'; '.join(one.through)}"
        for person, one in compared(old, new).each()
    ]


def both_ways(old: Org, new: Org) -> tuple[list[str], list[str]]:
    return told(old, new), told(new, old)


def test_nothing_changed_is_nothing_told() -> None:
    org = staff("ManageUsers")
    org.user("ann", "Staff")

    assert told(org, deepcopy(org)) == []


def test_an_assignment_was_added_or_ended() -> None:
    old = staff()
    desk = old.permission_set("Desk", "ManageUsers")
    ann = old.user("ann", "Staff")
    new = deepcopy(old)
    new.assign(ann, desk)

    assert both_ways(old, new) == (
        ["+ann ManageUsers use: permission set Desk assigned"],
        ["-ann ManageUsers use: assignment of permission set Desk ended"],
    )


def test_an_assignment_expired() -> None:
    old = staff()
    desk = old.permission_set("Desk", "ManageUsers")
    old.assign(old.user("ann", "Staff"), desk)
    new = deepcopy(old)
    new.rows["PermissionSetAssignment"][-1]["ExpirationDate"] = datetime(2026, 11, 21, 9, 0)  # noqa: DTZ001 - as stored, in UTC

    assert told(old, new) == ["-ann ManageUsers use: assignment of permission set Desk ended"]


def test_a_set_was_deleted() -> None:
    old = staff()
    old.user("ann", "Staff", old.permission_set("Desk", "ManageUsers"))
    new = staff()
    new.user("ann", "Staff")

    assert told(old, new) == ["-ann ManageUsers use: permission set Desk deleted"]


def test_a_set_was_edited_for_everybody_who_has_it() -> None:
    old, new = staff(), staff()
    for org, rights in ((old, ["Read"]), (new, ["Read", "Edit"])):
        desk = org.permission_set("Desk")
        org.on_object(desk, "Account", *rights)
        org.user("ann", "Staff", desk)
        org.user("bob", "Staff", desk)

    assert both_ways(old, new) == (
        [
            "+ann Account edit: edit on Account granted in permission set Desk",
            "+bob Account edit: edit on Account granted in permission set Desk",
        ],
        [
            "-ann Account edit: edit on Account taken from permission set Desk",
            "-bob Account edit: edit on Account taken from permission set Desk",
        ],
    )


def test_a_profile_was_edited() -> None:
    old, new = staff(), staff("ManageUsers")
    for org in (old, new):
        org.user("ann", "Staff")

    assert both_ways(old, new) == (
        ["+ann ManageUsers use: ManageUsers granted in profile Staff"],
        ["-ann ManageUsers use: ManageUsers taken from profile Staff"],
    )


def test_somebody_has_another_profile() -> None:
    old, new = staff(), staff()
    for org, profile in ((old, "Staff"), (new, "Admin")):
        org.profile("Admin", "ManageUsers")
        org.user("ann", profile)

    assert both_ways(old, new) == (
        ["+ann ManageUsers use: profile changed from Staff to Admin"],
        ["-ann ManageUsers use: profile changed from Admin to Staff"],
    )


def test_a_set_was_added_to_a_group() -> None:
    old, new = staff(), staff()
    for org, members in ((old, []), (new, ["0PS_Desk"])):
        org.permission_set("Desk", "ManageUsers")
        org.user("ann", "Staff", org.group("Support", members, *(["ManageUsers"] if members else [])))

    assert both_ways(old, new) == (
        ["+ann ManageUsers use: permission set Desk added to permission set group Support"],
        ["-ann ManageUsers use: permission set Desk removed from permission set group Support"],
    )


def test_a_set_in_a_group_was_edited() -> None:
    old, new = staff(), staff()
    for org, grants in ((old, []), (new, ["ManageUsers"])):
        desk = org.permission_set("Desk", *grants)
        org.user("ann", "Staff", org.group("Support", [desk], *grants))

    assert both_ways(old, new) == (
        ["+ann ManageUsers use: ManageUsers granted in permission set Desk, in permission set group Support"],
        ["-ann ManageUsers use: ManageUsers taken from permission set Desk, in permission set group Support"],
    )


def test_muting_changed_in_a_group() -> None:
    old, new = staff(), staff()
    for org, left in ((old, ["ManageUsers"]), (new, [])):
        desk = org.permission_set("Desk", "ManageUsers")
        org.user("ann", "Staff", org.group("Support", [desk, "0QM_muting"], *left))

    assert both_ways(old, new) == (
        ["-ann ManageUsers use: muting began in permission set group Support"],
        ["+ann ManageUsers use: muting ended in permission set group Support"],
    )


def test_users_came_back_came_new_and_went() -> None:
    old, new = staff("ManageUsers"), staff("ManageUsers")
    old.user("back", "Staff", IsActive=False)
    new.user("back", "Staff")
    new.user("fresh", "Staff")
    old.user("gone", "Staff")
    new.user("gone", "Staff", IsActive=False)
    old.user("lost", "Staff")

    assert sorted(told(old, new)) == [
        "+back ManageUsers use: user reactivated",
        "+fresh ManageUsers use: user created",
        "-gone ManageUsers use: user deactivated",
        "-lost ManageUsers use: user no longer there",
    ]


def test_a_field_is_gained_through_the_object_that_was_missing() -> None:
    old, new = staff(), staff()
    for org, rights in ((old, []), (new, ["Read"])):
        org.on_field("0PS_XStaff", "Account.Industry")
        org.on_object("0PS_XStaff", "Account", *rights)
        org.user("ann", "Staff")

    assert told(old, new) == [
        "+ann Account read: read on Account granted in profile Staff",
        "+ann Account.Industry read: read on Account granted in profile Staff",
    ]


def test_a_field_that_is_new_is_said_to_be_new() -> None:
    old, new = staff(), staff()
    for org in (old, new):
        org.on_object("0PS_XStaff", "Account", "Read")
        org.user("ann", "Staff")
    new.on_field("0PS_XStaff", "Account.Tax__c")

    assert told(old, new) == [
        "+ann Account.Tax__c read: read on Account.Tax__c granted in profile Staff; "
        "Account.Tax__c was not there, or not seen, before"
    ]


def test_a_right_that_is_held_another_way_too_was_neither_gained_nor_lost() -> None:
    old = staff("ManageUsers")
    desk = old.permission_set("Desk", "ManageUsers")
    ann = old.user("ann", "Staff")
    new = deepcopy(old)
    new.assign(ann, desk)

    assert both_ways(old, new) == ([], [])


def test_people_who_are_unknown_in_one_snapshot_are_not_compared() -> None:
    old, new = staff("ManageUsers"), staff()
    old.user("ann", "Staff", old.group("Support", []))
    new.user("ann", "Staff", new.group("Support", [], status="Outdated"))

    found = compared(old, new)

    assert ([one.name for one in found.unknown], found.shifts, found.complete) == (["ann"], (), False)


def test_what_was_not_read_in_one_snapshot_is_neither_gained_nor_lost() -> None:
    old, new = staff("ManageUsers"), staff("ManageUsers")
    for org in (old, new):
        org.on_object("0PS_XStaff", "Account", "Read")
        org.user("ann", "Staff")
    new.without.add("ObjectPermissions")

    found = compared(old, new)

    assert found.shifts == ()
    said = next(one for one in found.not_compared if one.startswith("object: "))
    assert said.startswith("object: ObjectPermissions was not ")
    assert said.endswith(" (now)")
    assert not found.complete


def test_snapshots_of_two_orgs_are_refused() -> None:
    org = staff()
    org.user("ann", "Staff")

    with snapshot_of(org) as before, snapshot_of(org) as now:
        now.org = type(now.org)("00D000000000002EAA", "Other", is_sandbox=False, instance_url="")
        old, new = Access.of(before), Access.of(now)

        with pytest.raises(UsageProblem, match="two orgs"):
            diff(old, new)


def test_a_right_that_a_session_must_activate_is_gained_as_one() -> None:
    old = staff()
    vault = old.permission_set("Vault", "ManageUsers", HasActivationRequired=True)
    ann = old.user("ann", "Staff")
    new = deepcopy(old)
    new.assign(ann, vault)

    assert both_ways(old, new) == (
        ["+ann ManageUsers use: permission set Vault assigned"],
        ["-ann ManageUsers use: assignment of permission set Vault ended"],
    )
    assert [changed.only_in_a_session for _, changed in compared(old, new).each()] == [True]
    assert diff_text(compared(old, new)).splitlines()[:2] == [
        "1 gained and 0 lost, by 1 user, since 2026-11-22 09:00 UTC",
        "  of them only in a session that activates it: 1 gained and 0 lost",
    ]
    assert "permission set Vault assigned, only in a session that activates it" in diff_text(compared(old, new))


def test_what_needed_a_session_and_is_held_at_any_time_is_gained() -> None:
    old, new = staff(), staff()
    for org, waits in ((old, True), (new, False)):
        org.user("ann", "Staff", org.permission_set("Vault", "ManageUsers", HasActivationRequired=waits))

    assert both_ways(old, new) == (
        [
            "+ann ManageUsers use: no session has to activate permission set Vault any more; "
            "before only in a session that activates it"
        ],
        [
            "-ann ManageUsers use: a session must activate permission set Vault now; "
            "now only in a session that activates it"
        ],
    )
    assert [changed.only_in_a_session for _, changed in compared(old, new).each()] == [False]


def test_another_way_beside_one_that_a_session_activates_is_the_cause() -> None:
    old = staff()
    desk = old.permission_set("Desk", "ManageUsers")
    ann = old.user("ann", "Staff", old.permission_set("Vault", "ManageUsers", HasActivationRequired=True))
    new = deepcopy(old)
    new.assign(ann, desk)

    assert both_ways(old, new) == (
        ["+ann ManageUsers use: permission set Desk assigned; before only in a session that activates it"],
        ["-ann ManageUsers use: assignment of permission set Desk ended; now only in a session that activates it"],
    )
