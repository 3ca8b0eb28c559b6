"""Random users, sets, groups and assignments: SQL and a walk in plain Python say the same of everybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sf_audit.access.assignments.system_permissions import access_needs, who_holds
from sf_audit.rulebook.judging.examples import example_snapshot
from sf_audit.rulebook.rules.rule import OrgExample

Row = dict[str, Any]
Org = dict[str, tuple[Row, ...]]

TAKEN = datetime.fromisoformat("2026-03-16T09:00")
PERMISSION = "PermissionsModifyAllData"
USERS = ("u1", "u2", "u3")
SETS = ("s1", "s2", "s3", "s4", "s5")
GROUPS = ("g1", "g2")

maybe = st.sampled_from([None, True, False])
users = st.builds(
    lambda active, profile, kind: {"IsActive": active, "ProfileId": profile, "UserType": kind},
    st.sampled_from([True, True, True, False]),
    st.sampled_from(["p1", "p1", "p2", None]),
    st.sampled_from(["Standard", "Guest", "PowerPartner", None]),
)
sets = st.builds(
    lambda profile, group, grants, session: {
        "IsOwnedByProfile": profile is not None,
        "ProfileId": profile,
        "PermissionSetGroupId": None if profile else group,
        PERMISSION: grants,
        "HasActivationRequired": session,
    },
    st.sampled_from(["p1", "p2", None, None]),
    st.sampled_from(["g1", "g2", None, None, "unread group"]),
    maybe,
    st.sampled_from([None, False, False, True]),
)
assignments = st.builds(
    lambda who, to, group, expires, active, revoked: {
        "AssigneeId": who,
        "PermissionSetId": to,
        "PermissionSetGroupId": group,
        "ExpirationDate": None if expires is None else TAKEN + timedelta(seconds=expires),
        "IsActive": active,
        "IsRevoked": revoked,
    },
    st.sampled_from(USERS),
    st.sampled_from([*SETS, "unread set"]),
    st.sampled_from([None, None, None, "g1", "g2"]),
    st.sampled_from([None, None, None, -1, 0, 1]),
    st.sampled_from([None, True, True, False]),
    st.sampled_from([None, False, False, True]),
)


@st.composite
def orgs(draw: st.DrawFn) -> Org:
    statuses = st.sampled_from(["Updated", "Updated", "Updated", "Outdated", None])
    admin = {"Id": "u0", "Username": "u0@acme.test", "IsActive": True, "ProfileId": "p1", "UserType": "Standard"}
    people = ({"Id": user, "Username": f"{user}@acme.test", **draw(users)} for user in USERS)
    return {
        "User": (admin, *people),
        "Profile": ({"Id": "p1", "Name": "Sales"}, {"Id": "p2", "Name": "Administrator"}),
        "PermissionSet": tuple({"Id": one, "Name": f"Set_{one}", **draw(sets)} for one in SETS),
        "PermissionSetGroup": tuple(
            {"Id": group, "DeveloperName": group.upper(), "Status": draw(statuses)} for group in GROUPS
        ),
        "PermissionSetAssignment": tuple(
            {"Id": f"a{number}", **one} for number, one in enumerate(draw(st.lists(assignments, max_size=12)))
        ),
        "UserLogin": tuple({"UserId": one, "IsFrozen": draw(maybe)} for one in draw(st.sets(st.sampled_from(USERS)))),
    }


def in_force(assignment: Row) -> bool:
    expires = assignment["ExpirationDate"]
    return assignment["IsActive"] is not False and not assignment["IsRevoked"] and (expires is None or expires > TAKEN)


def way(granting: Row, group: str | None) -> str:
    if granting["IsOwnedByProfile"]:
        return {"p1": "profile Sales", "p2": "profile Administrator"}[granting["ProfileId"]]
    if group:
        return f"permission set group {group.upper() if group in GROUPS else group}"
    return f"permission set {granting['Name']}"


@dataclass
class Held:
    """What one user's assignments add up to."""

    always: set[str] = field(default_factory=set)
    in_session: set[str] = field(default_factory=set)
    has_profile: bool = False
    doubt: bool = False


def held(org: Org, who: str) -> Held:
    """Walk over the assignments of one user."""
    by_id = {one["Id"]: one for one in org["PermissionSet"]}
    up_to_date = {one["Id"] for one in org["PermissionSetGroup"] if one["Status"] == "Updated"}
    found = Held()
    for one in org["PermissionSetAssignment"]:
        if one["AssigneeId"] != who or not in_force(one):
            continue
        behind = by_id.get(one["PermissionSetId"])
        if behind is None:
            found.doubt = True
            continue
        group = one["PermissionSetGroupId"] or behind["PermissionSetGroupId"]
        found.has_profile |= behind["IsOwnedByProfile"]
        if group is not None and (group not in up_to_date or group != behind["PermissionSetGroupId"]):
            found.doubt = True  # what a group gives that is not up to date, or by a set that is not its own
            continue
        if behind[PERMISSION]:
            (found.in_session if behind["HasActivationRequired"] else found.always).add(way(behind, group))
    return found


@settings(max_examples=60)
@given(orgs())
def test_everybody_holds_what_a_walk_over_the_assignments_finds(org: Org) -> None:
    with example_snapshot(OrgExample(org=org), access_needs(PERMISSION)) as snapshot:
        access = who_holds(snapshot, PERMISSION)

    active = [one for one in org["User"] if one["IsActive"]]
    frozen = {one["UserId"] for one in org["UserLogin"] if one["IsFrozen"]}
    found = {one["Id"]: held(org, one["Id"]) for one in active}
    holders = {
        name: (sorted(one.always or one.in_session), name in frozen, not one.always)
        for name, one in found.items()
        if one.always or one.in_session
    }
    profiles = {one["Id"]: one["ProfileId"] for one in active}
    unknown = {
        name
        for name, one in found.items()
        if name not in frozen and (one.doubt or not (one.has_profile or profiles[name] is None))
    }
    assert {
        holder.user_id: (list(holder.through), holder.frozen, holder.conditional) for holder in access.holders
    } == holders
    assert set(access.unknown) == unknown
    assert access.users == len(active)
