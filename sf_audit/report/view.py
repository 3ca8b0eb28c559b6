"""What a reader is shown of a Review: grouped, sorted, counted and worded; no markup.

Every reporter for people starts here, so that the page, the terminal and the pasted summary tell the same story:
how healthy, where, what first, what changed, and what nobody looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sf_audit.model.example import Example, FieldValue, Twin
from sf_audit.model.review import Action, Outcome, Point, Review, Severity, Status
from sf_audit.model.tally import Tally
from sf_audit.report import words
from sf_audit.report.banners import MOST, banners
from sf_audit.report.first_page import Changed, PillarCard, Trend, changed, line, pillars, trend
from sf_audit.report.gaming_lines import GamingLines, gaming_lines
from sf_audit.report.lifecycle_lines import LifecycleLines, lifecycle_lines
from sf_audit.report.links import deep_link
from sf_audit.report.org_day import org_day
from sf_audit.report.origins_lines import OriginLines, origin_lines
from sf_audit.report.register_lines import RegisterLines, register_lines
from sf_audit.report.rule_names import anchor
from sf_audit.report.score_lines import ScoreLines, points_words, score_lines
from sf_audit.report.standards_lines import (
    RuleChangeLine,
    WeakenedLine,
    rule_change_lines,
    rule_change_words,
    since_words,
    weakened_lines,
)

ROWS_PER_RULE = 200
ROWS_IN_ALL = 2_000
TOP = 5


@dataclass(frozen=True, slots=True)
class Due:
    """A due date as it stands on the day of the review."""

    on: date
    words: str
    overdue: bool


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
class Row:
    """One failing record, with its address where a safe one can be built."""

    example: Example
    link: str | None
    values: tuple[FieldValue, ...]
    twin: Twin | None
    twin_link: str | None
    due: Due | None
    first_seen: str
    waived_until: str
    at_stake: str


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One rule with everything a reader needs to believe it and to fix it."""

    outcome: Outcome
    anchor: str
    owner: str
    partner: str
    pillar: str
    kept: str
    new: str
    gist: str
    at_stake: str
    rows: tuple[Row, ...]
    findings: int
    rows_words: str


@dataclass(frozen=True, slots=True)
class Party:
    """Who must act, and on which broken rules, the heaviest first."""

    name: str
    risks: tuple[Risk, ...]
    rules: tuple[RuleCard, ...]
    findings: int


@dataclass(frozen=True, slots=True)
class Blind:
    """What one permission, or one declaration, would bring to light."""

    unlocked_by: str
    rules: tuple[RuleCard, ...]

    @property
    def waiting(self) -> tuple[RuleCard, ...]:
        """The rules that a permission would have judged: not those that people switched off or accepted as unseen."""
        return tuple(card for card in self.rules if _waits(card.outcome))


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
    cards = _cards(review)
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
        blind=_blind(by_status[Status.NOT_CHECKED]),
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
    )


def _cards(review: Review) -> tuple[RuleCard, ...]:
    order = {severity: place for place, severity in enumerate(words.SEVERITIES)}
    outcomes = sorted(review.outcomes, key=lambda outcome: (order[outcome.severity], -outcome.broken, outcome.rule))
    left = ROWS_IN_ALL
    cards = []
    for outcome in sorted(outcomes, key=lambda outcome: outcome.status is not Status.BROKEN):
        examples = review.examples.get(outcome.rule, ())[: min(ROWS_PER_RULE, left)]
        left -= len(examples)
        cards.append(_card(outcome, examples, review))
    return tuple(cards)


def _card(outcome: Outcome, examples: tuple[Example, ...], review: Review) -> RuleCard:
    findings = outcome.broken + outcome.waived
    rows = tuple(_row(example, review) for example in examples)
    who = ((action.owner, action.partner) for action in review.actions if action.rule == outcome.rule)
    owner, partner = next(who, (outcome.owner, outcome.partner))
    return RuleCard(
        outcome=outcome,
        anchor=anchor(outcome.rule),
        owner=words.party(owner),
        partner=words.party(partner) if partner else "",
        pillar=words.PILLARS[outcome.pillar],
        kept=words.kept_words(outcome),
        new=words.new_words(outcome),
        gist=words.gist(outcome),
        at_stake=words.money(outcome.at_stake or ""),
        rows=rows,
        findings=findings,
        rows_words=_rows_words(len(rows), findings),
    )


def _rows_words(shown: int, findings: int) -> str:
    """What part of the findings the rows are. One subject may have several rows, for example one per grant path."""
    if shown and shown < findings:
        return f"Findings: first {shown:,} of {findings:,}; all in findings.csv"
    if shown >= ROWS_PER_RULE:
        return f"Findings: first {shown:,}; all in findings.csv"
    return words.count(shown, "finding") if shown else f"{words.count(findings, 'finding')}; all in findings.csv"


def _row(example: Example, review: Review) -> Row:
    return Row(
        example=example,
        link=deep_link(review.org, example.object, example.id),
        values=tuple(held for held in example.values if held.value != example.label),
        twin=example.twin,
        twin_link=deep_link(review.org, example.object, example.twin.id) if example.twin else None,
        due=_due(example.due, review),
        first_seen=words.day(example.first_seen),
        waived_until=words.day(example.waived_until) if example.waived_until else "",
        at_stake=words.money(example.at_stake or ""),
    )


def _due(on: date | None, review: Review) -> Due | None:
    if on is None:
        return None
    late = (org_day(review) - on).days
    return Due(on, words.day(on) + (f", {words.count(late, 'day')} overdue" if late > 0 else ""), late > 0)


def _risk(card: RuleCard, review: Review) -> Risk:
    outcome = card.outcome
    todo = [action for action in review.actions if action.rule == outcome.rule]
    return Risk(
        anchor=card.anchor,
        title=outcome.heading,
        severity=outcome.severity,
        owner=card.owner,
        partner=card.partner,
        due=_due(_earliest(todo), review),
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


def _waits(outcome: Outcome) -> bool:
    return bool(outcome.unlocked_by) and outcome.reason != words.SWITCHED_OFF and outcome.accepted_until is None


def _blind(cards: tuple[RuleCard, ...]) -> tuple[Blind, ...]:
    keys = dict.fromkeys(words.would_help(card.outcome) for card in cards)
    groups = [Blind(key, tuple(card for card in cards if words.would_help(card.outcome) == key)) for key in keys]
    return tuple(sorted(groups, key=lambda group: (group.unlocked_by == "", -len(group.rules), group.unlocked_by)))
