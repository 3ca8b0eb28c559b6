"""Leads, of which some are contacts already, entered again by a form or a list."""

from __future__ import annotations

from random import Random

import pyarrow as pa

from bench.duplicates.labelled import Labelled
from bench.duplicates.near_misses import near_miss
from bench.duplicates.people import employers, person
from bench.duplicates.planted import Entities, Row
from bench.duplicates.planted_companies import written_otherwise
from bench.duplicates.planted_people import again
from bench.duplicates.vocabulary import Vocabulary

_RECORDS = 10_000


def of_leads(seed: int, records: int = _RECORDS) -> Labelled:
    """As many leads as contacts: 6 of 100 leads are a contact, and 4 only look like one."""
    chance, words = Random(f"leads {seed}"), Vocabulary(seed)
    contacts, leads = Entities.of_object("003"), Entities.of_object("00Q")
    firms = employers(max(3, records // 8), words, chance)
    for _ in range(records):
        firm = chance.choice(firms)
        row = person(words, firm, chance)
        entity = contacts.new(row)
        lot = chance.random()
        if lot < 0.06 and row["FirstName"]:
            leads.again(_lead(again(row, words, firm, chance), chance), entity)
        elif lot < 0.1 and row["FirstName"]:
            leads.again(_lead(near_miss(row, words, firm, chance), chance), -len(leads.of) - 1)
        else:
            leads.again(_lead(person(words, firm, chance), chance), -len(leads.of) - 1)
    (one, of_one), (other, of_other) = leads.shuffled(chance), contacts.shuffled(chance)
    by_entity = dict(zip(of_other, other.column("Id").to_pylist(), strict=True))
    ids = zip(one.column("Id").to_pylist(), of_one, strict=True)
    pairs = frozenset((by_entity[entity], lead) for lead, entity in ids if entity in by_entity)
    return Labelled(f"Leads and contacts, seed {seed}", "Lead", _renamed(one), pairs, other, other_object="Contact")


def _lead(row: Row, chance: Random) -> Row:
    named: Row = {"Name": row["Company"], "Website": None, "Phone": None, "BillingStreet": None}
    if chance.random() < 0.5:
        written_otherwise(named, chance)
    return {**row, "Company": named["Name"]}


def _renamed(table: pa.Table) -> pa.Table:
    return table.rename_columns([name.removeprefix("Mailing") for name in table.column_names])
