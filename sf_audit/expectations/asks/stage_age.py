"""Whether a record has been in its stage for longer than it may."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from sf_audit.expectations.asks.history import HistoryAsk, HistoryRows
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import Filter, Need
from sf_audit.snapshot.sql import quote_identifier, quote_literal


class Entered(ABC):
    """When a record came into its stage: not before a moment and not after another, the same where it is known."""

    __slots__ = ()

    @property
    def other_tables(self) -> tuple[Need, ...]:
        """What it looks at beside the records."""
        return ()

    @abstractmethod
    def between(self, key: str, records: Records, stage: str) -> tuple[str, str]:
        """Both moments as SQL, null where nothing is known."""


@dataclass(frozen=True, slots=True)
class EnteredAt(Entered):
    """A field of the record says it; where it is empty, the stage never changed."""

    field: str

    def between(self, key: str, records: Records, stage: str) -> tuple[str, str]:
        moment = f'coalesce({quote_identifier(self.field)}, "CreatedDate")'
        return moment, moment


@dataclass(frozen=True, slots=True)
class EnteredByRows(Entered):
    """Each row has the stage of its moment; the change is where that of the row before was another.

    Where all rows have one stage, the record may have had it from its creation, or from the first row on. Where the
    newest row has another stage than the record, the rows do not say how that came about.
    """

    history: HistoryRows

    @property
    def other_tables(self) -> tuple[Need, ...]:
        return (self.history.need("Id", "StageName"),)

    def between(self, key: str, records: Records, stage: str) -> tuple[str, str]:
        in_time = self.history.in_time
        others = f'lag("StageName") OVER {in_time} AS before, lead("StageName") OVER {in_time} AS after'
        totals = {
            "entered": 'max("CreatedDate") FILTER (WHERE "StageName" <> before)',
            "first": 'min("CreatedDate")',
            "newest": 'max("StageName") FILTER (WHERE after IS NULL)',
        }
        joined = self.history.join(key, records, totals, more=others, filled="StageName")
        fits = f"coalesce({joined['newest']}, {stage}) = {stage}"
        earliest = f'coalesce({joined["entered"]}, "CreatedDate")'
        latest = f'coalesce({joined["entered"]}, {joined["first"]}, "CreatedDate")'
        return f"CASE WHEN {fits} THEN {earliest} END", f"CASE WHEN {fits} THEN {latest} END"


@dataclass(frozen=True, slots=True)
class EnteredByChanges(Entered):
    """Each row is a change of the field.

    Without a row nothing changed since the oldest row of any record; what was before that may have been cut off.
    """

    history: HistoryRows

    @property
    def other_tables(self) -> tuple[Need, ...]:
        return (self.history.need("Field"),)

    def between(self, key: str, records: Records, stage: str) -> tuple[str, str]:
        joined = self.history.join(key, records, {"entered": 'max("CreatedDate")'})
        oldest = self.history.oldest(records)
        unchanged = f'CASE WHEN {oldest} IS NOT NULL THEN greatest("CreatedDate", {oldest}) END'
        return f'coalesce({joined["entered"]}, "CreatedDate")', f"coalesce({joined['entered']}, {unchanged})"


@dataclass(frozen=True, slots=True)
class StageAge(HistoryAsk):
    """The record is in its stage for at most so many days, or so many for each stage; of others nothing is said."""

    stage: str
    days: int | Mapping[str, int]
    entered: Entered

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.stage, "CreatedDate")

    @property
    def other_tables(self) -> tuple[Need, ...]:
        return self.entered.other_tables

    @property
    def blames_for_absence(self) -> str:
        return next((need.table for need in self.other_tables), "")

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        earliest, latest = self.entered.between(key, records, quote_identifier(self.stage))
        start = self._start(records)
        return f"CASE WHEN {earliest} >= {start} THEN true WHEN {latest} < {start} THEN false END"

    def not_covered(self, key: str, records: Records) -> str:
        holds = self.holds(key, records, frozenset())
        return f"{records.all_filled(self.fields)} AND {self._start(records)} IS NOT NULL AND ({holds}) IS NULL"

    def _start(self, records: Records) -> str:
        """The first moment at which a record may have come into its stage; null for stages that are not named."""
        if isinstance(self.days, int):
            return _moment(records, self.days)
        stages = (f"WHEN {quote_literal(stage)} THEN {_moment(records, days)}" for stage, days in self.days.items())
        return f"CASE {quote_identifier(self.stage)} {' '.join(stages)} END"


def _moment(records: Records, days: int) -> str:
    calendar = records.calendar
    return f"TIMESTAMP '{calendar.midnight(calendar.from_today(-days))}'"
