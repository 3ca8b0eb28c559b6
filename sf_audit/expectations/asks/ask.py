"""What an ask is: a question about each record in scope that knows its own SQL and its own expectation.

Great Expectations is imported where an expectation is built, and nowhere else here: it takes 3 s, and rule files are
read by commands that judge nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import Filter, Need

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation


class Ask(ABC):
    """Asks something of each record; where a field that it looks at is empty, most asks say nothing of the record."""

    __slots__ = ()

    @property
    @abstractmethod
    def fields(self) -> tuple[str, ...]:
        """The fields of a record that it looks at."""

    @property
    def other_tables(self) -> tuple[Need, ...]:
        """What it looks at beside the records themselves."""
        return ()

    @property
    def blames_for_absence(self) -> str:
        """The table whose missing row a record is blamed for; empty for most."""
        return ""

    def twin_column(self, key: str) -> str:
        """The prepared column in which records are blamed for having the same; empty for most."""
        return ""

    def twin_table(self, key: str) -> str:
        """The registered table that says of records that fail which `other` is the same, how many `more` are, and why
        (`because`); empty for most.
        """
        return ""

    def merge_table(self, key: str) -> str:
        """The registered table of how records that are the same become one (MERGE_COLUMNS); empty for most."""
        return ""

    def prepares(self, scope: Filter) -> tuple[Hashable, ...]:
        """What it makes kept tables about (`sf_audit.expectations.kept_tables`), which other asks may want too."""
        return ()

    def columns(self, key: str, records: Records, scope: Filter) -> dict[str, str]:
        """Prepared columns that its expectation tests, by name, as SQL; the fields themselves are there anyway."""
        return {}

    @abstractmethod
    def expectation(self, key: str, records: Records, settings: dict[str, Any]) -> Expectation:
        """The expectation of Great Expectations that a record keeps; `settings` go into it."""


class AskInSql(Ask):
    """An ask that Great Expectations has no words for: a prepared column says whether a record keeps it.

    The column is true, false, or null where the ask says nothing of the record.
    """

    __slots__ = ()

    @abstractmethod
    def holds(self, key: str, records: Records, scope: Filter) -> str:
        """The condition, as SQL, under which a record whose fields are filled keeps it."""

    def judged(self, records: Records, scope: Filter) -> str:
        """The condition, as SQL, under which a record is in scope and its fields are filled."""
        return f"{records.all_filled(self.fields)} AND {records.clauses.all(scope)}"

    def columns(self, key: str, records: Records, scope: Filter) -> dict[str, str]:
        """The one column that says whether a record keeps it."""
        holds = self.holds(key, records, scope)
        return {_column(key): f"CASE WHEN {records.all_filled(self.fields)} THEN {holds} END"}

    def expectation(self, key: str, records: Records, settings: dict[str, Any]) -> Expectation:
        """That the prepared column is true."""
        import great_expectations.expectations as gxe

        return gxe.ExpectColumnValuesToBeInSet(column=_column(key), value_set=[True], **settings)


class AskOfEveryRecord(AskInSql):
    """An ask in SQL that says something of each record, empty fields or not."""

    __slots__ = ()

    def columns(self, key: str, records: Records, scope: Filter) -> dict[str, str]:
        """The one column that says whether a record keeps it."""
        return {_column(key): f"coalesce({self.holds(key, records, scope)}, false)"}


class OfOneField:
    """Says of an ask with a `field` that this is all it looks at."""

    __slots__ = ()

    field: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The one field."""
        return (self.field,)


def _column(key: str) -> str:
    return f"{key} holds"
