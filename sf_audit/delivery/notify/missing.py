"""Reviews that have not arrived: a timer that was never started, or a server that is gone, tells nobody of itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

from sf_audit.delivery.notify.message import Message
from sf_audit.errors import IntegrityBroken
from sf_audit.model.time_zones import known_zone
from sf_audit.report.hostile import printable
from sf_audit.report.words import month
from sf_audit.review.archive import SOME_RULES, Archive, read_json
from sf_audit.snapshot.periods import days_of


@dataclass(frozen=True, slots=True)
class Missing:
    """An org without a complete review of the month that is due. `last` is the month of the newest one, if any."""

    org: str
    period: str
    last: str
    partial: bool

    @property
    def says(self) -> str:
        """What people are told."""
        last = f"The last one is of {month(self.last)}." if self.last else "There has been none before."
        rest = " A partial one is there." if self.partial else ""
        return f"{self.org}: no complete review of {month(self.period)} has arrived.{rest} {last}"


def missing(workspace: Path, org_ids: Sequence[str], now: datetime, after_day: int) -> list[Missing]:
    """Each org whose review is missed at this moment, by its own calendar.

    A workspace in which no org was ever reviewed misses its review too.
    """
    if not org_ids:
        return [Missing(f"The workspace {workspace.resolve().name}", _due(now.date(), after_day), "", partial=False)]
    found = (_missing(Archive.of(workspace, org_id), org_id, now, after_day) for org_id in org_ids)
    return [each for each in found if each is not None]


def message_of(absent: Sequence[Missing]) -> Message:
    """What is sent about them."""
    orgs = ", ".join(each.org for each in absent)
    return Message(
        printable(f"No CRM health review: {orgs}", limit=200),
        tuple(printable(each.says, limit=400) for each in absent),
    )


def _missing(archive: Archive, org_id: str, now: datetime, after_day: int) -> Missing | None:
    name, complete, partial = org_id, "", ""
    zone: tzinfo = UTC
    for period in archive.periods():
        for document in _readable(archive, period):
            if name == org_id:
                name, zone = _org(document, org_id)
            if document.get("status") == "complete":
                complete = period
                break
            partial = partial or period
        if complete:
            break
    due = _due(now.astimezone(zone).date(), after_day)
    return None if complete >= due else Missing(name, due, complete, partial >= due)


def _due(today: date, after_day: int) -> str:
    """The newest month whose review should be there."""
    first, _ = days_of("this month" if today.day > after_day else "last month", today)
    return f"{first:%Y-%m}"


def _readable(archive: Archive, period: str) -> Iterator[dict[str, object]]:
    """What can be read of a month, first what stands for it: what is damaged has not arrived."""
    for folder in archive.best_first(period) if period != SOME_RULES else ():
        with suppress(IntegrityBroken):
            yield read_json(folder)


def _org(document: dict[str, object], org_id: str) -> tuple[str, tzinfo]:
    org = document.get("org")
    facts = org if isinstance(org, dict) else {}
    return str(facts.get("name") or org_id), known_zone(str(facts.get("time_zone") or "UTC")) or UTC
