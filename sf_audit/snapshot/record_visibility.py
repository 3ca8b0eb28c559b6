"""Whose sharing decides who sees the records of an object."""

from __future__ import annotations

#: Who sees the one sees the other ("Controlled by Parent"): nothing of its own can be granted on the first.
FOLLOWS = {
    "CampaignMember": "Campaign",
    "OpportunityContactRole": "Opportunity",
    "OpportunityLineItem": "Opportunity",
    "OrderItem": "Order",
    "PricebookEntry": "Pricebook2",
    "QuoteLineItem": "Quote",
}


def view_all(table: str) -> str:
    """The object permission that shows all records of an object."""
    return f"View All Records on {FOLLOWS.get(table, table)}"
