"""What a lookup's parent is called in a query: `Account.Type` on an object with AccountId.

"Relationship Queries" in the "SOQL and SOSL Reference": a standard lookup has the name of its field without Id, an own
one the name of its field with __r in place of __c. The describe of an object has the last word ("relationshipName").
"""

from __future__ import annotations

_OWN_LOOKUP = "__c"
_OWN_PARENT = "__r"

#: Parents that are not called as their object is; with Parent, the object itself.
_PARENTS = {
    "Owner": "User",
    "CreatedBy": "User",
    "LastModifiedBy": "User",
    "Manager": "User",
    "ReportsTo": "Contact",
    "ConvertedAccount": "Account",
    "ConvertedContact": "Contact",
    "ConvertedOpportunity": "Opportunity",
    "MasterRecord": "",
    "Parent": "",
}


def lookup_of(parent: str) -> str:
    """The field whose parent has this name."""
    if parent.lower().endswith(_OWN_PARENT):
        return parent[: -len(_OWN_PARENT)] + _OWN_LOOKUP
    return f"{parent}Id"


def parent_of(parent: str, owner: str, field: str = "") -> str:
    """The object of a standard lookup's parent on an object `owner`; empty for that of an own one, which can be any.

    Of owners, users and queues, only queues have a field Type: they are groups ("Group" in the "Object Reference").
    """
    if (parent.lower(), field.lower()) == ("owner", "type"):
        return "Group"
    if parent.lower().endswith(_OWN_PARENT):
        return ""
    by_folded = {name.lower(): table or owner for name, table in _PARENTS.items()}
    return by_folded.get(parent.lower(), parent)
