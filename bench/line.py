"""What was measured, as lines of one table."""

from __future__ import annotations

from dataclasses import dataclass

HEADER = f"{'what':<46} {'ours':>9}  {'reference':<26} {'':>9} {'ratio':>6} {'target':>7} {'peak MB':>8}"


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement. `ours` and `other` are seconds; `ratio` is held against `target`, unless that is None.

    The target is a floor, or a ceiling where `at_most` is set. `mb` is the peak of memory, to stay below `most_mb`.
    """

    what: str
    ours: float
    reference: str
    other: float | None
    ratio: float | None
    target: float | None
    mb: float | None = None
    most_mb: float | None = None
    at_most: bool = False
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether the target was met, the memory's included."""
        enough = self.ratio is None or self.target is None or (self.ratio <= self.target) == self.at_most
        small = self.mb is None or self.most_mb is None or self.mb < self.most_mb
        return enough and small

    def __str__(self) -> str:
        sign = "≤" if self.at_most else "≥"
        cells = [
            f"{self.what:<46} {self.ours:>7.2f} s  {self.reference:<26}",
            "         " if self.other is None else f"{self.other:>7.2f} s",
            "      " if self.ratio is None else f"{self.ratio:>6.2f}",
            "       " if self.target is None else f"{sign} {self.target:>5.2f}",
            "        " if self.mb is None else f"{self.mb:>8.0f}",
        ]
        return f"{' '.join(cells)}{'' if self.met else '  missed'}{f'  ({self.note})' if self.note else ''}"
