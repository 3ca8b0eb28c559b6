"""What a snapshot knows of the names in its org: the descriptions that were stored with it, and its own columns.

The same rules resolve to the same names as on the day of the reading, without the org. Snapshots that were stored
without descriptions know the columns that were read, and no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from sf_audit.model.review import Reason, Unread
from sf_audit.salesforce.components import full_name
from sf_audit.salesforce.key_prefixes import STANDARD
from sf_audit.snapshot.dictionary import (
    RICH_TEXT,
    ListedValue,
    OrgField,
    RecordType,
    did_you_mean_name,
    ids_of,
    storage_type,
)
from sf_audit.snapshot.needs import ALL_ROWS, Need, Source
from sf_audit.snapshot.tables import Snapshot, Table

_FIELDS = "describe_fields"
_VALUES = "describe_picklist_values"
_RECORD_TYPES = "describe_record_types"
_LIMITS = "org_limits"
_CLASSES = "ApexClass"
_RECORDS = frozenset({Source.DATA, Source.TOOLING})


class StoredDictionary:
    """A Dictionary of a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._known: dict[str, Mapping[str, OrgField]] = {}

    def object(self, name: str) -> str | Unread:
        """The object as the snapshot spells it; why it was not seen, or that nobody asked for it."""
        if name in self._reasons:
            return self._reasons[name]
        return self._objects.get(name.lower()) or _not_asked_for(name)

    def defined(self, name: str) -> str | Unread:
        """The object as the snapshot spells it, where it is enough that the org has it."""
        return self.object(name)

    def components(self, table: str, names: Collection[str]) -> frozenset[str] | Unread:
        """Names and ids of the Apex classes, where all of them were read.

        Of profiles, permission sets and groups the checks that approve some note which are not there.
        """
        known = self._snapshot.tables.get(table)
        if table != _CLASSES or known is None or known.row_filter != ALL_ROWS or not self._snapshot.has(table, "Name"):
            return frozenset()
        package = '"NamespacePrefix"' if self._snapshot.has(table, "NamespacePrefix") else "NULL"
        rows = self._snapshot.rows(f'SELECT "Id", "Name", {package} FROM "{table}"')
        return frozenset(found for key, name, namespace in rows for found in (key, full_name(namespace, name)))

    def fields(self, object_name: str) -> Mapping[str, OrgField]:
        """The fields that were described or read, by their names in lower case."""
        if object_name not in self._known:
            self._known[object_name] = self._fields_of(object_name)
        return self._known[object_name]

    def field(self, object_name: str, name: str) -> OrgField | Unread:
        """A field of an object, or why it was not seen."""
        found = self.fields(object_name).get(name.lower())
        if found is not None:
            return found
        table = self._snapshot.tables.get(object_name)
        unseen = dict(table.unseen) if table else {}
        return unseen.get(name) or self._not_described(object_name, name)

    def limits(self) -> tuple[str, ...]:
        """The limits that the org reported."""
        if not self._snapshot.has(_LIMITS, "name"):
            return ()
        return tuple(row[0] for row in self._snapshot.rows('SELECT "name" FROM "org_limits" ORDER BY 1'))

    def record_types(self, object_name: str) -> tuple[RecordType, ...]:
        """The record types of an object."""
        return self._record_types.get(object_name, ())

    def lacking(self, need: Need) -> Mapping[str, Unread]:
        """What of a need was asked for and not seen, and why."""
        table = self._snapshot.tables.get(need.table)
        if table is None or table.source not in _RECORDS:
            return {}
        if table.unread is not None and _is_absent(table):
            return {"": table.unread} if need.required else {}
        unseen = dict(table.unseen)
        return {column: unseen[column] for column in sorted(need.required_columns & unseen.keys())}

    def _fields_of(self, object_name: str) -> Mapping[str, OrgField]:
        table = self._snapshot.tables.get(object_name)
        read = dict(table.columns) if table and table.source in _RECORDS else {}
        found = dict(self._described.get(object_name, {}))
        for name, kind in read.items():
            known = found.get(name.lower())
            # A column that was read is stored as the type that the manifest says, whatever describe calls it.
            if known is None:
                values = self._values.get((object_name, name), ())
                found[name.lower()] = OrgField(name, kind, values=values)
        return found

    def _not_described(self, object_name: str, name: str) -> Unread:
        if object_name not in self._described:
            return _not_asked_for(f"{object_name}.{name}")
        known = [field.name for field in self.fields(object_name).values()]
        says = f"{object_name}.{name} was not visible when this snapshot was read, or this org does not have it"
        return Unread(Reason.FIELD_NOT_VISIBLE, f"{says}{did_you_mean_name(name, known)}", "Collect again")

    @cached_property
    def _objects(self) -> Mapping[str, str]:
        tables = self._snapshot.tables.values()
        read = [table.name for table in tables if table.source in _RECORDS]
        covered = [name for table in tables for name in table.covers]
        return {name.lower(): name for name in (*covered, *read)}

    @cached_property
    def _reasons(self) -> Mapping[str, Unread]:
        """Objects that were asked for and not seen, by the names under which they were asked for."""
        found: dict[str, Unread] = {}
        for table in self._snapshot.tables.values():
            found |= {name: unread for name, unread in dict(table.uncovered).items() if "." not in name}
            if table.source in _RECORDS and table.unread is not None and _is_absent(table):
                found[table.name] = table.unread
        return found

    @cached_property
    def _described(self) -> Mapping[str, Mapping[str, OrgField]]:
        snapshot = self._snapshot
        if not snapshot.has(_FIELDS, "object", "field", "type"):
            return {}
        html = '"html"' if snapshot.has(_FIELDS, "html") else "false"
        facts = [
            f'"{name}"' if snapshot.has(_FIELDS, name) else "NULL"
            for name in (
                *("calculated", "compound", "reference_to", "name_field", "key_prefixes"),
                *("length", "relationship"),
            )
        ]
        rows = snapshot.rows(f'SELECT "object", "field", "type", {html}, {", ".join(facts)} FROM "{_FIELDS}"')
        found: dict[str, dict[str, OrgField]] = defaultdict(dict)
        for owner, name, kind, is_html, calculated, compound, references, names_record, prefixes, *more in rows:
            targets = tuple(filter(None, (references or "").split(";")))
            stored = RICH_TEXT if is_html else storage_type(kind or "", name, targets)
            values = self._values.get((owner, name), ())
            ids = ids_of(owner, stored, targets, _prefixes(targets or (owner,), prefixes or ""))
            length, relationship = more
            flags = bool(calculated), compound or "", targets, values, bool(names_record)
            found[owner][name.lower()] = OrgField(name, stored, *flags, ids, int(length or 0), relationship or "")
        return found

    @cached_property
    def _values(self) -> Mapping[tuple[str, str], tuple[ListedValue, ...]]:
        if not self._snapshot.has(_VALUES, "object", "field", "value", "active"):
            return {}
        label = '"label"' if self._snapshot.has(_VALUES, "label") else '"value"'
        rows = self._snapshot.rows(f'SELECT "object", "field", "value", {label}, "active" FROM "{_VALUES}"')
        found: dict[tuple[str, str], list[ListedValue]] = defaultdict(list)
        for owner, name, value, text, active in rows:
            found[owner, name].append(ListedValue(value or "", text or value or "", active is not False))
        return {key: tuple(values) for key, values in found.items()}

    @cached_property
    def _record_types(self) -> Mapping[str, tuple[RecordType, ...]]:
        if not self._snapshot.has(_RECORD_TYPES, "object", "id", "name"):
            return {}
        found: dict[str, list[RecordType]] = defaultdict(list)
        label = '"label"' if self._snapshot.has(_RECORD_TYPES, "label") else '"name"'
        for owner, *named in self._snapshot.rows(f'SELECT "object", "id", "name", {label} FROM "{_RECORD_TYPES}"'):
            found[owner].append(RecordType(*(text or "" for text in named)))
        return {key: tuple(some) for key, some in found.items()}


def _is_absent(table: Table) -> bool:
    """Whether the object was not there, or not shown; one whose rows could not be read was."""
    reasons = {Reason.OBJECT_NOT_READABLE, Reason.RULE_DOES_NOT_FIT}
    return table.unread is not None and table.unread.reason in reasons and not table.columns


def _prefixes(objects: Sequence[str], stored: str) -> Mapping[str, str]:
    """By object, what the ids of its records begin with; without them in the snapshot, those that are so everywhere."""
    known = stored.split(";")
    return dict(zip(objects, known, strict=True)) if stored and len(known) == len(objects) else STANDARD


def _not_asked_for(name: str) -> Unread:
    """As of a snapshot from before the rule was written."""
    return Unread(Reason.INCOMPLETE, f"{name} was not asked for when this snapshot was read", "Collect again")
