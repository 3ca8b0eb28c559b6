"""The records of one object as expectations test them: one SELECT, with columns prepared.

Three kinds of columns: the fields that are asked about, null where they hold nothing; a column
`scope <n>` for conditions that Great Expectations has no words for; and the columns that an ask
prepares for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sf_audit.expectations.entries import EntryColumn, entry_column
from sf_audit.expectations.records import Records, is_number
from sf_audit.expectations.standard import Standard
from sf_audit.model.origins import Fact
from sf_audit.salesforce.features import CURRENCY, OWNER, TRANSFERRED
from sf_audit.salesforce.pipeline import AMOUNT, IS_CLOSED, OPPORTUNITY
from sf_audit.salesforce.record_types import RECORD_TYPE
from sf_audit.snapshot.needs import Clause, Comparison, Filter, fields_of
from sf_audit.snapshot.sql import quote_identifier

#: By what records are counted, the fields that may say it: the first that was read.
_FACTS = {Fact.OWNER: (OWNER,), Fact.RECORD_TYPE: (RECORD_TYPE,), Fact.SOURCE: ("LeadSource", "AccountSource")}

#: The columns of what is expected of open opportunities.
PIPELINE = ("pipeline currency", "pipeline amount")

#: So many days a record is with its owner before what is wrong with it is the owner's.
SETTLED_DAYS = 14


@dataclass
class Prepared:
    """Columns of one object, by name, as SQL over its table."""

    records: Records
    columns: dict[str, str] = field(default_factory=dict)
    scopes: dict[Filter, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The SELECT of all columns, with the ids of record and record owner, and whether the record is new."""
        owner = quote_identifier("OwnerId") if "OwnerId" in self.records.kinds else "CAST(NULL AS VARCHAR)"
        known = {"record owner": owner, "record is new": self.records.is_new or "false"}
        joined = f"{self.records.joined} {self._entry.join}" if self._entry else self.records.joined
        return _select({**known, **self.facts, **self.money, **self.columns}, joined)

    @property
    def facts(self) -> dict[str, str]:
        """What records are counted by, as far as it was read, as SQL: the Facts of `sf_audit.model.origins`."""
        found = {fact: next((name for name in names if self._is_text(name)), "") for fact, names in _FACTS.items()}
        facts = {fact.value: self.records.clauses.value(name) for fact, name in found.items() if name}
        if Fact.OWNER in facts:
            facts[Fact.OWNER] = settled_owner(self.records)
        return {**facts, Fact.ENTRY: self._entry.sql} if self._entry else facts

    @property
    def money(self) -> dict[str, str]:
        """The currency and the amount of open opportunities, as SQL, null for closed ones; nothing where not read."""
        known = self.records.kinds
        if (
            self.records.object != OPPORTUNITY
            or known.get(IS_CLOSED) != "BOOLEAN"
            or not is_number(known.get(AMOUNT, ""))
        ):
            return {}
        currency = f"coalesce({quote_identifier(CURRENCY)}, '')" if self._is_text(CURRENCY) else "''"
        columns = zip(PIPELINE, (currency, quote_identifier(AMOUNT)), strict=True)
        return {name: f"CASE WHEN NOT {quote_identifier(IS_CLOSED)} THEN {sql} END" for name, sql in columns}

    @cached_property
    def _entry(self) -> EntryColumn | None:
        return entry_column(self.records)

    def _is_text(self, name: str) -> bool:
        return self.records.kinds.get(name) == "VARCHAR"

    def source_of(self, column: str, condition: str) -> str:
        """A SELECT of one column and the id, of those records for which the condition, on fields of the table, holds.

        No other column is in it: DuckDB answers a subquery of a column although nobody reads the column.
        """
        return _select({column: self.columns[column]}, self.records.joined_where(condition))

    def add(self, key: str, standard: Standard) -> None:
        """Prepare what one standard needs. Raises duckdb.Error where its columns cannot be said so, and
        ValueError where one would stand in the place of another standard's.
        """
        clauses = self.records.clauses
        plain = {*standard.ask.fields, *fields_of(standard.scope)}
        prepared: dict[str, str] = {}
        if not in_plain_words(standard.scope):
            scope = self.scopes.setdefault(standard.scope, f"scope {len(self.scopes) + 1}")
            prepared[scope] = clauses.all(standard.scope)
        own = standard.ask.columns(key, self.records, standard.scope)
        taken = {
            "record id",
            "record owner",
            "record is new",
            *Fact,
            *PIPELINE,
            *self.records.kinds,
            *self.columns,
            *prepared,
        }
        if not taken.isdisjoint(own):
            raise ValueError("a prepared column has the name of another column")
        prepared |= own
        self._bind(prepared)
        self.columns |= {name: clauses.value(name) for name in sorted(plain)} | prepared

    def _bind(self, columns: Mapping[str, str]) -> None:
        """Nothing is read: a column that cannot be said so costs its own standard, not the scan."""
        if columns:
            listed = ", ".join(columns.values())
            self.records.connection.execute(f"DESCRIBE SELECT {listed} FROM {self.records.joined}").fetchall()


def settled_owner(records: Records) -> str:
    """SQL of the owner of a record that has been with its owner for a while, null for others.

    A record that came to its owner lately counts with nobody: most of what is in it is somebody else's work.
    """
    owner = records.clauses.value(OWNER)
    if records.kinds.get(TRANSFERRED) not in {"DATE", "TIMESTAMP"}:
        return owner
    lately = records.clauses.between_days(TRANSFERRED, records.calendar.from_today(-SETTLED_DAYS + 1), None)
    return f"CASE WHEN {lately} THEN NULL ELSE {owner} END"


def _select(columns: Mapping[str, str], joined: str) -> str:
    ids = {"record id": quote_identifier("Id")}
    listed = ", ".join(f"{sql} AS {quote_identifier(name)}" for name, sql in (ids | dict(columns)).items())
    return f"SELECT {listed} FROM {joined}"


def in_plain_words(scope: Filter) -> bool:
    """Whether Great Expectations' own row conditions can say it. They compare texts with regard to case."""
    said = {Comparison.FILLED, Comparison.EMPTY}
    return all(isinstance(condition, Clause) and condition.comparison in said for condition in scope)
