"""Whether records that a loader brought are those that the org has: its own count, and what changed there since.

One call tells most of it. A second one is needed only where something changed after the newest record that was loaded,
and a third where records are missing: a job that touches every record overnight explains none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from sf_audit.connector.api import soql
from sf_audit.connector.api.resources import garbled, is_count, query
from sf_audit.connector.api.unread_reasons import ENDS_THE_RUN, refused
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.held import not_loaded
from sf_audit.model.counts import count
from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.salesforce.record_access import shows_every_record
from sf_audit.snapshot.cast import FieldType, cast
from sf_audit.warehouse.rows import Tally
from sf_audit.warehouse.source import MAX_AGE, RecordSource

#: The org keeps seconds.
_ROUNDING = timedelta(seconds=1)

#: By how much the clock of this machine may be slow.
_SLOW_CLOCK = timedelta(minutes=10)

_LOAD = "Let the loader run, then run again"


@dataclass(slots=True)
class Freshness:
    """Compares the records of one object with the org; `queries` are those that were sent.

    `stamp` is the field of the last change, `made` that of the creation, or the same where there is none. With `hides`,
    the org shows the auditor user only some of its records.
    """

    client: Client
    source: RecordSource
    stamp: str
    made: str
    hides: bool
    queries: list[str] = field(default_factory=list)
    records: int | None = None
    newest: datetime | None = None

    def doubt(self, tally: Tally) -> Unread | None:
        """Why the records are not the org's; None where they are, but for what changed within the allowed age."""
        try:
            self.records, self.newest = self._ask("MAX", self.stamp)
            if incredible := self._unstamped(tally) or self._yet_to_come(tally):
                return incredible
            if self._is_the_same(tally):
                return self._ahead(tally) or self._unseen_changes(tally)
            changed, oldest = self._ask("MIN", self.stamp, tally.newest)
            return self._too_old(oldest, changed) or self._too_many(tally, changed) or self._unseen_changes(tally)
        except ApiError as refusal:
            if refusal.kind in ENDS_THE_RUN:
                raise
            unread = refused(self.source.object, refusal)
            says = f"nobody can tell whether {self.source} is fresh: the org did not say what changed ({refusal.code})"
            return Unread(unread.reason, f"{self.source.object}: {says}", unread.unlocked_by)

    def _ask(self, function: str, field: str, after: datetime | None = None) -> tuple[int, datetime | None]:
        """How many records there are, or have a later time in this field than `after`, and its MIN or MAX of them."""
        stamp, name = soql.name(field), soql.name(self.source.object)
        where = f" WHERE {stamp} > {soql.instant(after)}" if after else ""
        statement = f"SELECT COUNT(Id) records, {function}({stamp}) stamp FROM {name}{where}"
        self.queries.append(statement)
        answer = query(self.client, statement)
        record = answer.records[0] if answer.is_whole and answer.total == 1 else {}
        records, moment = record.get("records"), _moment(record.get("stamp"))
        if not is_count(records) or (records and moment is None):  # records that changed at no time
            raise garbled("AGGREGATE")
        return int(records or 0), moment

    def _unstamped(self, tally: Tally) -> Unread | None:
        """No time to compare with. However young the org's records are, no rows are no proof that it has none."""
        if tally.newest is not None or not self.records:
            return None
        if not tally.rows:
            says = f"{self.source} holds no record where the org counts {self.records:,}"
            return not_loaded(self.source, says, f"{_LOAD}; see whether its last load came to an end")
        says = f"{self.stamp} is empty in all of {self.source}, so nobody can tell whether it is fresh"
        return not_loaded(self.source, says, f"Let the loader bring {self.stamp}, or read it from the org")

    def _yet_to_come(self, tally: Tally) -> Unread | None:
        """Nothing in the org is newer than such a change, so none that is not loaded would show."""
        if tally.newest is None or tally.newest - self.client.now() <= _SLOW_CLOCK:
            return None
        says = f"{self.source} holds a change of {_written(tally.newest)}, which is yet to come"
        return self._wrong_clock(says)

    def _is_the_same(self, tally: Tally) -> bool:
        up_to_date = self.newest is None or (tally.newest is not None and tally.newest >= self.newest)
        return up_to_date and self._gap(tally) == 0

    def _gap(self, tally: Tally) -> int:
        """By how many records the two differ; where the org shows only some, more of them are no difference."""
        missing = (self.records or 0) - tally.rows
        return max(missing, 0) if self.hides else abs(missing)

    def _too_old(self, oldest: datetime | None, changed: int) -> Unread | None:
        if oldest is None or self.client.now() - oldest <= self.source.max_age:
            return None
        says = (
            f"{self.source} is stale: a change in the org of {_written(oldest)} is not loaded, "
            f"and {count(changed, 'record')} changed after the newest that is"
        )
        return not_loaded(self.source, says, f"{_LOAD}, or allow more than {_hours(self.source)} (max_age)")

    def _too_many(self, tally: Tally, changed: int) -> Unread | None:
        gap = self._gap(tally) - self.source.count_gap
        explained, happened = changed, count(changed, "changed", "changed")
        if 0 < gap <= changed and (self.records or 0) > tally.rows and self.made != self.stamp:
            explained, _ = self._ask("MIN", self.made, tally.newest)
            happened = count(explained, "was made", "were made")
        if gap <= explained:
            return None
        says = (
            f"{self.source} holds {count(tally.rows, 'record')} where the org counts {self.records or 0:,}, and "
            f"only {happened} after the newest that is loaded"
        )
        return not_loaded(self.source, says, f"{_LOAD}; see whether it leaves records out, or keeps deleted ones")

    def _ahead(self, tally: Tally) -> Unread | None:
        """As many records, and a change that the org does not know: what was loaded is not what it says it is."""
        ahead = tally.newest is not None and (self.newest is None or tally.newest - self.newest > _ROUNDING)
        if self.hides or not ahead or tally.newest is None:
            return None
        return self._wrong_clock(
            f"{self.source} holds a change of {_written(tally.newest)}, after the newest in the org"
        )

    def _wrong_clock(self, says: str) -> Unread:
        remedy = f"Look at time_zone of {self.source.setting}: it is that of the loader"
        return not_loaded(self.source, f"{says}, so nobody can tell what is not loaded", remedy)

    def _unseen_changes(self, tally: Tally) -> Unread | None:
        """What the auditor user does not see may have changed long ago; a recent change shows that it is loaded."""
        recent = tally.newest is not None and self.client.now() - tally.newest <= self.source.max_age
        if not self.hides or recent:
            return None
        says = (
            f"nobody can tell whether {self.source} is fresh: the org shows the auditor user only some records, and "
            f"no change of the last {_hours(self.source)} is loaded"
        )
        return Unread(Reason.ROWS_HIDDEN, f"{self.source.object}: {says}", shows_every_record(self.source.object))


def require_stamp(source: RecordSource, stamp: str, *, is_loaded: bool) -> None:
    """Raise NotReadable where records say nowhere when they changed last."""
    if not stamp:
        says = "the org does not say when such a record changed, so nobody can tell whether what was loaded is fresh"
        raise NotReadable(not_loaded(source, says, "Read it from the org"))
    if not is_loaded:
        says = f"{source} does not hold {stamp}, so nobody can tell whether it is fresh"
        raise NotReadable(not_loaded(source, says, f"Load {stamp}, or name its column in columns of {source.setting}"))


def trusted(source: RecordSource) -> Iterator[str]:
    """What the settings ask to believe beyond the defaults, in words for the first page of a review."""
    if source.max_age > MAX_AGE:
        yield f"changes may be {_hours(source)} old"
    if source.count_gap:
        yield f"{count(source.count_gap, 'record')} more or less {'is' if source.count_gap == 1 else 'are'} accepted"
    if source.refreshed:
        yield f"{', '.join(sorted(source.refreshed))} as the loader brings it"


def _moment(value: object) -> datetime | None:
    if value is None:
        return None
    typed, lost = cast(pa.table({"stamp": [str(value)]}), {"stamp": FieldType("datetime")})
    if lost:
        raise garbled("AGGREGATE")
    found: datetime = typed["stamp"][0].as_py()
    return found.replace(tzinfo=UTC)


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _hours(source: RecordSource) -> str:
    return count(round(source.max_age.total_seconds() / 3600), "hour")
