"""Describe as tables, so that rules about fields and picklists are judged like all others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import pyarrow as pa

from sf_audit.connector.api.describe import DescribedObject
from sf_audit.connector.api.described_ids import prefixes_of
from sf_audit.snapshot.cast import FieldType

_TEXT = FieldType("string")
_FLAG = FieldType("boolean")
_WHOLE = FieldType("int")

FIELDS: Mapping[str, FieldType] = {
    "object": _TEXT,
    "field": _TEXT,
    "label": _TEXT,
    "type": _TEXT,
    "custom": _FLAG,
    "nillable": _FLAG,
    "calculated": _FLAG,
    "permissionable": _FLAG,
    "updateable": _FLAG,
    "compound": _TEXT,
    "restricted_picklist": _FLAG,
    "reference_to": _TEXT,
    "length": _WHOLE,
    "html": _FLAG,
    "name_field": _FLAG,
    "key_prefixes": _TEXT,
    "relationship": _TEXT,
    "unique": _FLAG,
    "formula": FieldType("textarea"),
}

_NOT_KNOWN: Mapping[str, str] = MappingProxyType({})

PICKLIST_VALUES: Mapping[str, FieldType] = {
    "object": _TEXT,
    "field": _TEXT,
    "value": _TEXT,
    "label": _TEXT,
    "active": _FLAG,
}

RECORD_TYPES: Mapping[str, FieldType] = {"object": _TEXT, "id": _TEXT, "name": _TEXT, "label": _TEXT}

RECORD_TYPE_VALUES: Mapping[str, FieldType] = {"object": _TEXT, "record_type": _TEXT, "field": _TEXT, "value": _TEXT}

LIMITS: Mapping[str, FieldType] = {"name": _TEXT, "maximum": _WHOLE, "remaining": _WHOLE}

FILL_COUNTS: Mapping[str, FieldType] = {
    "object": _TEXT,
    "field": _TEXT,
    "filled": _WHOLE,
    "total": _WHOLE,
    "record_count": _WHOLE,
}

GUEST_SHARES: Mapping[str, FieldType] = {
    "object": _TEXT,
    "recipient": FieldType("reference"),
    "row_cause": _TEXT,
    "shares": _WHOLE,
}


VALIDATION_FORMULAS: Mapping[str, FieldType] = {
    "object": _TEXT,
    "id": FieldType("id"),
    "name": _TEXT,
    "formula": FieldType("textarea"),
}

FIELDS_ON_PAGES: Mapping[str, FieldType] = {
    "object": _TEXT,
    "id": FieldType("id"),
    "name": _TEXT,
    "field": _TEXT,
    "behavior": _TEXT,
}


FLOW_WORDS: Mapping[str, FieldType] = {
    "object": _TEXT,
    "id": FieldType("id"),
    "name": _TEXT,
    "words": FieldType("textarea"),
    "calls": _FLAG,
}


def describe_fields(objects: Iterable[DescribedObject], prefixes: Mapping[str, str] = _NOT_KNOWN) -> pa.Table:
    """One row per visible field, in the columns of FIELDS; `reference_to` has `;` between objects.

    `prefixes` are, by object, what the ids of its records begin with.
    """
    return as_text(
        FIELDS,
        [
            (
                described.name,
                field.name,
                field.label,
                field.type,
                _flag(field.custom),
                _flag(field.nillable),
                _flag(field.calculated),
                _flag(field.permissionable),
                _flag(field.updateable),
                field.compound,
                _flag(field.restricted_picklist),
                ";".join(field.references),
                str(field.length),
                _flag(field.html),
                _flag(field.name_field),
                prefixes_of(described.name, field, prefixes),
                field.relationship,
                _flag(field.unique),
                field.formula,
            )
            for described in objects
            for field in described.fields.values()
        ],
    )


def describe_picklist_values(objects: Iterable[DescribedObject]) -> pa.Table:
    """One row per value of each visible picklist, in the columns of PICKLIST_VALUES."""
    return as_text(
        PICKLIST_VALUES,
        [
            (described.name, field.name, value.value, value.label, _flag(value.active))
            for described in objects
            for field in described.fields.values()
            for value in field.picklist
        ],
    )


def describe_record_types(objects: Iterable[DescribedObject]) -> pa.Table:
    """One row per record type of each object, in the columns of RECORD_TYPES."""
    return as_text(
        RECORD_TYPES,
        [
            (described.name, record_type.id, record_type.name, record_type.label)
            for described in objects
            for record_type in described.record_types
        ],
    )


def as_text(columns: Iterable[str], rows: Sequence[Sequence[str | None]]) -> pa.Table:
    """Rows as a table of text, the form in which every reader hands over what it read."""
    named = list(columns)
    return pa.table({name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(named)})


def _flag(value: bool) -> str:
    return "true" if value else "false"
