"""Two people who only look like one."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from bench.duplicates.people import ROLES, Employer, employers, letters, mailbox, person
from bench.duplicates.planted import Row
from bench.duplicates.vocabulary import FREE, Vocabulary

#: Changes the first person and the other one.
_Makes = Callable[[Row, Row, Employer, Random], None]


def near_miss(row: Row, words: Vocabulary, firm: Employer, chance: Random) -> Row:
    """Somebody else who has much in common with a person; the person may be changed too."""
    if chance.random() < 1 / 9:
        return _namesake(row, words, firm, chance)
    other = person(words, firm, chance)
    while other["FirstName"] in {None, row["FirstName"]}:
        other = person(words, firm, chance)
    chance.choice(_MAKES)(row, other, firm, chance)
    return other


def _namesake(row: Row, words: Vocabulary, firm: Employer, chance: Random) -> Row:
    """One name, other companies."""
    (elsewhere,) = employers(1, words, chance)
    other = person(words, elsewhere, chance)
    address = mailbox(row["FirstName"] or "x", row["LastName"] or "", elsewhere, chance)
    number = f"001{chance.randrange(10**9):015}"
    return {**other, "FirstName": row["FirstName"], "LastName": row["LastName"], "Email": address, "AccountId": number}


def _home(row: Row) -> Row:
    return {name: row[name] for name in ("LastName", "MailingStreet", "MailingPostalCode", "MailingCity")}


def _family(row: Row, other: Row, firm: Employer, chance: Random) -> None:
    """Father and son, or a couple, at one address with one telephone."""
    other |= {**_home(row), "Phone": row["Phone"], "Email": None, "MobilePhone": None}


def _siblings(row: Row, other: Row, firm: Employer, chance: Random) -> None:
    """The same, each with a mailbox."""
    other |= {**_home(row), "Phone": row["Phone"]}


def _couple(row: Row, other: Row, firm: Employer, chance: Random) -> None:
    """The same, with one private mailbox."""
    shared = f"{letters(row['LastName'] or '')}.family@{chance.choice(FREE)}"
    row["Email"] = shared
    other |= {**_home(row), "Email": shared, "MobilePhone": None}


def _colleagues(row: Row, other: Row, firm: Employer, chance: Random) -> None:
    """One last name in one company."""
    address = f"{letters(other['FirstName'] or 'x')}.{letters(row['LastName'] or '')}@{firm.domain}"
    other |= {"LastName": row["LastName"], "Email": address}


def _same_name(row: Row, other: Row, firm: Employer, chance: Random) -> None:
    """One name in one company, told apart by their mailboxes."""
    base = f"{letters(row['FirstName'] or 'x')}.{letters(row['LastName'] or '')}"
    row["Email"] = f"{base}@{firm.domain}"
    other |= {"FirstName": row["FirstName"], "LastName": row["LastName"], "Email": f"{base}2@{firm.domain}"}


def _mailbox_of_a_role(row: Row, other: Row, firm: Employer, chance: Random) -> None:
    """A mailbox that several people read."""
    shared = f"{chance.choice(ROLES)}@{firm.domain}"
    row["Email"] = shared
    other |= {"Email": shared, "Phone": row["Phone"]}


def _named_after_the_father(row: Row, other: Row, firm: Employer, chance: Random) -> None:
    """One name, but for what stands behind it."""
    family = row["LastName"] or ""
    row["LastName"] = f"{family} Sr."
    other |= {**_home(row), "FirstName": row["FirstName"], "LastName": f"{family} Jr.", "Email": None}


def _next_desk(row: Row, other: Row, firm: Employer, chance: Random) -> None:
    """One first name, and extensions side by side."""
    other |= {
        "FirstName": row["FirstName"],
        "Phone": f"{(row['Phone'] or '+1 555 200 1000')[:-1]}{chance.randint(0, 9)}",
    }


_MAKES: tuple[_Makes, ...] = (
    _family,
    _siblings,
    _couple,
    _colleagues,
    _same_name,
    _mailbox_of_a_role,
    _named_after_the_father,
    _next_desk,
)
