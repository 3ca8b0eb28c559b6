"""Which users are outside the company, and in which of the groups that Salesforce keeps itself."""

from __future__ import annotations

#: UserType: "User" in the "Object Reference for the Salesforce Platform".
GUEST = "Guest"
PARTNERS = frozenset({"PowerPartner"})
CUSTOMERS = frozenset({"PowerCustomerSuccess", "CustomerSuccess", "CspLitePortal"})
OUTSIDE = PARTNERS | CUSTOMERS | {GUEST}


def everybody_of(user_type: str) -> str:
    """The Group.Type of the group that holds everybody of this kind; empty for guests ("Group")."""
    if user_type in PARTNERS:
        return "PRMOrganization"
    if user_type in CUSTOMERS:
        return "AllCustomerPortal"
    return "" if user_type == GUEST else "Organization"
