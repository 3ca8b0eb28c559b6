"""Whom a sharing rule reaches, and what the ceiling of a user says about it."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from sf_audit.access import Held, Kind, Right
from sf_audit.access.sharing.memberships import Reached, standing
from sf_audit.access.sharing.sharing_rules import Party
from tests.access.access_graphs import Org, snapshot_of
from tests.access_answers.sharing_scenes import company, group

READ, EDIT = (Held(Kind.OBJECT, "Account", right) for right in (Right.READ, Right.EDIT))


def reached(org: Org, user: str, tag: str, name: str = "") -> Reached:
    return reached_each(org, (user,), tag, name)[user]


def reached_each(org: Org, users: Iterable[str], tag: str, name: str) -> dict[str, Reached]:
    kinds = {row["Id"]: row["UserType"] for row in org.rows["User"]}
    with snapshot_of(org) as snapshot:
        return {
            user: standing(snapshot, f"005_{user}", kinds[f"005_{user}"]).reached(Party(tag, name)) for user in users
        }


@pytest.mark.parametrize(
    ("tag", "name", "expected"),
    [
        ("role", "Rep", {"ann": "member", "lea": "above", "hal": "above"}),
        ("roles", "rep", {"ann": "member", "lea": "above", "hal": "above"}),
        ("roleAndSubordinates", "Lead", {"lea": "member", "ann": "member", "pat": "member", "hal": "above"}),
        ("rolesAndSubordinates", "Lead", {"lea": "member", "ann": "member", "pat": "member", "hal": "above"}),
        ("roleAndSubordinatesInternal", "Lead", {"lea": "member", "ann": "member", "hal": "above"}),
        ("portalRole", "Dealer", {"pat": "member", "ann": "above", "lea": "above", "hal": "above"}),
        ("portalRoleandSubordinates", "Dealer", {"pat": "member", "ann": "above", "lea": "above", "hal": "above"}),
        ("group", "Desk", {"ann": "member", "lea": "above", "hal": "above"}),
        ("groups", "DESK", {"ann": "member", "lea": "above", "hal": "above"}),
        ("group", "Quiet", {"ann": "member"}),
        ("queue", "Line", {"ann": "member", "lea": "above", "hal": "above"}),
        ("allInternalUsers", "", dict.fromkeys(("hal", "lea", "ann", "oli"), "member")),
        ("allPartnerUsers", "", {"pat": "member", "ann": "above", "lea": "above", "hal": "above"}),
        ("allCustomerPortalUsers", "", {}),
        ("guestUser", "visitor", {"vis": "perhaps"}),
        ("group", "Land", dict.fromkeys(("hal", "lea", "ann", "oli", "pat", "vis"), "perhaps")),
        ("group", "Gone", dict.fromkeys(("hal", "lea", "ann", "oli", "pat", "vis"), "perhaps")),
        ("role", "Gone", dict.fromkeys(("hal", "lea", "ann", "oli", "pat"), "perhaps")),
        ("territory", "EMEA", dict.fromkeys(("hal", "lea", "ann", "oli", "pat", "vis"), "perhaps")),
        ("managers", "x", dict.fromkeys(("hal", "lea", "ann", "oli", "pat", "vis"), "perhaps")),
        ("channelProgramGroup", "x", dict.fromkeys(("hal", "lea", "ann", "oli", "pat", "vis"), "perhaps")),
        ("planet", "Mars", dict.fromkeys(("hal", "lea", "ann", "oli", "pat", "vis"), "perhaps")),
    ],
)
def test_each_audience_reaches_just_these(tag: str, name: str, expected: dict[str, str]) -> None:
    users = ("hal", "lea", "ann", "oli", "pat", "vis")

    found = reached_each(company(), users, tag, name)

    assert found == dict.fromkeys(users, "no") | expected


@pytest.mark.parametrize("table", ["UserRole", "Group", "GroupMember"])
def test_where_roles_or_groups_were_not_read_nobody_is_told_no(table: str) -> None:
    org = company()
    org.without.add(table)

    assert {reached(org, "oli", "group", "Desk"), reached(org, "oli", "role", "Rep")} == {Reached.PERHAPS}


def test_roles_are_also_known_by_the_groups_that_salesforce_keeps_for_them() -> None:
    org = company()
    for row in org.rows["UserRole"]:
        row["DeveloperName"] = None
    group(org, "Rep", "Role", related="00E_Rep")

    assert [str(reached(org, user, "role", "Rep")) for user in ("ann", "lea", "oli")] == ["member", "above", "no"]


def test_random_hierarchies_agree_with_who_is_a_member_by_definition() -> None:
    chance = random.Random(7)
    for _ in range(25):
        org, users, roles = Org(), [f"u{number}" for number in range(6)], [f"r{number}" for number in range(5)]
        org.profile("Staff")
        above = {role: chance.choice([None, *roles[:number]]) for number, role in enumerate(roles)}
        for role in roles:
            org.add("UserRole", Id=f"00E_{role}", Name=role, DeveloperName=role, ParentRoleId=id_of(above[role]))
        of = {user: chance.choice([None, *roles]) for user in users}
        for user, held in of.items():
            org.user(user, "Staff", UserRoleId=id_of(held))
        names = [f"g{number}" for number in range(5)]
        system = {f"s{role}": role for role in roles}
        for name, role in system.items():
            group(org, name, "RoleAndSubordinates", related=f"00E_{role}")
        inside = {name: chance.sample([*users, *names, *system], 3) for name in names}
        for name, members in inside.items():
            group(org, name, "Regular", *(f"005_{member}" if member in of else f"00G_{member}" for member in members))

        with snapshot_of(org) as snapshot:
            stands = {user: standing(snapshot, f"005_{user}", "Standard") for user in users}
        for name in names:
            meant = members_of(name, inside, system, of, above)
            roles_held = {of.get(member, member) for member in meant}
            bosses = {user for user in users if any(below(of[user], role, above) for role in roles_held)}
            expected = {user: "member" if user in meant else "above" if user in bosses else "no" for user in users}
            assert {user: str(stands[user].reached(Party("group", name))) for user in users} == expected


def members_of(
    name: str,
    inside: dict[str, list[str]],
    system: dict[str, str],
    of: dict[str, str | None],
    above: dict[str, str | None],
    seen: frozenset[str] = frozenset(),
) -> set[str]:
    """From the group down to its people, the other way round than the program goes; and roles, also empty ones.

    Whoever is above a role reaches what is shared with it, whether or not it has users ("Role Hierarchy").
    """
    if name in of:
        return {name}
    if name in system:
        roles = {role for role in above if role == system[name] or below(system[name], role, above)}
        return roles | {user for user, role in of.items() if role in roles}
    found: set[str] = set()
    for one in [] if name in seen else inside[name]:
        found |= members_of(one, inside, system, of, above, seen | {name})
    return found


def below(upper: str | None, lower: str | None, above: dict[str, str | None]) -> bool:
    at = above[lower] if lower else None
    while at and at != upper:
        at = above[at]
    return at is not None


def id_of(role: str | None) -> str | None:
    return role and f"00E_{role}"


DESK, ALL = Party("group", "Desk"), Party("allInternalUsers")
