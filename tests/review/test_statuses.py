"""When a review is complete, what people may accept, and which exit code a cron job sees."""

from __future__ import annotations

from datetime import date

import pytest

from sf_audit.cli.closing_lines import exit_code, say_where
from sf_audit.exit_codes import ExitCode
from sf_audit.model.review import Coverage, Reason, Severity, Status, Unread, Verdict
from sf_audit.rulebook.workspace.config import BlindSpot, Config, Override
from tests.review.months import HIDDEN, PARTLY, Workspace, breaking, outcome, rule, waiver

TODAY = date(2026, 3, 16)
NOTHING = Verdict(0, 0, proof="Case was read whole: 0 rows")
KEPT = breaking()


def spot(until: date = TODAY, name: str = "quality/a") -> BlindSpot:
    return BlindSpot(name, "no licence", "cio", until)


def off(until: date = TODAY) -> Override:
    return Override(off=True, reason="migration", approved_by="cio", until=until)


@pytest.mark.parametrize(
    ("first", "second", "status", "coverage"),
    [
        (KEPT, breaking("001A"), "complete", Coverage(2, 2)),
        (KEPT, NOTHING, "complete", Coverage(1, 1)),
        (NOTHING, NOTHING, "complete", Coverage(0, 0)),
        (KEPT, HIDDEN, "partial", Coverage(1, 2)),
        (NOTHING, HIDDEN, "partial", Coverage(0, 1)),
        (HIDDEN, HIDDEN, "failed", Coverage(0, 2)),
        (KEPT, breaking("001A", unread=PARTLY), "partial", Coverage(2, 2)),
    ],
)
def test_a_review_is_complete_when_nothing_was_left_out(
    workspace: Workspace, first: Verdict | Unread, second: Verdict | Unread, status: str, coverage: Coverage
) -> None:
    review = workspace.review(TODAY, rule(first), rule(second, "quality/b"))

    assert (review.status, review.coverage) == (status, coverage)
    assert exit_code(review, "none") == (0 if status == "complete" else 3)


def test_an_accepted_blind_spot_is_shown_and_lowers_coverage_and_is_no_partial_run(workspace: Workspace) -> None:
    workspace.config = Config(blind_spots=(spot(),))

    review = workspace.review(TODAY, rule(HIDDEN), rule(KEPT, "quality/b"))

    assert (review.status, review.coverage) == ("complete", Coverage(1, 2))
    assert outcome(review).detail == ("Account.X is not visible (accepted blind spot: no licence (approved by cio))")
    assert (outcome(review).accepted_until, outcome(review).unlocked_by) == (TODAY, "Read on Account.X")


def test_a_part_that_was_not_evaluated_makes_the_run_partial_until_people_accept_it(workspace: Workspace) -> None:
    half = breaking("001A", unread=PARTLY)

    partial = workspace.review(TODAY, rule(half), rule(KEPT, "quality/b"))
    workspace.config = Config(blind_spots=(spot(),))
    accepted = workspace.review(TODAY, rule(half), rule(KEPT, "quality/b"))

    assert (partial.status, exit_code(partial, "none")) == ("partial", 3)
    assert partial.banners == ("quality/a was evaluated only in part, so there may be more findings.",)
    assert outcome(partial).unlocked_by == "View All Records"
    assert (accepted.status, exit_code(accepted, "none"), accepted.banners) == ("complete", 0, ())
    assert (outcome(accepted).status, outcome(accepted).accepted_until) == (Status.BROKEN, TODAY)


def test_an_acceptance_that_has_ended_counts_again(workspace: Workspace) -> None:
    workspace.config = Config(blind_spots=(spot(date(2026, 3, 15)),), overrides={"quality/b": off(date(2026, 3, 15))})

    review = workspace.review(TODAY, rule(HIDDEN), rule(breaking("001A"), "quality/b"))

    assert review.status == "partial"
    assert outcome(review).accepted_until is None
    assert outcome(review, "quality/b").status is Status.BROKEN


def test_a_rule_that_is_switched_off_is_not_run_and_lowers_coverage(workspace: Workspace) -> None:
    workspace.config = Config(overrides={"quality/a": off()})

    review = workspace.review(TODAY, rule(breaking("001A")), rule(KEPT, "quality/b"))

    assert (review.status, review.coverage, workspace.findings) == ("complete", Coverage(1, 2), [])
    assert (outcome(review).status, outcome(review).reason) == (Status.NOT_CHECKED, "switched_off")
    assert outcome(review).detail == "switched off: migration (approved by cio)"


@pytest.mark.parametrize("spots", [(spot(), spot(date(2026, 1, 1))), (spot(date(2026, 1, 1)), spot())])
def test_an_ended_acceptance_does_not_end_another_one(workspace: Workspace, spots: tuple[BlindSpot, ...]) -> None:
    workspace.config = Config(blind_spots=spots, overrides={"quality/a": off(date(2026, 1, 1))})

    assert workspace.review(TODAY, rule(HIDDEN), rule(KEPT, "quality/b")).status == "complete"


def test_a_part_that_was_not_seen_keeps_no_rule_whatever_its_share(workspace: Workspace) -> None:
    seen = breaking("001A", checked=100, unread=PARTLY)

    tolerant = outcome(workspace.review(TODAY, rule(seen, at_least=0.9), rule(KEPT, "quality/b")))
    waived = outcome(workspace.review(TODAY, rule(seen), rule(KEPT, "quality/b"), waivers=[waiver()]))
    strict = outcome(workspace.review(TODAY, rule(seen), rule(KEPT, "quality/b")))

    assert (tolerant.status, tolerant.reason) == (Status.NOT_CHECKED, "rows_hidden")
    assert (waived.status, waived.reason) == (Status.NOT_CHECKED, "rows_hidden")
    assert (strict.status, strict.reason, strict.detail) == (
        Status.BROKEN,
        "rows_hidden",
        "only shared rows were read",
    )


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [
        (Severity.CRITICAL, "critical", 1),
        (Severity.HIGH, "critical", 0),
        (Severity.HIGH, "high", 1),
        (Severity.HIGH, "low", 1),
        (Severity.LOW, "low", 1),
        (Severity.CRITICAL, "none", 0),
    ],
)
def test_findings_at_or_above_a_severity_end_with_1(
    workspace: Workspace, severity: Severity, fail_on: str, code: int
) -> None:
    assert exit_code(workspace.review(TODAY, rule(breaking("001A"), severity=severity)), fail_on) == code


def test_waived_findings_do_not_end_with_1(workspace: Workspace) -> None:
    review = workspace.review(TODAY, rule(breaking("001A")), waivers=[waiver()])

    assert exit_code(review, "low") == 0


def test_what_was_not_seen_weighs_more_than_findings_and_a_spent_budget_more_than_both(workspace: Workspace) -> None:
    found, spent = rule(breaking("001A")), Unread(Reason.BUDGET_SPENT, "spent")

    assert exit_code(workspace.review(TODAY, found, rule(HIDDEN, "quality/b")), "low") == 3
    assert exit_code(workspace.review(TODAY, found, rule(spent, "quality/b")), "low") == 5


def test_a_rule_without_proof_of_an_empty_population_still_says_why(workspace: Workspace) -> None:
    review = workspace.review(TODAY, rule(NOTHING), rule(KEPT, "quality/b"))

    assert (outcome(review).status, outcome(review).detail) == (
        Status.NOT_APPLICABLE,
        "Case was read whole: 0 rows",
    )


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (HIDDEN, "The review failed, because no rule could be judged: see why, and what would change that.\n"),
        (
            breaking("001A", unread=PARTLY),
            "The review is partial: see what was not checked, and what would change that.\n",
        ),
        (KEPT, ""),
    ],
)
def test_the_last_line_says_what_became_of_the_review(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], seen: Verdict | Unread, said: str
) -> None:
    say_where(workspace.folder, workspace.review(TODAY, rule(seen)), ExitCode.DONE)

    assert capsys.readouterr().err == said
