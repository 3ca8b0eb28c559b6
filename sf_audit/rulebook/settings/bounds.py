"""Two bounds of one field that leave no value between them: a rule with those would look at nothing, for ever."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sf_audit.snapshot.needs import Clause, Comparison, Value

_PAIRS = ((Comparison.AT_LEAST, Comparison.AT_MOST), (Comparison.OLDER_THAN_DAYS, Comparison.NEWER_THAN_DAYS))
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def refuse_turned_clauses(clauses: Iterable[Clause]) -> None:
    """The same for the clauses on one field. ValueError where no value meets them all."""
    ends = {clause.comparison: clause.values[0] for clause in clauses if clause.values}
    for low, high in _PAIRS:
        if low in ends and high in ends:
            refuse_turned(ends[low], ends[high], (low.word, high.word))


def refuse_turned(low: Value | None, high: Value | None, words: tuple[str, str] = ("at_least", "at_most")) -> None:
    """ValueError where the low one is above the high one. `words` are what people wrote before them."""
    if not _turned(low, high):
        return
    written = " and ".join(f"{word} {_written(end)}" for word, end in zip(words, (low, high), strict=True))
    raise ValueError(f"no value is {written} at once: change the two round")


def _turned(low: Value | None, high: Value | None) -> bool:
    """Times are left alone: which day they are of depends on the org's zone."""
    if isinstance(low, str) and isinstance(high, str):
        return bool(_DAY.fullmatch(low) and _DAY.fullmatch(high)) and low > high
    return isinstance(low, int | float) and isinstance(high, int | float) and low > high


def _written(end: Value | None) -> str:
    return str(int(end) if isinstance(end, float) and end.is_integer() else end)
