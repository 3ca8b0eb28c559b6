"""For spreadsheets: a line for each rule, object, owner or severity in each month, or for each rule of a difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, fields

from sf_audit.model.trend import Counts, Difference, Trend
from sf_audit.report.findings_csv import csv_line

COUNTS = tuple(each.name for each in fields(Counts))
TREND = ("by", "name", "title", "period", "status", "evaluated", *COUNTS)
DIFFERENCE = ("rule", "title", "severity", "owner", "before", "after", "evaluated", *COUNTS)


def trend_csv(trend: Trend) -> Iterator[str]:
    """The head, the lines of all findings, which have no name, then the rest. A month without review has no counts."""
    yield csv_line(TREND)
    for line in (trend.total, *trend.lines):
        for month, cell in zip(trend.months, line.cells, strict=True):
            numbers = astuple(cell.counts) if cell else (None,) * len(COUNTS)
            evaluated = None if cell is None else "yes" if cell.evaluated else "no"
            status = str(month.status or "no review")
            yield csv_line((trend.by, line.name, line.title, month.period, status, evaluated, *numbers))


def difference_csv(difference: Difference) -> Iterator[str]:
    """The head, then a line for each rule."""
    yield csv_line(DIFFERENCE)
    sides = difference.before.place, difference.after.place
    for rule in difference.rules:
        evaluated = "yes" if rule.evaluated else "no"
        yield csv_line((rule.rule, rule.title, rule.severity, rule.owner, *sides, evaluated, *astuple(rule.counts)))
