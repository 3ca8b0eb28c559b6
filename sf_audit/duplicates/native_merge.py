"""What Salesforce itself can do with a group of duplicates, and what it takes.

"merge()" in the "SOAP API Developer Guide": at most three records of one object at once, with the same main record in
each call where there are more; the others are deleted, and what is related to them moves to the one that stays.
"Merging Records" in the "Apex Developer Guide" says the same of leads, contacts, cases and accounts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

#: "merge()": the main record and two others.
AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """Of a group of records, what decides whether they can be merged; empty where the org shows it of none.

    `persons` says whether they are person accounts, `currencies` are their ISO codes, `converted` leads were converted.
    """

    size: int
    persons: Collection[bool] = ()
    currencies: Collection[str] = ()
    converted: int = 0


def merges_needed(size: int) -> int:
    """How often somebody has to merge, so that one record of so many is left."""
    return -(-(size - 1) // (AT_ONCE - 1))


def obstacle(facts: Facts) -> str:
    """What is in the way, and what to do about it; empty where nothing is known to be.

    Person accounts are merged with person accounts alone ("Considerations for Using Person Accounts"); a converted lead
    is read-only, and so is none that can be merged ("Considerations for Converting Leads").
    """
    if len(set(facts.persons)) > 1:
        return "a person account is merged with person accounts only: decide which kind of account is right"
    if facts.converted:
        return "a converted lead cannot be merged: work with the contact that it became"
    if len(set(facts.currencies)) > 1:
        return "the records have several currencies: Salesforce may refuse to merge them before they have one"
    return ""
