"""Whether a text is a telephone number that can be called."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pyarrow as pa

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.asks.regions import region_sql
from sf_audit.expectations.records import Records
from sf_audit.expectations.texts import phone_forms
from sf_audit.expectations.texts.distinct import distinct
from sf_audit.expectations.texts.judges import refused
from sf_audit.snapshot.needs import Filter
from sf_audit.snapshot.sql import quote_identifier

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
        at_home = region_sql(self.countries, self.region, records)
        region = f"CASE WHEN starts_with({value}, '+') THEN '{_ABROAD}' ELSE {at_home} END"
        meant = self.judged(records, scope)
        numbers = f"(SELECT {value} AS value, {region} AS region FROM {records.joined} WHERE {meant})"
        wrong = records.register(f"refused by {key}", _refused(records, numbers))
        return f"{region} || {value} NOT IN (SELECT region || value FROM {wrong})"


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
