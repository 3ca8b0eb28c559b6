"""What somebody can make of a permission on the way to being an administrator: documented facts, as data."""

from __future__ import annotations

from sf_audit.model.attack import Capability, LeadsTo

CAPABILITIES: tuple[Capability, ...] = (
    Capability(
        "AssignPermissionSets",
        "assign permission sets",
        LeadsTo.SETS,
        "can assign the set to themselves",
        "Assign Permission Sets to a Single User",
    ),
    Capability(
        "ManageProfilesPermissionsets",
        "edit profiles and permission sets",
        LeadsTo.RIGHTS,
        "can add any permission to a set that they hold",
        "Create Permission Sets",
    ),
    Capability(
        "ManageUsers",
        "manage users",
        LeadsTo.PEOPLE,
        "can change an administrator's e-mail address and password",
        "Edit Users",
    ),
    Capability(
        "ManageInternalUsers",
        "manage internal users",
        LeadsTo.PEOPLE,
        "can change an administrator's e-mail address and password",
        "Edit Users",
    ),
    Capability(
        "AuthorApex",
        "author Apex",
        LeadsTo.RIGHTS,
        "can write code that runs in system mode and hands out permissions",
        "Apex Security and Sharing",
    ),
    Capability(
        "ModifyMetadata",
        "modify metadata",
        LeadsTo.RIGHTS,
        "can deploy code that runs in system mode and hands out permissions",
        "Metadata API Edit Access",
    ),
    # "Manage a Connected App" asks for this permission and either Modify All Data or Manage Connected Apps, so managing
    # connected apps is no way of its own: whoever may do it has this one.
    Capability(
        "CustomizeApplication",
        "customise the application",
        LeadsTo.PEOPLE,
        "can change a button or link so that it acts as the administrator who clicks it",
        "Define Custom Buttons and Links",
        "an administrator clicks it, or they hold Manage Connected Apps too and the org has an app to run as one",
    ),
    Capability(
        "ExternalClientAppDeveloper",
        "make external client apps",
        LeadsTo.PEOPLE,
        "can let an app of theirs run as an administrator",
        "Configure the OAuth 2.0 Client Credentials Flow for an External Client App",
        "they may edit the policies of the app too, or whoever may names an administrator as Run As",
    ),
    Capability(
        "ModifyAllData",
        "log in as somebody else",
        LeadsTo.PEOPLE,
        "can log in as an administrator",
        "Log In as Another User",
        "administrators may log in as any user, or an administrator has granted login access",
    ),
)
