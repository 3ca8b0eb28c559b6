"""Whether the rows that were asked for hold all those that somebody wants to look at.

The filters are of the same org and of the same day: days before today count from the day of the snapshot. Where one
clause cannot be seen to lie within another, the answer is no: rows that may be missing are never a pass.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sf_audit.snapshot.needs import Clause, Comparison, Rows, Value

#: A clause that no record keeps, because each has an Id: whoever means no record misses none.
_NO_RECORD = Clause("Id", Comparison.EMPTY)


def outside(read: Rows, wanted: Rows) -> tuple[Clause, ...]:
    """The clauses that kept wanted rows from being read; none where every wanted row was asked for."""
    if _NO_RECORD in wanted:
        return ()
    return tuple(
        clause for clause in sorted(read, key=repr) if not any(_lies_within(narrow, clause) for narrow in wanted)
    )


def clause_text(clause: Clause) -> str:
    """A clause in words, for people."""
    values = ", ".join(str(value) for value in clause.values)
    return f"{clause.field} {clause.comparison.word} {values}".rstrip()


def _lies_within(narrow: Clause, wide: Clause) -> bool:
    """Whether every row that keeps the narrow clause keeps the wide one."""
    if narrow.field.lower() != wide.field.lower():
        return False
    if wide.comparison is Comparison.FILLED:
        return not narrow.comparison.holds_for_empty
    if narrow.comparison is not wide.comparison:
        return False
    within = _WITHIN.get(narrow.comparison)
    return _folded(narrow) == _folded(wide) or (within is not None and within(narrow, wide))


def _folded(clause: Clause) -> frozenset[Value]:
    """Texts are equal without regard to case, as in SOQL; the order of values means nothing."""
    return frozenset(value.lower() if isinstance(value, str) else value for value in clause.values)


def _bounds(clause: Clause) -> tuple[float, str]:
    """The one value of a clause, as a number or as a day in ISO 8601, which sort like what they mean."""
    (value,) = clause.values
    return (0, date.fromisoformat(value).isoformat()) if isinstance(value, str) else (value, "")


def _compared(fits: Callable[[tuple[float, str], tuple[float, str]], bool]) -> Callable[[Clause, Clause], bool]:
    def within(narrow: Clause, wide: Clause) -> bool:
        try:
            mine, other = _bounds(narrow), _bounds(wide)
        except ValueError:
            return False
        return bool(mine[1]) == bool(other[1]) and fits(mine, other)

    return within


_WITHIN: dict[Comparison, Callable[[Clause, Clause], bool]] = {
    Comparison.IN: lambda narrow, wide: _folded(narrow) <= _folded(wide),
    Comparison.INCLUDES: lambda narrow, wide: _folded(narrow) <= _folded(wide),
    Comparison.NOT_IN: lambda narrow, wide: _folded(narrow) >= _folded(wide),
    Comparison.EXCLUDES: lambda narrow, wide: _folded(narrow) >= _folded(wide),
    Comparison.AT_LEAST: _compared(lambda mine, other: mine >= other),
    Comparison.AT_MOST: _compared(lambda mine, other: mine <= other),
    Comparison.OLDER_THAN_DAYS: _compared(lambda mine, other: mine >= other),
    Comparison.NEWER_THAN_DAYS: _compared(lambda mine, other: mine <= other),
}
