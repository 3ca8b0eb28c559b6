"""What a reader must know before believing a number, and what to do about it: a line each, the gravest first."""

from __future__ import annotations

from sf_audit.model.review import Reason, Review, ReviewStatus, Severity, Status
from sf_audit.model.score import CAP
from sf_audit.report import words
from sf_audit.report.standards_lines import weakened_words

MOST = 5
"""So many are shown. More would be read by nobody, and hide the score; the rest is folded away."""

REMEDY = "See Not checked for what would change that."
"""A permission, another run, or a change of the rule: each reason has a remedy of its own."""

GRANT = "See Not checked for what to grant."
"""For what is hidden, where it is always a permission."""


def banners(review: Review) -> tuple[str, ...]:
    """First what the numbers are worth, then what the run says of itself, then whose records these are.

    What the review says itself is not said twice.
    """
    unseen = [outcome for outcome in review.outcomes if outcome.status is Status.NOT_CHECKED]
    hidden = sum(outcome.reason == Reason.ROWS_HIDDEN for outcome in unseen)
    unsure = words.too_little(review.coverage) and (review.score.overall or 0) >= words.GOOD
    worth = (
        ("failed", review.status is ReviewStatus.FAILED, f"This review failed: no rule could be judged. {REMEDY}"),
        ("partial", review.status is ReviewStatus.PARTIAL, f"{_partial(review)} {REMEDY}"),
        ("nine rules in ten", unsure, f"Good needs nine rules in ten checked, so this score reads Watch. {REMEDY}"),
        ("capped", review.score.capped, _capped(review)),
        ("weakened:", bool(review.weakened), weakened_words(review)),
    )
    whose = (
        ("shared", hidden > 0, f"Records are hidden from the auditor user: {_not_judged(hidden)} {GRANT}"),
        ("sandbox", review.org.is_sandbox, "This org is a sandbox: nothing here speaks of production."),
    )
    stated = " ".join(review.banners).lower()
    before, after = (
        [banner for word, holds, banner in some if holds and word not in stated] for some in (worth, whose)
    )
    return (*before, *review.banners, *after)


def _not_judged(rules: int) -> str:
    return f"{words.count(rules, 'rule was', 'rules were')} not judged."


def more_words(more: int, where: str) -> str:
    """How many banners are not shown, and where they are; empty where all are."""
    return f"and {more:,} more {where}" if more else ""


def _capped(review: Review) -> str:
    """What caps the score; where the rules reach less than the cap by themselves, it is not what makes the score."""
    limit = "is capped at" if review.score.overall == CAP else "cannot exceed"
    return f"The score {limit} {CAP}{_why_capped(review)}"


def _why_capped(review: Review) -> str:
    critical = [
        outcome for outcome in review.outcomes if (outcome.scored_severity or outcome.severity) is Severity.CRITICAL
    ]
    if any(outcome.status is Status.BROKEN for outcome in critical):
        return " while a critical rule is broken. Begin with the critical ones."
    if any(outcome.waived > outcome.risk_accepted for outcome in critical):
        return ": findings of a critical rule are waived, and nobody accepts the risk."
    if not any(outcome.status is Status.KEPT and outcome.failing for outcome in critical) and any(
        outcome.status is Status.NOT_CHECKED and outcome.failing for outcome in critical
    ):
        return ": what was seen of a critical rule does not keep what its file asks."
    return ": a critical rule is kept only because less is asked here than its file asks."


def _partial(review: Review) -> str:
    unread = review.coverage.total - review.coverage.checked
    in_part = sum(outcome.status is Status.BROKEN and bool(outcome.reason) for outcome in review.outcomes)
    counts = ((unread, "not checked"), (in_part, "evaluated in part only"))
    parts = [f"{words.count(number, 'rule was', 'rules were')} {state}" for number, state in counts if number]
    return f"This review is partial: {', and '.join(parts) or 'see below'}."
