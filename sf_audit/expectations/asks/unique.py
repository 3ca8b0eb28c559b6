"""Whether no other record has the same values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql
from sf_audit.expectations.records import Records
from sf_audit.expectations.texts.fold import folded_sql, join_folds
from sf_audit.snapshot.needs import Filter
from sf_audit.snapshot.sql import quote_identifier

#: Records above which memory counts for more than time: judging so many by all verbs takes 0.9 GB.
_MANY = 1_000_000


@dataclass(frozen=True, slots=True)
class Unique(AskInSql):
    """Where all the fields are filled, no other record in scope has the same; all of a group break it.

    `folded` compares texts as `fold` does. Which records a snapshot holds beyond the scope
    depends on other rules, so those are not compared with.
    """

    names: tuple[str, ...]
    folded: bool = True

    @property
    def fields(self) -> tuple[str, ...]:
        return self.names

    def twin_column(self, key: str) -> str:
        """What records are compared by."""
        return f"{key} same"

    def columns(self, key: str, records: Records, scope: Filter) -> dict[str, str]:
        """Whether a record keeps it, and what it is compared by."""
        return {**AskInSql.columns(self, key, records, scope), self.twin_column(key): self._compared(key, records)}

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        meant = self.judged(records, scope)
        joins = [join for name in self._texts(records) if (join := join_folds(key, name, records, meant))]
        records.joins.extend(joins)
        parts, compared = self._parts(key, records), self._compared(key, records)
        table = " ".join([records.table, *joins])
        twice = _twice_by_hash if records.rows > _MANY else _twice
        return f"{compared} NOT IN ({twice(compared, parts, f'{table} WHERE {meant}')})"

    def _compared(self, key: str, records: Records) -> str:
        parts = self._parts(key, records)
        return parts[0] if len(parts) == 1 else f"row({', '.join(parts)})"

    def _parts(self, key: str, records: Records) -> list[str]:
        """The fields as SQL, folded where they are texts."""
        texts = self._texts(records)
        return [folded_sql(key, name, records) if name in texts else quote_identifier(name) for name in self.names]

    def _texts(self, records: Records) -> tuple[str, ...]:
        """The fields that are folded."""
        return tuple(name for name in self.names if self.folded and records.kinds[name] == "VARCHAR")


def _twice(compared: str, parts: Sequence[str], source: str) -> str:
    """What more than one record has."""
    return f"SELECT {compared} FROM {source} GROUP BY {', '.join(parts)} HAVING count(*) > 1"


def _twice_by_hash(compared: str, parts: Sequence[str], source: str) -> str:
    """The same, but only records whose hash others have are grouped by what they have.

    Hashes take a fraction of the memory of texts, and few records share one; it is a second pass.
    """
    key = f"hash({', '.join(parts)})"
    shared = f"SELECT {key} FROM {source} GROUP BY {key} HAVING count(*) > 1"
    return _twice(compared, parts, f"{source} AND {key} IN ({shared})")
