"""Ways that are closed are shown apart, each with what is in the way."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from sf_audit.access import Access, Held, Kind, Right
from sf_audit.access.answers.question import person
from sf_audit.access.answers.who import who
from sf_audit.access.answers.why import why
from sf_audit.model.access import Why
from sf_audit.report.access.csv import why_csv
from sf_audit.report.access.json import access_json
from sf_audit.report.access.text import who_text, why_text
from tests.access.access_graphs import TOMORROW, YESTERDAY, Org, snapshot_of

MANAGE_USERS = Held(Kind.SYSTEM, "ManageUsers", Right.USE)


def staff(**assignment: Any) -> Org:
    """Ann on a profile without the right, and perhaps with a set that has it."""
    org = Org()
    org.profile("Staff", "ApiEnabled")
    desk = org.permission_set("Desk", "ManageUsers")
    org.user("ann", "Staff")
    if assignment:
        org.assign("005_ann", desk, **assignment)
    return org


def told(org: Org, user: str = "ann", held: Held = MANAGE_USERS) -> Why:
    with snapshot_of(org) as snapshot:
        access = Access.of(snapshot)
        return why(access, person(access, user), held)


@pytest.mark.parametrize(
    ("assignment", "closed"),
    [
        ({"ExpirationDate": YESTERDAY}, "expired on 2026-11-21"),
        ({"IsRevoked": True}, "the assignment is revoked"),
        ({"IsRevoked": True, "ExpirationDate": YESTERDAY}, "the assignment is revoked"),
        ({"IsActive": False}, "the assignment is not active"),
        ({"IsActive": False, "ExpirationDate": TOMORROW}, "the assignment is not active"),
    ],
)
def test_an_assignment_that_does_not_count_is_a_closed_way(assignment: dict[str, Any], closed: str) -> None:
    found = told(staff(**assignment))

    assert (found.answer, found.because) == ("no", "")
    assert [(way.name, way.closed, way.said) for way in found.ways] == [
        ("Desk", closed, f"permission set Desk; {closed}")
    ]
    assert why_text(found).endswith(f"\nClosed ways\n  permission set Desk; {closed}\n")


def test_the_moment_of_the_snapshot_decides_what_has_expired() -> None:
    just, soon = (YESTERDAY + timedelta(days=1), YESTERDAY + timedelta(days=1, seconds=1))

    assert [way.closed for way in told(staff(ExpirationDate=just)).ways] == ["expired on 2026-11-22"]
    assert [way.closed for way in told(staff(ExpirationDate=soon)).ways] == [""]


def test_what_expired_does_not_hide_what_is_open_and_no_remedy_is_for_it() -> None:
    org = staff(ExpirationDate=YESTERDAY)
    org.assign("005_ann", org.permission_set("Spare", "ManageUsers"))

    found = told(org)

    assert [(way.name, bool(way.closed)) for way in found.ways] == [("Spare", False), ("Desk", True)]
    assert all("Desk" not in step for remedy in found.remedies for step in remedy.steps)
    assert [line.split(",")[4] for line in why_csv(found)][1:] == ['"True"', '"False"']


def test_a_set_that_was_assigned_again_is_open_and_not_told_as_expired() -> None:
    org = staff(ExpirationDate=YESTERDAY)
    org.assign("005_ann", "0PS_Desk")

    assert [(way.name, way.closed) for way in told(org).ways] == [("Desk", "")]


def test_expired_groups_name_the_sets_in_them() -> None:
    org = staff()
    org.assign("005_ann", org.group("Support", ["0PS_Desk"], "ManageUsers"), ExpirationDate=YESTERDAY)

    assert [way.said for way in told(org).ways] == [
        "permission set group Support (Desk); expired on 2026-11-21",
    ]


def test_ways_through_a_session_are_apart_from_open_and_closed_ones() -> None:
    org = staff(ExpirationDate=YESTERDAY)
    org.assign("005_ann", org.permission_set("Vault", "ManageUsers", HasActivationRequired=True))

    text = why_text(told(org))

    assert "ManageUsers: only in a session that activates it" in text
    assert "\nWays that a session must activate first\n  permission set Vault, only in a session" in text
    assert "\nClosed ways\n  permission set Desk; expired on 2026-11-21\n" in text
    assert "\nWays\n" not in text


def test_muted_ways_say_in_which_group() -> None:
    org = staff()
    org.assign("005_ann", org.group("Support", ["0PS_Desk"]))
    org.add("MutingPermissionSet", Id="0QM_1", DeveloperName="Mute")

    assert [way.closed for way in told(org).ways] == ["muted in group Support"]


def test_a_group_that_is_not_up_to_date_closes_its_way_and_no_other() -> None:
    org = staff(ExpirationDate=YESTERDAY)
    org.assign("005_ann", org.permission_set("Spare", "ManageUsers"))
    org.assign("005_ann", org.group("Support", ["0PS_Desk"], "ManageUsers", status="Outdated"))

    found = told(org)

    assert found.answer == "yes"
    assert [(way.name, way.closed) for way in found.ways] == [
        ("Spare", ""),
        ("Support", "the group is not up to date (Outdated)"),
        ("Desk", "expired on 2026-11-21"),
    ]
    assert "\nWays\n  permission set Spare\n" in why_text(found)


def test_what_an_inactive_user_had_is_closed() -> None:
    org = staff(IsActive=True)
    org.user("bob", "Staff")
    org.rows["User"][0]["IsActive"] = False

    found = told(org)

    assert (found.answer, found.because) == ("no", "the user is not active, and so holds nothing")
    assert [way.closed for way in found.ways] == ["the user is not active"]


def test_where_old_columns_are_not_there_nothing_is_made_up() -> None:
    org = staff(IsActive=True)
    for row in org.rows["PermissionSetAssignment"]:
        for column in ("ExpirationDate", "IsActive", "IsRevoked"):
            row.pop(column, None)

    assert [way.closed for way in told(org).ways] == [""]


def test_who_counts_those_apart_who_need_a_session() -> None:
    org = staff()
    vault = org.permission_set("Vault", "ManageUsers", HasActivationRequired=True)
    desk = org.permission_set("Office", "ManageUsers")
    for name, sets in (("bob", [vault]), ("cid", [vault, desk]), ("dee", [desk]), ("eve", [vault])):
        org.user(name, "Staff", *sets)

    with snapshot_of(org) as snapshot:
        found = who(Access.of(snapshot), MANAGE_USERS)

    assert (found.live, found.only_in_a_session) == (2, 2)
    lines = who_text(found).splitlines()
    assert lines[0] == "ManageUsers: 2 of 5 active users, and 2 only in a session that activates it"
    assert lines[lines.index("Through") + 1 :][:2] == [
        "        3  permission set Vault (only in a session that activates it)",
        "        2  permission set Office",
    ]
    counted = json.loads(access_json(found))
    assert (counted["live"], counted["only_in_a_session"]) == (2, 2)
