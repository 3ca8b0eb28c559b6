"""Which objects object permissions decide about, and what decides about others.

The values of the restricted picklist `SobjectType` are all objects that ObjectPermissions can have a row for, and
describe lists them ("ObjectPermissions" in the "Object Reference for the Salesforce Platform"). So for such an object,
no row means no: as far as grants go, nobody has access. About any other object ObjectPermissions says nothing, and no
row means nothing either. "Controlled by Parent" is no exception: it is about records, and Contact, for example, is
controlled by its account and has object permissions all the same ("Organization-Wide Sharing Defaults").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sf_audit.model.review import Reason, Unread
from sf_audit.snapshot.tables import Snapshot


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What decides about an object that has no object permissions. `source` is the title of the page that says so."""

    decides: str
    source: str


_SETUP = "the permissions that its own page asks for"

#: Only what is documented; any other object without object permissions is `not checked` without a reason of its own.
ELSEWHERE: Mapping[str, Elsewhere] = {
    "Task": Elsewhere("Access Activities, Edit Tasks, and the records that the task is about", "User Permissions"),
    "Event": Elsewhere("Access Activities, Edit Events, and the records that the event is about", "User Permissions"),
    "User": Elsewhere("the sharing of users, and Manage Users", "User Sharing"),
    "PermissionSet": Elsewhere(_SETUP, "PermissionSet"),
    "PermissionSetAssignment": Elsewhere(_SETUP, "PermissionSetAssignment"),
    "PermissionSetGroup": Elsewhere(_SETUP, "PermissionSetGroup"),
    "ObjectPermissions": Elsewhere(_SETUP, "ObjectPermissions"),
    "FieldPermissions": Elsewhere(_SETUP, "FieldPermissions"),
    "LoginHistory": Elsewhere(_SETUP, "LoginHistory"),
    "SetupAuditTrail": Elsewhere(_SETUP, "SetupAuditTrail"),
}


@dataclass(frozen=True, slots=True)
class Permissionable:
    """The objects that object permissions decide about. `whole` says that the org listed them all."""

    names: frozenset[str]
    whole: bool

    def doubt(self, name: str) -> Unread | None:
        """Why an object that no set grants may be accessible all the same; None where no grant means no access."""
        if name in self.names or (name.endswith("__c") and not self.whole):
            return None
        known = ELSEWHERE.get(name)
        if known is not None:
            return Unread(
                Reason.UNSUPPORTED,
                f"{name} has no object permissions: what decides about it is {known.decides} (“{known.source}”)",
            )
        return Unread(
            Reason.UNSUPPORTED,
            f"no permission set has object permissions on {name}, so something else decides about it",
        )


def permissionable(snapshot: Snapshot, with_rows: frozenset[str]) -> Permissionable:
    """What this org lists, and what rows of ObjectPermissions name."""
    listed = frozenset(row[0] for row in snapshot.rows(_LISTED)) if _was_listed(snapshot) else frozenset[str]()
    return Permissionable(with_rows | listed, whole=bool(listed))


_LISTED = """
    SELECT DISTINCT "value" FROM "describe_picklist_values"
    WHERE "object" = 'ObjectPermissions' AND "field" = 'SobjectType' AND "value" IS NOT NULL"""


def _was_listed(snapshot: Snapshot) -> bool:
    return snapshot.has("describe_picklist_values", "object", "field", "value")
