"""Where a dotted path leads: from the object in FROM, through references, to a field of a parent.

Each relationship that a query uses is joined once, whatever uses it. A polymorphic reference (Owner, Who, What) leads
to the object Name: the union of what its objects have in common ("Understanding Relationship Names", "SOQL and SOSL
Reference").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sf_audit.demo.schema import Field, SObject
from sf_audit.demo.soql.errors import malformed, no_such_column, no_such_relationship
from sf_audit.demo.soql.sight import Sight
from sf_audit.demo.soql.storage import Storage, quoted
from sf_audit.demo.soql.syntax import Path, Source

_PARAMETER: Final = re.compile(r"\$(p\d+)\b")
_LEVELS: Final = 5  # "Relationship Query Limitations": levels from child to parent


@dataclass(slots=True)
class Binding:
    """The values of a statement, apart from its text: what was written by a stranger is never SQL."""

    values: dict[str, object] = field(default_factory=dict)

    def __call__(self, value: object) -> str:
        """The name to write into the statement for this value."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"${name}"

    def used(self, sql: str) -> dict[str, object]:
        """The values that a statement does name: DuckDB takes no others."""
        return {name: self.values[name] for name in _PARAMETER.findall(sql)}


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What every part of one query needs: its text, what the user sees, where rows are, the time, and who asks.

    `deepest` is how many levels of child subqueries are allowed, one inside the other.
    """

    text: str
    sight: Sight
    storage: Storage
    now: datetime
    user_id: str = ""
    tooling: bool = False
    deepest: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One object in the statement. `kind` is SQL for its API name where that differs from row to row."""

    sobject: SObject
    alias: str
    names: tuple[str, ...] = ()
    kind: str = ""
    union: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A field of a row, with its path in canonical spelling."""

    row: Row
    field: Field
    sql: str
    path: tuple[str, ...]
    at: int


class Scope:
    """The rows that paths of one SELECT may start from, and the joins they needed so far."""

    def __init__(self, inquiry: Inquiry, sobject: SObject, source: Source, prefix: str = "t") -> None:
        self._inquiry = inquiry
        self._prefix = prefix
        self.base = Row(sobject, f"{prefix}0")
        self._rows: dict[tuple[str, ...], Row] = {}
        self._joins: list[str] = []
        self._starts: dict[str, tuple[str, ...]] = {
            name.lower(): () for name in (source.alias, source.name, sobject.name) if name
        }
        for alias, path in source.aliases:
            names = self._rooted(path.parts)
            self.row(names, path.at)
            self._starts[alias.lower()] = names

    def tables(self) -> str:
        """The FROM clause; ask when every path has been looked up."""
        return " ".join((f"{self._inquiry.storage.table(self.base.sobject)} AS {self.base.alias}", *self._joins))

    def find(self, path: Path) -> Place:
        """The field at the end of a path.

        Raises:
            SoqlError: INVALID_FIELD if a relationship or the field is not there, or hidden.
        """
        parts = self._rooted(path.parts)
        row = self.row(parts[:-1], path.at)
        found = self._inquiry.sight.field(row.sobject, parts[-1]) if not row.union else row.sobject.field(parts[-1])
        if found is None:
            raise no_such_column(self._inquiry.text, path.at, parts[-1], row.sobject.name)
        return self.place(row, found, path.at)

    def place(self, row: Row, found: Field, at: int = 0) -> Place:
        """A known field of a row."""
        sql = f"{row.alias}.{quoted(found.name)}"
        if not row.union:
            sql = self._inquiry.storage.value(row.sobject, found, row.alias)
        return Place(row, found, sql, (*row.names, found.name), at)

    def row(self, relationships: tuple[str, ...], at: int) -> Row:
        """The parent that a chain of relationship names leads to."""
        if len(relationships) > _LEVELS:
            raise malformed(f"Relationships in a query may not go more than {_LEVELS} levels from child to parent")
        row = self.base
        for name in relationships:
            row = self._parent(row, name, at)
        return row

    def narrowed(self, row: Row, kind: SObject) -> Row:
        """A polymorphic parent again, as one of the objects it may be: for TYPEOF."""
        known = self._rows.get((*row.names, kind.name, ""))
        if known is not None:
            return known
        alias = self._next_alias()
        key = self._inquiry.storage.key(kind)
        self._join(self._inquiry.storage.table(kind), alias, key, f"{row.alias}.{quoted(key)}")
        narrowed = Row(kind, alias, row.names)
        self._rows[(*row.names, kind.name, "")] = narrowed
        return narrowed

    def _rooted(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """Without the leading object name or alias."""
        start = self._starts.get(parts[0].lower()) if len(parts) > 1 else None
        return parts if start is None else (*start, *parts[1:])

    def _parent(self, child: Row, name: str, at: int) -> Row:
        known = self._rows.get((*child.names, name.lower()))
        if known is not None:
            return known
        sight = self._inquiry.sight
        reference = sight.reference(child.sobject, name)
        if reference is None:
            raise no_such_relationship(self._inquiry.text, at, name)
        held = self.place(child, reference).sql
        names = (*child.names, reference.relationship)
        alias = self._next_alias()
        row = (
            self._any_of(reference, alias, held, names)
            if len(reference.references) > 1
            else self._one(sight.referenced(reference)[0], alias, held, names)
        )
        self._rows[(*child.names, name.lower())] = row
        return row

    def _one(self, parent: SObject, alias: str, held: str, names: tuple[str, ...]) -> Row:
        storage = self._inquiry.storage
        self._join(storage.table(parent), alias, storage.key(parent), held)
        return Row(parent, alias, names)

    def _any_of(self, reference: Field, alias: str, held: str, names: tuple[str, ...]) -> Row:
        sight = self._inquiry.sight
        shared = sight.name_of(reference)
        arms = " UNION ALL ".join(self._arm(shared, sobject) for sobject in sight.referenced(reference))
        self._join(f"({arms})", alias, "Id", held)
        return Row(shared, alias, names, kind=f'{alias}."Type"', union=True)

    def _arm(self, shared: SObject, sobject: SObject) -> str:
        """The rows of one object, with the columns of Name."""
        sight, storage = self._inquiry.sight, self._inquiry.storage
        columns = [f"'{sobject.name}' AS \"Type\""]
        for wanted in shared.fields[:-1]:
            field_ = sight.field(sobject, wanted.name)
            value = "NULL" if field_ is None else storage.value(sobject, field_, "one")
            columns.append(f"{value} AS {quoted(wanted.name)}")
        return f"SELECT {', '.join(columns)} FROM {storage.table(sobject)} AS one"

    def _next_alias(self) -> str:
        return f"{self._prefix}{len(self._joins) + 1}"

    def _join(self, table: str, alias: str, key: str, held: str) -> None:
        self._joins.append(f"LEFT JOIN {table} AS {alias} ON {alias}.{quoted(key)} = {held}")
