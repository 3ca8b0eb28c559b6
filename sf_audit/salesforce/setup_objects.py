"""Objects of the data API that describe the org and its access, not its customers.

Nobody can grant Read on them: each opens with a system permission, or with none ("Special Access Rules" on the page
of each in the "Object Reference for the Salesforce Platform" and the "Tooling API" guide; "As of Spring '20 and later,
only users with View Setup and Configuration"). Sharing hides none of their rows, but for those in folders.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sf_audit.salesforce.permissions import label


@dataclass(frozen=True, slots=True)
class SetupObject:
    """`opened_by` is the label of the permission that opens it, empty where every user of the API may read it.

    `in_folders` says that who sees a row depends on its folder ("Share a Report or Dashboard Folder").
    """

    opened_by: str = ""
    in_folders: bool = False


def _opened(permission: str, names: str) -> Iterator[tuple[str, SetupObject]]:
    opened_by = label(permission) if permission else ""
    return ((name, SetupObject(opened_by)) for name in names.split())


SETUP_OBJECTS: Mapping[str, SetupObject] = {
    **dict(
        _opened(
            "ViewSetup",
            """ApexClass ApexCodeCoverageAggregate ApexPage ApexTrigger AsyncApexJob AuthSession ConnectedApplication
            CronJobDetail CronTrigger
            CustomPermission DuplicateRule EntityDefinition EntityParticle FieldDefinition FieldPermissions FlexiPage
            Flow FlowDefinitionView FlowVersionView Group GroupMember Layout MatchingRule MatchingRuleItem
            MutingPermissionSet NamedCredential ObjectPermissions PackageLicense PermissionSet PermissionSetAssignment
            PermissionSetGroup PermissionSetGroupComponent PermissionSetLicense PermissionSetLicenseAssign Profile
            ProfileLayout SecurityHealthCheck SecurityHealthCheckRisks SetupAuditTrail SetupEntityAccess
            TenantUsageEntitlement UserLicense ValidationRule""",
        )
    ),
    **dict(_opened("ManageUsers", "LoginHistory UserLogin")),
    **dict(_opened("CustomizeApplication", "OauthToken")),
    **dict(_opened("ViewRoles", "UserRole")),
    **dict(_opened("ViewAllUsers", "User")),
    **dict(_opened("ViewEventLogFiles", "EventLogFile")),
    **dict(
        _opened(
            "",
            """AppMenuItem BusinessProcess Organization QueueSobject RecordType
            UserPermissionAccess""",
        )
    ),
    "Dashboard": SetupObject(label("ViewPublicDashboards"), in_folders=True),
    "EmailTemplate": SetupObject(in_folders=True),
    "Report": SetupObject(label("ViewPublicReports"), in_folders=True),
}

#: They list the fields of an object, and to a user without this permission perhaps only those that the user may read
#: ("FieldDefinition" and "EntityParticle" in the "Tooling API" guide).
FIELD_DEFINITIONS = frozenset({"FieldDefinition", "EntityParticle"})
SHOWS_ALL_DEFINITIONS = "ViewSetup"

#: What opens the list of the org's limits ("Limits" in the "REST API Developer Guide").
LIMITS_OPENED_BY = label("ViewSetup")

#: These have no record page in Lightning; the plain address leads to the right page in Setup.
WITHOUT_RECORD_PAGE = frozenset(
    {
        *("ApexClass", "ApexTrigger", "ConnectedApplication", "CronTrigger", "EntityDefinition", "Group"),
        *("PermissionSet", "PermissionSetGroup", "Profile", "UserRole"),
    }
)


def shown_whole(name: str) -> bool:
    """Whether who may read the object sees all of its rows, whatever sharing says."""
    known = SETUP_OBJECTS.get(name)
    return known is not None and not known.in_folders


def describes_the_org(name: str) -> bool:
    """Whether rows are configuration: a setup object, or custom metadata ("Custom Metadata Types")."""
    return name in SETUP_OBJECTS or name.endswith("__mdt")


def opened_by(name: str) -> str:
    """The permission that opens a setup object; empty for any other object, and for what every user may read."""
    known = SETUP_OBJECTS.get(name)
    return known.opened_by if known else ""
