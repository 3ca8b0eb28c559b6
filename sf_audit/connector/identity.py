"""Which org this is, and who is looking at it: the first two questions of every run."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.connector.client import Client
from sf_audit.connector.questions import garbled, query
from sf_audit.connector.records import text_table
from sf_audit.connector.refusals import Kind, Refusal
from sf_audit.findings import OrgIdentity
from sf_audit.snapshot.ids import eighteen

_ORGANIZATION = ("Id", "Name", "IsSandbox", "TimeZoneSidKey", "OrganizationType")

#: Rows of these do not depend on sharing, only on "View Setup and Configuration" and its like.
_SETUP_OBJECTS = """
    Organization User Profile UserRole UserLicense PermissionSet PermissionSetAssignment PermissionSetGroup
    PermissionSetGroupComponent PermissionSetLicense PermissionSetLicenseAssign MutingPermissionSet ObjectPermissions
    FieldPermissions SetupEntityAccess SetupAuditTrail Group GroupMember RecordType BusinessProcess QueueSobject
    ConnectedApplication OauthToken LoginHistory AuthSession FlowDefinitionView CronTrigger CronJobDetail
    AsyncApexJob ApexClass ApexTrigger PackageLicense UserPermissionAccess TenantUsageEntitlement
"""
_SETUP = frozenset(_SETUP_OBJECTS.split())


@dataclass(frozen=True, slots=True)
class Sight:
    """Which rows the auditor user sees. `all_rows` is None where the org would not say."""

    all_rows: bool | None
    objects: frozenset[str] = frozenset()

    def hides(self, table: str) -> bool:
        """Whether sharing may keep rows of this object from the auditor; not knowing counts as yes."""
        return not (self.all_rows or table in self.objects or table in _SETUP)


def identify(client: Client, instance_url: str) -> OrgIdentity:
    """The org behind this session, from its one Organization row. Raises a Refusal when it is not readable."""
    answer = query(client, f"SELECT {','.join(_ORGANIZATION)} FROM Organization")
    if len(answer.records) != 1:
        raise garbled("ORGANIZATION")
    row = {name: column[0] for name, column in text_table(answer.records, _ORGANIZATION).to_pydict().items()}
    return OrgIdentity(
        id=eighteen(row["Id"] or ""),
        name=row["Name"] or "",
        is_sandbox=row["IsSandbox"] == "true",
        instance_url=instance_url,
        time_zone=row["TimeZoneSidKey"] or "UTC",
        edition=row["OrganizationType"] or "",
    )


def sight(client: Client) -> Sight:
    """What UserPermissionAccess says of the current user: "View All Data", or View All Records on single objects."""
    try:
        answer = query(client, "SELECT PermissionsViewAllData FROM UserPermissionAccess")
    except Refusal as refusal:
        if refusal.kind in {Kind.SESSION, Kind.BUDGET, Kind.LIMIT}:
            raise
        return Sight(None)
    said = [record.get("PermissionsViewAllData") for record in answer.records]
    return Sight(said[0] if len(said) == 1 and isinstance(said[0], bool) else None)
