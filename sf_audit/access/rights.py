"""What can be held: kinds of targets, and the rights on them.

A target is named as Salesforce names it: a system permission without the word Permissions
(`ModifyAllData`), an object by API name (`Account`), a field with its object (`Account.Industry`), and
everything else by its record id of 18 characters, as SetupEntityAccess does.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a right is on."""

    SYSTEM = "system"
    OBJECT = "object"
    FIELD = "field"
    APEX_CLASS = "apex_class"
    APEX_PAGE = "apex_page"
    APP = "app"
    NAMED_CREDENTIAL = "named_credential"
    CUSTOM_PERMISSION = "custom_permission"


class Right(StrEnum):
    """What may be done. System permissions, classes, pages, apps and so on only have `USE`."""

    USE = "use"
    READ = "read"
    CREATE = "create"
    EDIT = "edit"
    DELETE = "delete"
    VIEW_ALL = "view_all"
    MODIFY_ALL = "modify_all"
    VIEW_ALL_FIELDS = "view_all_fields"


class Held(NamedTuple):
    """One right on one target: what a question is about, and what a grant gives."""

    kind: Kind
    target: str
    right: Right

    def __str__(self) -> str:
        return self.target if self.right is Right.USE else f"{self.right} on {self.target}"


#: The columns of ObjectPermissions: "ObjectPermissions" in the "Object Reference for the Salesforce Platform".
OBJECT_COLUMNS: Mapping[Right, str] = {
    Right.READ: "PermissionsRead",
    Right.CREATE: "PermissionsCreate",
    Right.EDIT: "PermissionsEdit",
    Right.DELETE: "PermissionsDelete",
    Right.VIEW_ALL: "PermissionsViewAllRecords",
    Right.MODIFY_ALL: "PermissionsModifyAllRecords",
    Right.VIEW_ALL_FIELDS: "PermissionsViewAllFields",
}

FIELD_COLUMNS: Mapping[Right, str] = {Right.READ: "PermissionsRead", Right.EDIT: "PermissionsEdit"}

#: SetupEntityType of "SetupEntityAccess"; an app is a TabSet there.
SETUP_TYPES: Mapping[Kind, str] = {
    Kind.APEX_CLASS: "ApexClass",
    Kind.APEX_PAGE: "ApexPage",
    Kind.APP: "TabSet",
    Kind.NAMED_CREDENTIAL: "NamedCredential",
    Kind.CUSTOM_PERMISSION: "CustomPermission",
}

RIGHTS: Mapping[Kind, tuple[Right, ...]] = {
    Kind.SYSTEM: (Right.USE,),
    Kind.OBJECT: tuple(OBJECT_COLUMNS),
    Kind.FIELD: tuple(FIELD_COLUMNS),
    **dict.fromkeys(SETUP_TYPES, (Right.USE,)),
}
