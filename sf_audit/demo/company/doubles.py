"""Persons and companies that are there twice, written differently, and some that only look so.

It comes after the other defects, so that those hit the records that they always hit.
"""

from __future__ import annotations

from sf_audit.demo.company.damage import Damage

_AGAIN = (
    "FirstName = first.FirstName, LastName = upper(first.LastName),"
    " Name = first.FirstName || ' ' || upper(first.LastName), Email = replace(first.Email, '@', '+fair@')"
)
_PLACE = "BillingStreet, BillingCity, BillingState, BillingPostalCode, BillingCountry, Region__c, Phone"

#: By defect: the object, how many records, which of them, and what the second of two gets from the first.
_PAIRS: tuple[tuple[str, str, int, str, str, str], ...] = (
    (
        "contact-twice",
        "Contact",
        8,
        "Email IS NOT NULL AND FirstName IS NOT NULL",
        f"{_AGAIN}, AccountId = first.AccountId",
        "The same person is another contact, with capitals and another mailbox.",
    ),
    (
        "trap-contact-sister",
        "Contact",
        4,
        "Email IS NOT NULL AND Phone IS NOT NULL",
        "FirstName = 'Theodora', LastName = first.LastName, Name = 'Theodora ' || first.LastName,"
        " AccountId = first.AccountId, Phone = first.Phone",
        "Another contact has the same last name, account and telephone, and another first name.",
    ),
    (
        "account-twice",
        "Account",
        6,
        "Website IS NOT NULL AND Phone IS NOT NULL",
        "Name = upper(first.Name) || ' LTD', Website = replace(first.Website, 'https://', 'http://'), "
        + ", ".join(f"{name} = first.{name}" for name in _PLACE.split(", ")),
        "The same company is another account, with capitals and another legal form.",
    ),
    (
        "trap-account-branch",
        "Account",
        4,
        "Website IS NOT NULL",
        "Name = first.Name || ' ' || \"Account\".BillingCity, Website = first.Website, ParentId = first.Id",
        "Another account has the same web site: it is the parent of this branch, which is in another town.",
    ),
    (
        "lead-twice",
        "Lead",
        6,
        "NOT IsConverted AND Email IS NOT NULL AND FirstName IS NOT NULL",
        f"{_AGAIN}, Company = upper(first.Company)",
        "The same person is another open lead, with capitals and another mailbox.",
    ),
    (
        "trap-lead-colleague",
        "Lead",
        4,
        "NOT IsConverted AND Phone IS NOT NULL",
        "Company = first.Company, Phone = first.Phone",
        "Another lead is of the same company, with the same telephone.",
    ),
)


def damage_doubles(damage: Damage) -> None:
    """Half of the records that are hit become the other half again, or come close to it."""
    for defect, kind, count, among, change, says in _PAIRS:
        hit = damage.choose(defect, kind, count, among)
        damage.rows.execute(
            f'UPDATE "{kind}" SET {change} FROM hit JOIN hit AS pair ON pair.place = hit.place - {count // 2}'
            f' JOIN (SELECT * FROM "{kind}") AS first ON first.Id = pair.Id WHERE "{kind}".Id = hit.Id'
        )
        for record in hit:
            damage.write(defect, kind, record, says)
