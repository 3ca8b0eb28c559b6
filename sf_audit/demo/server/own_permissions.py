"""UserPermissionAccess: the system permissions of whoever asks, over all assignments that count now.

One row, of the signed-in user alone ("UserPermissionAccess" in the "Object Reference for the Salesforce
Platform"). A company may bring the table itself, which then stays as it is.
"""

from __future__ import annotations

from dataclasses import replace

from sf_audit.demo.schema import Field, OrgData, SObject

NAME = "UserPermissionAccess"


def with_own_permissions(org: OrgData) -> OrgData:
    """The org with the object and its row, where it has permission sets to compute it from."""
    sets = org.objects.get("PermissionSet")
    if NAME in org.objects or sets is None or "PermissionSetAssignment" not in org.objects:
        return org
    permissions = [
        field.name for field in sets.fields if field.name.startswith("Permissions") and field.type == "boolean"
    ]
    held = ", ".join(f'coalesce(bool_or(s."{name}"), false) AS "{name}"' for name in permissions)
    with org.rows.cursor() as connection:
        connection.execute(
            f"""CREATE OR REPLACE TABLE "{NAME}" AS SELECT '000000000000000AAA' AS "Id", {held}
            FROM "PermissionSetAssignment" a JOIN "PermissionSet" s ON s."Id" = a."PermissionSetId"
            WHERE a."AssigneeId" = ? AND NOT coalesce(s."HasActivationRequired", false)
              AND (a."ExpirationDate" IS NULL OR a."ExpirationDate" > now()::TIMESTAMP)""",
            [org.user_id],
        )
    return replace(org, objects={**org.objects, NAME: _object(permissions)})


def _object(permissions: list[str]) -> SObject:
    fixed = {"nillable": False, "createable": False, "updateable": False, "permissionable": False}
    fields = (
        Field("Id", "id", "User Permission Access ID", length=18, **fixed),  # type: ignore[arg-type]
        *(Field(name, "boolean", name, **fixed) for name in permissions),  # type: ignore[arg-type]
    )
    return SObject(NAME, "User Permission Access", "User Permission Access", "0up", fields, bulk=False)
