"""Whether a number is far from those of its group."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import Filter
from sf_audit.snapshot.sql import quote_identifier

#: Makes the median absolute deviation comparable with a standard deviation, as in the document below.
_OF_NORMAL = 0.6745


@dataclass(frozen=True, slots=True)
class NotOutlier(OfOneField, AskInSql):
    """Where filled, the modified z-score of the number within its group is at most `limit`, on either side.

    That is 0.6745 times the distance from the median, by the median absolute deviation (Iglewicz and Hoaglin, "How to
    Detect and Handle Outliers", 1993; "Detection of Outliers" in the "NIST/SEMATECH e-Handbook of Statistical
    Methods").
    Neither moves with the outliers themselves. Groups are those of records in scope that have the same in the fields
    `by`, empty ones too. With `logarithm`, factors are compared, and of numbers that are not above 0 nothing is said;
    nor of groups of fewer than `smallest` numbers, nor where half of the numbers or more are the same.
    """

    field: str
    by: tuple[str, ...] = ()
    limit: float = 3.5
    smallest: int = 30
    logarithm: bool = True

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        """That the number is near, by the median of its group, which is joined."""
        number = self._number(records)
        columns = [quote_identifier(name) for name in self.by]
        groups = [quote_identifier(f"{key} {name} of the group") for name in self.by]
        median, spread, size = (quote_identifier(f"{key} {name}") for name in ("median", "spread", "size"))
        named = "".join(f", {column} AS {group}" for column, group in zip(columns, groups, strict=True))
        select = (
            f"SELECT median({number}) AS {median}, mad({number}) AS {spread}, count({number}) AS {size}{named} "
            f"FROM {records.table} WHERE {records.clauses.all(scope)} GROUP BY {', '.join(columns) or '()'}"
        )
        same = (f"{group} IS NOT DISTINCT FROM {column}" for column, group in zip(columns, groups, strict=True))
        records.joins.append(f"LEFT JOIN ({select}) ON {' AND '.join(same) or 'true'}")
        near = f"{_OF_NORMAL} * abs({number} - {median}) <= {self.limit} * {spread}"
        return f"CASE WHEN {size} >= {self.smallest} AND {spread} > 0 THEN {near} END"

    def _number(self, records: Records) -> str:
        number = f"CAST({records.table}.{quote_identifier(self.field)} AS DOUBLE)"
        return f"CASE WHEN {number} > 0 THEN ln({number}) END" if self.logarithm else number
