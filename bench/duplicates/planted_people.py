"""Contacts and leads: persons, the same persons again, and persons who only look the same."""

from __future__ import annotations

from random import Random

from nicknames import NickNamer

from bench.duplicates.near_misses import near_miss
from bench.duplicates.people import ROLES, Employer, employers, mailbox, mobile, number, person
from bench.duplicates.planted import Change, Entities, Planted, Row, some_of
from bench.duplicates.vocabulary import FREE, Vocabulary, typo

_nicknames = NickNamer()


def contacts(records: int, seed: int) -> Planted:
    """So many contacts, about 4 of 100 of them the same as another, and as many near misses."""
    chance, words = Random(f"people {seed}"), Vocabulary(seed)
    people = Entities.of_object("003")
    firms = employers(max(3, records // 8), words, chance)
    taken: set[str] = set()
    while len(people.rows) < records:
        firm = firms[int(chance.expovariate(1 / 0.3) * len(firms)) % len(firms)]
        row = _with_own_mailbox(person(words, firm, chance), taken)
        entity = people.new(row)
        lot = chance.random()
        if lot < 0.03:
            for _ in range(2 if chance.random() < 0.15 else 1):
                people.again(again(row, words, firm, chance), entity)
        elif lot < 0.06 and row["FirstName"]:
            people.new(near_miss(row, words, firm, chance))
    return people.shuffled(chance)


def _with_own_mailbox(row: Row, taken: set[str]) -> Row:
    """Without the mailbox of somebody else, whom chance gave the same name at the same domain."""
    address = row["Email"]
    if address is None or address.partition("@")[0] in ROLES:
        return row
    own = address not in taken
    taken.add(address)
    return row if own else {**row, "Email": None}


def again(row: Row, words: Vocabulary, firm: Employer, chance: Random) -> Row:
    """The same person, entered once more by somebody else."""
    copy = some_of(chance, _SLIPS, row)
    if chance.random() < 0.12:
        copy["Email"] = mailbox(copy["FirstName"] or "x", copy["LastName"] or "", firm, chance)
    if chance.random() < 0.12:
        copy["Phone"] = number(firm, chance)
    if copy["MobilePhone"] is None and chance.random() < 0.15:
        copy["MobilePhone"] = mobile(chance)
    if not _can_be_recognised(row, copy):
        copy |= {name: row[name] for name in ("FirstName", "LastName", "Email", "MobilePhone", "AccountId")}
    return copy


def _can_be_recognised(row: Row, copy: Row) -> bool:
    """Whether a field beside the name says so: what nobody could tell from two records is no duplicate to be found."""
    pairs = ((row[name], copy[name]) for name in ("Email", "MobilePhone", "Birthdate"))
    return any(first and second and first.lower() == second.lower() for first, second in pairs)


def _slip_in(name: str) -> Change:
    def change(row: Row, chance: Random) -> None:
        text = row[name]
        row[name] = typo(text, chance) if text else text

    return change


def _lose(name: str) -> Change:
    def change(row: Row, chance: Random) -> None:
        row[name] = None

    return change


def _nickname(row: Row, chance: Random) -> None:
    given = (row["FirstName"] or "").lower()
    if known := sorted(_nicknames.nicknames_of(given)):
        row["FirstName"] = chance.choice(known).title()


def _initial(row: Row, chance: Random) -> None:
    if row["FirstName"]:
        row["FirstName"] = f"{row['FirstName'][0]}."


def _swap(row: Row, chance: Random) -> None:
    if row["FirstName"]:
        row["FirstName"], row["LastName"] = row["LastName"], row["FirstName"]


def _write_otherwise(row: Row, chance: Random) -> None:
    """Numbers, addresses and names as other people and systems write them."""
    if phone := row["Phone"]:
        digits = "".join(sign for sign in phone if sign.isdigit())[1:]
        row["Phone"] = chance.choice(
            (f"({digits[:3]}) {digits[3:6]}-{digits[6:]}", f"001{digits}", f"1-{digits}", digits)
        )
    if street := row["MailingStreet"]:
        row["MailingStreet"] = street.replace("Street", "St.").replace("Road", "Rd").replace("Avenue", "Ave")
    if family := row["LastName"]:
        row["LastName"] = chance.choice((family.upper(), family.lower(), f" {family} "))
    if email := row["Email"]:
        row["Email"] = email.upper()


def _moved(row: Row, chance: Random) -> None:
    if row["Email"]:
        row["Email"] = f"{row['Email'].split('@')[0]}@{chance.choice(FREE)}"


_SLIPS = {
    _slip_in("FirstName"): 0.08,
    _slip_in("LastName"): 0.08,
    _slip_in("MailingStreet"): 0.06,
    _nickname: 0.12,
    _initial: 0.05,
    _swap: 0.02,
    _lose("Email"): 0.12,
    _lose("Phone"): 0.25,
    _lose("MobilePhone"): 0.2,
    _lose("MailingStreet"): 0.2,
    _lose("MailingCity"): 0.1,
    _lose("FirstName"): 0.02,
    _write_otherwise: 0.4,
    _moved: 0.06,
    _lose("Birthdate"): 0.3,
}
