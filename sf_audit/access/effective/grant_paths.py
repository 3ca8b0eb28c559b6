"""Why somebody can do something: every way in which they come by it, and every way that is closed.

A group's aggregate set has muting applied already, so it decides; the group's members only explain it. A
member that gives what the aggregate does not give is muted there. Muting in one group takes nothing away from
what a profile, another set or another group gives ("Mute Permissions in Permission Set Groups").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sf_audit.access.effective.effective import Access, Answer
from sf_audit.access.implications import grants_behind, required
from sf_audit.access.rights import Held, Kind, Right
from sf_audit.model.review import NotReadable


class Through(StrEnum):
    """What a right is held through."""

    PROFILE = "profile"
    SET = "set"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class GrantPath:
    """One way to a right, or one that would be, were it not for what `closed` says.

    `grant` is what is really granted; it differs from the right asked for where that is implied. `members` are
    the sets of a group that give it, by name, empty where the auditor cannot see the group's members. `closed` is empty
    for a path that gives the right; otherwise it says what is in the way (`muted in group G`).
    """

    through: Through
    set_id: str
    name: str
    grant: Held
    implied: bool = False
    members: tuple[str, ...] = ()
    expires: datetime | None = None
    conditional: bool = False
    namespace: str = ""
    closed: str = ""

    def __str__(self) -> str:
        """The path in words, for example `permission set group Sales (Sales_Edit), by edit on Account`."""
        kind = {Through.PROFILE: "profile", Through.SET: "permission set", Through.GROUP: "permission set group"}
        words = f"{kind[self.through]} {self.name}"
        words += f" ({', '.join(self.members)})" if self.members else ""
        words += f", by {self.grant}" if self.implied else ""
        words += f", until {self.expires:%Y-%m-%d}" if self.expires else ""
        words += ", only in a session that activates it" if self.conditional else ""
        return f"{words}; {self.closed}" if self.closed else words


def paths(access: Access, user_id: str, held: Held) -> tuple[GrantPath, ...]:
    """Every path of a user to a right: open ones first, then closed ones, each group in order of names.

    A field without permissions of its own is held through its object, so the paths are those to the object. For
    other fields they are the grants on the field; `required` names what must be held besides, and where that is not
    held all paths are closed. Nobody who is not an active user has any, and assignments in doubt are none. NotReadable
    where what was asked about was not read.
    """
    if held.kind in access.unread:
        raise NotReadable(access.unread[held.kind])
    asked = asked_instead(access, held)
    rows = _assignments(access, user_id)
    found = [path for row in rows for path in paths_of(access, row, asked)]
    return tuple(sorted(_missing_object(access, user_id, asked, found), key=_order))


def asked_instead(access: Access, held: Held) -> Held:
    """The right on the object for a field that follows its object."""
    rule = access.granted.fields
    place = rule.places.number.get(held.target) if held.kind is Kind.FIELD else None
    if place is None:
        return held
    own = rule.readable if held.right is Right.READ else rule.editable
    follows = bool(own[place >> 3] & (1 << (place & 7)))
    return (required(held) or held) if follows else held


@dataclass(frozen=True, slots=True)
class Assignment:
    """A set that is assigned, or was: `members` are the ids and names of the sets of a group."""

    set_id: str
    group_id: str | None
    kind: Through
    holder: str
    expires: datetime | None
    conditional: bool
    namespace: str
    members: Mapping[str, str]


def _assignments(access: Access, user_id: str) -> list[Assignment]:
    rows = access.snapshot.rows(
        """SELECT a.set_id, a.group_id, a.kind, a.holder, a.expires, a.conditional, a.namespace
           FROM "access".assignment a JOIN "access".person p USING (user_id) WHERE a.user_id = ? AND a.doubt = ''""",
        [user_id],
    )
    members = members_of(access, [row[1] for row in rows if row[1]])
    return [
        Assignment(row[0], row[1], Through(row[2]), row[3], row[4], row[5], row[6], members.get(row[1], {}))
        for row in rows
    ]


def members_of(access: Access, groups: list[str]) -> dict[str, dict[str, str]]:
    """By group, the ids and names of its sets; its muting set (0QM) is none."""
    if not groups or not access.snapshot.has("PermissionSetGroupComponent", "PermissionSetGroupId", "PermissionSetId"):
        return {}
    found: dict[str, dict[str, str]] = {}
    rows = access.snapshot.rows(
        """SELECT c."PermissionSetGroupId", s."Id", s."Name" FROM "PermissionSetGroupComponent" c
           JOIN "PermissionSet" s ON s."Id" = c."PermissionSetId"
           WHERE list_contains(?, c."PermissionSetGroupId") ORDER BY 3, 2""",
        [groups],
    )
    for group, set_id, name in rows:
        found.setdefault(group, {})[set_id] = name
    return found


def paths_of(access: Access, row: Assignment, asked: Held) -> Iterator[GrantPath]:
    """The paths that one assignment opens, if it counts; without the question what is needed besides."""
    for grant in grants_behind(asked):
        given = access.granted.gives(row.set_id, grant)
        members = tuple(name for set_id, name in row.members.items() if access.granted.gives(set_id, grant))
        if not given and not members:
            continue
        yield GrantPath(
            through=row.kind,
            set_id=row.set_id,
            name=row.holder,
            grant=grant,
            implied=grant != asked,
            members=members,
            expires=row.expires,
            conditional=row.conditional,
            namespace=row.namespace,
            closed="" if given else f"muted in group {row.holder}",
        )


def _missing_object(access: Access, user_id: str, asked: Held, found: list[GrantPath]) -> Iterator[GrantPath]:
    """The paths, closed where another right is needed besides and not held."""
    besides = required(asked)
    answer = None if besides is None else access.answer(user_id, besides)
    in_doubt = answer is Answer.NOT_CHECKED and user_id in access.unknown
    lacking = f"{besides} is not held" if answer is Answer.NO else f"{besides} is in doubt" if in_doubt else ""
    for path in found:
        yield replace(path, closed=lacking) if lacking and not path.closed else path


def _order(path: GrantPath) -> tuple[bool, str, str, bool, str]:
    return bool(path.closed), str(path.through), path.name, path.implied, str(path.grant)
