"""A small org with one object, its setup and its people; each test changes what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from sf_audit.checks.filled import Filled
from sf_audit.model.enforcement import Enforcement, StandardEnforcement
from sf_audit.model.review import Pillar, Severity, Unread, Verdict
from sf_audit.rulebook.judging.examine import Seen
from sf_audit.rulebook.rules.check import AnyCheck
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.tables import Snapshot, Table
from sf_audit.standards import enforcement
from tests.access.access_graphs import Org, snapshot_of

CHANGED = datetime(2026, 11, 1, 12, tzinfo=UTC).replace(tzinfo=None)
BEFORE = CHANGED - timedelta(days=200)

#: Fields of Account, with what describe says of each beside `nillable`.
FIELDS: Mapping[str, Mapping[str, Any]] = {
    "Name": {"type": "string", "nillable": False},
    "Industry": {"type": "picklist"},
    "Tier__c": {"type": "picklist", "restricted_picklist": True},
    "Phone": {"type": "phone"},
    "Fax": {"type": "phone"},
    "Erp__c": {"type": "string", "unique": True},
    "StageName": {"type": "picklist"},
    "BillingCity": {"type": "string", "compound": "BillingAddress"},
    "BillingAddress": {"type": "address"},
}
_NOT_WORKED_OUT = {"relationship": "", "formula": ""}
_TEXT, _FLAG = pa.string(), pa.bool_()
#: What describe says of fields of users; the others are texts.
_USER_TYPES = {"Id": "id", "IsActive": "boolean", "ProfileId": "reference", "UserRoleId": "reference"}
_TABLES: Mapping[str, tuple[Source, Mapping[str, pa.DataType]]] = {
    "Account": (
        Source.DATA,
        {"Id": _TEXT, "Industry": _TEXT, "OwnerId": _TEXT, "RecordTypeId": _TEXT, "CreatedDate": pa.timestamp("us")},
    ),
    "describe_picklist_values": (
        Source.DESCRIBE,
        {"object": _TEXT, "field": _TEXT, "value": _TEXT, "active": _FLAG},
    ),
    "describe_record_types": (Source.DESCRIBE, {"object": _TEXT, "id": _TEXT, "name": _TEXT}),
    "ValidationRule": (
        Source.TOOLING,
        {
            "Id": _TEXT,
            "ValidationName": _TEXT,
            "Active": _FLAG,
            "EntityDefinition.QualifiedApiName": _TEXT,
            "ErrorDisplayField": _TEXT,
            "LastModifiedDate": pa.timestamp("us"),
        },
    ),
    "validation_formulas": (Source.METADATA, {"object": _TEXT, "id": _TEXT, "name": _TEXT, "formula": _TEXT}),
    "layout_fields": (
        Source.METADATA,
        {"object": _TEXT, "id": _TEXT, "name": _TEXT, "field": _TEXT, "behavior": _TEXT},
    ),
    "page_fields": (
        Source.METADATA,
        {"object": _TEXT, "id": _TEXT, "name": _TEXT, "field": _TEXT, "behavior": _TEXT},
    ),
    "flow_words": (Source.METADATA, {"object": _TEXT, "id": _TEXT, "name": _TEXT, "words": _TEXT, "calls": _FLAG}),
    "ProfileLayout": (Source.TOOLING, {"Id": _TEXT, "LayoutId": _TEXT, "ProfileId": _TEXT, "RecordTypeId": _TEXT}),
    "FlowDefinitionView": (
        Source.DATA,
        {
            "Id": _TEXT,
            "ApiName": _TEXT,
            "ActiveVersionId": _TEXT,
            "IsActive": _FLAG,
            "TriggerType": _TEXT,
            "TriggerObjectOrEvent.QualifiedApiName": _TEXT,
            "TriggerObjectOrEventLabel": _TEXT,
        },
    ),
    "ApexTrigger": (Source.DATA, {"Id": _TEXT, "Name": _TEXT, "Status": _TEXT, "TableEnumOrId": _TEXT}),
    "DuplicateRule": (Source.DATA, {"Id": _TEXT, "DeveloperName": _TEXT, "IsActive": _FLAG, "SobjectType": _TEXT}),
    "CustomPermission": (Source.DATA, {"Id": _TEXT, "DeveloperName": _TEXT}),
    "EntityDefinition": (Source.DATA, {"Id": _TEXT, "QualifiedApiName": _TEXT, "Label": _TEXT}),
    "UserRole": (Source.DATA, {"Id": _TEXT, "Name": _TEXT}),
}


def people() -> Org:
    """Ann and Bob sell and own accounts, Ida loads data by API, and Root may do everything."""
    org = Org()
    sales = org.profile("Sales")
    robots = org.profile("Robots", "ApiEnabled")
    org.profile("Admins", "ModifyAllData", "ViewAllData", "ApiEnabled")
    for parent in (sales, robots):
        org.on_object(parent, "Account", "Read", "Create", "Edit")
        for name in FIELDS:
            org.on_field(parent, f"Account.{name}", edit=True)
    org.user("ann", "Sales", UserRoleId="00E_north")
    org.user("bob", "Sales", UserRoleId="00E_south")
    org.user("ida", "Robots")
    org.user("root", "Admins")
    for name, facts in FIELDS.items():
        fixed = {"nillable": True, "unique": False, "restricted_picklist": False, "length": "80", **_NOT_WORKED_OUT}
        permissionable = name != "Name"
        org.described(f"Account.{name}", permissionable=permissionable, **{**fixed, **facts})
    return org


@dataclass
class Scene:
    """Rows of setup by table; `refused` are tables that the org did not show, `uncovered` objects and rows of them."""

    org: Org = field(default_factory=people)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    refused: dict[str, Unread] = field(default_factory=dict)
    uncovered: dict[str, dict[str, Unread]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for user in ("ann", "bob"):
            self.add("Account", OwnerId=f"005_{user}", CreatedDate=BEFORE)
        for key, name in (("00E_north", "North"), ("00E_south", "South")):
            self.add("UserRole", Id=key, Name=name)

    def add(self, table: str, **row: Any) -> str:
        """A row; answers its id."""
        rows = self.rows.setdefault(table, [])
        rows.append({"Id": f"{table}_{len(rows)}", **row})
        return str(rows[-1]["Id"])

    def validation(self, name: str, formula: str | None, *, active: bool = True, beside: str | None = None) -> str:
        """A validation rule of Account; without a formula the org does not show it."""
        key = self.add(
            "ValidationRule",
            ValidationName=name,
            Active=active,
            ErrorDisplayField=beside,
            LastModifiedDate=CHANGED,
            **{"EntityDefinition.QualifiedApiName": "Account"},
        )
        self.rows.setdefault("validation_formulas", []).append(
            {"object": "Account", "id": key, "name": name, "formula": formula}
        )
        return key

    def layout(self, name: str, *profiles: str, record_type: str | None = None, **fields: str) -> None:
        """A page layout of Account with fields, each with what people can do, that profiles have."""
        known = self.rows.setdefault("layout_fields", [])
        known += [{"object": "Account", "id": name, "name": name, "field": f, "behavior": b} for f, b in fields.items()]
        for profile in profiles:
            self.add("ProfileLayout", LayoutId=name, ProfileId=f"00e_{profile}", RecordTypeId=record_type)

    def page(self, name: str, **fields: str) -> None:
        """A Lightning page of Account with fields of its own, each with what people can do."""
        known = self.rows.setdefault("page_fields", [])
        known += [{"object": "Account", "id": name, "name": name, "field": f, "behavior": b} for f, b in fields.items()]

    def flow(self, name: str, trigger: str = "RecordBeforeSave", owner: str | None = "Account", **row: Any) -> None:
        """A flow that a record triggers."""
        of = {"TriggerObjectOrEvent.QualifiedApiName": owner}
        self.add("FlowDefinitionView", **{"ApiName": name, "IsActive": True, "TriggerType": trigger, **of, **row})

    def read_flow(self, name: str, words: str, *, calls: bool = False) -> None:
        """A flow that a saved account triggers, of which the org shows the words."""
        self.flow(name, ActiveVersionId=f"301_{name}")
        self.add("flow_words", id=f"301_{name}", words=words, calls=calls)


@contextmanager
def snapshot(scene: Scene) -> Iterator[Snapshot]:
    """The scene as a snapshot."""
    with snapshot_of(scene.org) as found:
        tables = dict(found.tables)
        of_fields = tables["describe_fields"]
        tables["describe_fields"] = Table(
            "describe_fields", Source.DESCRIBE, of_fields.columns, of_fields.rows, covers=frozenset({"Account"})
        )
        if users := tables.get("User"):
            tables["User"] = replace(users, columns={name: _USER_TYPES.get(name, "string") for name in users.columns})
        tables |= {name: _table(found.connection, name, scene) for name in _TABLES}
        for name, unread in scene.refused.items():
            tables[name] = Table(name, tables[name].source, {}, 0, unread=unread)
        yield Snapshot(
            org=found.org,
            taken=found.taken,
            today=found.today,
            tables=tables,
            connection=found.connection,
            scratch=found.scratch,
        )


def _table(connection: duckdb.DuckDBPyConnection, name: str, scene: Scene) -> Table:
    source, schema = _TABLES[name]
    rows = scene.rows.get(name, [])
    columns = {column: pa.array([row.get(column) for row in rows], kind) for column, kind in schema.items()}
    connection.register("given", pa.table(columns))
    connection.execute(f'CREATE OR REPLACE TABLE "{name}" AS SELECT * FROM given')
    connection.unregister("given")
    uncovered = scene.uncovered.get(name, {})
    kinds = {column: "datetime" if kind == pa.timestamp("us") else "string" for column, kind in schema.items()}
    covers = frozenset({"Account"} - uncovered.keys())
    return Table(name, source, kinds, len(rows), covers=covers, uncovered=uncovered)


def rule(check: AnyCheck, name: str = "own/rule") -> Rule:
    """A rule of the workspace with this check."""
    return Rule(
        id=name,
        uid=name,
        title="A standard",
        why="because",
        fix="fill it",
        severity=Severity.HIGH,
        owner="sales-ops",
        partner="it",
        pillar=Pillar.DATA_QUALITY,
        check=check,
    )


def industry_filled(**settings: Any) -> AnyCheck:
    """Every account has an industry."""
    return Filled(object="Account", field="Industry", **settings)


KEPT = Verdict(10, 0)
BROKEN = Verdict(10, 2)


def matrix(scene: Scene, check: AnyCheck, seen: Seen = KEPT, *, whole: bool = False) -> Enforcement:
    """What is said of one rule, and with `whole` of what no rule speaks of."""
    with snapshot(scene) as found:
        return enforcement(found, [rule(check)], {"own/rule": seen}, whole=whole)


def judged(scene: Scene, check: AnyCheck | None = None, seen: Seen = KEPT) -> StandardEnforcement:
    """The line of one rule."""
    (line,) = matrix(scene, check or industry_filled(), seen).standards
    return line
