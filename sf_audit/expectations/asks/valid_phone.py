"""Whether a text is a telephone number that can be called."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pyarrow as pa

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.records import Records, meaning_of
from sf_audit.expectations.texts import phone_forms
from sf_audit.expectations.texts.countries import region_of
from sf_audit.expectations.texts.distinct import distinct
from sf_audit.expectations.texts.judges import refused
from sf_audit.snapshot.needs import Filter
from sf_audit.snapshot.sql import quote_identifier, quote_literal

#: A number with a + is the same everywhere. Other regions have two letters, so region and number are one text.
_ABROAD = ""

#: So many records show which country codes and regions are common.
_SAMPLE = 50_000


@dataclass(frozen=True, slots=True)
class ValidPhone(OfOneField, AskInSql):
    """Where filled, the text is a telephone number that can be called, as `is_callable` says.

    Without a + it is read in the region of the first of the fields `countries` that names one, else in `region`.
    """

    field: str
    region: str = "US"
    countries: tuple[str, ...] = ()

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        """That the number, with its region, is not among those that the library refused."""
        value = quote_identifier(self.field)
        region = f"CASE WHEN starts_with({value}, '+') THEN '{_ABROAD}' ELSE {self._region(records)} END"
        meant = f"{records.all_filled(self.fields)} AND {records.clauses.all(scope)}"
        numbers = f"(SELECT {value} AS value, {region} AS region FROM {records.joined} WHERE {meant})"
        wrong = records.register(f"refused by {key}", _refused(records, numbers))
        return f"{region} || {value} NOT IN (SELECT region || value FROM {wrong})"

    def _region(self, records: Records) -> str:
        """SQL for the region of a record; the regions of all countries that records name are joined."""
        named = [name for name in self.countries if records.kinds.get(name) == "VARCHAR"]
        regions = [_joined(name, records) for name in named]
        return f"coalesce({', '.join([*regions, quote_literal(self.region)])})"


def _joined(field: str, records: Records) -> str:
    """Join the regions of a field's values, once for all asks, and name the column."""
    name, column = f"regions of {field}", quote_identifier(field)
    if name not in records.registered:
        records.joins.append(records.register_meaning(name, column, _regions(column, records)))
    return meaning_of(name)


def _regions(column: str, records: Records) -> pa.Table:
    known: dict[str, str] = {}
    for chunk in distinct(records.connection, (column,), records.table, f"{column} IS NOT NULL"):
        known |= {country: region for (country,) in chunk if (region := region_of(country))}
    return pa.table({"value": pa.array([*known], pa.string()), "meaning": pa.array([*known.values()], pa.string())})


def _refused(records: Records, numbers: str) -> pa.Table:
    """The numbers, with the regions they are read in, that cannot be called."""
    coded = phone_forms.coded(numbers)
    codes, regions = _commonest(records, coded)
    abroad = phone_forms.surely_abroad("digits", "code", codes)
    at_home = phone_forms.surely_at_home("digits", "region", regions)
    surely = f"coalesce(CASE region WHEN '{_ABROAD}' THEN {abroad} ELSE {at_home} END, false)"
    doubtful = distinct(records.connection, ("value", "region"), coded, f"NOT {surely}")
    return refused("phone", ("value", "region"), doubtful)


def _commonest(records: Records, coded: str) -> tuple[list[str], list[str]]:
    """The country codes and the regions that most numbers have, the commonest first."""
    query = f"SELECT code, region FROM {coded} WHERE digits IS NOT NULL LIMIT {_SAMPLE}"
    seen = records.connection.execute(query).fetchall()
    counted = (Counter(row[place] for row in seen if row[place]) for place in (0, 1))
    codes, regions = ([name for name, _ in counter.most_common(phone_forms.MOST)] for counter in counted)
    return codes, regions
