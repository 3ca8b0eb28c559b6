"""What was taken off the standards, and which rules are not what they were, as every output for people says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sf_audit.model.review import Review
from sf_audit.model.weakened import Weakened, Weakening
from sf_audit.report import words
from sf_audit.report.org_day import org_day

#: Days after which a weakening is named as a long one.
LONG = 180

#: Days before its end from which a weakening is said to end soon.
SOON = 30

ALL_RULES = "All rules"
WAIVED = (Weakening.WAIVER, Weakening.ACCEPTED_RISK, Weakening.EXEMPTION)


@dataclass(frozen=True, slots=True)
class WeakenedLine:
    """One weakening: of which rule, what it is, who approved it, until when, and why."""

    rule: str
    what: str
    approver: str
    until: str
    reason: str


@dataclass(frozen=True, slots=True)
class RuleChangeLine:
    """One rule that is not what it was."""

    rule: str
    what: str


def weakened_lines(review: Review) -> tuple[WeakenedLine, ...]:
    """Every weakening, in the order of the review."""
    return tuple(
        WeakenedLine(
            weakening.title or weakening.rule or ALL_RULES,
            _effect(weakening),
            weakening.approver,
            _until(weakening, org_day(review)),
            weakening.reason,
        )
        for weakening in review.weakened
    )


def weakened_words(review: Review) -> str:
    """All weakenings in one sentence; empty where there is none."""
    waived = sum(weakening.ids for weakening in review.weakened if weakening.kind in WAIVED)
    others = [weakening for weakening in review.weakened if weakening.kind not in WAIVED]
    long = sum(weakening.days > LONG for weakening in review.weakened)
    soon = sum(0 <= (weakening.until - org_day(review)).days <= SOON for weakening in review.weakened)
    parts = [f"{words.count(waived, 'finding is', 'findings are')} waived"] if waived else []
    if others:
        parts.append(f"{words.count(len(others), 'exception takes', 'exceptions take')} something off the standards")
    if long:
        parts.append(f"{long:,} of these for longer than {LONG} days")
    if soon:
        parts.append(f"{soon:,} of these {'ends' if soon == 1 else 'end'} within {SOON} days")
    return f"Weakened: {'; '.join(parts)}." if parts else ""


def rule_change_lines(review: Review) -> tuple[RuleChangeLine, ...]:
    """Every rule that changed, in the order of the review."""
    return tuple(
        RuleChangeLine(change.title or change.rule, f"{change.change}{f': {change.detail}' if change.detail else ''}")
        for change in review.rule_changes
    )


def rule_change_words(review: Review, since: str = "") -> str:
    """How many rules changed, `since` when, and what the others scored; empty where none did."""
    if not review.rule_changes:
        return ""
    rules = len({change.rule for change in review.rule_changes})
    sentence = f"{words.count(rules, 'rule is', 'rules are')} not what {'it was' if rules == 1 else 'they were'}{since}"
    same = review.like_for_like
    if same is None:
        return sentence
    others = "the other rule" if same.rules == 1 else f"the other {same.rules:,} rules"
    return f"{sentence}; {others} scored {same.before} then and {same.now} now"


def since_words(review: Review) -> str:
    """The month that the rules are compared with."""
    return f" in {words.month(review.rule_changes[0].since)}" if review.rule_changes else ""


def _effect(weakening: Weakened) -> str:
    if weakening.kind not in WAIVED:
        return weakening.detail[:1].upper() + weakening.detail[1:]
    how = {Weakening.ACCEPTED_RISK: ", risk accepted", Weakening.EXEMPTION: f" by {weakening.detail}"}
    return f"{words.count(weakening.ids, 'finding')} waived{how.get(weakening.kind, '')}"


def _until(weakening: Weakened, today: date) -> str:
    longer = f", longer than {LONG} days" if weakening.days > LONG else ""
    left = (weakening.until - today).days
    soon = f", ends in {words.count(left, 'day')}" if 0 < left <= SOON else ", ends today" if left == 0 else ""
    return f"{words.day(weakening.until)}{longer}{soon}"
