"""Whether a text is a country, a state of the record's country, or a postal code there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.asks.regions import region_sql
from sf_audit.expectations.records import Records
from sf_audit.expectations.texts import places
from sf_audit.expectations.texts.distinct import Values, distinct
from sf_audit.snapshot.needs import Filter
from sf_audit.snapshot.sql import quote_identifier, quote_literal


@dataclass(frozen=True, slots=True)
class IsCountry(OfOneField, AskInSql):
    """Where filled, the text is a country: a code, a name, or either, as `form` is `code`, `name` or empty."""

    field: str
    form: str = ""

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        value = quote_identifier(self.field)
        accepts = places.COUNTRY_FORMS[self.form]
        wrong = _refused(records, (value,), self.judged(records, scope), lambda values: accepts(values[0]))
        return f"{value} NOT IN (SELECT value FROM {records.register_texts(f'refused by {key}', wrong)})"


@dataclass(frozen=True, slots=True)
class IsState(OfOneField, AskInSql):
    """Where filled, the text is a part of the record's country, by code or name; nothing is said without a country."""

    field: str
    countries: tuple[str, ...] = ()
    region: str = ""

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        value, region = quote_identifier(self.field), region_sql(self.countries, self.region, records)
        known = ", ".join(map(quote_literal, sorted(places.regions_with_states())))
        meant = f"{self.judged(records, scope)} AND {region} IN ({known})"
        wrong = _refused(records, (region, value), meant, lambda values: places.is_state(*values))
        table = records.register_texts(f"refused by {key}", wrong)
        return f"CASE WHEN {region} IN ({known}) THEN {region} || {value} NOT IN (SELECT value FROM {table}) END"


@dataclass(frozen=True, slots=True)
class IsPostalCode(OfOneField, AskInSql):
    """Where filled, the text is a postal code of the record's country; nothing is said of one that has none."""

    field: str
    countries: tuple[str, ...] = ()
    region: str = ""

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        value, region = quote_identifier(self.field), region_sql(self.countries, self.region, records)
        query = f"SELECT DISTINCT {region} FROM {records.joined} WHERE {self.judged(records, scope)}"
        found = sorted(name for (name,) in records.connection.execute(query).fetchall() if name)
        forms = {name: form for name in found if (form := places.postal_code_form(name))}
        cases = (
            f"WHEN {quote_literal(name)} THEN regexp_full_match({value}, {quote_literal(form)}, 'i')"
            for name, form in forms.items()
        )
        return f"CASE {region} {' '.join(cases)} ELSE NULL END" if forms else "NULL::BOOLEAN"


def _refused(
    records: Records, columns: tuple[str, ...], meant: str, accepts: Callable[[Values], bool]
) -> Iterator[str]:
    """The distinct values that are not accepted; several of a record are one text."""
    chunks = distinct(records.connection, columns, records.joined, meant)
    return ("".join(values) for chunk in chunks for values in chunk if not accepts(values))
