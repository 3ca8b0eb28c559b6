"""The SELECT list of a query that answers with records: which cells a row needs, and the shape they take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sf_audit.demo.schema import Field, SObject
from sf_audit.demo.soql.errors import SoqlError, invalid_field, malformed, pointing, unexpected
from sf_audit.demo.soql.expressions import COMPOUNDS, Expressions
from sf_audit.demo.soql.records import Cell, Choice, Compound, Offspring, Shape
from sf_audit.demo.soql.scope import Inquiry, Place, Row, Scope
from sf_audit.demo.soql.syntax import Children, FieldsOf, Item, Path, Selected, TypeOf

_ADDRESS: Final = ("City", "Country", "GeocodeAccuracy", "Latitude", "Longitude", "PostalCode", "State", "Street")
_FIELDS: Final = ("ALL", "CUSTOM", "STANDARD")


@dataclass(frozen=True, slots=True)
class Column:
    """A selected column: its path in canonical spelling, its field if it is one, and its name in the answer."""

    path: tuple[str, ...]
    field: Field | None
    label: str


class Listing:
    """Collects the SELECT list item by item; `cells` is the SQL of every cell, shown or not."""

    def __init__(
        self, inquiry: Inquiry, scope: Scope, expressions: Expressions, subquery: Callable[[Children], tuple[str, int]]
    ) -> None:
        self._inquiry = inquiry
        self._scope = scope
        self._expressions = expressions
        self._subquery = subquery
        self._known: dict[str, Cell] = {}
        self.columns: list[tuple[Column, Cell]] = []
        self.cells: list[str] = []
        self.shape = self._shape(scope.base)

    def add(self, item: Item) -> None:
        """One item of the SELECT list.

        Raises:
            SoqlError: INVALID_FIELD, also for a field that is there twice.
        """
        if isinstance(item, FieldsOf):
            self._fields_of(item)
        elif isinstance(item, TypeOf):
            self._type_of(item)
        elif isinstance(item, Children):
            key, slot = self._subquery(item)
            self._put(self.shape, key, Offspring(slot, self.identity()))
        else:
            self._selected(item)

    def identity(self) -> Cell:
        """The cell with the record's id, by which children find it."""
        return self.shape.identity or self.cell("CAST(NULL AS VARCHAR)", "id")

    def cell(self, sql: str, kind: str) -> Cell:
        """The cell of an expression; the same expression is the same cell."""
        if sql not in self._known:
            self._known[sql] = Cell(len(self.cells), kind)
            self.cells.append(sql)
        return self._known[sql]

    def _selected(self, item: Selected) -> None:
        expression = item.expression
        if isinstance(expression, Path):
            if item.alias:
                raise malformed(
                    pointing(self._inquiry.text, expression.at, "only aggregate expressions use field aliasing")
                )
            self._place(self._scope.find(expression))
            return
        value = self._expressions.value(expression)
        parents = value.place.row.names if value.place and not item.alias else ()
        key = item.alias or (value.field.name if value.field else expression.name)
        cell = self.cell(value.sql, value.type)
        self._put(self._parent(parents), key, cell)
        self.columns.append((Column((*parents, key), value.field, ".".join((*parents, key))), cell))

    def _place(self, place: Place) -> None:
        parent = self._parent(place.row.names)
        if place.field.type in COMPOUNDS:
            self._put(parent, place.field.name, self._compound(place))
            return
        cell = self.cell(place.sql, place.field.type)
        self._put(parent, place.field.name, cell)
        self.columns.append((Column(place.path, place.field, ".".join(place.path)), cell))

    def _put(self, shape: Shape, key: str, entry: Cell | Compound | Offspring | Choice) -> None:
        if key in shape.entries:
            raise SoqlError("INVALID_FIELD", f"duplicate field selected: {key}")
        shape.entries[key] = entry

    def _parent(self, names: tuple[str, ...]) -> Shape:
        """The shape of a parent, made where it is first needed."""
        shape = self.shape
        for depth, name in enumerate(names, start=1):
            row = self._scope.row(names[:depth], 0)
            found = shape.entries.setdefault(name, self._shape(row))
            if not isinstance(found, Shape):
                raise SoqlError("INVALID_FIELD", f"duplicate field selected: {name}")
            shape = found
        return shape

    def _shape(self, row: Row) -> Shape:
        key = self._identity_field(row)
        identity = self.cell(self._scope.place(row, key).sql, "id") if key else None
        kind = self.cell(row.kind, "string") if row.kind else None
        return Shape(row.sobject.name, identity, kind)

    def _identity_field(self, row: Row) -> Field | None:
        if row.union:
            return row.sobject.field("Id")
        stored = self._inquiry.storage.columns(row.sobject)
        named = row.sobject.field(self._inquiry.storage.key(row.sobject))
        return named if named and named.name in stored else row.sobject.field("Id")

    def _compound(self, place: Place) -> Compound:
        parts = self._inquiry.sight.components(place.row.sobject, place.field)
        found: dict[str, Place | None] = {}
        if place.field.type == "address":
            found = dict.fromkeys(f"{name[0].lower()}{name[1:]}" for name in _ADDRESS)
        found.update({_part(place.field, part): self._scope.place(place.row, part) for part in parts})
        return Compound(
            tuple(
                (key, self.cell(part.sql, part.field.type) if part else self.cell("NULL", "string"))
                for key, part in sorted(found.items())
            )
        )

    def _fields_of(self, item: FieldsOf) -> None:
        if item.which not in _FIELDS:
            raise unexpected(self._inquiry.text, item.at, item.which)
        for field in self._inquiry.sight.fields(self._scope.base.sobject).values():
            if item.which == "ALL" or field.custom is (item.which == "CUSTOM"):
                self._place(self._scope.place(self._scope.base, field))

    def _type_of(self, item: TypeOf) -> None:
        path = item.relationship
        row = self._scope.row(path.parts, path.at)
        if not row.union:
            raise invalid_field(
                self._inquiry.text, path.at, f"Cannot use TYPEOF with a relationship that is not polymorphic: {path}"
            )
        otherwise = self._branch(row, item.otherwise)
        branches: dict[str, Shape] = {}
        for branch in item.branches:
            kind = self._inquiry.sight.object(branch.object)
            if kind is None:
                raise unexpected(self._inquiry.text, branch.at, branch.object)
            branches[kind.name] = self._branch(self._scope.narrowed(row, kind), branch.paths)
        self._put(
            self._parent(row.names[:-1]), row.names[-1], Choice(self.cell(row.kind, "string"), branches, otherwise)
        )

    def _branch(self, row: Row, paths: tuple[Path, ...]) -> Shape:
        shape = self._shape(row)
        for path in paths:
            field = self._branch_field(row, path)
            place = self._scope.place(row, field)
            self._put(shape, field.name, self.cell(place.sql, field.type))
        return shape

    def _branch_field(self, row: Row, path: Path) -> Field:
        sobject: SObject = row.sobject
        name = path.parts[-1]
        found = sobject.field(name) if row.union else self._inquiry.sight.field(sobject, name)
        if found is None or len(path.parts) > 1:
            raise invalid_field(self._inquiry.text, path.at, f"No such column '{path}' on entity '{sobject.name}'")
        return found


def _part(compound: Field, part: Field) -> str:
    """What a part is called inside its compound: BillingStreet is `street`, Site__Latitude__s is `latitude`."""
    stem = compound.name.removesuffix("__c") + "__" if compound.custom else compound.name.removesuffix("Address")
    name = part.name.removeprefix(stem).removesuffix("__s")
    return name[0].lower() + name[1:]
