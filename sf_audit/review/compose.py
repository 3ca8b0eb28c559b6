"""From a snapshot and the standards to a review, offline: the same input gives the same judgement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from sf_audit import __version__
from sf_audit.access.assignments.platform_owned import platform_users_note
from sf_audit.model.review import ApiUse, Outcome, Point, Reason, Review, ReviewStatus, Status, Unread
from sf_audit.model.score import CAP
from sf_audit.model.tally import Tally
from sf_audit.model.timings import Phase, Stopwatch, Timing, in_order
from sf_audit.review import loaded_notices, record_count_notices, row_drop_notices, stale_config
from sf_audit.review.actions import actions
from sf_audit.review.archive import Archive
from sf_audit.review.duplicate_notes import duplicate_notes
from sf_audit.review.exemptions import exemption_banners, weakened_by
from sf_audit.review.findings_table import FINDINGS, Basis, write_findings
from sf_audit.review.gaming import gaming
from sf_audit.review.gaming.came_in import came_in
from sf_audit.review.history import Past
from sf_audit.review.judge import judge
from sf_audit.review.labels import write_labels
from sf_audit.review.lifecycle.changes import changes
from sf_audit.review.lifecycle.ledger import Memory, remembered
from sf_audit.review.lifecycle.summary import became, lifecycle
from sf_audit.review.limits import limits_of
from sf_audit.review.merges import write_merges
from sf_audit.review.never_evaluated import left_out_notes
from sf_audit.review.origins import origins
from sf_audit.review.own_shares import own_shares
from sf_audit.review.registers.section import Judged, refused_banners, registers
from sf_audit.review.rule_changes import like_for_like, rule_changes
from sf_audit.review.rules_file import stored_rules, write_rules
from sf_audit.review.score import coverage, falls_short, is_risk_accepted, score, unproven, with_points
from sf_audit.review.score_change import score_change
from sf_audit.review.standing import standing
from sf_audit.review.trend import History, point
from sf_audit.review.waived import covered
from sf_audit.review.weakened import weakened
from sf_audit.rulebook.fitting.fitting import Fitted, fitted
from sf_audit.rulebook.judging.examine import Seen, examine
from sf_audit.rulebook.workspace.config import accepted, switched_off
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.samples.store import Stored
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.stored_dictionary import StoredDictionary
from sf_audit.snapshot.tables import Snapshot


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is known of how the snapshot came about, beside its tables."""

    manifest_sha256: str
    started: datetime
    auditor: str
    api: ApiUse
    timings: tuple[Timing, ...] = ()
    """How long planning and reading took."""
    samples: Stored = field(default_factory=Stored)
    """What was measured on the days before."""


def compose(
    snapshot: Snapshot, standards: Standards, gathered: Gathered, archive: Archive, folder: Path, *, redact: bool
) -> Review:
    """Judge the snapshot. Writes findings.parquet and, unless redacted, labels.parquet into the folder."""
    stopwatch = Stopwatch()
    with stopwatch.measure(Phase.JUDGE):
        here = fitted(standards, StoredDictionary(snapshot))
        past, rules = Past(archive, f"{snapshot.today:%Y-%m}"), here.standards.on(snapshot.today)
        with remembered(past, here.standards, rules, folder) as memory:
            review = _composed(snapshot, here, gathered, memory, folder, stopwatch, redact=redact)
    measured = limits_of(snapshot, gathered.samples, gathered.started)
    return replace(review, limits=measured, timings=in_order([*gathered.timings, *stopwatch.timings]))


def _composed(
    snapshot: Snapshot,
    here: Fitted,
    gathered: Gathered,
    memory: Memory,
    folder: Path,
    stopwatch: Stopwatch,
    *,
    redact: bool,
) -> Review:
    standards, rules = here.standards, here.standards.on(snapshot.today)
    past, before, ledger, doubted = memory.past, memory.before, memory.ledger, doubts_about(snapshot, standards)
    basis = Basis(rules, standards.config, standards.waivers, ledger.known, ledger.whole_before, here.notes())
    seen = examine(standards.running(snapshot.today), snapshot, doubted, stopwatch)
    judged = _outcomes(snapshot, standards, seen, basis, folder, stopwatch, redact=redact)
    outcomes, total = with_points(judged, before.points_before), score(judged, before.points_before)
    movements = became(ledger, rules, outcomes, folder, snapshot, doubted)
    review = Review(
        org=snapshot.org,
        period=past.period,
        started=gathered.started,
        finished=_finished(gathered),
        status=_status(outcomes),
        score=total,
        coverage=coverage(outcomes),
        api=gathered.api,
        snapshot=gathered.manifest_sha256,
        rules_sha256=standards.sha256,
        outcomes=outcomes,
        changes=changes(before, movements, outcomes),
        series=_earlier(past, standards),
        actions=actions(outcomes, folder / FINDINGS, standards.config.owners, before.points_before),
        banners=_all_banners(snapshot, standards, memory, outcomes, folder),
        unread=(*_unread(snapshot), *(doubt.detail for doubt in doubted.values())),
        auditor="withheld" if redact else gathered.auditor,
        tool_version=__version__,
        standing=standing(outcomes, seen, rules, snapshot, doubted),
    )
    lived = replace(review, lifecycle=lifecycle(ledger, movements, standards, snapshot.today, folder / FINDINGS))
    return _about_the_rules(_compared(lived, standards, past, before, snapshot), standards, past, snapshot, seen)


def _compared(review: Review, standards: Standards, past: Past, known: History, snapshot: Snapshot) -> Review:
    """The review beside those before it: its point, which rules are not what they were, and why the score moved."""
    rules, off = standards.on(snapshot.today), switched_off(standards.config, snapshot.today)
    before = past.compared_with() if standards.whole else None
    changed = rule_changes(before, rules, stored_rules(rules, off))
    return replace(
        review,
        series=(*review.series, point(review)),
        findings=Tally.of(review.outcomes),
        rule_changes=changed,
        like_for_like=like_for_like(before, rules, review.outcomes, changed),
        score_change=score_change(before, rules, review.outcomes, known.points_before, changed),
    )


def _about_the_rules(
    review: Review, standards: Standards, past: Past, snapshot: Snapshot, seen: Mapping[str, Seen]
) -> Review:
    """The review with what was taken off the standards, and who keeps them."""
    today, rules, connection = snapshot.today, standards.on(snapshot.today), snapshot.connection
    exempt = weakened_by(connection, standards.config, today)
    return replace(
        review,
        weakened=weakened(standards, rules, review.outcomes, covered(connection), exempt, today),
        origins=origins(seen, rules, snapshot, standards.people),
        gaming=gaming(seen, rules, snapshot, standards.people, came_in(past, rules)) if standards.whole else None,
        registers=registers(snapshot, standards.config, Judged(review.outcomes, review.actions, standards.waivers)),
        first=past.is_empty(),
    )


def _earlier(past: Past, standards: Standards) -> tuple[Point, ...]:
    """The score of some rules stands beside no other month."""
    return past.points() if standards.whole else ()


def _outcomes(
    snapshot: Snapshot,
    standards: Standards,
    seen: Mapping[str, Seen],
    basis: Basis,
    folder: Path,
    stopwatch: Stopwatch,
    *,
    redact: bool,
) -> tuple[Outcome, ...]:
    """Writes the findings, the merges, what the rules asked and, unless redacted, the labels, and judges."""
    with stopwatch.measure(Phase.JUDGE, "findings and labels"):
        counted = write_findings(snapshot, seen, basis, folder)
        write_merges(snapshot.connection, seen, folder)
        beside = duplicate_notes(seen, snapshot, standards.people)
        counted |= {
            rule: replace(counted[rule], notes=(*counted[rule].notes, *notes)) for rule, notes in beside.items()
        }
        if not redact:
            shares = own_shares(seen, standards.on(snapshot.today), standards.people)
            write_labels(snapshot, standards.rules, seen, folder, shares)
    rules, off = standards.on(snapshot.today), switched_off(standards.config, snapshot.today)
    write_rules(stored_rules(rules, off, redact=redact), folder)
    return judge(rules, seen, counted, accepted(standards.config, snapshot.today), snapshot)


def _left_out(snapshot: Snapshot) -> tuple[str, ...]:
    note = platform_users_note(snapshot)
    return (note,) if note else ()


def _status(outcomes: Sequence[Outcome]) -> ReviewStatus:
    """Partial as soon as a rule was not checked, or not the whole of it, and nobody accepted that.

    Failed when nothing was checked.
    """
    if all(outcome.status is Status.NOT_CHECKED for outcome in outcomes):
        return ReviewStatus.FAILED
    blind = any(outcome.status is Status.NOT_CHECKED and outcome.accepted_until is None for outcome in outcomes)
    return ReviewStatus.PARTIAL if blind or _half_seen(outcomes) else ReviewStatus.COMPLETE


def _half_seen(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Rules that are broken by what was seen, while a part that nobody gave up was not."""
    return [
        outcome
        for outcome in outcomes
        if outcome.status is Status.BROKEN and outcome.reason and outcome.accepted_until is None
    ]


def _in_part(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    names = ", ".join(outcome.rule for outcome in outcomes)
    explanation = "evaluated only in part, so there may be more findings"
    return (f"{names} {'was' if len(outcomes) == 1 else 'were'} {explanation}.",) if outcomes else ()


def doubts_about(snapshot: Snapshot, standards: Standards) -> dict[str, Unread]:
    """By table, why rows may be missing although it was read whole."""
    counted = record_count_notices.doubted(snapshot, standards.config)
    return {**counted, **row_drop_notices.doubted(snapshot, standards.config)}


def _finished(gathered: Gathered) -> datetime:
    """Now; a clock that was put back meanwhile ends no review before it began."""
    return max(datetime.now(UTC), gathered.started)


def _all_banners(
    snapshot: Snapshot, standards: Standards, memory: Memory, outcomes: Sequence[Outcome], folder: Path
) -> tuple[str, ...]:
    return (
        *_banners(snapshot, standards, memory.before, outcomes),
        *memory.past.banners(),
        *stale_config.banners(standards, snapshot, outcomes, folder / FINDINGS),
        *_left_out(snapshot),
    )


def _banners(snapshot: Snapshot, standards: Standards, before: History, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    capped = f"was broken when it was last evaluated and is not checked now: the score stays capped at {CAP}."
    return (
        *_about_the_run(snapshot, standards),
        *(f"{outcome.rule} {capped}" for outcome in unproven(outcomes, before.points_before)),
        *_carried(outcomes, before),
        *left_out_notes(outcomes, before),
        *(
            f"{outcome.rule}: its risk is accepted, so it does not cap the score."
            for outcome in outcomes
            if is_risk_accepted(outcome)
        ),
        *_in_part(_half_seen(outcomes)),
        *row_drop_notices.banners(snapshot, standards.config),
        *exemption_banners(snapshot, standards.config),
        *record_count_notices.banners(snapshot, standards.config),
        *loaded_notices.banners(snapshot),
        *refused_banners(snapshot),
    )


def _carried(outcomes: Sequence[Outcome], before: History) -> tuple[str, ...]:
    """Rules that count as they did when they were last evaluated."""
    capping = unproven(outcomes, before.points_before)
    hidden = [
        outcome
        for outcome in outcomes
        if outcome.status is Status.NOT_CHECKED and not falls_short(outcome) and outcome.rule in before.points_before
    ]
    names = [outcome.rule for outcome in hidden if outcome not in capping]
    words = ("counts as it did", "when it was") if len(names) == 1 else ("count as they did", "when they were")
    return (f"{', '.join(names)} {words[0]} {words[1]} last evaluated: not kept.",) if names else ()


def _about_the_run(snapshot: Snapshot, standards: Standards) -> tuple[str, ...]:
    tables = snapshot.tables.items()
    hidden = sorted(name for name, table in tables if table.rows_hidden and table.source is Source.DATA)
    shared = f"Only records shared with the auditor user were read of {', '.join(hidden)}"
    notices = (
        (hidden, f"{shared}: counts there are lower bounds, and no such rule counts as kept."),
        (snapshot.org.is_sandbox, "This org is a sandbox."),
        (not standards.whole, "Only some of the rules were run: the score is theirs alone."),
    )
    return tuple(words for applies, words in notices if applies)


def _unread(snapshot: Snapshot) -> tuple[str, ...]:
    """What could not be read, each once, for the people who can grant it. Nobody can grant what the org has not got."""
    found: list[tuple[str, Unread]] = []
    for name, table in sorted(snapshot.tables.items()):
        found += [(name, table.unread)] if table.unread else []
        found += dict(table.uncovered).items()
    hidden = [(name, unread.detail) for name, unread in found if unread.reason is not Reason.RULE_DOES_NOT_FIT]
    return tuple(dict.fromkeys(detail if name in detail else f"{name}: {detail}" for name, detail in hidden))
