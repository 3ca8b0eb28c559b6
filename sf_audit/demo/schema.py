"""What an org of ours consists of: objects with fields, and where their rows are.

Shared by the company generator (which fills it), by SOQL (which reads it) and by the wire (which
describes it). Names and types are those of the describe call: "Object Reference for the Salesforce
Platform", "sObject Describe" in the "REST API Developer Guide".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb


@dataclass(frozen=True, slots=True)
class PicklistValue:
    """One value of a picklist, as describe lists it."""

    value: str
    label: str = ""
    active: bool = True
    default: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field as describe lists it; `type` is the describe type (`string`, `picklist`, `reference`…).

    `relationship` is the name to use in a dotted path (`Owner`); `references` the objects it may
    name. `description`, `sensitivity` and `usage` of own fields are only shown by FieldDefinition in the Tooling API.
    `html` is a rich text area.
    """

    name: str
    type: str
    label: str = ""
    length: int = 0
    precision: int = 0
    scale: int = 0
    nillable: bool = True
    custom: bool = False
    calculated: bool = False
    createable: bool = True
    updateable: bool = True
    filterable: bool = True
    groupable: bool = True
    sortable: bool = True
    aggregatable: bool = True
    permissionable: bool = True
    name_field: bool = False
    unique: bool = False
    external_id: bool = False
    restricted_picklist: bool = False
    references: tuple[str, ...] = ()
    relationship: str = ""
    picklist: tuple[PicklistValue, ...] = ()
    compound: str = ""
    help_text: str = ""
    description: str = ""
    html: bool = False
    sensitivity: str = "Internal"
    usage: str = "Active"


@dataclass(frozen=True, slots=True)
class SObject:
    """One object. `children` maps a child relationship name to (child object, its reference field).

    `tooling` objects answer at /tooling/query only, `both` at either; `bulk` says whether Bulk API
    2.0 takes it; `query_more` whether REST pages beyond the first 2,000 rows exist.
    """

    name: str
    label: str
    label_plural: str
    key_prefix: str
    fields: tuple[Field, ...]
    custom: bool = False
    custom_setting: bool = False
    children: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    tooling: bool = False
    both: bool = False
    bulk: bool = True
    query_more: bool = True

    def field(self, name: str) -> Field | None:
        """The field of that name, without regard to case, as SOQL finds it."""
        folded = name.lower()
        return next((field for field in self.fields if field.name.lower() == folded), None)


@dataclass(slots=True)
class OrgData:
    """An org: its objects, its rows, and who may see what.

    `rows` holds one DuckDB table per object, named by its API name, with one column per stored
    field: ids and all text VARCHAR, boolean BOOLEAN, int BIGINT, double/currency/percent DECIMAL(18,s),
    date DATE, datetime TIMESTAMP (UTC), time TIME. Empty is NULL. Compound fields are not stored.
    Objects that have no table are computed by the server (EntityDefinition, FieldDefinition…).

    `hidden_fields` ("Object.Field") and `hidden_objects` are not visible to the signed-in user: they
    are missing from describe, and naming them is an error, as on the platform.
    """

    organization_id: str
    user_id: str
    username: str
    objects: Mapping[str, SObject]
    rows: duckdb.DuckDBPyConnection
    limits: Mapping[str, tuple[int, int]]
    hidden_fields: set[str] = field(default_factory=set)
    hidden_objects: set[str] = field(default_factory=set)

    def visible(self, name: str) -> SObject | None:
        """The object of that name, without regard to case, if this user sees it."""
        folded = name.lower()
        found = next((sobject for key, sobject in self.objects.items() if key.lower() == folded), None)
        return None if found is None or found.name in self.hidden_objects else found
