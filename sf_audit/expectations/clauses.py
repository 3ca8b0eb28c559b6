"""Clauses of a Filter as SQL conditions, with the meaning that SOQL gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sf_audit.expectations.days import Calendar
from sf_audit.expectations.filled import or_null
from sf_audit.snapshot.needs import AnyOf, Clause, Comparison, Condition, Filter, OfParent, Value
from sf_audit.snapshot.periods import days_of
from sf_audit.snapshot.sql import quote_identifier, quote_literal


@dataclass(frozen=True)
class Clauses:
    """Writes conditions on the columns of one table; `kinds` are their DuckDB types, `kinds_of` those of another table.

    A comparison of an empty field is null, which is as good as false in a WHERE. NOT_IN holds for
    an empty field. Texts are equal without regard to case, as in SOQL: whether the org or this clause
    picks the rows depends on the other rules of the object.
    """

    kinds: Mapping[str, str]
    calendar: Calendar
    kinds_of: Callable[[str], Mapping[str, str]]

    def all(self, rows: Filter) -> str:
        """The condition under which a row keeps every condition."""
        return " AND ".join(f"({self.one(condition)})" for condition in sorted(rows, key=repr)) or "true"

    def one(self, condition: Condition) -> str:
        """The condition under which a row keeps one."""
        match condition:
            case AnyOf():
                return " OR ".join(f"({self.all(some)})" for some in condition.filters) or "false"
            case OfParent():
                return self._of_parent(condition)
            case Clause():
                return self._clause(condition)

    def _of_parent(self, condition: OfParent) -> str:
        """By the ids of the parents that keep the clause, or of those that do not: an empty lookup has no parent."""
        parents = Clauses(self.kinds_of(condition.table), self.calendar, self.kinds_of)
        lookup, holds = quote_identifier(condition.lookup), parents.one(condition.clause)
        ids = f"SELECT {quote_identifier('Id')} FROM {quote_identifier(condition.table)} WHERE"
        if condition.clause.comparison.holds_for_empty:
            return f"coalesce({lookup} NOT IN ({ids} NOT coalesce({holds}, false)), true)"
        return f"{lookup} IN ({ids} {holds})"

    def _clause(self, clause: Clause) -> str:
        conditions: dict[Comparison, Callable[[Clause], str]] = {
            Comparison.FILLED: lambda _: f"{self.value(clause.field)} IS NOT NULL",
            Comparison.EMPTY: lambda _: f"{self.value(clause.field)} IS NULL",
            Comparison.IN: self._among,
            Comparison.NOT_IN: lambda _: f"NOT coalesce({self._among(clause)}, false)",
            Comparison.INCLUDES: self._includes,
            Comparison.EXCLUDES: lambda _: f"NOT coalesce({self._includes(clause)}, false)",
            Comparison.AT_LEAST: self._at_least,
            Comparison.AT_MOST: self._at_most,
            Comparison.OLDER_THAN_DAYS: lambda _: self._before(clause.field, self._days_ago(clause)),
            Comparison.NEWER_THAN_DAYS: lambda _: self._from(clause.field, self._days_ago(clause) + timedelta(days=1)),
            Comparison.IN_PERIOD: lambda _: self.between_days(clause.field, *self._period(clause)),
        }
        return conditions[clause.comparison](clause)

    def value(self, field: str) -> str:
        """The field, null where it holds nothing."""
        return or_null(quote_identifier(field)) if self.kinds[field] == "VARCHAR" else quote_identifier(field)

    def between_days(self, field: str, first: date | None, last: date | None) -> str:
        """Whether a date or datetime is on one of these days of the org, both included."""
        bounds = [self._from(field, first)] if first else []
        if last:
            bounds.append(self._before(field, last + timedelta(days=1)))
        return " AND ".join(bounds) or "true"

    def _period(self, clause: Clause) -> tuple[date, date]:
        (period,) = clause.values
        return days_of(str(period), self.calendar.today)

    def _days_ago(self, clause: Clause) -> date:
        (days,) = clause.values
        return self.calendar.from_today(-int(days))

    def _from(self, field: str, day: date) -> str:
        return f"{quote_identifier(field)} >= {self._start(field, day)}"

    def _before(self, field: str, day: date) -> str:
        return f"{quote_identifier(field)} < {self._start(field, day)}"

    def _start(self, field: str, day: date) -> str:
        if self.kinds[field] == "TIMESTAMP":
            return f"TIMESTAMP '{self.calendar.midnight(day)}'"
        return f"DATE '{day}'"

    def _among(self, clause: Clause) -> str:
        values = ", ".join(self._literal(clause.field, value) for value in clause.values)
        if self.kinds[clause.field] == "VARCHAR":
            values = ", ".join(f"lower({self._literal(clause.field, value)})" for value in clause.values)
            return f"lower({quote_identifier(clause.field)}) IN ({values})" if values else "false"
        return f"{quote_identifier(clause.field)} IN ({values})" if values else "false"

    def _includes(self, clause: Clause) -> str:
        """Whether one of the values was chosen; one with `;` stands for several that were chosen together."""
        chosen = f"string_split(lower({quote_identifier(clause.field)}), ';')"
        wanted = (
            "[" + ", ".join(quote_literal(part.strip().lower()) for part in str(value).split(";")) + "]"
            for value in clause.values
        )
        return " OR ".join(f"list_has_all({chosen}, {some}::VARCHAR[])" for some in wanted) or "false"

    def _at_least(self, clause: Clause) -> str:
        (value,) = clause.values
        if _is_day(value, self.kinds[clause.field]):
            return self._from(clause.field, date.fromisoformat(str(value)))
        return f"{quote_identifier(clause.field)} >= {self._literal(clause.field, value)}"

    def _at_most(self, clause: Clause) -> str:
        (value,) = clause.values
        if _is_day(value, self.kinds[clause.field]):
            return self._before(clause.field, date.fromisoformat(str(value)) + timedelta(days=1))
        return f"{quote_identifier(clause.field)} <= {self._literal(clause.field, value)}"

    def _literal(self, field: str, value: Value) -> str:
        if not isinstance(value, str):
            text = str(value).lower()
            return quote_literal(text) if self.kinds[field] == "VARCHAR" else text
        if self.kinds[field] == "TIMESTAMP":
            return f"TIMESTAMP '{self.calendar.in_utc(datetime.fromisoformat(value))}'"
        return quote_literal(value)


def _is_day(value: Value, kind: str) -> bool:
    return isinstance(value, str) and len(value) == 10 and kind in {"DATE", "TIMESTAMP"}
