"""Each rule of a review with its failing records, as a page shows it; and what would have the others judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sf_audit.model.example import Example, FieldValue, Twin
from sf_audit.model.review import Outcome, Review, Status
from sf_audit.report import words
from sf_audit.report.links import deep_link
from sf_audit.report.org_day import org_day
from sf_audit.report.rule_names import anchor

ROWS_PER_RULE = 200
ROWS_IN_ALL = 2_000


@dataclass(frozen=True, slots=True)
class Due:
    """A due date as it stands on the day of the review."""

    on: date
    words: str
    overdue: bool


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
class Blind:
    """What one permission, or one declaration, would bring to light."""

    unlocked_by: str
    rules: tuple[RuleCard, ...]

    @property
    def waiting(self) -> tuple[RuleCard, ...]:
        """The rules that a permission would have judged: not those that people switched off or accepted as unseen."""
        return tuple(card for card in self.rules if _waits(card.outcome))


def cards_of(review: Review) -> tuple[RuleCard, ...]:
    """All rules, the broken ones first, and the heaviest of those first."""
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
        due=due_on(example.due, review),
        first_seen=words.day(example.first_seen),
        waived_until=words.day(example.waived_until) if example.waived_until else "",
        at_stake=words.money(example.at_stake or ""),
    )


def due_on(on: date | None, review: Review) -> Due | None:
    """The date as it stands on the day of the review; None where there is none."""
    if on is None:
        return None
    late = (org_day(review) - on).days
    return Due(on, words.day(on) + (f", {words.count(late, 'day')} overdue" if late > 0 else ""), late > 0)


def _waits(outcome: Outcome) -> bool:
    return bool(outcome.unlocked_by) and outcome.reason != words.SWITCHED_OFF and outcome.accepted_until is None


def blind_of(cards: tuple[RuleCard, ...]) -> tuple[Blind, ...]:
    """The rules that were not judged, by what would change that."""
    keys = dict.fromkeys(words.would_help(card.outcome) for card in cards)
    groups = [Blind(key, tuple(card for card in cards if words.would_help(card.outcome) == key)) for key in keys]
    return tuple(sorted(groups, key=lambda group: (group.unlocked_by == "", -len(group.rules), group.unlocked_by)))
