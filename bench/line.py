"""What was measured, as lines of one table."""

from __future__ import annotations

from dataclasses import dataclass

HEADER = f"{'what':<48} {'ours':>9}  {'reference':<22} {'':>9} {'ratio':>6} {'target':>8} {'peak MB':>8}"


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement: `ours` and `other` are seconds, `mb` the peak of memory in MB.

    `least_ratio` and `most_ratio`, `most_seconds` and `most_mb` are the targets, where there are any.
    """

    title: str
    ours: float
    reference: str = ""
    other: float | None = None
    ratio: float | None = None
    least_ratio: float | None = None
    most_ratio: float | None = None
    most_seconds: float | None = None
    mb: float | None = None
    most_mb: float | None = None
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether every target was met."""
        return all(
            (
                self.least_ratio is None or (self.ratio is not None and self.ratio >= self.least_ratio),
                self.most_ratio is None or (self.ratio is not None and self.ratio <= self.most_ratio),
                self.most_seconds is None or self.ours < self.most_seconds,
                self.most_mb is None or (self.mb is not None and self.mb < self.most_mb),
            )
        )

    def __str__(self) -> str:
        cells = [
            f"{self.title:<48} {self.ours:>7.2f} s  {self.reference:<22}",
            f"{_number(self.other, '.2f'):>7}{' s' if self.other is not None else '  '}",
            f"{_number(self.ratio, '.2f'):>6}",
            f"{self._target():>8}",
            f"{_number(self.mb, '.0f'):>8}",
        ]
        text = " ".join(cells) + ("" if self.met else "  MISSED") + (f"  {self.note}" if self.note else "")
        return text.rstrip()

    def _target(self) -> str:
        if self.least_ratio is not None:
            return f"≥ {self.least_ratio:.2f}"
        if self.most_ratio is not None:
            return f"≤ {self.most_ratio:.2f}"
        return "" if self.most_seconds is None else f"< {self.most_seconds:g} s"


def _number(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)
