"""Accounts: companies, the same companies again, and branches and namesakes that only look the same."""

from __future__ import annotations

from random import Random

from bench.duplicates.planted import Change, Entities, Planted, Row, some_of
from bench.duplicates.vocabulary import Vocabulary, typo


def accounts(records: int, seed: int) -> Planted:
    """So many accounts, about 4 of 100 of them the same as another, and as many near misses."""
    chance, words = Random(f"companies {seed}"), Vocabulary(seed)
    firms = Entities.of_object("001")
    while len(firms.rows) < records:
        row = _company(words, chance)
        entity = firms.new(row)
        lot = chance.random()
        if lot < 0.04 and any(row[name] for name in ("Website", "Phone", "BillingStreet")):
            for _ in range(2 if chance.random() < 0.15 else 1):
                firms.again(_again(row, words, chance), entity)
        elif lot >= 0.985:
            _near_miss(firms, row, words, chance)
    return firms.shuffled(chance)


def _company(words: Vocabulary, chance: Random) -> Row:
    name, domain = words.company(chance)
    street, code, town = words.place(chance)
    return {
        "Name": f"{name} {words.legal(chance)}".strip(),
        "Website": f"https://www.{domain}" if chance.random() < 0.7 else None,
        "Phone": _number(chance) if chance.random() < 0.75 else None,
        "BillingStreet": street,
        "BillingPostalCode": code,
        "BillingCity": town,
        "ParentId": None,
    } | ({} if chance.random() < 0.85 else dict.fromkeys(_ADDRESS))


_ADDRESS = ("BillingStreet", "BillingPostalCode", "BillingCity")


def _number(chance: Random) -> str:
    return f"+1 {chance.randint(201, 989)} {chance.randint(200, 999)} {chance.randint(0, 99)}00"


def _again(row: Row, words: Vocabulary, chance: Random) -> Row:
    """The same company, entered once more by somebody else."""
    copy = some_of(chance, _SLIPS, row)
    if chance.random() < 0.1:
        copy["Phone"] = _number(chance)
    same = sum(bool(row[name]) and row[name] == copy[name] for name in ("Website", "Phone", "BillingStreet"))
    if not same:  # what nobody could tell from two records is no duplicate to be found
        copy |= {name: row[name] for name in ("Website", "Phone", *_ADDRESS)}
    return copy


def _slip_in(row: Row, chance: Random) -> None:
    row["Name"] = typo(row["Name"] or "", chance)


def _slip_in_street(row: Row, chance: Random) -> None:
    row["BillingStreet"] = typo(row["BillingStreet"], chance) if row["BillingStreet"] else None


def _other_legal_form(row: Row, chance: Random) -> None:
    """Without the form, or with it as another register writes it."""
    name = row["Name"] or ""
    for form in ("GmbH & Co. KG", "Inc.", "LLC", "Ltd", "GmbH", "AG", "Corp.", "S.A.", "B.V.", "PLC"):
        name = name.removesuffix(f" {form}")
    row["Name"] = f"{name} {chance.choice(('', '', 'Inc', 'Limited', 'gmbh', 'Corporation'))}".strip()


def _short_name(row: Row, chance: Random) -> None:
    words = (row["Name"] or "").split()
    row["Name"] = words[0] if len(words[0]) >= 5 else row["Name"]


def written_otherwise(row: Row, chance: Random) -> None:
    """As other people and systems write it."""
    row["Name"] = (row["Name"] or "").upper()
    if site := row["Website"]:
        row["Website"] = site.removeprefix("https://www.") + chance.choice(("", "/", "/home"))
    if phone := row["Phone"]:
        digits = "".join(sign for sign in phone if sign.isdigit())[1:]
        row["Phone"] = f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"
    if street := row["BillingStreet"]:
        row["BillingStreet"] = street.replace("Street", "St.").replace("Road", "Rd").replace("Avenue", "Ave.")


def _without(name: str) -> Change:
    def change(row: Row, chance: Random) -> None:
        row[name] = None

    return change


def _without_address(row: Row, chance: Random) -> None:
    row |= dict.fromkeys(_ADDRESS)


_SLIPS = {
    _slip_in: 0.12,
    _other_legal_form: 0.5,
    _short_name: 0.12,
    written_otherwise: 0.35,
    _without("Website"): 0.3,
    _without("Phone"): 0.25,
    _without_address: 0.25,
    _slip_in_street: 0.08,
}


def _near_miss(firms: Entities, row: Row, words: Vocabulary, chance: Random) -> None:
    """Another company, or a branch that is a record of its own on purpose."""
    other = _company(words, chance)
    match chance.randrange(6):
        case 0:  # branches of a chain: one name, one site, other towns
            for _ in range(chance.randint(1, 6)):
                branch = _company(words, chance) | dict(zip(_ADDRESS, words.place(chance), strict=True))
                firms.new({**branch, "Name": row["Name"], "Website": row["Website"], "Phone": _number(chance)})
            row |= dict(zip(_ADDRESS, words.place(chance), strict=True))
            return
        case 1:  # numbered shops of a chain
            base = row["Name"] or ""
            row |= {"Name": f"{base} #{chance.randint(100, 499)}"}
            other |= {"Name": f"{base} #{chance.randint(500, 999)}", "Website": row["Website"]}
        case 2:  # another company in the same building, with the same switchboard
            other |= {name: row[name] for name in (*_ADDRESS, "Phone")}
        case 3:  # a namesake in another trade, town and on another site
            first = (row["Name"] or "").split()[0]
            other |= {"Name": f"{first} {chance.choice(('Bakery', 'Partners', 'Studios', 'Holding'))}"}
        case 4:  # sister companies at one address, below one parent
            parent = f"001{chance.randrange(10**9):015}"
            row |= {"ParentId": parent}
            other |= {name: row[name] for name in _ADDRESS}
            other |= {
                "ParentId": parent,
                "Name": f"{(row['Name'] or '').split()[0]} {chance.choice(('Leasing', 'Services', 'IT'))} GmbH",
            }
        case 5:  # a shop in a mall that shares its street with all the others
            other |= {name: row[name] for name in _ADDRESS}
    firms.new(other)
