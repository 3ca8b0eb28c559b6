"""What a user is licensed for. A licence gives nothing by itself, but a set may need one.

A permission set belongs to a user licence (100) or to a permission set licence (0PL), which must be assigned before the
set can be: "PermissionSet", "PermissionSetLicenseAssign" in the "Object Reference for the Salesforce Platform".
"""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.access.effective.effective import Access
from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.salesforce.key_prefixes import PERMISSION_SET_LICENCE
from sf_audit.snapshot.needs import need
from sf_audit.snapshot.tables import Snapshot

_NEEDED = (
    need("PermissionSetLicense", "Id DeveloperName"),
    need("PermissionSetLicenseAssign", "AssigneeId PermissionSetLicenseId"),
)


@dataclass(frozen=True, slots=True)
class Licences:
    """The user licence by name (empty where it was not read), and permission set licences by API name.

    `missing` are assigned sets by name whose permission set licence the user does not have: they may give nothing.
    """

    user_licence: str
    permission_set_licences: tuple[str, ...]
    missing: tuple[str, ...] = ()


def licences(access: Access, user_id: str) -> Licences:
    """What a user is licensed for. NotReadable where permission set licences were not read."""
    snapshot = access.snapshot
    snapshot.require(_NEEDED)
    if not snapshot.has("PermissionSet", "LicenseId"):
        raise NotReadable(
            Unread(Reason.FIELD_NOT_VISIBLE, "PermissionSet.LicenseId was not read", "View Setup and Configuration")
        )
    held = snapshot.rows(
        """SELECT DISTINCT l."DeveloperName" FROM "PermissionSetLicenseAssign" a
           JOIN "PermissionSetLicense" l ON l."Id" = a."PermissionSetLicenseId" WHERE a."AssigneeId" = ? ORDER BY 1""",
        [user_id],
    )
    missing = snapshot.rows(
        f"""SELECT DISTINCT a.holder FROM "access".assignment a JOIN "PermissionSet" s ON s."Id" = a.set_id
           WHERE a.user_id = ? AND s."LicenseId" LIKE '{PERMISSION_SET_LICENCE}%' AND s."LicenseId" NOT IN (
               SELECT "PermissionSetLicenseId" FROM "PermissionSetLicenseAssign" WHERE "AssigneeId" = a.user_id)
           ORDER BY 1""",
        [user_id],
    )
    return Licences(_user_licence(snapshot, user_id), tuple(row[0] for row in held), tuple(row[0] for row in missing))


def _user_licence(snapshot: Snapshot, user_id: str) -> str:
    if not (snapshot.has("UserLicense", "Id", "Name") and snapshot.has("Profile", "Id", "UserLicenseId")):
        return ""
    rows = snapshot.rows(
        """SELECT l."Name" FROM "User" u JOIN "Profile" p ON p."Id" = u."ProfileId"
           JOIN "UserLicense" l ON l."Id" = p."UserLicenseId" WHERE u."Id" = ?""",
        [user_id],
    )
    return str(rows[0][0]) if rows else ""
