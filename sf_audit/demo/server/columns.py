"""`/query?columns=true`: what the columns of a query are, which the Salesforce CLI asks for every table.

The key set is that of responses recorded by Salesforce's own developers; the resource itself is not
in the guides.
"""

from __future__ import annotations

from collections.abc import Iterable

from sf_audit.demo.schema import Field, OrgData, SObject
from sf_audit.demo.soql import syntax
from sf_audit.demo.soql.answer import Answer
from sf_audit.demo.soql.grammar import parse

_NUMBERS = frozenset({"int", "double", "currency", "percent", "long"})
_APEX = {
    "id": "Id",
    "reference": "Id",
    "boolean": "Boolean",
    "int": "Integer",
    "long": "Long",
    "double": "Double",
    "currency": "Double",
    "percent": "Double",
    "date": "Date",
    "datetime": "Datetime",
    "time": "Time",
    "address": "Address",
    "base64": "Blob",
}


def columns(org: OrgData, answer: Answer, text: str) -> dict[str, object]:
    """The columns of a query that was found valid."""
    query = parse(text)
    sobject = org.visible(answer.object)
    described = _Columns(org)
    return {
        "columnMetadata": described.of_query(query, sobject),
        "entityName": answer.object,
        "groupBy": bool(query.group_by),
        "idSelected": any(_named(item) == "id" for item in query.items),
        "keyPrefix": sobject.key_prefix if sobject else None,
    }


class _Columns:
    def __init__(self, org: OrgData) -> None:
        self._org = org
        self._unnamed = 0

    def of_query(self, query: syntax.Query, sobject: SObject | None) -> list[dict[str, object]]:
        found: list[dict[str, object]] = []
        for item in query.items:
            if isinstance(item, syntax.Children):
                found.append(self._children(item, sobject))
            elif isinstance(item, syntax.Selected):
                self._selected(item, query.source, sobject, found)
            elif isinstance(item, syntax.TypeOf):
                found.append(_column(str(item.relationship), None))
            else:
                found.extend(_column(field.name, field) for field in (sobject.fields if sobject else ()))
        return found

    def _children(self, item: syntax.Children, sobject: SObject | None) -> dict[str, object]:
        name = item.query.source.name
        pairs = {relationship.lower(): pair for relationship, pair in (sobject.children if sobject else {}).items()}
        child = self._org.visible(pairs[name.lower()][0]) if name.lower() in pairs else None
        return _column(name, None, aggregate=True, joined=_Columns(self._org).of_query(item.query, child))

    def _selected(
        self, item: syntax.Selected, source: syntax.Source, sobject: SObject | None, found: list[dict[str, object]]
    ) -> None:
        if isinstance(item.expression, syntax.Call):
            found.append(self._function(item.expression, item.alias))
            return
        parts = item.expression.parts
        if len(parts) > 1 and parts[0].lower() in {source.name.lower(), source.alias.lower()}:
            parts = parts[1:]
        self._path(parts, sobject, found)

    def _function(self, call: syntax.Call, alias: str) -> dict[str, object]:
        name = alias or f"expr{self._unnamed}"
        self._unnamed += not alias
        column = _column(name, None, aggregate=True)
        column["displayName"] = f"{call.name.lower()}({call.argument or ''})"
        column["numberType"] = call.name.upper() in {"AVG", "SUM", "COUNT", "COUNT_DISTINCT", "MIN", "MAX"}
        return column

    def _path(self, parts: tuple[str, ...], sobject: SObject | None, found: list[dict[str, object]]) -> None:
        if len(parts) == 1:
            field = sobject.field(parts[0]) if sobject else None
            found.append(_column(field.name if field else parts[0], field))
            return
        reference = _reference(sobject, parts[0])
        joined = self._joined(parts[0], reference, found)
        parent = self._org.visible(reference.references[0]) if reference and reference.references else None
        self._path(parts[1:], parent, joined)

    def _joined(self, name: str, reference: Field | None, found: list[dict[str, object]]) -> list[dict[str, object]]:
        for column in found:
            inside = column["joinColumns"]
            if str(column["columnName"]).lower() == name.lower() and isinstance(inside, list):
                return inside
        joined: list[dict[str, object]] = []
        column = _column(reference.relationship if reference else name, None, joined=joined)
        column["foreignKeyName"] = reference.name if reference else None
        found.append(column)
        return joined


def _column(
    name: str, field: Field | None, *, aggregate: bool = False, joined: list[dict[str, object]] | None = None
) -> dict[str, object]:
    kind = field.type if field else ""
    return {
        "aggregate": aggregate,
        "apexType": _APEX.get(kind, "String") if field else None,
        "booleanType": kind == "boolean",
        "columnName": name,
        "custom": bool(field and field.custom),
        "displayName": name,
        "foreignKeyName": None,
        "insertable": bool(field and field.createable and kind != "id"),
        "joinColumns": [] if joined is None else joined,
        "numberType": kind in _NUMBERS,
        "textType": bool(field) and kind not in _APEX,
        "updatable": bool(field and field.updateable and kind != "id"),
    }


def _reference(sobject: SObject | None, relationship: str) -> Field | None:
    fields: Iterable[Field] = sobject.fields if sobject else ()
    return next((field for field in fields if field.relationship.lower() == relationship.lower()), None)


def _named(item: syntax.Item) -> str:
    if isinstance(item, syntax.Selected) and isinstance(item.expression, syntax.Path):
        return str(item.expression).lower()
    return ""
