"""What moved since an earlier review: findings, and the rules themselves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one rule's findings since the review before.

    `no_longer_asked` are gone because the rule's text changed or the rule was removed: nobody mended them. `returned`
    were fixed, and are there again; they are not among the new ones.
    """

    rule: str
    title: str
    new: int
    fixed: int
    still_open: int
    not_evaluated: int
    no_longer_asked: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that is not what it was in an earlier review, so that scores before and after are of different rules.

    `change` is `added`, `removed`, `changed` (its text), `tuned` (severity or share), `switched off` or `switched on`;
    `since` is the period of the review that it is compared with.
    """

    rule: str
    title: str
    change: str
    detail: str
    since: str


@dataclass(frozen=True, slots=True)
class LikeForLike:
    """The rules that are what they were and that both reviews evaluated: how many, and what they scored then and now.

    The scores are means, 0 to 100, without the cap.
    """

    rules: int
    before: int
    now: int


class ScoreCause(StrEnum):
    """Why a score is another one than that of an earlier review, in the order in which the causes are told apart."""

    FORMULA = "formula"
    RULES_REMOVED = "rules_removed"
    RULES_ADDED = "rules_added"
    RULES_TUNED = "rules_tuned"
    COVERAGE = "coverage"
    RISK_ACCEPTED = "risk_accepted"
    FIXED = "fixed"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class ScorePart:
    """What one cause did to the score: so many points, by so many rules; of the formula, by all of them."""

    cause: ScoreCause
    points: int
    rules: int


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """From the score that an earlier review published to that of this one; the points of the parts sum to the change.

    `since` is the period of the earlier review, and `formula` the version of the formula that it was scored by. Each
    part is the difference of two scores, rounding and cap included: that before the cause, and that with it.
    """

    since: str
    formula: int
    before: int
    now: int
    parts: tuple[ScorePart, ...]
