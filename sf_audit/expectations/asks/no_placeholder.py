"""Whether a name is that of something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.records import Records
from sf_audit.expectations.texts.distinct import Values, distinct
from sf_audit.expectations.texts.placeholders import Placeholders
from sf_audit.snapshot.needs import Filter
from sf_audit.snapshot.sql import quote_identifier


@dataclass(frozen=True, slots=True)
class NoPlaceholder(OfOneField, AskInSql):
    """Where filled, the text is no placeholder, as `Placeholders` says with these words beside its own.

    `of_person` says that it is the name of a person, or a part of it.
    """

    field: str
    words: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    of_person: bool = False

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        """That the text is not among the placeholders that were found."""
        value = quote_identifier(self.field)
        lists = Placeholders.of(self.words, self.generic, self.names, of_person=self.of_person)
        meant = self.judged(records, scope)
        doubtful = f"{meant} AND NOT ({lists.surely_name(value)})"
        found = _found(lists, distinct(records.connection, (value,), records.table, doubtful))
        return f"{value} NOT IN (SELECT value FROM {records.register_texts(f'found by {key}', found)})"


def _found(lists: Placeholders, chunks: Iterator[list[Values]]) -> Iterator[str]:
    return (name for chunk in chunks for (name,) in chunk if lists.matches(name))
