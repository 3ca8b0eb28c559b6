"""Whose sharing decides who sees the records of an object, and what can be granted to see them all."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sf_audit.salesforce.permissions import label
from sf_audit.salesforce.setup_objects import SETUP_OBJECTS, opened_by, shown_whole

#: Who sees the one sees the other ("Controlled by Parent"): nothing of its own can be granted on the first.
FOLLOWS: Mapping[str, str] = {
    "CampaignMember": "Campaign",
    "OpportunityContactRole": "Opportunity",
    "OpportunityLineItem": "Opportunity",
    "OrderItem": "Order",
    "PricebookEntry": "Pricebook2",
    "QuoteLineItem": "Quote",
}

#: Changes, shares and posts of records are seen with the records ("StandardObjectNameHistory", "…Share", "…Feed").
_BESIDE_RECORDS = re.compile(r"(?P<of>\w+?)(?:(?P<custom>__)|Field)?(?:History|Share|Feed)")

#: Object Settings of a permission set have no View All Records for these: activities have no object permissions at all
#: ("User Permissions": Access Activities), and "View All and Modify All are not available for ideas, price books,
#: article types, and products" ("“View All” and “Modify All” Permissions Overview").
WITHOUT_VIEW_ALL = frozenset({"Task", "Event", "Idea", "Pricebook2", "Product2", "Note", "Attachment"})

#: Who sees one of them depends on its folder, so what opens them in public folders does not show them all.
IN_FOLDERS = frozenset(name for name, known in SETUP_OBJECTS.items() if known.in_folders)

#: Activities have no object permissions: one permission opens them both ("User Permissions").
ACTIVITIES = frozenset({"Task", "Event"})

#: Children of accounts that a rule on Account may open beside the accounts, and which let read their account
#: ("AccountSharingRuleSettings" in "SharingRules"; "Built-in Sharing Behavior").
CHILDREN_OF_ACCOUNT: Mapping[str, str] = {
    "caseAccessLevel": "Case",
    "contactAccessLevel": "Contact",
    "opportunityAccessLevel": "Opportunity",
}

#: Values of InternalSharingModel and ExternalSharingModel that let everybody with Read on the object see every record,
#: and with Edit change it ("EntityDefinition" in the "Tooling API" guide).
OPEN_TO_READ = frozenset({"Read", "ReadWrite", "ReadWriteTransfer", "FullAccess", "ReadSelect"})
OPEN_TO_EDIT = frozenset({"ReadWrite", "ReadWriteTransfer", "FullAccess"})


def shares_of(name: str) -> str:
    """The object that holds the shares of an object's records, where the org keeps any ("StandardObjectNameShare")."""
    return f"{name.removesuffix('__c')}__Share" if name.endswith("__c") else f"{name}Share"


def followed(table: str) -> str:
    """The object whose sharing decides about this one's records: often itself."""
    beside = _BESIDE_RECORDS.fullmatch(table)
    if beside is not None and not shown_whole(table):
        return beside["of"] + ("__c" if beside["custom"] else "")
    return FOLLOWS.get(table, table)


def shows_every_record(table: str) -> str:
    """What can be granted so that all records of an object are seen: never a permission that does not exist."""
    parent, everything = followed(table), label("ViewAllData")
    if parent in IN_FOLDERS:
        return everything
    if opened := opened_by(table) or opened_by(parent):
        return opened
    return everything if parent in WITHOUT_VIEW_ALL else f"View All Records on {parent}, or {everything}"


def shows_object(table: str) -> str:
    """What can be granted so that an object can be read at all: never Read on one that has no such permission."""
    parent = followed(table)
    if parent in ACTIVITIES:
        return label("ActivitiesAccess")
    return opened_by(table) or opened_by(parent) or _by_every_user(table) or f"Read on {parent}"


def shows_field(table: str, field: str) -> str:
    """What can be granted so that a field can be read. Fields of setup objects open with their object."""
    return opened_by(table) or _by_every_user(table) or f"Read on {table}.{field}"


def _by_every_user(table: str) -> str:
    """What every user of the API has, for objects that need no more; empty for others."""
    return label("ApiEnabled") if table in SETUP_OBJECTS else ""
