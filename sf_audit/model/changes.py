"""What moved since an earlier review: findings, and the rules themselves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one rule's findings since the review before.

    `no_longer_asked` are gone because the rule's text changed or the rule was removed: nobody mended them.
    """

    rule: str
    title: str
    new: int
    fixed: int
    still_open: int
    not_evaluated: int
    no_longer_asked: int = 0


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
