"""A small org with every kind of value that was ever lost on the way, and the standards it is judged by.

Accounts come through Bulk API 2.0 in four pages, contacts over REST in three, the others in one.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import duckdb

from sf_audit.demo.schema import Field, OrgData, SObject

ORG_ID = "00Dd00000000001EAA"
USER_ID = "005d00000000001AAA"
USERNAME = "auditor@acme.example"

ACCOUNTS, CONTACTS, OPPORTUNITIES, USERS = 230, 130, 25, 9
BULK_FROM, PAGE, BATCH = 200, 70, 50

#: Texts that somebody's reader took for something else.
HOSTILE = (
    'He said "no"',
    '"',
    "two\nlines",
    "two\r\nlines",
    "old\rMac",
    "a,b,,c",
    "nul\x00byte",
    "NA",
    "null",
    "NULL",
    "None",
    "nan",
    "#N/A",
    "007",
    "1e5",
    "true",
    "=1+1",
    " leading and trailing ",
    "\u200b",
    "\u2028line separator",
    "\x85next line",
    "naïve Æsop",
    "日本語の名前",
    "😀 outside the plane",
    "\ufeffmark",
    "\u202eright to left",
    "<script>alert(1)</script>",
    "back\\slash",
    "tab\there",
    "x" * 3000,
    "\ufffd",
    "0014000000BMFoI",
    "9007199254740993.01",
)

#: Name, describe type, DuckDB type, and what else describe says.
_Fields: TypeAlias = tuple[tuple[str, str, str, dict[str, Any]], ...]

_ACCOUNT: _Fields = (
    ("Name", "string", "VARCHAR", {"length": 255}),
    ("Description", "textarea", "VARCHAR", {"length": 32000}),
    ("AnnualRevenue", "currency", "DECIMAL(18,4)", {"precision": 18, "scale": 2}),
    ("NumberOfEmployees", "int", "BIGINT", {"length": 8}),
    ("Since__c", "date", "DATE", {"custom": True}),
    ("Touched__c", "datetime", "TIMESTAMP", {"custom": True}),
    ("Opens__c", "time", "TIME", {"custom": True}),
    ("Partner__c", "boolean", "BOOLEAN", {"custom": True}),
    ("Legacy__c", "string", "VARCHAR", {"length": 18, "custom": True}),
    ("OwnerId", "reference", "VARCHAR", {"references": ("User",), "relationship": "Owner"}),
)
_CONTACT: _Fields = (
    ("LastName", "string", "VARCHAR", {"length": 80}),
    ("Email", "email", "VARCHAR", {"length": 80}),
    ("Notes__c", "textarea", "VARCHAR", {"length": 32000, "custom": True}),
    ("Score__c", "double", "DECIMAL(18,6)", {"precision": 18, "scale": 6, "custom": True}),
    ("AccountId", "reference", "VARCHAR", {"references": ("Account",), "relationship": "Account"}),
)
_OPPORTUNITY: _Fields = (
    ("Name", "string", "VARCHAR", {"length": 120}),
    ("Amount", "currency", "DECIMAL(18,2)", {"precision": 18, "scale": 2}),
    ("AccountId", "reference", "VARCHAR", {"references": ("Account",), "relationship": "Account"}),
)
_USER: _Fields = (
    ("Username", "string", "VARCHAR", {"length": 80}),
    ("IsActive", "boolean", "BOOLEAN", {}),
)
_ORGANIZATION: _Fields = (
    ("Name", "string", "VARCHAR", {"length": 80}),
    ("IsSandbox", "boolean", "BOOLEAN", {}),
    ("TimeZoneSidKey", "picklist", "VARCHAR", {"length": 40}),
    ("OrganizationType", "picklist", "VARCHAR", {"length": 40}),
)
_SEES: _Fields = (
    ("PermissionsViewAllData", "boolean", "BOOLEAN", {}),
    ("PermissionsApiEnabled", "boolean", "BOOLEAN", {}),
)
_OBJECTS: dict[str, tuple[str, _Fields]] = {
    "Account": ("001", _ACCOUNT),
    "Contact": ("003", _CONTACT),
    "Opportunity": ("006", _OPPORTUNITY),
    "User": ("005", _USER),
    "Organization": ("00D", _ORGANIZATION),
    "UserPermissionAccess": ("", _SEES),
}

#: id → (object, check); each needs exactly the fields that it names, `OwnerId` also the users.
RULES = {
    "account-name": ("Account", "not_like: {object: Account, field: Name, pattern: '(?i)^test'}"),
    "account-text": ("Account", "filled: {object: Account, field: Description}"),
    "account-revenue": ("Account", "between: {object: Account, field: AnnualRevenue, at_least: 0}"),
    "account-staff": ("Account", "between: {object: Account, field: NumberOfEmployees, at_least: 1}"),
    "account-since": ("Account", "filled: {object: Account, field: Since__c}"),
    "account-touched": ("Account", "filled: {object: Account, field: Touched__c}"),
    "account-opens": ("Account", "filled: {object: Account, field: Opens__c}"),
    "account-partner": ("Account", "filled: {object: Account, field: Partner__c}"),
    "account-legacy": ("Account", "filled: {object: Account, field: Legacy__c}"),
    "account-owner": ("Account", "owned_by_active: {object: Account}"),
    "contact-name": ("Contact", "not_like: {object: Contact, field: LastName, pattern: '(?i)^test'}"),
    "contact-mail": ("Contact", "filled: {object: Contact, field: Email}"),
    "contact-notes": ("Contact", "filled: {object: Contact, field: Notes__c}"),
    "contact-score": ("Contact", "between: {object: Contact, field: Score__c, at_least: 0}"),
    "contact-account": ("Contact", "filled: {object: Contact, field: AccountId}"),
    "opportunity-amount": ("Opportunity", "between: {object: Opportunity, field: Amount, at_least: 0}"),
    "opportunity-account": ("Opportunity", "filled: {object: Opportunity, field: AccountId}"),
}

#: Read where an org has them, for a review to show; this org has some.
OPTIONAL = frozenset({"CaseNumber", "Name", "OwnerId"})

#: What an org without any fault makes of them.
BROKEN = {"account-text", "contact-mail", "contact-notes"}

_RULE = """title: {title}
why: It is written so.
fix: Somebody changes it.
severity: medium
owner: sales_ops
partner: it
check:
  {check}
"""


def write_rules(workspace: Path) -> None:
    """The standards of this org, as rule files of a workspace."""
    folder = workspace / "rules" / "quality"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (_, check) in RULES.items():
        (folder / f"{name}.yaml").write_text(_RULE.format(title=name, check=check), encoding="utf-8")


def small_org(*, views_all: bool = True) -> OrgData:
    """The org; close its `rows` in the end. `views_all` is whether its auditor sees all records."""
    rows = duckdb.connect(":memory:", config={"threads": 1})
    for name, (_, fields) in _OBJECTS.items():
        columns = ", ".join(f'"{field}" {kind}' for field, _, kind, _ in fields)
        rows.execute(f'CREATE TABLE "{name}" ("Id" VARCHAR, {columns})')
    _fill(rows, "User", [_user(at) for at in range(USERS)])
    _fill(rows, "Account", [_account(at) for at in range(ACCOUNTS)])
    _fill(rows, "Contact", [_contact(at) for at in range(CONTACTS)])
    _fill(rows, "Opportunity", [_opportunity(at) for at in range(OPPORTUNITIES)])
    _fill(rows, "Organization", [(ORG_ID, "Acme", False, "UTC", "Enterprise Edition")])
    _fill(rows, "UserPermissionAccess", [("000000000000000AAA", views_all, True)])
    objects = {name: _object(name, prefix, fields) for name, (prefix, fields) in _OBJECTS.items()}
    limits = {"DailyApiRequests": (1_000_000, 1_000_000), "DailyBulkV2QueryJobs": (10_000, 10_000)}
    return OrgData(ORG_ID, USER_ID, USERNAME, objects, rows, limits)


def identifier(prefix: str, number: int) -> str:
    """The 18-character id of a record; small and capital letters differ, as they do in real ones."""
    short = f"{prefix}Xy0000{'aAbBcC'[number % 6]}{number:05d}"
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    parts = (short[start : start + 5] for start in (0, 5, 10))
    return short + "".join(alphabet[sum(one.isupper() << at for at, one in enumerate(part))] for part in parts)


def _object(name: str, prefix: str, fields: tuple[tuple[str, str, str, dict[str, object]], ...]) -> SObject:
    described = (Field(field, kind, label=field, **more) for field, kind, _, more in fields)  # type: ignore[arg-type]
    first = Field("Id", "id", label=f"{name} ID", length=18, nillable=False, permissionable=False)
    return SObject(name, name, f"{name}s", prefix, (first, *described), bulk=name != "UserPermissionAccess")


def _fill(rows: duckdb.DuckDBPyConnection, name: str, values: list[tuple[object, ...]]) -> None:
    rows.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(values[0]))})', values)


def _user(at: int) -> tuple[object, ...]:
    return (USER_ID if at == 0 else identifier("005", at), f"user{at}@acme.example", True)


def _account(at: int) -> tuple[object, ...]:
    known = at % 5 > 0
    return (
        identifier("001", at),
        f"{HOSTILE[at % len(HOSTILE)][:200]} {at}",
        HOSTILE[(at * 7) % len(HOSTILE)],
        Decimal(at * 1_000_003) / 100 if known else None,
        at if known else None,
        date(1700, 1, 1) + timedelta(days=at * 400),
        datetime(2026, 3, 29, 0, 59, 59) + timedelta(hours=at, milliseconds=at),  # noqa: DTZ001 - stored as UTC
        time(at % 24, at % 60, 1),
        at % 2 == 0,
        identifier("001", at)[:15],
        USER_ID if at % USERS == 0 else identifier("005", at % USERS),
    )


def _contact(at: int) -> tuple[object, ...]:
    return (
        identifier("003", at),
        f"{HOSTILE[(at * 5) % len(HOSTILE)][:60]}{at}",
        f"c{at}@acme.example" if at % 11 else None,
        HOSTILE[at % len(HOSTILE)],
        Decimal(at * 10_000_019) / 1_000_000,
        identifier("001", at),
    )


def _opportunity(at: int) -> tuple[object, ...]:
    return (identifier("006", at), f"Deal {at}", Decimal(at) * Decimal("0.1"), identifier("001", at * 2))
