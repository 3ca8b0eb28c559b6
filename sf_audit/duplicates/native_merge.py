"""What Salesforce itself can do with a group of duplicates, and what it takes.

"merge()" in the "SOAP API Developer Guide": at most three records of one object at once, with the same main record in
each call where there are more; the others are deleted, and what is related to them moves to the one that stays.
"Merging Records" in the "Apex Developer Guide" says the same of leads, contacts, cases and accounts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

#: Said of a lead, with what nobody can do with it.
_BECAME = "work with the contact that it became"

#: "merge()": the main record and two others.
AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """Of a group of records, what decides whether they can be merged; empty where the org shows it of none.

    `persons` says whether they are person accounts, or with `contacts` the contacts of them; `currencies` are their ISO
    codes; so many leads were `converted`.
    """

    size: int
    persons: Collection[bool] = ()
    currencies: Collection[str] = ()
    converted: int = 0
    contacts: bool = False


def merges_needed(size: int) -> int:
    """How often somebody has to merge, so that one record of so many is left."""
    return -(-(size - 1) // (AT_ONCE - 1))


def obstacle(facts: Facts) -> str:
    """What is in the way, and what to do about it; empty where nothing is known to be.

    Person accounts are merged with person accounts alone, and as accounts ("Considerations for Using Person Accounts");
    a converted lead is read-only, and so is none that can be merged ("Considerations for Converting Leads").
    """
    if len(set(facts.persons)) > 1:
        return "a person account is merged with person accounts only: decide which kind of account is right"
    if facts.contacts and any(facts.persons):
        return "they are contacts of person accounts: merge these accounts, and not the contacts"
    if facts.converted:
        return f"a converted lead cannot be merged: {_BECAME}"
    if len(set(facts.currencies)) > 1:
        return "the records have several currencies: Salesforce may refuse to merge them before they have one"
    return ""


def obstacle_to_conversion(*, converted: bool, contacts: int) -> str:
    """The same of a lead that is the same as so many contacts."""
    if converted:
        return f"a converted lead cannot be converted again: {_BECAME}"
    return "it is the same as several contacts, which should be merged before" if contacts > 1 else ""
