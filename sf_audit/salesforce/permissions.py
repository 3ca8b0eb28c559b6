"""System permissions: what Setup calls each of them, and which of them make an administrator or an auditor.

API names are those of the columns of PermissionSet without `Permissions`; labels are theirs in English
("PermissionSet" in the "Salesforce Field Reference Guide").
"""

from __future__ import annotations

from collections.abc import Mapping

LABELS: Mapping[str, str] = {
    "ActivitiesAccess": "Access Activities",
    "ApiEnabled": "API Enabled",
    "AssignPermissionSets": "Assign Permission Sets",
    "AuthorApex": "Author Apex",
    "CanApproveUninstalledApps": "Approve Uninstalled Connected Apps",
    "CustomizeApplication": "Customize Application",
    "EditEvent": "Edit Events",
    "EditTask": "Edit Tasks",
    "ExternalClientAppDeveloper": "Create, edit, and delete External Client Apps",
    "ManageInternalUsers": "Manage Internal Users",
    "ManageProfilesPermissionsets": "Manage Profiles and Permission Sets",
    "ManageRemoteAccess": "Manage Connected Apps",
    "ManageUsers": "Manage Users",
    "ModifyAllData": "Modify All Data",
    "ModifyMetadata": "Modify Metadata Through Metadata API Functions",
    "PasswordNeverExpires": "Password Never Expires",
    "ViewAllData": "View All Data",
    "ViewAllFieldsGlobal": "View All Fields (Global)",
    "ViewAllUsers": "View All Users",
    "ViewEncryptedData": "View Encrypted Data",
    "ViewEventLogFiles": "View Event Log Files",
    "ViewPublicDashboards": "View Dashboards in Public Folders",
    "ViewPublicReports": "View Reports in Public Folders",
    "ViewRoles": "View Roles and Role Hierarchy",
    "ViewSetup": "View Setup and Configuration",
}

#: The column of PermissionSet of who may only use the API: "Api Only User" ("PermissionSet").
API_ONLY = "PermissionsApiUserOnly"

#: It has no column in every org: "login()" in the "SOAP API Developer Guide" names it by its label.
USE_ANY_API_AUTH = "Use Any API Auth"

#: Rights on one object, as Setup calls them ("Object Permissions").
OBJECT_LABELS: Mapping[str, str] = {
    "Read": "Read",
    "Create": "Create",
    "Edit": "Edit",
    "Delete": "Delete",
    "ViewAllRecords": "View All Records",
    "ModifyAllRecords": "Modify All Records",
    "ViewAllFields": "View All Fields",
}

#: Whoever holds all of these is an administrator, whatever the profile is called: what the profile System
#: Administrator is for, by "Standard Profiles".
ADMINISTRATOR = ("CustomizeApplication", "ManageUsers", "ModifyAllData")

#: What an auditor user needs, and what each opens ("Special Access Rules" of the objects in the "Object Reference").
AUDITOR_NEEDS: Mapping[str, str] = {
    "ApiEnabled": "every call of this tool",
    "ViewSetup": "permission sets, assignments, setup objects and /limits",
    "ViewAllUsers": "all users, where they are private to each other",
}

#: What no user that only reads needs: each of them changes the org, or leads to whoever can.
AUDITOR_MUST_NOT = frozenset({"ModifyAllData", "AuthorApex", "CustomizeApplication", "ManageUsers", "ModifyMetadata"})

#: What tells how much an audit sees, and how much harm its user could do.
AUDITOR_TELLING = (
    "ApiEnabled",
    "ViewAllData",
    "ViewSetup",
    "ViewAllUsers",
    "ViewRoles",
    "ModifyAllData",
    "ManageUsers",
    "ModifyMetadata",
    "CustomizeApplication",
    "AuthorApex",
    "ViewEncryptedData",
)


def label(permission: str) -> str:
    """What Setup calls a system permission, by its API name with or without `Permissions`."""
    return LABELS[permission.removeprefix("Permissions")]
