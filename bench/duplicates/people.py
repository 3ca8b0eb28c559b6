"""People who work somewhere, as they are entered for the first time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from bench.duplicates.planted import Row
from bench.duplicates.vocabulary import FREE, Vocabulary

ROLES = ("info", "office", "sales", "kontakt", "buchhaltung")

#: How letters are spelt in mailboxes.
_SPELT = {"ü": "ue", "ö": "oe", "ä": "ae", "'": "", " ": ""}
_IN_MAILBOXES = re.compile("|".join(_SPELT))


@dataclass(frozen=True)
class Employer:
    """Where persons work. `number` is the telephone number without an extension."""

    id: str
    name: str
    domain: str
    number: str
    street: str
    code: str
    town: str


def employers(count: int, words: Vocabulary, chance: Random) -> list[Employer]:
    """Companies with a domain, a switchboard and an address each."""
    found = []
    for place in range(count):
        name, domain = words.company(chance)
        legal = words.legal(chance)
        number = f"{chance.randint(201, 989)} {chance.randint(200, 999)} {chance.randint(10, 99)}"
        found.append(Employer(f"001{place:015}", f"{name} {legal}".strip(), domain, number, *words.place(chance)))
    return found


def person(words: Vocabulary, firm: Employer, chance: Random) -> Row:
    """Somebody who works there."""
    given, family = words.given.draw(chance), words.families.draw(chance)
    at_home = chance.random() < 0.25
    street, code, town = words.place(chance) if at_home else (firm.street, firm.code, firm.town)
    has_address = chance.random() < 0.75
    return {
        "FirstName": given if chance.random() < 0.97 else None,
        "LastName": family,
        "Email": mailbox(given, family, firm, chance) if chance.random() < 0.85 else None,
        "Phone": number(firm, chance) if chance.random() < 0.7 else None,
        "MobilePhone": mobile(chance) if chance.random() < 0.35 else None,
        "AccountId": firm.id if chance.random() < 0.95 else None,
        "Company": firm.name,
        "MailingStreet": street if has_address else None,
        "MailingPostalCode": code if has_address else None,
        "MailingCity": town if has_address else None,
        "Birthdate": _born(chance) if chance.random() < 0.05 else None,
    }


def _born(chance: Random) -> str:
    return f"{chance.randint(1950, 2004)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def number(firm: Employer, chance: Random) -> str:
    """The switchboard, or the extension of the person."""
    return (
        f"+1 {firm.number}{chance.choice(('00', '00', f'{chance.randint(1, 99):02}', f'{chance.randint(1, 99):02}'))}"
    )


def mobile(chance: Random) -> str:
    """A telephone of their own."""
    return f"+1 {chance.randint(201, 989)} {chance.randint(200, 999)} {chance.randint(0, 9999):04}"


def mailbox(given: str, family: str, firm: Employer, chance: Random) -> str:
    """An address at the company or at home, or one that others read too."""
    first, last = letters(given), letters(family)
    if chance.random() < 0.12:
        return f"{first}.{last}{chance.randint(1, 99)}@{chance.choice(FREE)}"
    if chance.random() < 0.04:
        return f"{chance.choice(ROLES)}@{firm.domain}"
    forms = (f"{first}.{last}", f"{first}.{last}", f"{first[:1]}.{last}", f"{first[:1]}{last}", f"{last}{first[:1]}")
    return f"{chance.choice(forms)}@{firm.domain}"


def letters(name: str) -> str:
    """A name as it stands in a mailbox."""
    return _IN_MAILBOXES.sub(lambda found: _SPELT[found[0]], name.lower()).encode("ascii", "ignore").decode()
