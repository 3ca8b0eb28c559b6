"""For a terminal of 80 columns: the months with what became of all findings, then what is open of each line."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from sf_audit.model.lifecycle import Survivors
from sf_audit.model.review import ReviewStatus
from sf_audit.model.score import FORMULA
from sf_audit.model.trend import Cell, Counts, Difference, Month, Side, Trend, TrendLine
from sf_audit.report.hostile import printable
from sf_audit.report.words import count

WIDTH = 80

#: What stands where nothing is known.
GAP = "–"

#: Months beside each other.
_ACROSS = 6

_NAME, _NUMBER = 26, 9
_HEADS = ("Open", "New", "First", "Back", "Fixed", "Unseen", "Unasked")
_LEGEND = (
    "First: of rules that no earlier review had evaluated. Back: fixed once, and there again. Unseen: of rules that "
    "were not evaluated, so neither open nor fixed. Unasked: gone because no rule looks for them any more. A number "
    "with + is the least: not all of it was evaluated. A score with * is of a review that is not complete."
)
_OTHER_FORMULA = "A score with ' is by an older formula of the score, so it is not comparable with the others."


def trend_text(trend: Trend) -> Iterator[str]:
    """Line by line."""
    return (f"{line}\n" for line in _trend(trend))


def difference_text(difference: Difference) -> Iterator[str]:
    """Line by line."""
    return (f"{line}\n" for line in _difference(difference))


def _trend(trend: Trend) -> Iterator[str]:
    reviews = sum(month.status is not None for month in trend.months)
    months = count(len(trend.months), "month")
    yield from _wrapped(f"{trend.org_name} · {months}, {count(reviews, 'review')}")
    yield ""
    yield _months_head()
    for month, cell in zip(trend.months, trend.total.cells, strict=True):
        yield _month(month, cell)
    yield ""
    yield from _wrapped(_LEGEND)
    if any(map(_is_by_another_formula, trend.months)):
        yield from _wrapped(_OTHER_FORMULA)
    yield from _lines(trend)
    yield from _cohorts(trend)
    yield from _damaged(trend.damaged)


def _months_head() -> str:
    return f"{'Month':<8}{'Score':>6}" + "".join(f"{head:>{_NUMBER}}" for head in _HEADS)


def _month(month: Month, cell: Cell | None) -> str:
    score = GAP if month.score is None else f"{month.score}"
    score += "" if month.status in (None, ReviewStatus.COMPLETE) else "*"
    score += "'" if _is_by_another_formula(month) else ""
    return f"{printable(month.period, limit=7):<8}{score:>6}" + _numbers(cell)


def _is_by_another_formula(of: Month | Side) -> bool:
    return of.score is not None and of.formula != FORMULA


def _numbers(cell: Cell | None) -> str:
    if cell is None:
        return "".join(f"{GAP:>{_NUMBER}}" for _ in _HEADS)
    counts = cell.counts
    rest = counts.new, counts.first_looked_at, counts.returned, counts.fixed, counts.not_evaluated
    shown = [_open(cell), *(_short(number) for number in (*rest, counts.no_longer_asked))]
    return "".join(f"{number:>{_NUMBER}}" for number in shown)


def _open(cell: Cell | None) -> str:
    if cell is None:
        return GAP
    if cell.evaluated:
        return _short(cell.counts.open)
    return f"{_short(cell.counts.open)}+" if cell.counts.open else GAP


def _short(number: int) -> str:
    """At most seven letters: 1,234,567,890 findings are 1.2 G."""
    for size, letter in ((10**9, "G"), (10**6, "M")):
        if number >= size:
            return f"{number / size:,.1f} {letter}"
    return f"{number:,}"


def _lines(trend: Trend) -> Iterator[str]:
    if not trend.lines:
        return
    months = trend.months[-_ACROSS:]
    yield ""
    yield f"{f'Open by {trend.by}':<{_NAME}}" + "".join(f"{month.period[:7]:>{_NUMBER}}" for month in months)
    for line in trend.lines:
        yield from _line(line, len(months))


def _line(line: TrendLine, months: int) -> Iterator[str]:
    """A long name has a line of its own: an id that was cut would name another rule."""
    name, cells = printable(line.name), "".join(f"{_open(cell):>{_NUMBER}}" for cell in line.cells[-months:])
    if len(name) < _NAME:
        yield f"{name:<{_NAME}}{cells}"
        return
    yield from _wrapped(name)
    yield f"{'':<{_NAME}}{cells}"


def _cohorts(trend: Trend) -> Iterator[str]:
    if not any(cohort.after for cohort in trend.cohorts):
        return
    yield ""
    yield f"{'Came in':<8}{'Then':>10}{'Old stock':>11}" + "".join(f"{f'After {n}':>17}" for n in range(1, 4))
    for cohort in trend.cohorts:
        cells = [*map(_survivors, cohort.after), *[GAP] * 3][:3]
        start = f"{printable(cohort.period, limit=7):<8}{_short(cohort.came):>10}{_short(cohort.stock):>11}"
        yield start + "".join(f"{cell:>17}" for cell in cells)


def _survivors(survivors: Survivors) -> str:
    """Between two numbers where a part was not evaluated."""
    least, most = survivors.open, survivors.open + survivors.not_evaluated
    return _short(least) if least == most else f"{_short(least)}–{_short(most)}"


def _difference(difference: Difference) -> Iterator[str]:
    yield from _wrapped(f"{difference.org_name} · {_side(difference.before)} → {_side(difference.after)}")
    total = difference.total
    yield from _wrapped(_sentence(total))
    for rule in difference.rules:
        yield ""
        yield from _wrapped(f"{rule.severity.upper()}  {rule.rule}")
        yield from _wrapped(rule.title, 2)
        part = "" if rule.evaluated else " (not all of it was evaluated)"
        yield from _wrapped(f"{_sentence(rule.counts)}{part}", 2)
    yield from _damaged(difference.damaged)


def _side(side: Side) -> str:
    status = "" if side.status is ReviewStatus.COMPLETE else f", {side.status}"
    formula = f" by formula {side.formula}" if _is_by_another_formula(side) else ""
    return f"{side.place} ({GAP if side.score is None else side.score}{formula}{status})"


def _sentence(counts: Counts) -> str:
    always = f"{counts.new:,} new · {counts.fixed:,} fixed · {counts.still_open:,} still open"
    sometimes = (
        (counts.returned, "returned"),
        (counts.first_looked_at, "first looked at"),
        (counts.not_evaluated, "not evaluated"),
        (counts.no_longer_asked, "no longer asked"),
    )
    return " · ".join([always, *(f"{number:,} {words}" for number, words in sometimes if number)])


def _damaged(places: Sequence[str]) -> Iterator[str]:
    for name in places:
        yield ""
        yield from _wrapped(f"The stored review {name} cannot be read, and is left out.")


def _wrapped(text: str, indent: int = 0) -> Iterator[str]:
    """Lines of at most 80 columns."""
    wrapper = textwrap.TextWrapper(WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2))
    wrapper.break_on_hyphens = False
    yield from wrapper.wrap(printable(text)) or [""]
