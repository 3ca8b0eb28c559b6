"""How often, and how far, a date of a record was moved to a later one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from sf_audit.expectations.asks.history import HistoryAsk, HistoryRows
from sf_audit.expectations.records import Records, kinds
from sf_audit.snapshot.needs import Filter, Need
from sf_audit.snapshot.sql import quote_identifier


@dataclass(frozen=True, slots=True)
class Moved:
    """How often the date was moved to a later one, by how many days in all, and whether that is every time; as SQL."""

    times: str
    days: str
    whole: str


class Moves(ABC):
    """Where the moves of a date are kept."""

    __slots__ = ()

    history: HistoryRows

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """What is looked at of a row."""

    @abstractmethod
    def moved(self, key: str, records: Records, field: str) -> Moved:
        """What the rows of a record say; `field` is the date that it has today, as SQL."""


@dataclass(frozen=True, slots=True)
class MovesByRows(Moves):
    """Each row has the date of its moment, and newer ones also the date before it ("OpportunityHistory").

    Rows are missing where the newest has another date than the record.
    """

    history: HistoryRows

    @property
    def columns(self) -> tuple[str, ...]:
        return ("Id", "CloseDate")

    def moved(self, key: str, records: Records, field: str) -> Moved:
        in_time = self.history.in_time
        before = f'lag("CloseDate") OVER {in_time}'
        if "PrevCloseDate" in kinds(records.connection, self.history.table):
            before = f'coalesce({before}, "PrevCloseDate")'
        days = f"date_diff('day', CAST({before} AS DATE), CAST(\"CloseDate\" AS DATE)) AS days"
        others = f'{days}, lead("CloseDate") OVER {in_time} AS after'
        totals = {**_SUMS, "newest": 'max("CloseDate") FILTER (WHERE after IS NULL)'}
        joined = self.history.join(key, records, totals, more=others, filled="CloseDate")
        return _moved(joined, f"coalesce({joined['newest']}, {field}) = {field}")


@dataclass(frozen=True, slots=True)
class MovesByChanges(Moves):
    """Each row is a change of the field, with both dates as texts.

    Changes from before the oldest row of any record may have been cut off, so only of younger records are all there.
    """

    history: HistoryRows

    @property
    def columns(self) -> tuple[str, ...]:
        return ("Id", "Field", "OldValue", "NewValue")

    def moved(self, key: str, records: Records, field: str) -> Moved:
        days = f"date_diff('day', {_day('OldValue')}, {_day('NewValue')}) AS days, {_day('NewValue')} AS day"
        last = f'lead("Id") OVER {self.history.in_time} IS NULL'
        totals = {**_SUMS, "newest": "max(day) FILTER (WHERE is_last)"}
        joined = self.history.join(key, records, totals, more=f"{days}, {last} AS is_last")
        young = f'"CreatedDate" >= {self.history.oldest(records)}'
        return _moved(joined, f"{young} AND coalesce({joined['newest']}, {field}) = {field}")


@dataclass(frozen=True, slots=True)
class NotPushed(HistoryAsk):
    """The date was moved to a later one at most so often, and by at most so many days in all; None is no bound."""

    field: str
    at_most: int | None
    in_all: int | None
    moves: Moves

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field, "CreatedDate")

    @property
    def other_tables(self) -> tuple[Need, ...]:
        return (self.moves.history.need(*self.moves.columns),)

    @property
    def blames_for_absence(self) -> str:
        return self.moves.history.table

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        moved = self.moves.moved(key, records, records.day(self.field))
        bounds = ((moved.times, self.at_most), (moved.days, self.in_all))
        within = " AND ".join(f"{number} <= {bound}" for number, bound in bounds if bound is not None)
        return f"CASE WHEN NOT ({within}) THEN false WHEN {moved.whole} THEN true END"

    def not_covered(self, key: str, records: Records) -> str:
        return f"{records.all_filled(self.fields)} AND ({self.holds(key, records, frozenset())}) IS NULL"


#: The moves of one record to a later date.
_SUMS = {"times": "count(*) FILTER (WHERE days > 0)", "days": "sum(days) FILTER (WHERE days > 0)"}


def _moved(joined: dict[str, str], whole: str) -> Moved:
    return Moved(f"coalesce({joined['times']}, 0)", f"coalesce({joined['days']}, 0)", whole)


def _day(column: str) -> str:
    """The day of a value of a tracked field, which any type is stored in as text."""
    return f"TRY_CAST(left(CAST({quote_identifier(column)} AS VARCHAR), 10) AS DATE)"
