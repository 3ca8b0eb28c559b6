"""Objects that are not queried as others are: what must be named, what is not paged, not counted, not in bulk."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: "SOQL Limitations" of the Tooling API, and the answer "a filter on a reified column is required": a query must
#: name one parent by equality. The value is the column to compare with the object's API name.
EACH_PARENT: Mapping[str, str] = {
    "FieldDefinition": "EntityDefinition.QualifiedApiName",
    "EntityParticle": "EntityDefinition.QualifiedApiName",
    "SearchLayout": "EntityDefinition.QualifiedApiName",
    "OwnerChangeOptionInfo": "EntityDefinition.QualifiedApiName",
    # "FieldPermissions": without SobjectType some rows are left out, and all of them at once are too many to sort.
    "FieldPermissions": "SobjectType",
}

_REIFIED = """
    EntityDefinition EntityLimit EntityParticle FieldDefinition RelationshipDomain RelationshipInfo SearchLayout
    DataType Publisher ServiceFieldDataType StandardAction TimeSheetTemplate UserEntityAccess UserFieldAccess
    CompactLayoutInfo CompactLayoutItemInfo OwnerChangeOptionInfo SecurityHealthCheck SecurityHealthCheckRisks
"""

#: The same limitations: no COUNT(), no LIMIT, no OR, and only `=`.
NOT_COUNTED = frozenset(_REIFIED.split())

#: queryMore() is refused on these ("EXCEEDED_ID_LIMIT"), so pages beyond the first are a walk along a key.
NO_PAGES = frozenset({"EntityDefinition"})

#: Bulk API 2.0 answers "Entity is not supported by the Bulk API" for these, as other connectors' lists of refused
#: objects record; an object missing here costs one refused call and is then read over REST.
NOT_BULK = re.compile(
    r"""(?x)
      (Case|Contract|Lead|Order|Task|Solution|Partner|WorkOrder|WorkOrderLineItem)(Status|Priority|Role)
    | RecentlyViewed | FieldSecurityClassification | UserRecordAccess | UserPermissionAccess | OauthToken
    | SetupAuditTrail | EntityDefinition | FlowDefinitionView | FlowVersionView
    | (AcceptedEvent|DeclinedEvent|UndecidedEvent)Relation | CaseTeam\w+ | Knowledge\w* | \w+Feed
    """
)

#: Their Id is empty in every row ("OauthToken", "UserPermissionAccess"), or they are views whose rows are told apart by
#: another column, such as DurableId ("FlowDefinitionView").
WITHOUT_ID = frozenset({"FlowDefinitionView", "OauthToken", "UserPermissionAccess"})

#: A query that names these columns may have one row only ("no more than one row for retrieval").
ONE_ROW_ONLY = frozenset({"Metadata", "FullName"})

#: These hold other fields or a file. "Compound Fields": Bulk API 2.0 refuses them; their parts have names of their own.
NOT_VALUES = frozenset({"address", "location", "base64"})

#: References that hold a name, not an id ("FieldDefinition" in the "Tooling API" guide).
DEFINITIONS = frozenset({"EntityDefinition", "FieldDefinition", "EntityDefinitionId", "FieldDefinitionId"})
