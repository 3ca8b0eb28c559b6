"""How long findings stay, and how the old stock shrinks, as every output for people says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sf_audit.model.lifecycle import Age, BurnDown, Cohort, Lifecycle, Survivors
from sf_audit.report import words

#: Columns of the table: further reviews after the one of the month.
LATER = ("After 1 review", "After 2 reviews", "After 3 reviews")

#: Months in the table, the newest ones.
MONTHS = 6


@dataclass(frozen=True, slots=True)
class CohortLine:
    """One month: how many findings came, and how many were there after one, two and three reviews."""

    month: str
    came: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LifecycleLines:
    """The table of months, the oldest first, and the sentence about the old stock; either may be empty."""

    cohorts: tuple[CohortLine, ...]
    age: str
    burn_down: str
    columns: tuple[str, ...] = LATER


def lifecycle_lines(lifecycle: Lifecycle | None) -> LifecycleLines | None:
    """None where there is nothing to say: in a first review, and in documents from before it was counted."""
    if lifecycle is None or not any(cohort.after for cohort in lifecycle.cohorts):
        return None
    plan = lifecycle.burn_down
    return LifecycleLines(
        cohort_lines(lifecycle.cohorts[-MONTHS:]),
        age_words(lifecycle.age) if lifecycle.age else "",
        burn_down_words(plan) if plan else "",
    )


def cohort_lines(cohorts: Sequence[Cohort]) -> tuple[CohortLine, ...]:
    """A line for each month. A review that is not there yet has no number."""
    return tuple(
        CohortLine(words.month(cohort.period), _came(cohort), tuple(_cells(cohort.after))) for cohort in cohorts
    )


def age_words(age: Age) -> str:
    """How long findings have been open, in one sentence."""
    found = f"{words.count(age.findings, 'open finding')} that nobody waived"
    return f"Of {found}, half are at most {words.count(age.median, 'day')} old, and the oldest {age.oldest:,}."


def burn_down_words(plan: BurnDown) -> str:
    """The old stock in one or two sentences."""
    unseen = f", and {plan.not_evaluated:,} not evaluated" if plan.not_evaluated else ""
    found = f"{plan.open:,} of {words.count(plan.baseline, 'finding')} left{unseen}"
    left = f"Old stock, found by the first review of each rule since {words.day(plan.began)}: {found}."
    if plan.until is None or plan.planned is None:
        return left
    over = plan.open - plan.planned
    state = f"{over:,} too many" if over > 0 else "within the plan"
    return f"{left} The plan allows {plan.planned:,} by now and none after {words.day(plan.until)}: {state}."


def survivors_words(survivors: Survivors) -> str:
    """How many are there; between two numbers where a part was not evaluated."""
    least, most = survivors.open, survivors.open + survivors.not_evaluated
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"


def _came(cohort: Cohort) -> str:
    return f"{cohort.came:,}" + (f" ({cohort.stock:,} old stock)" if cohort.stock else "")


def _cells(after: Sequence[Survivors]) -> list[str]:
    return [*map(survivors_words, after), *["–"] * (len(LATER) - len(after))]
