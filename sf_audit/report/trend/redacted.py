"""The trend and the difference without contacts: owners by the names of their roles."""

from __future__ import annotations

from dataclasses import replace

from sf_audit.model.trend import By, Difference, Trend, TrendLine
from sf_audit.report.redacted import without_contact


def trend_without_contacts(trend: Trend) -> Trend:
    """The same trend."""
    return replace(trend, lines=tuple(map(_line, trend.lines))) if trend.by is By.OWNER else trend


def difference_without_contacts(difference: Difference) -> Difference:
    """The same difference."""
    rules = tuple(replace(rule, owner=without_contact(rule.owner)) for rule in difference.rules)
    return replace(difference, rules=rules)


def _line(line: TrendLine) -> TrendLine:
    return replace(line, name=without_contact(line.name), title=without_contact(line.title))
