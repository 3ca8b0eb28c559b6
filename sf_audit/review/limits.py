"""The section about limits: what the org reported when it was read, beside the samples of the days before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from sf_audit.model.limits import NEAR, Limits, LimitUse, Peak
from sf_audit.model.review import Reason, Unread
from sf_audit.model.sample import Sample
from sf_audit.model.time_zones import known_zone
from sf_audit.salesforce.org_limits import STORAGE_LIMITS, fills_up
from sf_audit.samples.forecast import forecast
from sf_audit.samples.store import Stored
from sf_audit.snapshot.dictionary import limit_not_reported
from sf_audit.snapshot.tables import Snapshot

#: Days that a curve goes back: a quarter, so that what was cleared away last year does not bend the trend.
CURVE_DAYS = 90

_TABLE = "org_limits"
_NOT_READ = Unread(
    Reason.INCOMPLETE, "the list of the org's limits was not asked for", "A rule about limits (limit_below)"
)


def limits_of(snapshot: Snapshot, stored: Stored, started: datetime) -> Limits:
    """What is known of the org's limits on the day of the snapshot; samples taken after it are left out."""
    zone = known_zone(snapshot.org.time_zone) or UTC
    oldest = snapshot.today - timedelta(days=CURVE_DAYS - 1)
    by_day: list[tuple[date, Sample]] = [
        (day, sample)
        for sample in stored.samples
        if sample.taken <= started and oldest <= (day := sample.taken.astimezone(zone).date()) <= snapshot.today
    ]
    now, unread = _now(snapshot)
    measured = _measured(by_day)
    return Limits(
        limits=tuple(
            _use(name, used, maximum, measured.get(name, ()), snapshot.today)
            for name, (used, maximum) in sorted(now.items())
            if maximum > 0
        ),
        not_read=tuple(_sentence(each) for each in unread),
        samples=len(by_day),
        newest=max((day for day, _ in by_day), default=None),
        notes=stored.problems,
    )


def _now(snapshot: Snapshot) -> tuple[Mapping[str, tuple[int, int]], Sequence[Unread]]:
    """Used and maximum by name, and what the org did not say."""
    table = snapshot.tables.get(_TABLE)
    if table is None or table.unread or not snapshot.has(_TABLE, "name", "maximum", "remaining"):
        return {}, [(table.unread if table else None) or _NOT_READ]
    rows = snapshot.rows(f'SELECT "name", "maximum", "remaining" FROM "{_TABLE}"')
    now = {str(name): (maximum - left, maximum) for name, maximum, left in rows if None not in (maximum, left)}
    odd = dict(table.uncovered)
    missing = [limit_not_reported(name) for name in STORAGE_LIMITS if name not in now and name not in odd]
    return now, [*odd.values(), *missing]


def _sentence(unread: Unread) -> str:
    help_words = f" What would change that: {unread.unlocked_by}." if unread.unlocked_by else ""
    return f"{unread.detail[:1].upper()}{unread.detail[1:]}.{help_words}"


def _measured(by_day: Sequence[tuple[date, Sample]]) -> Mapping[str, Sequence[tuple[date, int]]]:
    """What was used of each limit, by its name, in each sample."""
    found: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for day, sample in by_day:
        for reading in sample.limits:
            found[reading.name].append((day, reading.maximum - reading.remaining))
    return found


def _use(name: str, used: int, maximum: int, measured: Sequence[tuple[date, int]], today: date) -> LimitUse:
    most = {today: used}
    for day, then in measured:
        most[day] = max(most.get(day, 0), then)
    points = sorted(most.items())
    since = points[0][0]
    curve = tuple(most.get(since + timedelta(days=ahead)) for ahead in range((today - since).days + 1))
    filling = fills_up(name)
    if filling:
        return LimitUse(name, used, maximum, filling, since, curve, forecast(points, maximum, today, used))
    return LimitUse(name, used, maximum, filling, since, curve, peak=_peak(points, maximum))


def _peak(points: Sequence[tuple[date, int]], maximum: int) -> Peak:
    day, used = max(points, key=lambda point: (point[1], point[0]))
    return Peak(used, day, sum(value >= NEAR * maximum for _, value in points))
