"""Small orgs for these tests: permission graphs as plain rows, and a Snapshot made of them.

Ids have a readable middle: `0PS_sales` is the set called sales. Whatever is not said has the platform's default.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa

from sf_audit.model.review import OrgIdentity
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.tables import Snapshot, Table

TAKEN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
YESTERDAY, TOMORROW = (datetime(2026, 11, day, 9, 0, tzinfo=UTC).replace(tzinfo=None) for day in (21, 23))
ORG = OrgIdentity("00D000000000001EAA", "Acme", is_sandbox=False, instance_url="https://acme.my.salesforce.com")

_TEXT, _FLAG, _TIME = pa.string(), pa.bool_(), pa.timestamp("us")

SCHEMAS: Mapping[str, Mapping[str, pa.DataType]] = {
    "User": {
        "Id": _TEXT,
        "Username": _TEXT,
        "IsActive": _FLAG,
        "UserType": _TEXT,
        "ProfileId": _TEXT,
        "UserRoleId": _TEXT,
    },
    "UserLogin": {"Id": _TEXT, "UserId": _TEXT, "IsFrozen": _FLAG},
    "Profile": {"Id": _TEXT, "Name": _TEXT},
    "PermissionSet": {
        "Id": _TEXT,
        "Name": _TEXT,
        "IsOwnedByProfile": _FLAG,
        "ProfileId": _TEXT,
        "PermissionSetGroupId": _TEXT,
        "HasActivationRequired": _FLAG,
        "NamespacePrefix": _TEXT,
    },
    "PermissionSetAssignment": {
        "Id": _TEXT,
        "AssigneeId": _TEXT,
        "PermissionSetId": _TEXT,
        "PermissionSetGroupId": _TEXT,
        "ExpirationDate": _TIME,
        "IsActive": _FLAG,
        "IsRevoked": _FLAG,
    },
    "PermissionSetGroup": {"Id": _TEXT, "DeveloperName": _TEXT, "Status": _TEXT, "HasActivationRequired": _FLAG},
    "PermissionSetGroupComponent": {"Id": _TEXT, "PermissionSetGroupId": _TEXT, "PermissionSetId": _TEXT},
    "ObjectPermissions": {
        "Id": _TEXT,
        "ParentId": _TEXT,
        "SobjectType": _TEXT,
        "PermissionsRead": _FLAG,
        "PermissionsCreate": _FLAG,
        "PermissionsEdit": _FLAG,
        "PermissionsDelete": _FLAG,
        "PermissionsViewAllRecords": _FLAG,
        "PermissionsModifyAllRecords": _FLAG,
        "PermissionsViewAllFields": _FLAG,
    },
    "FieldPermissions": {
        "Id": _TEXT,
        "ParentId": _TEXT,
        "SobjectType": _TEXT,
        "Field": _TEXT,
        "PermissionsRead": _FLAG,
        "PermissionsEdit": _FLAG,
    },
    "SetupEntityAccess": {"Id": _TEXT, "ParentId": _TEXT, "SetupEntityId": _TEXT, "SetupEntityType": _TEXT},
    "describe_fields": {
        "object": _TEXT,
        "field": _TEXT,
        "permissionable": _FLAG,
        "calculated": _FLAG,
        "updateable": _FLAG,
        "compound": _TEXT,
    },
}

SYSTEM = (
    "ModifyAllData",
    "ViewAllData",
    "ViewAllFieldsGlobal",
    "AuthorApex",
    "CustomizeApplication",
    "ManageUsers",
    "ApiEnabled",
)


@dataclass
class Org:
    """Rows of an org, table by table; `without` are tables that the auditor could not read."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in SCHEMAS})
    without: set[str] = field(default_factory=set)

    def add(self, table: str, **row: Any) -> None:
        self.rows.setdefault(table, []).append({"Id": f"{table}_{len(self.rows.get(table, ()))}", **row})

    def profile(self, name: str, *system: str) -> str:
        """A profile, and the permission set that it owns; answers the id of the set."""
        self.add("Profile", Id=f"00e_{name}", Name=name)
        return self.permission_set(f"X{name}", *system, owner=f"00e_{name}")

    def permission_set(self, name: str, *system: str, owner: str = "", group: str = "", **more: Any) -> str:
        flags = {f"Permissions{one}": one in system for one in SYSTEM}
        self.add(
            "PermissionSet",
            **{
                "Id": f"0PS_{name}",
                "Name": name,
                "IsOwnedByProfile": bool(owner),
                "ProfileId": owner or None,
                "PermissionSetGroupId": group or None,
                "HasActivationRequired": False,
                **flags,
                **more,
            },
        )
        return f"0PS_{name}"

    def group(self, name: str, members: Iterable[str], *system: str, status: str = "Updated", **more: Any) -> str:
        """A group with its members' ids, and the aggregate, with what is left after muting; answers the latter's id."""
        self.add("PermissionSetGroup", Id=f"0PG_{name}", DeveloperName=name, Status=status, **more)
        for member in members:
            self.add("PermissionSetGroupComponent", PermissionSetGroupId=f"0PG_{name}", PermissionSetId=member)
        return self.permission_set(f"aggregate_{name}", *system, group=f"0PG_{name}")

    def muting_set(self, name: str, *system: str) -> str:
        """A muting set; which group it is in says `group`. Only with one of these can groups be compared at all."""
        flags = {f"Permissions{one}": one in system for one in SYSTEM}
        self.add("MutingPermissionSet", Id=f"0QM_{name}", DeveloperName=name, **flags)
        return f"0QM_{name}"

    def user(self, name: str, profile: str, *sets: str, frozen: bool = False, **more: Any) -> str:
        """A user with a profile, sets and groups; sets are ids of sets or of aggregates."""
        user = f"005_{name}"
        row = {"Id": user, "Username": name, "IsActive": True, "UserType": "Standard", "ProfileId": f"00e_{profile}"}
        self.add("User", **{**row, **more})
        self.add("UserLogin", UserId=user, IsFrozen=frozen)
        for one in (f"0PS_X{profile}", *sets):
            self.assign(user, one)
        return user

    def assign(self, user: str, set_id: str, **more: Any) -> None:
        group = f"0PG_{set_id.removeprefix('0PS_aggregate_')}" if set_id.startswith("0PS_aggregate_") else None
        row = {"AssigneeId": user, "PermissionSetId": set_id, "PermissionSetGroupId": group, "IsActive": True}
        self.add("PermissionSetAssignment", **{**row, **more})

    def on_object(self, parent: str, name: str, *rights: str) -> None:
        """Rights as the columns call them: Read, Edit, ViewAllRecords, ViewAllFields and so on."""
        flags = {
            one: one.removeprefix("Permissions") in rights for one in SCHEMAS["ObjectPermissions"] if "Perm" in one
        }
        self.add("ObjectPermissions", ParentId=parent, SobjectType=name, **flags)

    def on_field(self, parent: str, name: str, *, edit: bool = False) -> None:
        self.add(
            "FieldPermissions",
            ParentId=parent,
            SobjectType=name.partition(".")[0],
            Field=name,
            PermissionsRead=True,
            PermissionsEdit=edit,
        )

    def on_setup(self, parent: str, type_name: str, entity: str) -> None:
        self.add("SetupEntityAccess", ParentId=parent, SetupEntityId=entity, SetupEntityType=type_name)

    def described(self, name: str, *, permissionable: bool = True, updateable: bool = True, **more: Any) -> None:
        owner, _, own = name.partition(".")
        row = {"object": owner, "field": own, "permissionable": permissionable, "updateable": updateable}
        self.rows["describe_fields"].append({**row, "calculated": False, "compound": "", **more})


@contextmanager
def snapshot_of(org: Org) -> Iterator[Snapshot]:
    """A Snapshot of the org; what is in `without` was not read."""
    with TemporaryDirectory() as scratch, duckdb.connect() as connection:
        tables = {name: _table(connection, name, rows) for name, rows in org.rows.items() if name not in org.without}
        yield Snapshot(
            org=ORG,
            taken=TAKEN,
            today=date(2026, 11, 22),
            tables=tables,
            connection=connection,
            scratch=Path(scratch),
        )


def _table(connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    schema = dict(SCHEMAS.get(name, {}))
    if name == "PermissionSet":
        schema |= {f"Permissions{one}": _FLAG for one in SYSTEM}
    for row in rows:
        schema |= {name: _FLAG if isinstance(row[name], bool) else _TEXT for name in row.keys() - schema.keys()}
    columns = {column: pa.array([row.get(column) for row in rows], kind) for column, kind in schema.items()}
    connection.register("given", pa.table(columns))
    connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM given')
    connection.unregister("given")
    source = Source.DESCRIBE if name == "describe_fields" else Source.DATA
    return Table(name, source, dict.fromkeys(schema, "VARCHAR"), len(rows))
