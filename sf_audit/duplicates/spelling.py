"""Whether two texts are spelt alike, in SQL that stops as soon as they are not: it is asked of each pair."""

from __future__ import annotations

#: DuckDB gives up below the cutoff. It is a little lower than what is asked for, so that no rounding decides.
_MARGIN = 0.02


def alike(left: str, right: str, at_least: float) -> str:
    """That two texts are so alike, by Jaro and Winkler, 0 to 1; null where there is none."""
    return f"(jaro_winkler_similarity({left}, {right}, {at_least - _MARGIN:.2f}) >= {at_least})"


def slips(left: str, right: str, at_most: int) -> str:
    """That so many letters or fewer were mistyped, left out, added or swapped, and at least one was."""
    near = f"damerau_levenshtein({left}, {right}) BETWEEN 1 AND {at_most}"
    return f"(CASE WHEN abs(length({left}) - length({right})) <= {at_most} THEN {near} ELSE false END)"
