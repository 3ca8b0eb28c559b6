"""What of the records is not the same for everybody who reads them, and what a replica of them cannot keep up with.

Replicas ask for what changed by SystemModstamp. A formula field stores no value, so the stamp stays as it is where its
value changes ("Formula Fields" in the documentation of Fivetran's Salesforce connector). Describe calls roll-up summary
fields calculated too.
"""

from __future__ import annotations

from sf_audit.salesforce.features import CREATED

#: Set without a new SystemModstamp, or different for each user: "Fields That Track Activities" and the pages of objects
#: with them in the "Object Reference for the Salesforce Platform" ("when the current user last viewed this record").
UNSTAMPED = frozenset({"LastActivityDate", "LastReferencedDate", "LastViewedDate", "HasOpenActivity", "HasOverdueTask"})

#: The time of the last change, by which replicas ask; objects of which records never change have the second alone.
STAMPS = ("SystemModstamp", CREATED)

_ACTIVITIES = frozenset({"Task", "Event"})


def left_out_by(name: str) -> tuple[str, ...]:
    """Fields that are true in records which no plain query brings: deleted ones, and archived activities ("Task")."""
    return ("IsDeleted", "IsArchived") if name in _ACTIVITIES else ("IsDeleted",)
