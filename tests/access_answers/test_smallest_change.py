"""The smallest choices of changes, checked against trying them all; and remedies, checked against changing the org."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from sf_audit.access import Access, Answer, Held, Kind, Right
from sf_audit.access.answers.changes import Change
from sf_audit.access.answers.question import person
from sf_audit.access.answers.set_cover import EXACT_UP_TO, smallest
from sf_audit.access.answers.why import why
from tests.access.access_graphs import Org, snapshot_of

WAYS = "abcdef"
MANAGE_USERS = Held(Kind.SYSTEM, "ManageUsers", Right.USE)


def change(said: str, closes: str) -> Change:
    return Change(said, frozenset(closes))


@given(st.sets(st.sampled_from(WAYS)), st.lists(st.sets(st.sampled_from(WAYS), min_size=1), max_size=7))
def test_the_smallest_choice_is_as_small_as_trying_all_of_them_finds(ways: set[str], closing: list[set[str]]) -> None:
    changes = [Change(str(number), frozenset(one)) for number, one in enumerate(closing)]
    sizes = [
        size
        for size in range(1, len(changes) + 1)
        for some in combinations(changes, size)
        if ways and ways <= frozenset[str]().union(*(one.closes for one in some))
    ]

    found, proven = smallest(frozenset(ways), changes)

    assert proven
    assert [len(one) for one in found] == ([sizes[0]] * len(found) if sizes else [])
    assert bool(found) == bool(sizes)


def test_too_many_ways_are_closed_greedily_and_not_said_to_be_smallest() -> None:
    ways = [str(number) for number in range(EXACT_UP_TO + 1)]
    changes = [Change(way, frozenset([way])) for way in ways]

    found, proven = smallest(frozenset(ways), changes)

    assert ([len(one) for one in found], proven) == ([EXACT_UP_TO + 1], False)


def test_ways_that_nothing_closes_have_no_choice() -> None:
    assert smallest(frozenset("ab"), [change("one", "a")]) == ([], True)


SETS = ("One", "Two", "Three")


@st.composite
def orgs(draw: st.DrawFn) -> Org:
    """Ann and Bob with some of three sets and a group of some of them, which may mute."""
    org = Org()
    org.profile("Staff", *draw(st.sampled_from([[], ["ManageUsers"]])))
    giving = [one for one in SETS if draw(st.booleans())]
    for one in SETS:
        org.permission_set(one, *(["ManageUsers"] if one in giving else []))
    members = [one for one in SETS if draw(st.booleans())]
    given_by_members = set(members) & set(giving) and not draw(st.booleans())
    group = org.group("Group", [f"0PS_{member}" for member in members], *(["ManageUsers"] if given_by_members else []))
    for user in ("ann", "bob"):
        org.user(user, "Staff", *(one for one in [*(f"0PS_{name}" for name in SETS), group] if draw(st.booleans())))
    return org


def applied(org: Org, step: str) -> None:
    """Carry a step out on the rows themselves, as an administrator would; groups are then recalculated."""
    verb, _, rest = step.partition(" ")
    words = rest.split()
    if verb == "end":
        name = words[-4]
        gone = f"0PS_aggregate_{name}" if "group" in words else f"0PS_{name}"
        org.rows["PermissionSetAssignment"] = [
            row
            for row in org.rows["PermissionSetAssignment"]
            if (row["AssigneeId"], row["PermissionSetId"]) != ("005_ann", gone)
        ]
        return
    name = words[-1]
    which = f"aggregate_{name}" if verb == "mute" else f"X{name}" if "profile" in words else name
    for row in org.rows["PermissionSet"]:
        if row["Name"] == which:
            row["PermissionsManageUsers"] = False
    giving = {row["Id"] for row in org.rows["PermissionSet"] if row["PermissionsManageUsers"]}
    if not any(row["PermissionSetId"] in giving for row in org.rows["PermissionSetGroupComponent"]):
        next(row for row in org.rows["PermissionSet"] if row["Name"] == "aggregate_Group")["PermissionsManageUsers"] = (
            False
        )


@settings(max_examples=40, deadline=None)
@given(orgs())
def test_after_a_remedy_the_right_is_gone_and_bob_has_lost_it_only_where_said(org: Org) -> None:
    with snapshot_of(org) as snapshot:
        access = Access.of(snapshot)
        before = {user: access.answer(f"005_{user}", MANAGE_USERS) for user in ("ann", "bob")}
        found = why(access, person(access, "ann"), MANAGE_USERS)

    assert bool(found.remedies) == (before["ann"] is Answer.YES)
    for step in found.remedies[0].steps if found.remedies else ():
        applied(org, step)

    with snapshot_of(org) as snapshot:
        access = Access.of(snapshot)
        assert access.answer("005_ann", MANAGE_USERS) is Answer.NO
        lost_by_bob = before["bob"] is not access.answer("005_bob", MANAGE_USERS)
        assert lost_by_bob == bool(found.remedies and found.remedies[0].other_users)
