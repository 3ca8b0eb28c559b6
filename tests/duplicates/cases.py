"""Pairs of records, each with what tells them to be the same or apart; all of them are one org."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
Pairs = Mapping[str, tuple[Row, ...]]

_HOME = {"MailingStreet": "12 Elm Street", "MailingPostalCode": "94110", "MailingCity": "Colma"}
_OFFICE = {"MailingStreet": "7 Dock Road", "MailingPostalCode": "20457", "MailingCity": "Harburg"}


def person(given: str | None, family: str | None, **fields: Any) -> Row:
    """A contact."""
    return {"FirstName": given, "LastName": family, "Email": None, "Phone": None, "AccountId": None, **fields}


#: By what is different between them, contacts that are one person.
ONE_PERSON: Pairs = {
    "nickname": (
        person("Robert", "Aldinger", Email="robert.aldinger@a.example.com"),
        person("Bob", "Aldinger", Email="robert.aldinger@a.example.com"),
    ),
    "case, accents and spaces": (
        person("José", "Núñez-Bravo", Email="jose@b.example.com", AccountId="001B"),
        person(" JOSE ", "NUNEZ BRAVO", Email="Jose@B.Example.com "),
    ),
    "title and misspelt name": (
        person("Dr. Katharina", "Brodbeck", MobilePhone="+49 151 23456789"),
        person("Katarina", "Brodbek", MobilePhone="0151 / 234 567 89"),
    ),
    "first and last name swapped": (
        person("Leander", "Quistorp", Email="lq@d.example.com"),
        person("Quistorp", "Leander", Email="lq@d.example.com"),
    ),
    "an address that was mistyped": (
        person("Ottilie", "Vandeven", Email="ottilie.vandeven@e.example.com", AccountId="001E"),
        person("Ottilie", "Vandeven", Email="ottilie.vandevne@e.example.com", AccountId="001E"),
    ),
    "an address with a plus": (
        person("Ulla", "Wexford", Email="ulla.wexford@gmail.com"),
        person("Ulla", "Wexford", Email="u.l.l.a.wexford+crm@googlemail.com"),
    ),
    "mobile telephone under Phone": (
        person("Ilse", "Tarnow", MobilePhone="+1 (628) 555-0143", AccountId="001G"),
        person("Ilse", "Tarnow", Phone="628.555.0143"),
    ),
    "no e-mail, one company": (
        person("Xenia", "Gramlich", AccountId="001H", Phone="+1 408 555 0101"),
        person("Xenia", "Gramlich", AccountId="001H", Phone="408-555-0101"),
    ),
    "at home, with a date of birth": (
        person("Malte", "Ziegenrücker", Birthdate="1980-02-11", **_HOME),
        person("Malte", "Ziegenruecker", Birthdate="1980-11-02", **{**_HOME, "MailingStreet": "12 Elm St."}),
    ),
    "names that sound alike": (
        person("Catherine", "Ellingwood", Email="cathy@s.example.com"),
        person("Kathryn", "Ellingwood", Email="cathy@s.example.com"),
    ),
    "another last name, one mobile telephone": (
        person("Hannelore", "Zwickau", MobilePhone="+49 151 99887766", Email="hz@t.example.com"),
        person("Hannelore", "Yspeert", MobilePhone="0151 99887766", Email="hz@t.example.com"),
    ),
    "another alphabet": (
        person("Иван", "Петрушевский", Email="ivan@u.example.com"),
        person("ИВАН", "Петрушевский", Email="ivan@u.example.com"),
    ),
    "three records": (
        person("Fritjof", "Osterkamp", Email="fritjof@osterkamp.example.com"),
        person("Fritjof", "Osterkamp", Email="fritjof@osterkamp.example.com", MobilePhone="+1 510 555 0177"),
        person("F.", "Osterkamp", Email="fritjof@osterkamp.example.com", MobilePhone="+1 510 555 0177"),
    ),
}

#: By what it looks like, contacts that are different people.
OTHER_PEOPLE: Pairs = {
    "father and son at one address": (
        person("Heinrich", "Kolbenheyer", Phone="+1 707 555 0111", **_HOME),
        person("Torsten", "Kolbenheyer", Phone="+1 707 555 0111", **_HOME),
    ),
    "twins": (
        person("Lena", "Osterwald", Birthdate="2000-02-02", **_HOME),
        person("Lara", "Osterwald", Birthdate="2000-02-02", **_HOME),
    ),
    "a couple whose names differ in the ending": (
        person("Mario", "Benedetti", Phone="+39 06 555 1234", **_HOME),
        person("Maria", "Benedetti", Phone="+39 06 555 1234", **_HOME),
    ),
    "colleagues whose names differ in the ending": (
        person("Stefan", "Brandauer", AccountId="001V", Email="s.brandauer@v.example.com"),
        person("Stefanie", "Brandauer", AccountId="001V", Email="stefanie.brandauer@v.example.com"),
    ),
    "a son named after his father": (
        person("Amos", "Pellworm Sr.", Phone="+1 707 555 0122", AccountId="001J"),
        person("Amos", "Pellworm Jr.", Phone="+1 707 555 0122", AccountId="001J"),
    ),
    "a couple with one mailbox": (
        person("Dagmar", "Rautenberg", Email="rautenbergs@k.example.com", **_OFFICE),
        person("Lothar", "Rautenberg", Email="rautenbergs@k.example.com", **_OFFICE),
    ),
    "two people of one name in one company": (
        person("Peter", "Lindqvist", Email="peter.lindqvist@l.example.com", AccountId="001L"),
        person("Peter", "Lindqvist", Email="peter.lindqvist2@l.example.com", AccountId="001L"),
    ),
    "colleagues with one last name": (
        person(
            "Silke", "Manteuffel", Email="silke.manteuffel@m.example.com", AccountId="001M", Phone="+1 650 555 0100"
        ),
        person("Gero", "Manteuffel", Email="gero.manteuffel@m.example.com", AccountId="001M", Phone="+1 650 555 0100"),
    ),
    "a mailbox that many read": (
        person("Nils", "Ahrenkiel", Email="info@n.example.com", AccountId="001N", Phone="+1 650 555 0200"),
        person("Karin", "Bodenschatz", Email="info@n.example.com", AccountId="001N", Phone="+1 650 555 0200"),
    ),
    "desks side by side": (
        person("Oskar", "Dahlgrün", AccountId="001O", Phone="+1 650 555 0341"),
        person("Oskar", "Fuhrmann", AccountId="001O", Phone="+1 650 555 0342"),
    ),
    "one name in two companies": (
        person("John", "Smith", Email="john.smith@p.example.com", AccountId="001P"),
        person("John", "Smith", Email="john.smith@q.example.org", AccountId="001Q"),
    ),
    "one last name and town": (
        person("Ruth", "Ingwersen", MailingCity="Colma", MailingPostalCode="94110"),
        person("Ole", "Ingwersen", MailingCity="Colma", MailingPostalCode="94110"),
    ),
    "nobody's name": (
        person(None, "Unknown", Email=None, AccountId="001R"),
        person(None, "Unknown", Email=None, AccountId="001R"),
    ),
}


def company(name: str, **fields: Any) -> Row:
    """An account."""
    empty = dict.fromkeys(("Website", "Phone", "BillingStreet", "BillingPostalCode", "BillingCity"))
    return {"Name": name, **empty, **fields}


_PLANT = {"BillingStreet": "1 Mill Lane", "BillingPostalCode": "10115", "BillingCity": "Fulda"}
_TOWER = {"BillingStreet": "500 Tower Square", "BillingPostalCode": "60311", "BillingCity": "Metropolis"}

#: By what is different between them, accounts that are one company.
ONE_COMPANY: Pairs = {
    "legal form": (
        company("Kranichfeld Optik GmbH & Co. KG", Website="https://www.kranichfeld.example.com"),
        company("Kranichfeld Optik", Website="kranichfeld.example.com/impressum"),
    ),
    "order of words": (
        company("Zabrinsky & Olafson Inc.", Phone="+1 415 555 0190"),
        company("Olafson and Zabrinsky", Phone="(415) 555-0190"),
    ),
    "misspelt, at one address": (
        company("Wupperbrueck Textil AG", Phone="+1 415 555 0191", **_PLANT),
        company("Wuperbrueck Textil", Phone="1-415-555-0191", **{**_PLANT, "BillingStreet": "1 Mill Ln."}),
    ),
    "short name": (
        company("Hjalmarsson Logistics Ltd", Website="http://hjalmarsson.example.com", Phone="+1 415 555 0192"),
        company("Hjalmarsson", Website="www.hjalmarsson.example.com"),
    ),
}

#: By what it looks like, accounts that are different companies, or branches that are records of their own on purpose.
OTHER_COMPANIES: Pairs = {
    "branches of a chain": (
        company("Burgerstation", Website="burgerstation.example.com", **_PLANT),
        company("Burgerstation", Website="burgerstation.example.com", **_TOWER),
    ),
    "numbered shops": (
        company("Pretzelhaus #12", Website="pretzelhaus.example.com"),
        company("Pretzelhaus #34", Website="pretzelhaus.example.com"),
    ),
    "below one parent": (
        company("Ostwald Leasing GmbH", ParentId="001ZZ", Phone="+1 415 555 0193"),
        company("Ostwald Leasing Service GmbH", ParentId="001ZZ", Phone="+1 415 555 0193"),
    ),
    "companies of one group, on one site": (
        company("Orbitron Holding", Website="orbitron.example.com"),
        company("Orbitron Leasing", Website="orbitron.example.com", **_PLANT),
    ),
    "in one building": (
        company("Fennimore Dental", Phone="+1 415 555 0194", **_TOWER),
        company("Quarterstone Law", Phone="+1 415 555 0194", **_TOWER),
    ),
    "a name in another trade": (
        company("Aurelia Bakery", BillingCity="Fulda"),
        company("Aurelia Shipping", BillingCity="Metropolis"),
    ),
}


def numbered(pairs: Sequence[Pairs], prefix: str) -> tuple[list[dict[str, Any]], dict[str, tuple[str, ...]]]:
    """All rows with ids, and by name of the case the ids of its rows."""
    rows: list[dict[str, Any]] = []
    ids: dict[str, tuple[str, ...]] = {}
    for name, case in (entry for some in pairs for entry in some.items()):
        ids[name] = tuple(f"{prefix}{len(rows) + place:015}" for place in range(len(case)))
        rows += [{"Id": record, **row} for record, row in zip(ids[name], case, strict=True)]
    return rows, ids
