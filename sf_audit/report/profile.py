"""Where the time of a run went, as a table of plain text."""

from __future__ import annotations

from collections.abc import Sequence

from sf_audit.model.timings import Timing
from sf_audit.report.hostile import printable


def profile(timings: Sequence[Timing]) -> str:
    """One line for each phase, and below it one for each of its parts, with seconds of the wall clock."""
    names = [f"  {printable(timing.part)}" if timing.part else timing.phase.value for timing in timings]
    width = max([len("phase"), *map(len, names)])
    lines = [f"{'phase':<{width}}  seconds"]
    lines += [f"{name:<{width}}  {timing.seconds:7.3f}" for name, timing in zip(names, timings, strict=True)]
    return "\n".join(lines)
