"""Who reads the org, and with which permissions: an auditor of the audit wants to know it first."""

from __future__ import annotations

from collections.abc import Mapping

from sf_audit.connector.client import Client
from sf_audit.connector.describe import Describes
from sf_audit.connector.questions import query
from sf_audit.connector.refusals import Kind, Refusal
from sf_audit.snapshot.manifest import Auditor

#: What an auditor user needs, and what each opens. "UserPermissionAccess" in the "Object Reference".
WANTED: Mapping[str, str] = {
    "ApiEnabled": "every call of this tool",
    "ViewSetup": "permission sets, assignments, setup objects and /limits",
    "ViewAllData": "all records, whatever sharing says",
    "ViewAllUsers": "all users",
    "ViewRoles": "the role hierarchy",
}

#: What an auditor user should not have: this tool does not write, and the user should not be able to either.
EXCESSIVE = ("ModifyAllData", "AuthorApex", "CustomizeApplication", "ManageUsers", "ModifyMetadata")


def whoami(client: Client, describes: Describes) -> Auditor:
    """The user behind this session. What the org does not say stays empty."""
    user_id = _user_id(client)
    permissions = held(client, describes, (*WANTED, *EXCESSIVE))
    return Auditor(user_id, _username(client, user_id), tuple(sorted(name for name, has in permissions.items() if has)))


def held(client: Client, describes: Describes, names: tuple[str, ...]) -> dict[str, bool | None]:
    """Which of these system permissions the current user holds; None where the org does not say."""
    known = describes.fields("UserPermissionAccess")
    asked = [f"Permissions{name}" for name in names if f"Permissions{name}" in known]
    row = _only_row(client, f"SELECT {', '.join(asked)} FROM UserPermissionAccess") if asked else {}
    said = {name: row.get(f"Permissions{name}") for name in names}
    return {name: one if isinstance(one, bool) else None for name, one in said.items()}


def _user_id(client: Client) -> str:
    """From the resource list: its `identity` address ends with the user's id."""
    resources = client.get("")
    identity = resources.get("identity", "") if isinstance(resources, Mapping) else ""
    return str(identity).rstrip("/").rpartition("/")[2]


def _username(client: Client, user_id: str) -> str:
    if not user_id.isalnum():
        return ""
    return str(_only_row(client, f"SELECT Username FROM User WHERE Id = '{user_id}'").get("Username", ""))


def _only_row(client: Client, soql: str) -> Mapping[str, object]:
    try:
        records = query(client, soql).records
    except Refusal as refusal:
        if refusal.kind in {Kind.SESSION, Kind.BUDGET, Kind.LIMIT}:
            raise
        return {}
    return records[0] if len(records) == 1 else {}
