"""Days of the org's time zone, on datetimes that are kept in UTC.

DuckDB knows time zones only with an extension that it would have to download, so the changes of
the zone's offset are worked out here and written into the SQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from sf_audit.snapshot.tables import Snapshot

#: Offsets before and after are taken to be those of the first and the last of these years:
#: Salesforce was founded in 1999.
_YEARS = range(1999, 2051)


@dataclass(frozen=True)
class Calendar:
    """The day of a snapshot and the time zone in which it is that day."""

    today: date
    zone: ZoneInfo

    @classmethod
    def of(cls, time_zone: str, today: date) -> Calendar:
        """The calendar of an org, by the name of its time zone. Raises LookupError for one that is not known."""
        return cls(today, ZoneInfo(time_zone))

    @classmethod
    def at(cls, snapshot: Snapshot) -> Calendar:
        """The calendar of a snapshot's org on its day. Raises LookupError for a time zone that is not known."""
        return cls.of(snapshot.org.time_zone, snapshot.today)

    def from_today(self, days: int) -> date:
        """The day this many days after the day of the snapshot."""
        return self.today + timedelta(days=days)

    def midnight(self, day: date) -> datetime:
        """The moment in UTC, without a zone, at which the day begins in the org."""
        return self.in_utc(datetime.combine(day, time(), self.zone))

    def in_utc(self, moment: datetime) -> datetime:
        """The moment in UTC, without a zone; one that has no zone is meant in that of the org."""
        placed = moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
        return placed.astimezone(UTC).replace(tzinfo=None)

    def day_of(self, column: str) -> str:
        """SQL for the day of a datetime in the org's time zone. `column` is SQL."""
        *changes, (_, first) = reversed(_offsets(self.zone))
        cases = "".join(
            f" WHEN {column} >= TIMESTAMP '{at}' THEN INTERVAL '{offset} minutes'" for at, offset in changes
        )
        offset = f"CASE{cases} ELSE INTERVAL '{first} minutes' END" if cases else f"INTERVAL '{first} minutes'"
        return f"CAST({column} + {offset} AS DATE)"


@cache
def _offsets(zone: ZoneInfo) -> tuple[tuple[datetime, int], ...]:
    """Each moment in UTC from which an offset from UTC, in minutes, is in use."""
    return tuple(_changes(zone))


def _changes(zone: ZoneInfo) -> Iterator[tuple[datetime, int]]:
    at = datetime(_YEARS[0], 1, 1, tzinfo=UTC)
    end = datetime(_YEARS[-1], 1, 1, tzinfo=UTC)
    known: int | None = None
    while at < end:
        offset = _minutes(zone, at)
        if offset != known:
            start = at if known is None else _change(zone, at - timedelta(days=7), at)
            yield start.replace(tzinfo=None), offset
            known = offset
        at += timedelta(days=7)


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first minute between two moments that has the offset of the second."""
    offset = _minutes(zone, after)
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // timedelta(minutes=2) * timedelta(minutes=1)
        before, after = (before, middle) if _minutes(zone, middle) == offset else (middle, after)
    return after


def _minutes(zone: ZoneInfo, at: datetime) -> int:
    offset = at.astimezone(zone).utcoffset() or timedelta()
    return round(offset / timedelta(minutes=1))
