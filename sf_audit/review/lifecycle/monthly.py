"""The findings of an org month by month, from its stored reviews alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sf_audit.model.severity import Severity
from sf_audit.model.trend import By, Cell, Counts, Month, Trend, TrendLine
from sf_audit.review.lifecycle.cohorts import Remaining, cohorts
from sf_audit.review.lifecycle.compared import Then, compared
from sf_audit.review.lifecycle.counting import Groups, grouped
from sf_audit.review.lifecycle.fold import RuleEvaluations, lives
from sf_audit.review.lifecycle.looks import Look
from sf_audit.review.lifecycle.presence import Presence
from sf_audit.review.lifecycle.stored_org import StoredOrg


def trend(org: StoredOrg, by: By, last: int) -> Trend:
    """The newest so many months. What came before them is known, and not shown."""
    with org.remembered() as presence:
        counted = _counted(presence, by, {review.folder for review in org.months()})
        looks = counted.looks
    months = _months(looks)[-last:]
    place = {look.period: number for number, look in enumerate(looks)}
    shown = [place.get(month.period) for month in months]

    def line(name: str, group: int, cells: Sequence[Sequence[Cell]]) -> TrendLine:
        of_months = tuple(None if number is None else cells[number][group] for number in shown)
        return TrendLine(name, _title(name, by, looks), of_months)

    lines = [line(name, group, counted.cells) for group, name in enumerate(counted.names)]
    return Trend(
        org_id=org.id,
        org_name=org.name,
        by=by,
        months=tuple(months),
        total=line("", 0, counted.totals),
        lines=tuple(sorted(filter(_says_something, lines), key=lambda line: _order(line, by))),
        cohorts=cohorts(counted.remaining),
        damaged=org.damaged,
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """Review by review, the cells of all groups, the one of all findings, and what is left."""

    names: tuple[str, ...]
    looks: list[Look] = field(default_factory=list)
    cells: list[list[Cell]] = field(default_factory=list)
    totals: list[list[Cell]] = field(default_factory=list)
    remaining: list[Remaining] = field(default_factory=list)


def _counted(presence: Presence, by: By, months: Collection[Path]) -> _Counted:
    looks, patterns = presence.looks, presence.patterns()
    groups, everything = (grouped(patterns, looks, presence.rules, each) for each in (by, None))
    counted, then = _Counted(groups.names), Then.begin(len(patterns.rule))
    seen = RuleEvaluations.of(looks, presence.rules).seen
    for number, known in lives(patterns, looks, presence.rules):
        look = looks[number]
        if look.folder not in months:
            continue
        stages = compared(then, known)
        then = Then(known.state.copy(), number, seen[number][patterns.rule])
        counted.looks.append(look)
        counted.cells.append(_cells(groups, groups.count(stages, patterns.findings), look, presence.rules))
        (total,) = everything.count(stages, patterns.findings)
        counted.totals.append([Cell(total, look.evaluated_all)])
        counted.remaining.append(Remaining.of(number, known, patterns.findings, looks))
    return counted


def _cells(groups: Groups, counts: Sequence[Counts], look: Look, rules: Sequence[str]) -> list[Cell]:
    return [Cell(each, groups.evaluated(group, look, rules)) for group, each in enumerate(counts)]


def _months(looks: Sequence[Look]) -> list[Month]:
    """Every month from the first review to the last one, those without a review too."""
    by_period = {look.period: look for look in looks}
    return [_month(period, by_period.get(period)) for period in _periods(looks[0].period, looks[-1].period)]


def _month(period: str, look: Look | None) -> Month:
    return Month(period, look.status, look.finished, look.score, look.formula) if look else Month(period)


def _periods(first: str, last: str) -> list[str]:
    begin, end = (int(period[:4]) * 12 + int(period[5:]) - 1 for period in (first, last))
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(begin, end + 1)]


def _title(name: str, by: By, looks: Sequence[Look]) -> str:
    if by is not By.RULE or not name:
        return name
    return next(
        rule.outcome.title for look in reversed(looks) for rule in look.rules.values() if rule.outcome.rule == name
    )


def _says_something(line: TrendLine) -> bool:
    """Whether anything became of it in the months that are shown."""
    return any(cell is not None and cell.counts != Counts() for cell in line.cells)


def _order(line: TrendLine, by: By) -> tuple[int, str]:
    """Severities by their weight, anything else by what is open now."""
    if by is By.SEVERITY:
        return list(Severity).index(Severity(line.name)), line.name
    return -(line.cells[-1].counts.open if line.cells[-1] else 0), line.name
