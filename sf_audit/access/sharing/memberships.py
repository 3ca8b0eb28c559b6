"""Where a user stands among roles and groups, and so whether a sharing rule reaches them.

What is shared with somebody is shared with those above them in the role hierarchy too, unless a group says otherwise
("Role Hierarchy", "Group": DoesIncludeBosses). What cannot be told from a snapshot (territories, managers, channel
programs) is PERHAPS, never NO.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sf_audit.access.sharing.sharing_rules import Party
from sf_audit.model.review import NotReadable
from sf_audit.salesforce.users import EVERY_CUSTOMER, EVERY_PARTNER, EVERYBODY_INSIDE, GUEST, OUTSIDE, everybody_of
from sf_audit.snapshot.needs import need
from sf_audit.snapshot.tables import Snapshot


class Reached(StrEnum):
    """Whether somebody is among those meant: as one of them, as somebody above one of them, perhaps, or not."""

    MEMBER = "member"
    ABOVE = "above"
    PERHAPS = "perhaps"
    NO = "no"


#: Elements of "SharedTo" in small letters, because the documentation and the WSDL spell one of them differently.
_ROLES = frozenset({"role", "roles", "portalrole"})
_ROLES_BELOW = frozenset(
    {"roleandsubordinates", "rolesandsubordinates", "roleandsubordinatesinternal", "portalroleandsubordinates"}
)
_GROUPS: Mapping[str, str] = {"group": "Regular", "groups": "Regular", "queue": "Queue"}
_EVERYBODY: Mapping[str, str] = {
    "allinternalusers": EVERYBODY_INSIDE,
    "allpartnerusers": EVERY_PARTNER,
    "allcustomerportalusers": EVERY_CUSTOMER,
}

#: Types of groups whose members are known from GroupMember, from roles, or from the type of a user.
_KNOWN_TYPES = frozenset(
    {"Regular", "Queue", "Role", "RoleAndSubordinates", "RoleAndSubordinatesInternal", *_EVERYBODY.values()}
)

#: What must have been read whole for somebody to be in no group, and below nobody.
_NEEDS = (
    need("User", "Id IsActive UserType UserRoleId"),
    need("UserRole", "Id ParentRoleId"),
    need("Group", "Id Type RelatedId DeveloperName"),
    need("GroupMember", "GroupId UserOrGroupId"),
)


@dataclass(frozen=True, slots=True)
class _Group:
    type: str
    related: str
    name: str
    bosses: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """One user's place. `above` and `below` are ids of roles; `groups` those that the user is in at any depth.

    `groups_above` have somebody below the user as a member, and of `groups_perhaps` it cannot be said. `doubt` says why
    nothing here is sure, if that is so: then nobody is told No.
    """

    user_type: str
    role: str
    above: frozenset[str]
    below: frozenset[str]
    types_below: frozenset[str]
    groups: frozenset[str]
    groups_above: frozenset[str]
    groups_perhaps: frozenset[str]
    doubt: str
    _roles: Mapping[str, frozenset[str]]
    _groups: Mapping[str, _Group]

    def reached(self, party: Party) -> Reached:
        """Whether this user is one of those that a rule names."""
        found = self._found(party)
        return Reached.PERHAPS if found is Reached.NO and self.doubt and party.tag.casefold() != "guestuser" else found

    def _found(self, party: Party) -> Reached:
        tag = party.tag.casefold()
        if tag == "guestuser":
            return Reached.PERHAPS if self.user_type == GUEST else Reached.NO
        if self.user_type == GUEST and tag in {*_ROLES, *_ROLES_BELOW, *_EVERYBODY}:
            return Reached.NO
        if tag in _EVERYBODY:
            return self._everybody(_EVERYBODY[tag])
        if tag in _GROUPS:
            return self._group(_GROUPS[tag], party.name)
        if tag in _ROLES or tag in _ROLES_BELOW:
            return self._role(tag, party.name)
        return Reached.PERHAPS

    def _everybody(self, group_type: str) -> Reached:
        if everybody_of(self.user_type) == group_type:
            return Reached.MEMBER
        return Reached.ABOVE if group_type in map(everybody_of, self.types_below) else Reached.NO

    def _group(self, group_type: str, name: str) -> Reached:
        folded = name.casefold()
        named = {key for key, group in self._groups.items() if group.type == group_type and group.name == folded}
        if not named:
            return Reached.PERHAPS  # the metadata is from another time, or groups were not read
        if named & self.groups:
            return Reached.MEMBER
        if any(self._groups[key].bosses for key in named & self.groups_above):
            return Reached.ABOVE
        return Reached.PERHAPS if named & self.groups_perhaps else Reached.NO

    def _role(self, tag: str, name: str) -> Reached:
        named = self._roles.get(name.casefold(), frozenset())
        if not named:
            return Reached.PERHAPS
        if self.role in named:
            return Reached.MEMBER
        inside = self.user_type not in OUTSIDE or not tag.endswith("internal")
        if tag in _ROLES_BELOW and inside and named & self.above:
            return Reached.MEMBER
        return Reached.ABOVE if named & self.below else Reached.NO


def standing(snapshot: Snapshot, user_id: str, user_type: str) -> Standing:
    """Where a user stands; what was not read leaves its part empty, so that rules that need it are PERHAPS."""
    parents, names = _roles(snapshot)
    users = _users(snapshot)
    role = users.get(user_id, ("", ""))[0]
    above, below = _above(parents, role), _below(parents, role)
    people = {user: kind for user, (at, kind) in users.items() if at in below}
    groups = _groups(snapshot)
    for group in groups.values():
        if group.type == "Role" and group.name:
            names[group.name] = names.get(group.name, frozenset()) | {group.related}
    climb = _Climb(groups, _members(snapshot))
    mine = climb.from_people({user_id}, {role} - {""}, {role, *above} - {""}, {user_type})
    theirs = climb.from_people(people, below, below, set(people.values())) - mine
    certain = mine | theirs
    return Standing(
        user_type=user_type,
        role=role,
        above=above,
        below=below,
        types_below=frozenset(people.values()),
        groups=mine,
        groups_above=theirs,
        groups_perhaps=climb.of(key for key, group in groups.items() if group.type not in _KNOWN_TYPES) - certain,
        doubt=_doubt(snapshot),
        _roles=names,
        _groups=groups,
    )


def _doubt(snapshot: Snapshot) -> str:
    try:
        snapshot.require(_NEEDS)
    except NotReadable as problem:
        return problem.unread.detail
    return ""


@dataclass(frozen=True, slots=True)
class _Climb:
    """From people and groups to the groups that they are in."""

    groups: Mapping[str, _Group]
    containing: Mapping[str, list[str]]

    def from_people(
        self, people: Iterable[str], exactly: Iterable[str], or_below: Iterable[str], types: Iterable[str]
    ) -> frozenset[str]:
        """All groups of people with these roles, which are at or below those of `or_below`, and of these types."""
        exactly, or_below, types = frozenset(exactly), frozenset(or_below), frozenset(types)
        everybody = {everybody_of(user_type) for user_type in types}
        internal = not types <= OUTSIDE
        started = [
            key
            for key, group in self.groups.items()
            if group.type in everybody
            or (group.type == "Role" and group.related in exactly)
            or (group.type == "RoleAndSubordinates" and group.related in or_below)
            or (group.type == "RoleAndSubordinatesInternal" and internal and group.related in or_below)
        ]
        return self.of(started) | (self.of(people) - frozenset(people))

    def of(self, starts: Iterable[str]) -> frozenset[str]:
        """These, and every group that one of them is in at any depth."""
        found = set(starts)
        waiting = list(found)
        while waiting:
            for group in self.containing.get(waiting.pop(), ()):
                if group not in found:
                    found.add(group)
                    waiting.append(group)
        return frozenset(found)


def _roles(snapshot: Snapshot) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """Parents by role, and roles by name in small letters."""
    if not snapshot.has("UserRole", "Id", "ParentRoleId"):
        return {}, {}
    name = '"DeveloperName"' if snapshot.has("UserRole", "DeveloperName") else "NULL"
    rows = snapshot.rows(f'SELECT "Id", coalesce("ParentRoleId", \'\'), coalesce({name}, \'\') FROM "UserRole"')
    named: dict[str, set[str]] = {}
    for role, _, text in rows:
        if text:
            named.setdefault(text.casefold(), set()).add(role)
    return {role: parent for role, parent, _ in rows}, {text: frozenset(ids) for text, ids in named.items()}


def _users(snapshot: Snapshot) -> dict[str, tuple[str, str]]:
    """Role and type of every active user."""
    if not snapshot.has("User", "UserRoleId"):
        return {}
    rows = snapshot.rows(
        """SELECT "Id", coalesce("UserRoleId", ''), coalesce("UserType", '') FROM "User"
           WHERE CAST("IsActive" AS BOOLEAN)"""
    )
    return {user: (role, user_type) for user, role, user_type in rows}


def _groups(snapshot: Snapshot) -> dict[str, _Group]:
    if not snapshot.has("Group", "Id", "Type", "RelatedId"):
        return {}
    name = '"DeveloperName"' if snapshot.has("Group", "DeveloperName") else "NULL"
    bosses = 'CAST("DoesIncludeBosses" AS BOOLEAN)' if snapshot.has("Group", "DoesIncludeBosses") else "NULL"
    rows = snapshot.rows(
        f"""SELECT "Id", "Type", coalesce("RelatedId", ''), lower(coalesce({name}, '')), coalesce({bosses}, true)
            FROM "Group" """
    )
    return {row[0]: _Group(*row[1:]) for row in rows}


def _members(snapshot: Snapshot) -> dict[str, list[str]]:
    """By member, the groups that it is in."""
    if not snapshot.has("GroupMember", "GroupId", "UserOrGroupId"):
        return {}
    found: dict[str, list[str]] = {}
    for group, member in snapshot.rows('SELECT "GroupId", "UserOrGroupId" FROM "GroupMember"'):
        found.setdefault(member, []).append(group)
    return found


def _above(parents: Mapping[str, str], role: str) -> frozenset[str]:
    """Roles above, each once even where the hierarchy has a cycle."""
    found: list[str] = []
    at = parents.get(role, "")
    while at and at not in found and at != role:
        found.append(at)
        at = parents.get(at, "")
    return frozenset(found)


def _below(parents: Mapping[str, str], role: str) -> frozenset[str]:
    children: dict[str, list[str]] = {}
    for child, parent in parents.items():
        children.setdefault(parent, []).append(child)
    found: set[str] = set()
    waiting = [role] if role else []
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found and child != role:
                found.add(child)
                waiting.append(child)
    return frozenset(found)
