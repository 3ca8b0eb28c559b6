"""What is kept of the column Metadata of a setup object: rows of text for a table of the snapshot.

"ValidationRule", "Layout", "FlexiPage" and "Flow" in the "Metadata API Developer Guide". What does not have its
documented shape is an ApiError of kind INVALID_RESPONSE. A formula that the org does not show is empty, as a package's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from sf_audit.connector.api.resources import garbled
from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.salesforce.metadata_columns import FLOW_WORDS, LAYOUT_FIELDS, PAGE_FIELDS, VALIDATION_FORMULAS

_WORD = re.compile(r"[A-Za-z]\w*", re.ASCII)

#: What a field of the page's own record begins with.
_OF_RECORD = "Record."

#: What comes behind the object, the id and the name in a row of the table.
Facts: TypeAlias = tuple[str | None, ...]


def facts_of(table: str, row: Mapping[str, Any]) -> list[Facts]:
    """What one row of a setup object says. Raises ApiError."""
    metadata = row.get("Metadata")
    if metadata is None:
        raise ApiError(Kind.FIELD, "METADATA_NOT_SHOWN")
    if not isinstance(metadata, dict):
        raise garbled("METADATA")
    return _SHAPES[table](metadata)


def _formula(metadata: Mapping[str, Any]) -> list[Facts]:
    formula = metadata.get("errorConditionFormula")
    if not isinstance(formula, str | None):
        raise garbled("FORMULA")
    return [(formula,)]


def _layout(metadata: Mapping[str, Any]) -> list[Facts]:
    """The fields of a page layout with what people can do with each; a layout without any has one empty row."""
    items = (
        item
        for section in _listed(metadata, "layoutSections")
        for column in _listed(section, "layoutColumns")
        for item in _listed(column, "layoutItems")
    )
    fields = [(_text(item, "field"), _text(item, "behavior")) for item in items]
    return [(field, behavior) for field, behavior in fields if field] or [(None, None)]


def _page(metadata: Mapping[str, Any]) -> list[Facts]:
    """The fields that a Lightning page has itself ("Dynamic Forms"), `Record.Industry` for Industry."""
    placed = (
        instance["fieldInstance"]
        for region in _listed(metadata, "flexiPageRegions")
        for instance in _listed(region, "itemInstances")
        if isinstance(instance.get("fieldInstance"), dict)
    )
    fields = [((_text(field, "fieldItem") or "").removeprefix(_OF_RECORD), _behavior(field)) for field in placed]
    return [(field, behavior) for field, behavior in fields if field] or [(None, None)]


def _flow(metadata: Mapping[str, Any]) -> list[Facts]:
    """Every word in its texts, and whether it calls what is not part of it: another flow, Apex or an action."""
    words = sorted({word for text in _texts(metadata) for word in _WORD.findall(text)})
    calls = any(metadata.get(elements) for elements in ("subflows", "actionCalls", "apexPluginCalls"))
    return [(" ".join(words), "true" if calls else "false")]


def _texts(value: Any) -> Iterator[str]:
    """The texts in JSON, those of inner objects and lists too."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, str):
            yield found
        elif isinstance(found, dict):
            waiting += found.values()
        elif isinstance(found, list):
            waiting += found


def _behavior(field: Mapping[str, Any]) -> str | None:
    """`none`, `readonly` or `required`."""
    properties = _listed(field, "fieldInstanceProperties")
    return next((_text(entry, "value") for entry in properties if entry.get("name") == "uiBehavior"), None)


def _listed(parent: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    found = parent.get(name)
    if found is None:
        return
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise garbled("LAYOUT")
    yield from found


def _text(parent: Mapping[str, Any], name: str) -> str | None:
    found = parent.get(name)
    if not isinstance(found, str | None):
        raise garbled("LAYOUT")
    return found


_SHAPES: Mapping[str, Callable[[Mapping[str, Any]], list[Facts]]] = {
    VALIDATION_FORMULAS: _formula,
    LAYOUT_FIELDS: _layout,
    PAGE_FIELDS: _page,
    FLOW_WORDS: _flow,
}
