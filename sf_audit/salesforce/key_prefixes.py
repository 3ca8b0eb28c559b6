"""The first three characters of a record's id, which say what it is of (DescribeSObjectResult: keyPrefix)."""

from __future__ import annotations

from collections.abc import Mapping

ORGANIZATION = "00D"
PERMISSION_SET_LICENCE = "0PL"

#: A made-up id, as of rows that stand for a default: no record has it.
NO_RECORD = "000"

#: Those of objects that many lookups name, also where the auditor user does not see the object ("Standard Field Record
#: ID Prefix Decoder"). Those of custom objects differ from org to org.
STANDARD: Mapping[str, str] = {
    "Account": "001",
    "Campaign": "701",
    "Case": "500",
    "Contact": "003",
    "Contract": "800",
    "Event": "00U",
    "Group": "00G",
    "Lead": "00Q",
    "Opportunity": "006",
    "Order": "801",
    "Pricebook2": "01s",
    "Product2": "01t",
    "Profile": "00e",
    "RecordType": "012",
    "Task": "00T",
    "User": "005",
    "UserRole": "00E",
}


def of_prefix(prefix: str) -> str:
    """The standard object whose records' ids begin so; empty where it is another one."""
    return next((name for name, known in STANDARD.items() if known == prefix), "")
