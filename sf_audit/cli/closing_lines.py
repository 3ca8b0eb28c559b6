"""How a run that made a review ends: its exit code, why it is that, and where the review is."""

from __future__ import annotations

import logging
from pathlib import Path

from sf_audit.cli.output import log_event, say, tell
from sf_audit.exit_codes import ExitCode
from sf_audit.model.review import Outcome, Reason, Review, ReviewStatus, Severity, Status
from sf_audit.model.tally import Tally
from sf_audit.model.timings import Stopwatch, in_order
from sf_audit.report.formats import PAGE
from sf_audit.report.profile import profile
from sf_audit.report.words import count


def exit_code(review: Review, fail_on: str) -> ExitCode:
    """5 the API budget ended the reading · 3 partial · 1 open findings at or above the severity · 0 otherwise.

    A register that was refused takes nothing from the rules, but the review is without what it declares.
    """
    if any(outcome.reason == Reason.BUDGET_SPENT for outcome in review.outcomes):
        return ExitCode.ORG_UNAVAILABLE
    if review.status is not ReviewStatus.COMPLETE or _refused(review):
        return ExitCode.PARTIAL
    return ExitCode.FINDINGS if _failing(review, fail_on) else ExitCode.DONE


def say_profile(review: Review, stopwatch: Stopwatch) -> None:
    """Where the time of the run went: as the review has it, and what came after the review was made."""
    known = {(timing.phase, timing.part) for timing in review.timings}
    later = [timing for timing in stopwatch.timings if (timing.phase, timing.part) not in known]
    say(profile(in_order([*review.timings, *later])))


def say_why(code: ExitCode, review: Review, fail_on: str) -> None:
    """Why a run that did all its work ends with exit code 1."""
    if code is ExitCode.FINDINGS:
        broken = count(len(_failing(review, fail_on)), "rule is", "rules are")
        tell(logging.WARNING, f"Exit code 1: {broken} broken at severity {fail_on} or above (--fail-on).")


def _refused(review: Review) -> list[str]:
    """The files of registers that were refused."""
    return [register.file for register in review.registers.declared if register.refused] if review.registers else []


def _failing(review: Review, fail_on: str) -> list[Outcome]:
    order = [severity.value for severity in Severity]
    worst = order[: order.index(fail_on) + 1] if fail_on in order else []
    return [outcome for outcome in review.outcomes if outcome.status is Status.BROKEN and outcome.severity in worst]


_UNFINISHED = {
    ReviewStatus.PARTIAL: "The review is partial: see what was not checked, and what would change that.",
    ReviewStatus.FAILED: "The review failed, because no rule could be judged: see why, and what would change that.",
}


def say_where(folder: Path, review: Review, code: ExitCode) -> None:
    """The last lines of a run that ends with this exit code: where the review is."""
    if review.status is not ReviewStatus.COMPLETE:
        tell(logging.WARNING, _UNFINISHED[review.status])
    if refused := _refused(review):
        tell(logging.WARNING, f"Without {' and '.join(refused)}: see sf-audit register check.")
    page, tally = folder.resolve() / PAGE.file, Tally.of(review.outcomes)
    log_event(
        "review written",
        event="review",
        folder=str(folder.resolve()),
        status=review.status,
        score=review.score.overall,
        checked=review.coverage.checked,
        total=review.coverage.total,
        findings=tally.open,
        within_tolerance=tally.within_tolerance,
        waived=tally.waived,
        exit_code=code,
    )
    say(f"\nThe review: {page if page.is_file() else folder.resolve()}")
