"""Whether a number of a record is what its child records come to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.records import Records, kinds
from sf_audit.snapshot.needs import ALL_ROWS, Filter, Need, reading
from sf_audit.snapshot.sql import quote_identifier

#: What doubles may differ by although they are meant to be the same: 0.1 + 0.2 is not 0.3.
_ROUNDING = "1e-9"


class Total(StrEnum):
    """What child records come to."""

    COUNT = "count"
    SUM = "sum"
    MINIMUM = "min"
    MAXIMUM = "max"


@dataclass(frozen=True, slots=True)
class Children:
    """The rows of a table that name a record in `by` and keep `where`, and what they come to, of one `field` of them.

    Empty fields add nothing. Without rows count and sum are 0, and there is no minimum and no maximum. `currency` is
    the field of both tables in which the currency stands, where the numbers are amounts and the org has several.
    """

    table: str
    by: str
    total: Total
    field: str = ""
    where: Filter = ALL_ROWS
    currency: str = ""

    @property
    def needs(self) -> tuple[Need, ...]:
        """What is looked at."""
        return reading(self.table, {self.by, self.field, self.currency} - {""}, self.where)

    def join(self, key: str, records: Records) -> tuple[str, str]:
        """Join what the rows of a record come to: that, and the condition under which all have its currency, as SQL."""
        currency = quote_identifier(self.currency) if self.currency else "CAST(NULL AS VARCHAR)"
        number = quote_identifier(self.field) if self.field else "*"
        totals = {
            "total": f"{self.total}({number})",
            "first currency": f"min({currency})",
            "last currency": f"max({currency})",
        }
        meant = f"{quote_identifier(self.by)} IS NOT NULL AND {records.clauses_of(self.table).all(self.where)}"
        names = records.join_totals(key, self.by, totals, f"{quote_identifier(self.table)} WHERE {meant}")
        total, low, high = (names[name] for name in totals)
        nothing = self.total in {Total.COUNT, Total.SUM}
        one_currency = f"coalesce({low} = {currency_of(records, self)} AND {high} = {low}, {low} IS NULL)"
        return (f"coalesce({total}, 0)" if nothing else total), one_currency if self.currency else "true"

    def is_inexact(self, records: Records) -> bool:
        """Whether the numbers are doubles."""
        return bool(self.field) and kinds(records.connection, self.table)[self.field] == "DOUBLE"


def currency_of(records: Records, children: Children) -> str:
    """The currency of the record itself, as SQL."""
    return f"{records.table}.{quote_identifier(children.currency)}"


@dataclass(frozen=True, slots=True)
class AddsUp(OfOneField, AskInSql):
    """Where filled, the number differs from what the children come to by at most the tolerance.

    The tolerance is a number, or with `of_share` a share of the number of the record. Of a record whose children are in
    another currency nothing is said.
    """

    field: str
    children: Children
    tolerance: float = 0
    of_share: bool = False

    @property
    def other_tables(self) -> tuple[Need, ...]:
        return self.children.needs

    @property
    def blames_for_absence(self) -> str:
        return self.children.table

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        number = f"{records.table}.{quote_identifier(self.field)}"
        total, one_currency = self.children.join(key, records)
        allowed = format(Decimal(str(self.tolerance)), "f")
        if self.of_share:
            allowed = f"{allowed} * abs({number})"
        if records.kinds[self.field] == "DOUBLE" or self.children.is_inexact(records):
            allowed = f"{allowed} + {_ROUNDING} * greatest(abs({number}), abs({total}), 1)"
        return f"CASE WHEN {one_currency} THEN abs({number} - {total}) <= {allowed} END"
