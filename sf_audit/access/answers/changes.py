"""What somebody could change in Setup to close ways to a right: end an assignment, edit a set, mute in a group.

Sets of managed packages cannot be edited, so for them only the assignment can end, or a group can mute them
("Managed Permission Sets", "Mute Permissions in Permission Set Groups").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sf_audit.access.answers.labels import Labels
from sf_audit.access.effective.effective import Access
from sf_audit.access.effective.grant_paths import GrantPath, Through
from sf_audit.access.effective.granted import Granted
from sf_audit.access.implications import grants_behind
from sf_audit.access.rights import Held, Kind


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `closes` are the user's sets (a group's aggregate included) that do not give the right after it.

    `ends` is the set whose assignment to the user ends; `drops` are the grants that go, and with them everybody's.
    """

    said: str
    closes: frozenset[str]
    ends: str = ""
    drops: frozenset[tuple[str, Held]] = frozenset()


def changes(access: Access, asked: Held, open_paths: Sequence[GrantPath]) -> tuple[Change, ...]:
    """Every change that closes at least one of the paths, which are all open. Ending an assignment comes first."""
    return tuple(sorted(_Setup(access, asked, open_paths).changes(), key=lambda change: (not change.ends, change.said)))


@dataclass(frozen=True, slots=True)
class _Member:
    id: str
    name: str
    namespace: str


class _Setup:
    """The sets behind the paths, and the groups that they are in."""

    def __init__(self, access: Access, asked: Held, open_paths: Sequence[GrantPath]) -> None:
        self._granted = access.granted
        self._labels = Labels(access.snapshot)
        self._behind = grants_behind(asked)
        self._members = _members(access)
        self._paths = {path.set_id: path for path in open_paths}

    def changes(self) -> Iterator[Change]:
        editable: dict[str, str] = {}
        for path in self._paths.values():
            alone = frozenset([path.set_id])
            if path.through is not Through.PROFILE:
                yield Change(f"end the assignment of {_words(path)} to this user", alone, ends=path.set_id)
            if path.through is Through.GROUP:
                drops = self._grants(path.set_id)
                yield Change(f"mute {self._said(drops)} in {_words(path)}", alone, drops=drops)
                members = self._members.get(path.set_id, ())
                editable |= {member.id: f"permission set {member.name}" for member in members if not member.namespace}
            elif not path.namespace:
                editable[path.set_id] = _words(path)
        for set_id, words in editable.items():
            yield from self._edit(set_id, words)

    def _edit(self, set_id: str, words: str) -> Iterator[Change]:
        own = self._grants(set_id)
        drops = own | self._from_groups(set_id, own)
        closes = frozenset(path for path in self._paths if self._grants(path) <= drops)
        if own and closes:
            yield Change(f"take {self._said(own)} away from {words}", closes, drops=drops)

    def _grants(self, set_id: str) -> frozenset[tuple[str, Held]]:
        return frozenset(
            (set_id, _row(self._granted, grant)) for grant in self._behind if self._granted.gives(set_id, grant)
        )

    def _from_groups(self, set_id: str, own: frozenset[tuple[str, Held]]) -> frozenset[tuple[str, Held]]:
        """What groups with this set lose with it, because no other set in them gives it."""
        return frozenset(
            (group, grant)
            for group, members in self._members.items()
            if any(member.id == set_id for member in members)
            for _, grant in own
            if self._granted.gives(group, grant)
            and not any(self._granted.gives(member.id, grant) for member in members if member.id != set_id)
        )

    def _said(self, drops: frozenset[tuple[str, Held]]) -> str:
        *some, last = sorted({self._labels.said(grant) for _, grant in drops})
        return f"{', '.join(some)} and {last}" if some else last


def without(granted: Granted, drops: frozenset[tuple[str, Held]]) -> Granted:
    """The same grants, less these. A row about an address decides about all its parts."""
    rows = dict(granted.rows)
    for plane in {(grant.kind, grant.right) for _, grant in drops}:
        rows[plane] = rows[plane].copy()
    for set_id, grant in drops:
        at = granted.sets.number[set_id]
        for place in _decided(granted, grant):
            rows[grant.kind, grant.right][at, place >> 3] &= 0xFF ^ (1 << (place & 7))
    return replace(granted, rows=rows)


def _row(granted: Granted, grant: Held) -> Held:
    """The grant as its row in Salesforce names it: parts of an address are granted with the address."""
    if grant.kind is not Kind.FIELD:
        return grant
    place = granted.place(grant)
    rows = granted.fields.governed_by
    governing = (
        name for name, governed_place in zip(rows["name"], rows["place"], strict=True) if governed_place == place
    )
    name = next(governing, grant.target)
    return grant._replace(target=str(name))


def _decided(granted: Granted, grant: Held) -> list[int]:
    place = granted.place(grant)
    if grant.kind is not Kind.FIELD:
        return [] if place is None else [place]
    rows = granted.fields.governed_by
    return [
        governed_place
        for name, governed_place in zip(rows["name"], rows["place"], strict=True)
        if isinstance(governed_place, int) and name == grant.target
    ]


def _words(path: GrantPath) -> str:
    kinds = {Through.PROFILE: "profile", Through.SET: "permission set", Through.GROUP: "permission set group"}
    return f"{kinds[path.through]} {path.name}"


def _members(access: Access) -> Mapping[str, list[_Member]]:
    """By the id of a group's aggregate, the sets in the group; muting sets are none."""
    snapshot = access.snapshot
    if not snapshot.has("PermissionSetGroupComponent", "PermissionSetGroupId", "PermissionSetId"):
        return {}
    namespace = '"NamespacePrefix"' if snapshot.has("PermissionSet", "NamespacePrefix") else "NULL"
    rows = snapshot.rows(
        f"""SELECT a."Id", s."Id", s."Name", coalesce(CAST(s.{namespace} AS VARCHAR), '') FROM "PermissionSet" a
            JOIN "PermissionSetGroupComponent" c ON c."PermissionSetGroupId" = a."PermissionSetGroupId"
            JOIN "PermissionSet" s ON s."Id" = c."PermissionSetId" ORDER BY 1, 3, 2""".replace("s.NULL", "NULL")
    )
    found: dict[str, list[_Member]] = {}
    for group, *member in rows:
        found.setdefault(group, []).append(_Member(*member))
    return found
