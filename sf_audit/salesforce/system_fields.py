"""Fields that the platform fills by itself: nobody can be obliged to.

"System Fields", and the pages of Account, Opportunity and other objects with activities, in the "Object Reference for
the Salesforce Platform".
"""

from __future__ import annotations

#: By API name, on whatever object.
SET_BY_THE_PLATFORM = frozenset(
    {
        *("Id", "IsDeleted", "CreatedById", "CreatedDate", "LastModifiedById", "LastModifiedDate", "SystemModstamp"),
        *("LastActivityDate", "LastViewedDate", "LastReferencedDate", "LastStageChangeDate"),
    }
)
