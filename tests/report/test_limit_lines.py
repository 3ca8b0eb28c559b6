"""What people read of each limit: numbers with their units, dates that are intervals, and gaps that are said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sf_audit.model.limits import Forecast, Limits, LimitUse, Peak, Reached
from sf_audit.report.curves import curve, runs
from sf_audit.report.limit_lines import NO_SAMPLES, limit_lines
from tests.report.october_limits import OCTOBER_LIMITS

DAY = date(2026, 12, 1)


def outlook(use: LimitUse) -> tuple[str, ...]:
    lines = limit_lines(Limits((use,), samples=3, newest=DAY))
    assert lines is not None
    return lines.everything[0].outlook


def storage(*reached: Reached, days: int = 20) -> LimitUse:
    found = Forecast(1.0, reached) if reached else None
    return LimitUse("DataStorageMB", 5, 10, fills_up=True, since=DAY, curve=(5,) * days, forecast=found)


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        (Reached(80, already=True), "80% is reached"),
        (Reached(80), "80% not within a year"),
        (Reached(100, date(2027, 3, 12), date(2027, 5, 4)), "100% between 12 Mar 2027 and 4 May 2027"),
        (Reached(80, date(2027, 3, 12)), "80% from 12 Mar 2027 on, or not within a year"),
        (Reached(80, date(2027, 3, 12), date(2027, 3, 13)), "80% about 12 Mar 2027"),
    ],
)
def test_a_date_is_an_interval(mark: Reached, says: str) -> None:
    assert outlook(storage(mark)) == (says,)


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (1, "No samples"),
        (3, "Too few samples for a forecast: 3 of 8 days"),
        (8, "Too few samples for a forecast: they span 7 of 14 days"),
    ],
)
def test_too_few_samples_are_counted(days: int, says: str) -> None:
    assert outlook(storage(days=days)) == (says,)


def test_days_without_a_sample_do_not_count() -> None:
    gaps = replace(storage(), curve=(5, None, None, 5, None, 5))

    assert outlook(gaps) == ("Too few samples for a forecast: 3 of 8 days",)


def test_what_begins_again_has_a_worst_day_and_no_end() -> None:
    calls = LimitUse("DailyApiRequests", 10, 100, fills_up=False, since=DAY, curve=(83, 10), peak=Peak(83, DAY, 1))

    assert outlook(calls) == ("Begins again; at most 83%, on 1 Dec 2026", "80% or more on 1 of 2 days")
    assert outlook(replace(calls, peak=Peak(70, DAY, 0))) == ("Begins again; at most 70%, on 1 Dec 2026",)


def test_a_limit_that_came_near_its_end_is_shown_whatever_is_used_now() -> None:
    quiet = LimitUse("HourlyOther", 1, 100, fills_up=False, since=DAY, curve=(5, 1), peak=Peak(5, DAY, 0))
    busy = replace(quiet, name="HourlyDashboards", curve=(95, 1), peak=Peak(95, DAY, 1))

    lines = limit_lines(Limits((quiet, busy), samples=1, newest=DAY))

    assert lines is not None
    assert [line.name for line in lines.lines] == ["HourlyDashboards"]
    assert lines.rest == "1 other limit is less than half used."


def test_the_lines_of_october() -> None:
    lines = limit_lines(OCTOBER_LIMITS)

    assert lines is not None
    assert [(line.label, line.share_words, line.used, line.tone) for line in lines.lines] == [
        ("File storage", "101%", "1,010 of 1,000 MB", "act"),
        ("Data storage", "78%", "780 of 1,000 MB", "good"),
        ("Hourly OData Callout", "60%", "12,000 of 20,000", "good"),
        ("API calls in 24 hours", "18.7%", "23,400 of 125,000 calls", "good"),
    ]
    assert lines.rest == "1 other limit is less than half used."
    assert len(lines.everything) == 5
    assert all(line.diagnostics and line.impact for line in lines.everything)
    assert lines.summary == "Curves and forecasts rest on 19 samples, the last of 30 Oct 2026, and on this review."


def test_without_samples_it_says_how_to_get_them() -> None:
    lines = limit_lines(replace(OCTOBER_LIMITS, samples=0, newest=None))

    assert lines is not None
    assert (lines.summary, lines.sampled) == (NO_SAMPLES, False)
    assert "sf-audit schedule" in lines.summary


def test_limits_that_nobody_could_read_are_not_checked() -> None:
    lines = limit_lines(Limits(not_read=("The list was refused.",), samples=4, newest=DAY))

    assert lines is not None
    assert lines.summary == "Not checked: this review has no figures of the org's limits."
    assert (lines.lines, lines.not_read) == ((), ("The list was refused.",))


def test_a_review_from_before_has_no_section() -> None:
    assert limit_lines(None) is None


def test_a_day_that_nobody_measured_breaks_the_curve() -> None:
    shares = (0.5, 0.6, None, 1.2, None, -0.1, 0.0)

    assert runs(shares) == [[(0, 0.5), (1, 0.6)], [(3, 1.0)], [(5, 0.0), (6, 0.0)]]
    drawn = curve(shares, "Data storage: <b>")
    assert (drawn.count("<polyline"), drawn.count("<circle")) == (2, 1)
    assert 'aria-label="Data storage: &lt;b&gt;"' in drawn
    assert curve((0.5,), "") == ""
