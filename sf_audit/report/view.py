"""What a reader is shown of a Review: grouped, sorted, counted and worded; no markup.

Every reporter for people starts here, so that the page, the terminal and the pasted summary tell the same story:
how healthy, where, what first, what changed, and what nobody looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sf_audit.model.review import Action, Point, Review, Severity, Status
from sf_audit.model.tally import Tally
from sf_audit.report import words
from sf_audit.report.banners import MOST, banners
from sf_audit.report.cards import Blind, Due, RuleCard, blind_of, cards_of, due_on
from sf_audit.report.first_page import Changed, PillarCard, Trend, changed, line, pillars, trend
from sf_audit.report.gaming_lines import GamingLines, gaming_lines
from sf_audit.report.lifecycle_lines import LifecycleLines, lifecycle_lines
from sf_audit.report.limit_lines import LimitLines, limit_lines
from sf_audit.report.origins_lines import OriginLines, origin_lines
from sf_audit.report.register_lines import RegisterLines, register_lines
from sf_audit.report.score_lines import ScoreLines, points_words, score_lines
from sf_audit.report.standards_lines import (
    RuleChangeLine,
    WeakenedLine,
    rule_change_lines,
    rule_change_words,
    since_words,
    weakened_lines,
)

TOP = 5


@dataclass(frozen=True, slots=True)
class Risk:
    """One broken rule as a line of the first page, and of the to-do list of its owner."""

    anchor: str
    title: str
    severity: Severity
    owner: str
    partner: str
    due: Due | None
    findings: int
    at_stake: str
    fix: str
    points: str

    @property
    def who(self) -> str:
        """The owner without how to reach them, for a narrow column."""
        return self.owner.partition(" <")[0]


@dataclass(frozen=True, slots=True)
class Party:
    """Who must act, and on which broken rules, the heaviest first."""

    name: str
    risks: tuple[Risk, ...]
    rules: tuple[RuleCard, ...]
    findings: int


@dataclass(frozen=True, slots=True)
class View:
    """Everything a page shows of one Review, in the order it shows it; the rules of its reader come `first`."""

    review: Review
    month: str
    band: str
    score: ScoreLines
    trend: Trend
    coverage: str
    counts: dict[str, int]
    findings: str
    banners: tuple[str, ...]
    more_banners: tuple[str, ...]
    pillars: tuple[PillarCard, ...]
    risks: tuple[Risk, ...]
    parties: tuple[Party, ...]
    changed: Changed | None
    blind: tuple[Blind, ...]
    kept: tuple[RuleCard, ...]
    not_applicable: tuple[RuleCard, ...]
    tolerant: frozenset[str]
    series: tuple[Point, ...]
    weakened: tuple[WeakenedLine, ...]
    rule_changes: tuple[RuleChangeLine, ...]
    rule_change_words: str
    origins: OriginLines | None
    gaming: GamingLines | None
    registers: RegisterLines | None
    lifecycle: LifecycleLines | None
    limits: LimitLines | None
    first: frozenset[str] = frozenset()

    @property
    def all_checked(self) -> str:
        """What is said where no rule is blind: it may be that some of them saw only a part."""
        partly = sum(outcome.is_judged and bool(outcome.reason) for outcome in self.review.outcomes)
        if not partly:
            return "Every rule that applies was checked."
        return f"Every rule that applies was checked, but {partly:,} of them saw only a part of the records."


def view(review: Review) -> View:
    """The Review as every output for people tells it."""
    cards = cards_of(review)
    by_status = {status: tuple(card for card in cards if card.outcome.status is status) for status in Status}
    risks = sorted((_risk(card, review) for card in by_status[Status.BROKEN]), key=heaviest_first)
    return View(
        review=review,
        month=words.month(review.period),
        band=words.band(review.score.overall, review.coverage),
        score=score_lines(review),
        trend=trend(review),
        coverage=f"{review.coverage.checked:,} of {words.count(review.coverage.total, 'rule')} checked",
        counts={words.STATUSES[status]: len(by_status[status]) for status in words.STATUSES},
        findings=words.findings(Tally.of(review.outcomes)),
        banners=banners(review)[:MOST],
        more_banners=banners(review)[MOST:],
        pillars=pillars(review),
        risks=tuple(risks[:TOP]),
        parties=tuple(_parties(risks, by_status[Status.BROKEN])),
        changed=changed(review),
        blind=blind_of(by_status[Status.NOT_CHECKED]),
        kept=by_status[Status.KEPT],
        not_applicable=by_status[Status.NOT_APPLICABLE],
        tolerant=frozenset(card.outcome.rule for card in by_status[Status.KEPT] if card.outcome.broken),
        series=line(review),
        weakened=weakened_lines(review),
        rule_changes=rule_change_lines(review),
        rule_change_words=rule_change_words(review, since_words(review)),
        origins=origin_lines(review.origins),
        gaming=gaming_lines(review.gaming),
        registers=register_lines(review.registers),
        lifecycle=lifecycle_lines(review.lifecycle),
        limits=limit_lines(review.limits),
    )


def _risk(card: RuleCard, review: Review) -> Risk:
    outcome = card.outcome
    todo = [action for action in review.actions if action.rule == outcome.rule]
    return Risk(
        anchor=card.anchor,
        title=outcome.heading,
        severity=outcome.severity,
        owner=card.owner,
        partner=card.partner,
        due=due_on(_earliest(todo), review),
        findings=sum(action.findings for action in todo) if todo else outcome.broken,
        at_stake=card.at_stake,
        fix=outcome.fix,
        points=next(map(points_words, todo), ""),
    )


def _earliest(actions: Iterable[Action]) -> date | None:
    return min((action.due for action in actions if action.due), default=None)


def heaviest_first(risk: Risk) -> tuple[int, date, int, str]:
    """The order in which risks are told: by severity, then by date, then by how many findings there are."""
    return (words.SEVERITIES.index(risk.severity), risk.due.on if risk.due else date.max, -risk.findings, risk.anchor)


def _parties(risks: Iterable[Risk], cards: Iterable[RuleCard]) -> Iterable[Party]:
    place = {risk.anchor: number for number, risk in enumerate(risks)}
    ordered = sorted(cards, key=lambda card: place[card.anchor])
    for name in sorted({risk.owner for risk in risks}, key=_in_order):
        theirs = tuple(risk for risk in risks if risk.owner == name)
        rules = tuple(card for card in ordered if card.owner == name)
        yield Party(name, theirs, rules, sum(risk.findings for risk in theirs))


def _in_order(party: str) -> tuple[int, str]:
    name, _, _ = party.partition(" <")
    return {"Sales Ops": 0, "IT": 1}.get(name, 2), party
