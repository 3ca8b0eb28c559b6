"""Whether the aggregate of a permission set group gives what it is documented to give: its sets, less what is muted.

Who can do what rests on that aggregate alone ("Permission Set Groups", "MutingPermissionSet" in the "Object Reference
for the Salesforce Platform"). So wherever a snapshot also has the sets and the muting set of a group, the sum is done
again, and a group for which it does not come out is not believed.

What a group mutes takes with it what depends on that ("Mute Permissions in Permission Set Groups"), and which
permission depends on which is not known here. So a right that an aggregate lacks only speaks against it where nothing
muted can be the cause; what it lacks otherwise is `unexplained`, and the aggregate stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from weakref import WeakKeyDictionary

from sf_audit.access.rights import FIELD_COLUMNS, OBJECT_COLUMNS, Held, Kind, Right
from sf_audit.salesforce.key_prefixes import NO_RECORD
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.tables import Snapshot


class Wrong(StrEnum):
    """What an aggregate does that its documentation rules out."""

    MUTED = "gives what the group mutes"
    FROM_NOWHERE = "gives what no set in the group gives"
    LACKING = "lacks what a set in the group gives and nothing mutes"


@dataclass(frozen=True, slots=True)
class Compared:
    """One up-to-date group whose sets and muting set were read, held against its aggregate.

    `muted` are rights that a set in the group gives, the group mutes, and the aggregate does not have: they prove that
    aggregates carry muting. `contradictions` rule that out; `unexplained` are missing, perhaps with what is muted.
    """

    group_id: str
    name: str
    muted: tuple[Held, ...] = ()
    contradictions: tuple[tuple[Held, Wrong], ...] = ()
    unexplained: tuple[Held, ...] = ()


def compared(snapshot: Snapshot) -> tuple[Compared, ...]:
    """Every group that can be compared, by name. None where the tables for it were not read whole."""
    if not _readable(snapshot):
        return ()
    found = {row[0]: _Sums(row[1], row[2]) for row in snapshot.rows(f"{_PARTS} SELECT * FROM comparable ORDER BY 2, 1")}
    for line in _differing(snapshot) if found else ():
        found[line.group_id].lines.append(line)
    return tuple(sums.judged(group_id) for group_id, sums in found.items())


#: Nearly twenty rules of one review ask for it, and a snapshot does not change.
_CONTRADICTED: WeakKeyDictionary[Snapshot, Mapping[str, str]] = WeakKeyDictionary()


def contradicted(snapshot: Snapshot) -> Mapping[str, str]:
    """By the id of a group whose aggregate cannot be believed: why not, in words."""
    if snapshot not in _CONTRADICTED:
        _CONTRADICTED[snapshot] = _contradicted(snapshot)
    return _CONTRADICTED[snapshot]


def _contradicted(snapshot: Snapshot) -> dict[str, str]:
    return {
        group.group_id: f"the aggregate of permission set group {group.name} {wrong}: {held}"
        for group in compared(snapshot)
        for held, wrong in group.contradictions[:1]
    }


@dataclass(frozen=True, slots=True)
class _Line:
    """One right of one group, where its sum is not simply what its sets give."""

    group_id: str
    held: Held
    given: bool
    muted: bool
    held_by_aggregate: bool


class _Sums:
    """What was found out about one group."""

    def __init__(self, name: str, muting_sets: int) -> None:
        self.lines: list[_Line] = []
        self._name = name
        self._muting_sets = muting_sets

    def judged(self, group_id: str) -> Compared:
        judged = [(line.held, self._wrong(line)) for line in self.lines]
        lacking = [line.held for line in self.lines if line.given and not line.muted and not line.held_by_aggregate]
        wrong = tuple((held, contradiction) for held, contradiction in judged if contradiction is not None)
        certain = {held for held, _ in wrong}
        return Compared(
            group_id=group_id,
            name=self._name,
            muted=tuple(line.held for line in self.lines if line.given and line.muted and not line.held_by_aggregate),
            contradictions=wrong,
            unexplained=tuple(held for held in lacking if held not in certain),
        )

    def _wrong(self, line: _Line) -> Wrong | None:
        if line.held_by_aggregate:
            return Wrong.MUTED if line.muted else None if line.given else Wrong.FROM_NOWHERE
        if line.given and not line.muted and not self._may_depend(line.held):
            return Wrong.LACKING
        return None

    def _may_depend(self, held: Held) -> bool:
        """Whether something that is muted may have taken this right with it."""
        if not self._muting_sets:
            return False
        muted = [line.held for line in self.lines if line.muted]
        if held.kind is Kind.SYSTEM:
            return True  # a snapshot may have few of the permissions that are muted
        return any(right.kind is not Kind.FIELD or right.target == held.target for right in muted)


def _readable(snapshot: Snapshot) -> bool:
    return (
        snapshot.has("PermissionSetGroup", "Id", "DeveloperName", "Status")
        and snapshot.has("PermissionSetGroupComponent", "PermissionSetGroupId", "PermissionSetId")
        and snapshot.has("MutingPermissionSet", "Id")
        and snapshot.has("PermissionSet", "Id", "PermissionSetGroupId", "HasActivationRequired")
    )


#: Groups that can be compared, and the parts of each: `given` by its sets, `muted`, and the `aggregate`. A group with
#: a part that was not read is left out, and one with a set that a session activates: what becomes of that in a group
#: is not documented.
_PARTS = """
    WITH parts AS (
        SELECT DISTINCT c."PermissionSetGroupId" AS group_id, c."PermissionSetId" AS id,
               CASE WHEN m."Id" IS NOT NULL THEN 'muted' WHEN s."Id" IS NOT NULL THEN 'given' END AS part,
               coalesce(CAST(s."HasActivationRequired" AS BOOLEAN), false) AS waits
        FROM "PermissionSetGroupComponent" c LEFT JOIN "PermissionSet" s ON s."Id" = c."PermissionSetId"
        LEFT JOIN "MutingPermissionSet" m ON m."Id" = c."PermissionSetId"),
    aggregates AS (
        SELECT "PermissionSetGroupId" AS group_id, min("Id") AS id FROM "PermissionSet"
        WHERE "PermissionSetGroupId" IS NOT NULL GROUP BY 1 HAVING count(*) = 1),
    comparable AS (
        SELECT g."Id" AS group_id, any_value(coalesce(g."DeveloperName", g."Id")) AS name,
               count(*) FILTER (p.part = 'muted') AS muting_sets
        FROM "PermissionSetGroup" g JOIN aggregates a ON a.group_id = g."Id" JOIN parts p ON p.group_id = g."Id"
        WHERE g."Status" = 'Updated' GROUP BY g."Id"
        HAVING bool_and(p.part IS NOT NULL AND NOT p.waits) AND bool_or(p.part = 'given')),
    roles AS (
        SELECT group_id, id, part FROM parts SEMI JOIN comparable USING (group_id)
        UNION ALL SELECT group_id, id, 'aggregate' FROM aggregates SEMI JOIN comparable USING (group_id))"""


def _differing(snapshot: Snapshot) -> Iterator[_Line]:
    yield from _system(snapshot)
    if snapshot.has("ObjectPermissions", "ParentId", "SobjectType"):
        yield from _on_targets(snapshot, Kind.OBJECT, "ObjectPermissions", "SobjectType", OBJECT_COLUMNS)
    if snapshot.has("FieldPermissions", "ParentId", "Field"):
        yield from _on_targets(snapshot, Kind.FIELD, "FieldPermissions", "Field", FIELD_COLUMNS)


def _system(snapshot: Snapshot) -> Iterator[_Line]:
    shared = snapshot.tables["PermissionSet"].columns.keys() & snapshot.tables["MutingPermissionSet"].columns.keys()
    columns = sorted(column for column in shared if column.startswith("Permissions"))
    if not columns:
        return
    held = ", ".join(f"coalesce(bool_or(CAST(s.{quote_identifier(column)} AS BOOLEAN)), false)" for column in columns)
    named = ", ".join(map(quote_identifier, columns))
    rows = snapshot.rows(f"""{_PARTS}
        SELECT r.group_id, r.part, {held} FROM roles r JOIN (
            SELECT "Id", {named} FROM "PermissionSet" UNION ALL SELECT "Id", {named} FROM "MutingPermissionSet") s
        ON s."Id" = r.id GROUP BY 1, 2 ORDER BY 1, 2""")
    by_group: dict[str, dict[str, Sequence[bool]]] = {}
    for group_id, part, *flags in rows:
        by_group.setdefault(group_id, {})[part] = flags
    nothing = [False] * len(columns)
    for group_id, parts in by_group.items():
        three = (parts.get(part, nothing) for part in ("given", "muted", "aggregate"))
        for column, given, muted, aggregate in zip(columns, *three, strict=True):
            if muted or given != aggregate:
                held_here = Held(Kind.SYSTEM, column.removeprefix("Permissions"), Right.USE)
                yield _Line(group_id, held_here, given, muted, aggregate)


def _on_targets(
    snapshot: Snapshot, kind: Kind, table: str, target: str, columns: Mapping[Right, str]
) -> Iterator[_Line]:
    known = [(right, column) for right, column in columns.items() if column in snapshot.tables[table].columns]
    conditions = [_parts_of(column) for _, column in known]
    # "ObjectPermissions": with Modify All Data the org answers rows that it does not store; their ids begin with 000.
    stored = f"""WHERE t."Id" NOT LIKE '{NO_RECORD}%'""" if "Id" in snapshot.tables[table].columns else ""
    differs = " OR ".join(f"{muted} OR {given} <> {aggregate}" for given, muted, aggregate in conditions)
    rows = snapshot.rows(f"""{_PARTS}
        SELECT r.group_id, t."{target}", {", ".join(", ".join(parts) for parts in conditions)}
        FROM roles r JOIN "{table}" t ON t."ParentId" = r.id {stored}
        GROUP BY 1, 2 HAVING {differs} ORDER BY 1, 2""")
    for group_id, name, *flags in rows:
        for at, (right, _) in enumerate(known):
            given, muted, aggregate = flags[3 * at : 3 * at + 3]
            if muted or given != aggregate:
                yield _Line(group_id, Held(kind, name, right), given, muted, aggregate)


def _parts_of(column: str) -> tuple[str, str, str]:
    """Whether the sets give it, the group mutes it, and the aggregate has it."""
    given, muted, aggregate = (
        f"""coalesce(bool_or(CAST(t."{column}" AS BOOLEAN)) FILTER (r.part = '{part}'), false)"""
        for part in ("given", "muted", "aggregate")
    )
    return given, muted, aggregate
