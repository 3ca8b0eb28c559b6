"""Where the time of a run went: seconds of each phase, and of each table or object within it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum


class Phase(StrEnum):
    """The phases of a run, in their order."""

    PLAN = "plan"
    READ = "read"
    STORE = "store"
    JUDGE = "judge"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a phase took, or a part of it. Tables are read side by side, so parts may add up to more than the whole.

    `part` is a table, an object or a step, and empty for the phase as a whole; `seconds` are of the wall clock.
    """

    phase: Phase
    part: str
    seconds: float


@dataclass
class Stopwatch:
    """Measures phases and their parts; may be used from several threads. What is measured twice is added up."""

    clock: Callable[[], float] = time.monotonic
    _timings: list[Timing] = field(default_factory=list)

    @contextmanager
    def measure(self, phase: Phase, part: str = "") -> Iterator[None]:
        """What happens in this block is of this phase; measured also where it fails."""
        began = self.clock()
        try:
            yield
        finally:
            self._timings.append(Timing(phase, part, round(self.clock() - began, 3)))

    @property
    def timings(self) -> tuple[Timing, ...]:
        """What was measured: by phase, the whole before its parts, the longest part first."""
        seconds: dict[tuple[Phase, str], float] = {}
        for timing in self._timings:
            key = timing.phase, timing.part
            seconds[key] = seconds.get(key, 0.0) + timing.seconds
        return in_order([Timing(phase, part, round(total, 3)) for (phase, part), total in seconds.items()])


def in_order(timings: Sequence[Timing]) -> tuple[Timing, ...]:
    """By phase, the whole before its parts, the longest part first."""
    order = list(Phase)
    return tuple(
        sorted(timings, key=lambda timing: (order.index(timing.phase), bool(timing.part), -timing.seconds, timing.part))
    )
