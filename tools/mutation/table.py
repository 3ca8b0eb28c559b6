"""What came of the changes, room by room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from tools.mutation.trial import Outcome, Trial

#: The least share of all changes that tests must notice.
LEAST = Fraction(85, 100)

_HEADS = ("room", "mutants", *Outcome, "share")


def lines(trials: Sequence[Trial]) -> Iterator[str]:
    """A line for each room, one for all, then each change that no test noticed."""
    rooms = dict.fromkeys(trial.mutant.room for trial in trials)
    rows = [_row(room, [trial for trial in trials if trial.mutant.room == room]) for room in rooms]
    for row in [_HEADS, *rows, _row("all", trials)]:
        yield f"{row[0]:<16}" + "".join(f"{cell:>13}" for cell in row[1:])
    for trial in trials:
        if trial.outcome in (Outcome.SURVIVED, Outcome.NOT_REACHED):
            yield ""
            yield f"{trial.outcome}: {trial.mutant.name}"
            yield from (f"    {line}" for line in trial.mutant.difference)


def share(trials: Sequence[Trial]) -> Fraction:
    """How many of all changes a test noticed; those that no test reaches count as not noticed."""
    noticed = sum(trial.outcome in (Outcome.KILLED, Outcome.TIMED_OUT) for trial in trials)
    return Fraction(noticed, len(trials)) if trials else Fraction(0)


def _row(name: str, trials: Sequence[Trial]) -> tuple[str, ...]:
    counts = Counter(trial.outcome for trial in trials)
    return (name, str(len(trials)), *(str(counts[outcome]) for outcome in Outcome), f"{float(share(trials)):.1%}")
