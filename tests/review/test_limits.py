"""The section about limits: samples of the days before beside what the org reported, in the days of the org."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sf_audit.model.limits import Limits, LimitUse, Peak, Reached
from sf_audit.model.sample import LimitReading, Sample
from sf_audit.review.limits import CURVE_DAYS, limits_of
from sf_audit.rulebook.judging.examples import example_snapshot
from sf_audit.rulebook.rules.rule import OrgExample, Tables
from sf_audit.samples.store import Stored
from sf_audit.snapshot.needs import Need, Source

TODAY = date(2026, 12, 1)
STARTED = datetime(2026, 12, 1, 20, tzinfo=UTC)
NEED = Need("org_limits", frozenset({"name", "maximum", "remaining"}), source=Source.LIMITS)
READ: Tables = {
    "org_limits": (
        {"name": "DataStorageMB", "maximum": 1000, "remaining": 310},
        {"name": "FileStorageMB", "maximum": 1000, "remaining": 900},
        {"name": "DailyApiRequests", "maximum": 100, "remaining": 90},
        {"name": "NotBought", "maximum": 0, "remaining": 0},
    )
}


def sample(when: datetime, **used: int) -> Sample:
    """A sample in which so much of each limit was used, of 1000."""
    readings = tuple(LimitReading(name, 1000, 1000 - number) for name, number in used.items())
    return Sample("00D000000000001EAA", when, readings)


def found(*samples: Sample, org: Tables | None = None, zone: str = "UTC", hidden: tuple[str, ...] = ()) -> Limits:
    example = OrgExample(org=READ if org is None else org, today=TODAY, hidden=hidden)
    with example_snapshot(example, [NEED]) as snapshot:
        snapshot.org = replace(snapshot.org, time_zone=zone)
        return limits_of(snapshot, Stored(samples, ("a.json is damaged",)), STARTED)


def use(limits: Limits, name: str) -> LimitUse:
    (limit,) = (limit for limit in limits.limits if limit.name == name)
    return limit


def ago(days: int, hour: int = 18) -> datetime:
    return datetime(2026, 12, 1, hour, tzinfo=UTC) - timedelta(days=days)


def test_a_month_of_samples_has_a_curve_and_a_forecast() -> None:
    limits = found(*(sample(ago(back), DataStorageMB=690 - 10 * back) for back in range(20, 0, -1)))

    storage = use(limits, "DataStorageMB")
    assert (storage.used, storage.maximum, storage.fills_up, storage.since) == (690, 1000, True, date(2026, 11, 11))
    assert storage.curve == tuple(range(490, 700, 10))
    assert storage.forecast is not None
    assert storage.forecast.reached[0] == Reached(80, date(2026, 12, 12), date(2026, 12, 12))
    assert (limits.samples, limits.newest, limits.notes) == (20, date(2026, 11, 30), ("a.json is damaged",))


def test_without_samples_there_is_what_is_used_now() -> None:
    limits = found()

    assert [(limit.name, limit.curve, limit.forecast) for limit in limits.limits] == [
        ("DailyApiRequests", (10,), None),
        ("DataStorageMB", (690,), None),
        ("FileStorageMB", (100,), None),
    ]
    assert (limits.samples, limits.newest, limits.not_read) == (0, None, ())


def test_what_begins_again_is_judged_by_its_worst_day() -> None:
    calls = use(found(sample(ago(3), DailyApiRequests=81), sample(ago(1), DailyApiRequests=40)), "DailyApiRequests")

    assert calls.curve == (81, None, 40, 10)
    assert (calls.peak, calls.forecast) == (Peak(81, date(2026, 11, 28), 1), None)


def test_of_several_samples_of_a_day_the_highest_counts() -> None:
    several = (sample(ago(1, hour), DataStorageMB=used) for hour, used in ((6, 640), (12, 655), (18, 650)))

    assert use(found(*several), "DataStorageMB").curve == (655, 690)


def test_days_are_those_of_the_org() -> None:
    late = sample(datetime(2026, 11, 29, 3, tzinfo=UTC), DataStorageMB=600)

    assert use(found(late), "DataStorageMB").since == date(2026, 11, 29)
    assert use(found(late, zone="America/New_York"), "DataStorageMB").since == date(2026, 11, 28)


def test_samples_from_after_the_snapshot_and_from_long_before_are_left_out() -> None:
    after = sample(STARTED + timedelta(seconds=1), DataStorageMB=1)
    old, oldest = sample(ago(CURVE_DAYS), DataStorageMB=2), sample(ago(CURVE_DAYS - 1), DataStorageMB=3)

    limits = found(oldest, old, after)

    assert limits.samples == 1
    assert (use(limits, "DataStorageMB").curve[0], len(use(limits, "DataStorageMB").curve)) == (3, CURVE_DAYS)


def test_storage_that_is_not_reported_is_not_checked() -> None:
    limits = found(org={"org_limits": READ["org_limits"][2:3]})

    assert [limit.name for limit in limits.limits] == ["DailyApiRequests"]
    assert limits.not_read == tuple(
        f"The org did not report the limit {name}. "
        "What would change that: View Setup and Configuration; storage limits need Manage Users."
        for name in ("DataStorageMB", "FileStorageMB")
    )


def test_a_list_that_was_never_read_says_so() -> None:
    with example_snapshot(OrgExample(org={}, today=TODAY), []) as snapshot:
        limits = limits_of(snapshot, Stored(), STARTED)

    assert limits.not_read == (
        "The list of the org's limits was not asked for. What would change that: A rule about limits (limit_below).",
    )


def test_a_list_that_is_refused_is_not_checked() -> None:
    limits = found(sample(ago(1), DataStorageMB=5), hidden=("org_limits",))

    assert limits.limits == ()
    assert len(limits.not_read) == 1
    assert "org_limits" in limits.not_read[0] or "limits" in limits.not_read[0]
