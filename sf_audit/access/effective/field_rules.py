"""How fields take their rights, decided once for all users.

FieldPermissions has rows for some fields only. A field that no row can be about (required, system, Name: describe
says `permissionable` false) follows its object; the parts of an address follow the address ("FieldPermissions",
"Compound Fields" in the "Object Reference for the Salesforce Platform"). A field that describe does not show and no
row names is not known here, and nothing is said of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sf_audit.access.effective.bit_index import Bits, FieldPlaces, row_of_bits
from sf_audit.model.review import Reason, Unread
from sf_audit.snapshot.tables import Snapshot


@dataclass(frozen=True, slots=True)
class FieldRules:
    """Places of all fields, and three rows of bits over them.

    `readable` follow their object for Read and `editable` for Edit; of `doubtful` ones nobody can say whether they can
    be edited, because describe only says what the auditor may edit. `governed_by` has, for each name that a row of
    FieldPermissions may have, the places it decides about. `unread` names objects whose rows were not read.
    """

    places: FieldPlaces
    readable: Bits
    editable: Bits
    doubtful: frozenset[str]
    governed_by: Mapping[str, list[str] | list[int]]
    unread: Mapping[str, Unread]
    only: frozenset[str]

    def object_unread(self, name: str) -> Unread | None:
        """Why nothing can be said of the fields of an object, None where something can."""
        if name in self.unread:
            return self.unread[name]
        if self.only and name not in self.only:
            return Unread(
                Reason.INCOMPLETE, f"the field permissions of {name} were not read", f"name {name} when collecting"
            )
        return None


def field_rules(snapshot: Snapshot, objects: Sequence[str], *, readable: bool) -> FieldRules:
    """Every field that describe or a row of FieldPermissions names."""
    rows = snapshot.rows(_SQL.format(**_sources(snapshot, readable=readable)))
    fields: dict[str, list[str]] = {}
    for owner, name, *_ in rows:
        fields.setdefault(owner, []).append(name)
    places = FieldPlaces.of(objects, fields)
    at = places.number
    governed = [(row[2], at[row[1]]) for row in rows if row[2] is not None]
    table = snapshot.tables.get("FieldPermissions")
    return FieldRules(
        places=places,
        readable=row_of_bits([at[row[1]] for row in rows if row[2] is None], places.width),
        editable=row_of_bits([at[row[1]] for row in rows if row[2] is None and row[3]], places.width),
        doubtful=frozenset(row[1] for row in rows if row[2] is None and row[3] is None),
        governed_by={"name": [name for name, _ in governed], "place": [place for _, place in governed]},
        unread=dict(table.uncovered) if table else {},
        only=table.covers if table else frozenset(),
    )


#: object, field as `Object.Field`, the name its rows have (NULL: it has none), whether it can be edited (NULL: unknown)
_SQL = """
    WITH described AS ({described}), named AS ({named}),
         editing AS (SELECT object, bool_or(updateable) AS can_edit FROM described GROUP BY object),
         fields AS (
            SELECT coalesce(d.object, n.object) AS object, coalesce(d.name, n.name) AS name, d.compound,
                   n.name IS NOT NULL OR coalesce(d.permissionable, true) AS own_rows,
                   n.name IS NOT NULL AS has_rows, d.calculated, d.updateable
            FROM described d FULL JOIN named n ON n.name = d.name)
    SELECT f.object, f.name,
           CASE WHEN f.has_rows THEN f.name WHEN whole.own_rows THEN whole.name WHEN f.own_rows THEN f.name END,
           CASE WHEN f.calculated OR f.name IN (f.object || '.Id', f.object || '.IsDeleted') THEN false
                WHEN f.updateable THEN true WHEN e.can_edit THEN false END
    FROM fields f
    LEFT JOIN fields whole ON whole.name = f.object || '.' || f.compound AND f.name <> whole.name
    LEFT JOIN editing e ON e.object = f.object
    ORDER BY f.object, f.name"""


def _sources(snapshot: Snapshot, *, readable: bool) -> dict[str, str]:
    named = 'SELECT DISTINCT "SobjectType" AS object, "Field" AS name FROM "FieldPermissions"'
    return {
        "described": f"SELECT {', '.join(_described(snapshot))}",
        "named": named if readable else "SELECT '' AS object, '' AS name WHERE false",
    }


def _described(snapshot: Snapshot) -> Iterator[str]:
    """Columns of describe, empty where a snapshot does not have them."""
    if not snapshot.has("describe_fields", "object", "field", "permissionable"):
        yield "'' AS object, '' AS name, '' AS compound, true AS permissionable, false AS calculated"
        yield "false AS updateable WHERE false"
        return
    known = snapshot.tables["describe_fields"].columns
    yield "object"
    yield "object || '.' || field AS name"
    yield "CAST(permissionable AS BOOLEAN) AS permissionable"
    yield ("nullif(CAST(compound AS VARCHAR), '')" if "compound" in known else "CAST(NULL AS VARCHAR)") + " AS compound"
    yield ("CAST(calculated AS BOOLEAN)" if "calculated" in known else "false") + " AS calculated"
    updateable = "CAST(updateable AS BOOLEAN)" if "updateable" in known else "CAST(NULL AS BOOLEAN)"
    yield f'{updateable} AS updateable FROM "describe_fields"'
