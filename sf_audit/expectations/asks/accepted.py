"""Whether a library accepts a text: as an e-mail address, as a telephone number."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

import pyarrow as pa

from sf_audit.expectations import lookups
from sf_audit.expectations.asks.ask import AskInSql
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import Filter
from sf_audit.snapshot.sql import quote_identifier, quote_literal


class Accepted(AskInSql):
    """Where filled, the text is one that a library accepts; each distinct text is asked for once.

    What the pattern `plain` matches in full is surely accepted, and never reaches the library.
    """

    __slots__ = ()

    field: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The one field."""
        return (self.field,)

    @property
    @abstractmethod
    def plain(self) -> str:
        """An RE2 pattern of texts that the library surely accepts."""

    @abstractmethod
    def accepts(self, value: str) -> bool:
        """Whether the library accepts a text."""

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        """That the text is not among those that the library refused."""
        value = quote_identifier(self.field)
        meant = f"{records.all_filled(self.fields)} AND {records.clauses.all(scope)}"
        doubtful = f"NOT regexp_full_match({value}, {quote_literal(self.plain)})"
        query = f"SELECT DISTINCT {value} FROM {records.table} WHERE {meant} AND {doubtful}"
        refused = records.register(f"refused by {key}", self._refused(records, query))
        return f"{value} NOT IN (SELECT value FROM {refused})"

    def _refused(self, records: Records, query: str) -> pa.Table:
        chunks = lookups.distinct(records.connection, query)
        return pa.table({"value": pa.array([v for chunk in chunks for v in chunk if not self.accepts(v)], pa.string())})


@dataclass(frozen=True, slots=True)
class ValidEmail(Accepted):
    """Where filled, the text is an e-mail address by RFC 5321/5322 syntax; no DNS is asked."""

    field: str

    @property
    def plain(self) -> str:
        return lookups.PLAIN_EMAIL

    def accepts(self, value: str) -> bool:
        return lookups.is_email(value)


@dataclass(frozen=True, slots=True)
class ValidPhone(Accepted):
    """Where filled, the text is a possible telephone number; `region` is used without a +."""

    field: str
    region: str = "US"

    @property
    def plain(self) -> str:
        return lookups.PLAIN_PHONE

    def accepts(self, value: str) -> bool:
        return lookups.is_phone(value, self.region)
