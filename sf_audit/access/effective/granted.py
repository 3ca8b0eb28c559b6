"""What each permission set gives by itself, as rows of bits: one row per set, one bit per target.

Only rows of permission sets count. A row of ObjectPermissions may also belong to a muting set (0QM), a
permission set licence (0PL) or a user licence (100), which give nothing, and a profile's id (00e) is no parent
at all: "ObjectPermissions" in the "Object Reference for the Salesforce Platform".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sf_audit.access.assignments.answerable import kinds_unread
from sf_audit.access.effective.bit_index import Bits, Places, set_bits
from sf_audit.access.effective.field_rules import FieldRules, field_rules
from sf_audit.access.effective.permissionable import Permissionable, permissionable
from sf_audit.access.rights import FIELD_COLUMNS, OBJECT_COLUMNS, SETUP_TYPES, Held, Kind, Right
from sf_audit.model.review import Unread
from sf_audit.salesforce.setup_objects import SETUP_OBJECTS
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.tables import Snapshot

Plane = tuple[Kind, Right]


@dataclass(frozen=True, slots=True)
class Granted:
    """The grants of all permission sets. `rows[kind, right]` has a row for each of `sets`.

    `fields` says how fields without rows of their own behave; `governed` are the objects that ObjectPermissions has
    rows for, and `permissionable` those that it can have rows for. `unread` names the kinds that cannot be answered,
    and why.
    """

    sets: Places
    places: Mapping[Kind, Places]
    fields: FieldRules
    rows: Mapping[Plane, Bits]
    governed: frozenset[str]
    permissionable: Permissionable
    unread: Mapping[Kind, Unread]

    def place(self, held: Held) -> int | None:
        """The place of a target's bit, None where nothing that was read names the target."""
        if held.kind is Kind.FIELD:
            return self.fields.places.number.get(held.target)
        return self.places[held.kind].number.get(held.target)

    def names(self, kind: Kind) -> tuple[str, ...]:
        """All targets of a kind."""
        return self.fields.places.names if kind is Kind.FIELD else self.places[kind].names

    def listed(self, kind: Kind, objects: frozenset[str] = frozenset()) -> tuple[list[str], NDArray[np.int64]]:
        """Names of the targets of a kind, only of these objects if there are any, and the places of their bits."""
        number = self.fields.places.number if kind is Kind.FIELD else self.places[kind].number
        narrow = objects if kind in {Kind.OBJECT, Kind.FIELD} else frozenset()
        kept = [(name, place) for name, place in number.items() if not narrow or name.partition(".")[0] in narrow]
        return [name for name, _ in kept], np.array([place for _, place in kept], np.int64)

    def gives(self, set_id: str, held: Held) -> bool:
        """Whether the set itself grants exactly this, nothing implied."""
        row, place = self.sets.number.get(set_id), self.place(held)
        if row is None or place is None or (held.kind, held.right) not in self.rows:
            return False
        return bool(self.rows[held.kind, held.right][row, place >> 3] & (1 << (place & 7)))


def granted(snapshot: Snapshot) -> Granted:
    """Read every grant of the snapshot once."""
    sets = Places.of(_column(snapshot, 'SELECT "Id" FROM "PermissionSet" ORDER BY 1'))
    _number_sets(snapshot)
    unread = kinds_unread(snapshot)
    governed = frozenset(_column(snapshot, _governed(unread)))
    can_be_granted = permissionable(snapshot, governed)
    objects = Places.of(sorted(can_be_granted.names.union(_column(snapshot, _objects(snapshot, unread)))))
    fields = field_rules(snapshot, objects.names, readable=Kind.FIELD not in unread)
    places = {Kind.OBJECT: objects}
    rows: dict[Plane, Bits] = {}
    places[Kind.SYSTEM], rows[Kind.SYSTEM, Right.USE] = _system(snapshot, sets)
    rows |= _object_rows(snapshot, sets, objects, unread)
    rows |= _field_rows(snapshot, sets, fields, unread)
    for kind, named in SETUP_TYPES.items():
        places[kind], rows[kind, Right.USE] = _setup(snapshot, sets, named, readable=kind not in unread)
    return Granted(sets, places, fields, rows, governed, can_be_granted, unread)


def _column(snapshot: Snapshot, sql: str) -> list[str]:
    return [row[0] for row in snapshot.rows(sql)]


def _number_sets(snapshot: Snapshot) -> None:
    snapshot.rows('CREATE SCHEMA IF NOT EXISTS "access"')
    snapshot.rows("""
        CREATE OR REPLACE TABLE "access".permission_set AS
        SELECT "Id" AS id, row_number() OVER (ORDER BY "Id") - 1 AS number FROM "PermissionSet" """)


def _objects(snapshot: Snapshot, unread: Mapping[Kind, Unread]) -> str:
    parts = ["SELECT '' AS name WHERE false"]
    if Kind.OBJECT not in unread:
        parts.append('SELECT "SobjectType" FROM "ObjectPermissions"')
    if Kind.FIELD not in unread:
        parts.append('SELECT "SobjectType" FROM "FieldPermissions"')
    if snapshot.has("describe_fields", "object"):
        parts.append('SELECT object FROM "describe_fields"')
    return f"SELECT DISTINCT name FROM ({' UNION ALL '.join(parts)}) WHERE name IS NOT NULL"


def _governed(unread: Mapping[Kind, Unread]) -> str:
    if Kind.OBJECT in unread:
        return "SELECT '' WHERE false"
    return 'SELECT DISTINCT "SobjectType" FROM "ObjectPermissions"'


def _system(snapshot: Snapshot, sets: Places) -> tuple[Places, Bits]:
    columns = sorted(column for column in snapshot.tables["PermissionSet"].columns if column.startswith("Permissions"))
    places = Places.of([column.removeprefix("Permissions") for column in columns])
    rows = np.zeros((len(sets.names), places.width), np.uint8)
    if columns and sets.names:
        flags = ", ".join(
            f"coalesce(CAST({name} AS BOOLEAN), false) AS {name}" for name in map(quote_identifier, columns)
        )
        found = snapshot.connection.execute(f'SELECT {flags} FROM "PermissionSet" ORDER BY "Id"').fetchnumpy()
        rows[:] = np.packbits(np.column_stack([found[column].astype(bool) for column in columns]), 1, bitorder="little")
    return places, rows


def _object_rows(snapshot: Snapshot, sets: Places, objects: Places, unread: Mapping[Kind, Unread]) -> dict[Plane, Bits]:
    empty = {(Kind.OBJECT, right): np.zeros((len(sets.names), objects.width), np.uint8) for right in OBJECT_COLUMNS}
    if Kind.OBJECT in unread:
        return empty
    known = snapshot.tables["ObjectPermissions"].columns
    rights = [right for right, column in OBJECT_COLUMNS.items() if column in known]
    flags = ", ".join(f'coalesce(CAST("{OBJECT_COLUMNS[right]}" AS BOOLEAN), false) AS "{right}"' for right in rights)
    numbered = {"name": list(objects.names), "place": list(range(len(objects.names)))}
    found = _joined(
        snapshot,
        numbered,
        f"""
        SELECT s.number, t.place, {flags} FROM "ObjectPermissions" o
        JOIN "access".permission_set s ON s.id = o."ParentId" JOIN "access".target t ON t.name = o."SobjectType" """,
    )
    for right in rights:
        _mark(empty[Kind.OBJECT, right], found, found[str(right)])
    return empty


def _field_rows(
    snapshot: Snapshot, sets: Places, fields: FieldRules, unread: Mapping[Kind, Unread]
) -> dict[Plane, Bits]:
    width = fields.places.width
    empty = {(Kind.FIELD, right): np.zeros((len(sets.names), width), np.uint8) for right in FIELD_COLUMNS}
    if Kind.FIELD in unread:
        return empty
    flags = ", ".join(
        f'coalesce(CAST("{column}" AS BOOLEAN), false) AS "{right}"' for right, column in FIELD_COLUMNS.items()
    )
    found = _joined(
        snapshot,
        fields.governed_by,
        f"""
        SELECT s.number, t.place, {flags} FROM "FieldPermissions" f
        JOIN "access".permission_set s ON s.id = f."ParentId" JOIN "access".target t ON t.name = f."Field" """,
    )
    for right in FIELD_COLUMNS:
        _mark(empty[Kind.FIELD, right], found, found[str(right)])
    return empty


def _setup(snapshot: Snapshot, sets: Places, type_name: str, *, readable: bool) -> tuple[Places, Bits]:
    if not readable:
        return Places.of([]), np.zeros((len(sets.names), 0), np.uint8)
    of_type = f""" "SetupEntityType" = '{type_name}' """
    sql = f'SELECT DISTINCT "SetupEntityId" FROM "SetupEntityAccess" WHERE {of_type} ORDER BY 1'
    places = Places.of(_column(snapshot, _with_names(snapshot, type_name, sql)))
    rows = np.zeros((len(sets.names), places.width), np.uint8)
    if not places.names:
        return places, rows
    numbered = {"name": list(places.names), "place": list(range(len(places.names)))}
    found = _joined(
        snapshot,
        numbered,
        f"""
        SELECT s.number, t.place FROM "SetupEntityAccess" e
        JOIN "access".permission_set s ON s.id = e."ParentId" JOIN "access".target t ON t.name = e."SetupEntityId"
        WHERE {of_type}""",
    )
    _mark(rows, found, np.ones(len(found["place"]), bool))
    return places, rows


def _with_names(snapshot: Snapshot, type_name: str, sql: str) -> str:
    """Classes and pages that no set names are targets too: some permissions give them all."""
    if type_name in SETUP_OBJECTS and snapshot.has(type_name, "Id"):
        return f'SELECT * FROM ({sql}) UNION SELECT "Id" FROM {quote_identifier(type_name)} ORDER BY 1'
    return sql


def _joined(snapshot: Snapshot, targets: Mapping[str, object], sql: str) -> dict[str, NDArray[np.generic]]:
    """The answer to a query that joins `access.target`, the targets' names with the places of their bits."""
    import pyarrow as pa

    typed = pa.table(targets, schema=pa.schema([("name", pa.string()), ("place", pa.int64())]))
    snapshot.connection.register("access_targets", typed)
    try:
        snapshot.rows('CREATE OR REPLACE TABLE "access".target AS SELECT * FROM access_targets')
    finally:
        snapshot.connection.unregister("access_targets")
    found: dict[str, NDArray[np.generic]] = snapshot.connection.execute(sql).fetchnumpy()
    return found


def _mark(rows: Bits, found: Mapping[str, NDArray[np.generic]], chosen: NDArray[np.generic]) -> None:
    where = chosen.astype(bool)
    set_bits(rows, found["number"][where].astype(np.int64), found["place"][where].astype(np.int64))
