"""Which objects object permissions decide about, and what decides about others.

The values of the restricted picklist `SobjectType` are all objects that ObjectPermissions can have a row for, and
describe lists them ("ObjectPermissions" in the "Object Reference for the Salesforce Platform"). So for such an object,
no row means no: as far as grants go, nobody has access. About any other object ObjectPermissions says nothing, and no
row means nothing either. "Controlled by Parent" is no exception: it is about records, and Contact, for example, is
controlled by its account and has object permissions all the same ("Organization-Wide Sharing Defaults").
"""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.model.review import Reason, Unread
from sf_audit.salesforce.object_access import DECIDED_ELSEWHERE
from sf_audit.snapshot.tables import Snapshot


@dataclass(frozen=True, slots=True)
class Permissionable:
    """The objects that object permissions decide about. `whole` says that the org listed them all."""

    names: frozenset[str]
    whole: bool

    def doubt(self, name: str) -> Unread | None:
        """Why an object that no set grants may be accessible all the same; None where no grant means no access."""
        if name in self.names or (name.endswith("__c") and not self.whole):
            return None
        known = DECIDED_ELSEWHERE.get(name)
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
