"""Objects that object permissions do not decide about, and what decides about them; and the objects people ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What decides about an object that has no object permissions. `source` is the title of the page that says so."""

    decides: str
    source: str


_SETUP = "the permissions that its own page asks for"

#: Only what is documented; any other object without object permissions is `not checked` without a reason of its own.
DECIDED_ELSEWHERE: Mapping[str, Elsewhere] = {
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

#: Standard objects of sales and service ("Standard Objects"): field access is read for these unless somebody says for
#: which.
STANDARD_OBJECTS = frozenset(
    {
        *("Account", "Asset", "Campaign", "Case", "Contact", "Contract", "Event", "Lead", "Opportunity", "Order"),
        *("Pricebook2", "Product2", "Quote", "Task", "User"),
    }
)
