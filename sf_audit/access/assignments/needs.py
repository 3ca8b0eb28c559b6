"""What must be read from the org to say who can do what, for everyone.

A column that ends in `*` stands for every column of the table that begins so: system permissions are
columns of PermissionSet, and an org has some hundred of them, depending on its features.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sf_audit.access.rights import FIELD_COLUMNS, OBJECT_COLUMNS
from sf_audit.salesforce.object_access import STANDARD_OBJECTS
from sf_audit.snapshot.needs import CUSTOM_OBJECTS, Need, Source, need

EVERY_PERMISSION = "Permissions*"


def everything(objects: Iterable[str] = STANDARD_OBJECTS | {CUSTOM_OBJECTS}) -> tuple[Need, ...]:
    """All of it. Fields and their permissions are read for the named objects, one query for each."""
    named = frozenset(objects)
    return (*people(), *assignments(EVERY_PERMISSION), *grants(named), *names(), *records())


def people() -> tuple[Need, ...]:
    """Users, whether they can sign in, and what they are licensed for."""
    return (
        need("User", "Id IsActive UserType ProfileId", optional="Name Username UserRoleId"),
        logins(),
        need("UserLicense", "Id Name", required=False),
        need("PermissionSetLicense", "Id DeveloperName", optional="MasterLabel Status ExpirationDate", required=False),
        need("PermissionSetLicenseAssign", "Id AssigneeId PermissionSetLicenseId", required=False),
    )


def logins() -> Need:
    """Who is frozen, as far as the auditor may know; whoever is not known to be counts as able to sign in."""
    return replace(
        need("UserLogin", "UserId", optional="IsFrozen IsPasswordLocked", required=False), said_if_unread=True
    )


def assignments(*columns_of_permission_set: str) -> tuple[Need, ...]:
    """Profiles, sets, groups, and who has them; with these columns of PermissionSet (`Permissions*` for all)."""
    wild = " ".join(column for column in columns_of_permission_set if column.endswith("*"))
    plain = " ".join(column for column in columns_of_permission_set if not column.endswith("*"))
    muted = " ".join(column for column in columns_of_permission_set if column.startswith("Permissions"))
    more = " ".join(name for name in ("Label", "Type", "NamespacePrefix", "LicenseId") if name not in plain.split())
    return (
        need("Profile", "Id Name", optional="UserType UserLicenseId"),
        need(
            "PermissionSet",
            f"Id Name IsOwnedByProfile ProfileId PermissionSetGroupId HasActivationRequired {plain}",
            optional=f"{more} {wild}",
        ),
        need(
            "PermissionSetAssignment",
            "Id AssigneeId PermissionSetId PermissionSetGroupId",
            optional="ExpirationDate IsActive IsRevoked",
        ),
        need("PermissionSetGroup", "Id DeveloperName Status", optional="HasActivationRequired MasterLabel"),
        need("PermissionSetGroupComponent", "Id PermissionSetGroupId PermissionSetId", required=False),
        need("MutingPermissionSet", "Id DeveloperName", optional=f"MasterLabel {muted}", required=False),
    )


def grants(objects: frozenset[str]) -> tuple[Need, ...]:
    """Rights on objects, fields and what SetupEntityAccess knows of."""
    first = {"PermissionsViewAllFields"}  # from API version 63.0 on
    rights = " ".join(column for column in OBJECT_COLUMNS.values() if column not in first)
    fields = Need(
        "FieldPermissions",
        frozenset(["Id", "ParentId", "SobjectType", "Field", *FIELD_COLUMNS.values()]),
        of=objects,
        required=False,
    )
    described = Need(
        "describe_fields",
        frozenset({"object", "field", "permissionable", "calculated", "updateable", "compound"}),
        source=Source.DESCRIBE,
        of=objects,
        required=False,
    )
    grantable = Need(
        "describe_picklist_values",
        frozenset({"object", "field", "value"}),
        source=Source.DESCRIBE,
        of=frozenset({"ObjectPermissions"}),
        required=False,
    )
    return (
        need("ObjectPermissions", f"Id ParentId SobjectType {rights}", optional=" ".join(first)),
        fields,
        described,
        grantable,
        need("SetupEntityAccess", "Id ParentId SetupEntityId SetupEntityType", required=False),
    )


def names() -> tuple[Need, ...]:
    """What the ids in SetupEntityAccess are called, where the auditor may know."""
    return (
        need("ApexClass", "Id Name", optional="NamespacePrefix", required=False),
        need("ApexPage", "Id Name", optional="MasterLabel NamespacePrefix", required=False),
        need("AppMenuItem", "Id ApplicationId Name", optional="Label NamespacePrefix", required=False),
        need("NamedCredential", "Id DeveloperName", optional="MasterLabel NamespacePrefix", required=False),
        need("CustomPermission", "Id DeveloperName", optional="MasterLabel NamespacePrefix", required=False),
    )


def records() -> tuple[Need, ...]:
    """What bounds the records that a user may reach: sharing defaults, roles, queues and groups."""
    return (
        need("UserRole", "Id Name ParentRoleId", optional="DeveloperName PortalType", required=False),
        need("Group", "Id Type RelatedId", optional="DeveloperName Name DoesIncludeBosses", required=False),
        need("GroupMember", "Id GroupId UserOrGroupId", required=False),
        need("QueueSobject", "Id QueueId SobjectType", required=False),
        need(
            "EntityDefinition",
            "QualifiedApiName InternalSharingModel ExternalSharingModel",
            optional="Label",
            required=False,
        ),
    )
