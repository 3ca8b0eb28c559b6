"""Records that were edited on the last days of the month before the review, compared with the rest of that month."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from sf_audit.model.gaming import Indication, Sign
from sf_audit.review import record_owners
from sf_audit.review.gaming.edits import Edits
from sf_audit.review.gaming.teams import Seen
from sf_audit.snapshot.periods import days_of
from sf_audit.snapshot.tables import Snapshot

#: The last days of a month, from Monday to Friday, and by how much more is done on them than on others.
LAST_DAYS, TIMES = 2, 3

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a calendar, from Monday to Friday."""

    first: date
    last: date

    @property
    def workdays(self) -> tuple[date, ...]:
        """Its days from Monday to Friday."""
        days = (self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1))
        return tuple(day for day in days if day.weekday() < _SATURDAY)

    @property
    def end(self) -> date:
        """The first of its last days."""
        return self.workdays[-LAST_DAYS]

    def is_late(self, minimum: int, edited: int, at_the_end: int) -> bool:
        """Whether so many of the edited records are far more than the other days of the month would have."""
        others = (edited - at_the_end) / (len(self.workdays) - LAST_DAYS)
        return at_the_end >= minimum and at_the_end / LAST_DAYS >= TIMES * others


def month_end(snapshot: Snapshot, objects: Collection[str], minimum: int) -> Iterator[Seen]:
    """By object whose fields rules want filled. A record counts on the day of its last edit alone."""
    month = Month(*days_of("last month", snapshot.today))
    how = (
        f"records were last edited from {month.end} to {month.last}, and per day at least {TIMES} times as many as on "
        f"the other days of that month from Monday to Friday"
    )
    for name in sorted(objects):
        edits = Edits.of(snapshot, name)
        if edits is None:
            continue
        rows = snapshot.rows(
            f"""SELECT {edits.person}, count(*), count(*) FILTER (WHERE {edits.between(month.end, month.last)})
                FROM {edits.records.table} WHERE {edits.between(month.first, month.last)} GROUP BY 1"""
        )
        people = {person: (edited, late) for person, edited, late in rows if record_owners.is_user(person)}
        yield Seen(Indication(Sign.MONTH_END, name, "", how), people, partial(month.is_late, minimum))
