"""Users, sets and assignments for tests of access: everybody has a profile that grants nothing."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]

SALES = {"Id": "0PSsales", "Name": "X00esales", "IsOwnedByProfile": True, "ProfileId": "00eSales"}
DATA_FIXES = {"Id": "0PSfixes", "Name": "Data_Fixes", "IsOwnedByProfile": False, "PermissionsModifyAllData": True}
TEAM = {"Id": "0PSteam", "Name": "Team_Group", "IsOwnedByProfile": False, "PermissionSetGroupId": "0PGteam"}


def user(name: str, **more: object) -> Row:
    return {
        "Id": name,
        "Username": f"{name}@acme.test",
        "IsActive": True,
        "UserType": "Standard",
        "ProfileId": "00eSales",
        **more,
    }


def assigned(who: str, to: str, **more: object) -> Row:
    return {"Id": f"0Pa{who}{to}", "AssigneeId": who, "PermissionSetId": to, **more}


def access(
    *assignments: Row,
    users: tuple[Row, ...] = (user("ada"),),
    sets: tuple[Row, ...] = (SALES, DATA_FIXES, TEAM),
    groups: tuple[Row, ...] = ({"Id": "0PGteam", "DeveloperName": "Team", "Status": "Updated"},),
    **more: tuple[Row, ...],
) -> dict[str, tuple[Row, ...]]:
    """An org in which every user has the assignment of the profile's own set, and those named."""
    own = tuple(assigned(user["Id"], "0PSsales") for user in users if user.get("ProfileId"))
    return {
        "User": users,
        "Profile": ({"Id": "00eSales", "Name": "Sales"},),
        "PermissionSet": sets,
        "PermissionSetGroup": groups,
        "PermissionSetAssignment": (*own, *assignments),
        **more,
    }
