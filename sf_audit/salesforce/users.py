"""Who is a user, by User.UserType: people, people outside the company, and visitors.

"User" in the "Object Reference for the Salesforce Platform".
"""

from __future__ import annotations

STANDARD = "Standard"
GUEST = "Guest"
PARTNERS = frozenset({"PowerPartner"})
CUSTOMERS = frozenset({"PowerCustomerSuccess", "CustomerSuccess", "CspLitePortal"})
OUTSIDE = PARTNERS | CUSTOMERS | {GUEST}

#: The name of the user licence of integrations ("Give Integration Users API Only Access" in Salesforce Help).
INTEGRATION_LICENCE = "Salesforce Integration"

#: Group.Type of the groups that hold everybody of a kind ("Group").
EVERYBODY_INSIDE, EVERY_PARTNER, EVERY_CUSTOMER = "Organization", "PRMOrganization", "AllCustomerPortal"


def everybody_of(user_type: str) -> str:
    """The Group.Type of the group that holds everybody of this kind; empty for guests ("Group")."""
    if user_type in PARTNERS:
        return EVERY_PARTNER
    if user_type in CUSTOMERS:
        return EVERY_CUSTOMER
    return "" if user_type == GUEST else EVERYBODY_INSIDE
