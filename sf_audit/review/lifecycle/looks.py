"""Stored reviews as looks at the findings of rules, in the order of their snapshots, each rule by its first id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sf_audit.model.review import Outcome, ReviewStatus
from sf_audit.review.archive import SOME_RULES
from sf_audit.review.history import Stored
from sf_audit.review.lifecycle.stages import Evaluation
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.rules.rule_text import sha256_of

#: No hash begins so.
_NOT_KNOWN = "not known:"


@dataclass(frozen=True, slots=True)
class RuleLook:
    """One rule in one review. `text` stands for what it asked: the hash of its text, or a mark where none is known."""

    outcome: Outcome
    evaluation: Evaluation
    text: str

    @property
    def known_text(self) -> str:
        """The hash of the text; empty where it is not known."""
        return "" if self.text.startswith(_NOT_KNOWN) else self.text


@dataclass(frozen=True, slots=True)
class Look:
    """One review. `rules` are by their first ids, and `names` gives those by the ids of the rules that it evaluated."""

    folder: Path
    period: str
    started: datetime
    finished: datetime
    day: date
    status: ReviewStatus
    score: int | None
    formula: int
    all_rules: bool
    rules: Mapping[str, RuleLook]
    names: Mapping[str, str]

    @property
    def evaluated_all(self) -> bool:
        """Whether it saw the whole of every rule."""
        return all(rule.evaluation is Evaluation.WHOLE for rule in self.rules.values())

    def evaluation(self, rule: str) -> Evaluation:
        """How much it saw of the rule with this first id."""
        if rule in self.rules:
            return self.rules[rule].evaluation
        return Evaluation.GONE if self.all_rules else Evaluation.NOT_CHOSEN


@dataclass(frozen=True, slots=True)
class RuleNames:
    """The first id of each rule that has had several, and what it asked in reviews that do not say."""

    first: Mapping[str, str]
    texts: Mapping[tuple[str, str], str]
    """By first id and the hash of all rule files."""

    @classmethod
    def of(cls, reviews: Sequence[Stored], rules: Sequence[Rule] = (), rules_sha256: str = "") -> RuleNames:
        """As the rules of today say, and then the newest review that says; `reviews` are the newest first."""
        first = {name: rule.uid for rule in rules for name in rule.names}
        texts = {(rule.uid, rules_sha256): sha256_of(rule.text) for rule in rules} if rules_sha256 else {}
        for review in reviews:
            for stored in review.rules.values():
                for name in (stored.rule, *stored.was) if stored.uid else ():
                    first.setdefault(name, stored.uid)
                texts.setdefault((stored.uid or stored.rule, review.rules_sha256), stored.sha256)
        return cls(first, texts)

    def first_id(self, review: Stored, name: str) -> str:
        """The first id of the rule that a review calls so."""
        stored = review.rules.get(name)
        return stored.uid if stored and stored.uid else self.first.get(name, name)

    def text(self, review: Stored, name: str) -> str:
        """What stands for the text that the rule had in a review."""
        if name in review.rules:
            return review.rules[name].sha256
        files = review.rules_sha256
        known = self.texts.get((self.first_id(review, name), files)) if files else None
        return known or f"{_NOT_KNOWN} {files or review.folder}"


def looks(reviews: Iterable[Stored], rules: Sequence[Rule] = (), rules_sha256: str = "") -> tuple[Look, ...]:
    """The reviews, each once, the oldest snapshot first. `rules` are those of today, of files with this hash."""
    found = sorted({review.folder: review for review in reviews}.values(), key=_when)
    names = RuleNames.of(found[::-1], rules, rules_sha256)
    return tuple(_look(review, names) for review in found)


def _look(review: Stored, names: RuleNames) -> Look:
    point = review.by_todays_formula()
    by_name = {name: names.first_id(review, name) for name in review.outcomes}
    return Look(
        folder=review.folder,
        period=f"{review.day:%Y-%m}" if _is_of_some(review) else review.period,
        started=review.started,
        finished=review.point.finished,
        day=review.day,
        status=review.point.status,
        score=point.score,
        formula=point.formula,
        all_rules=not _is_of_some(review),
        rules={
            first: RuleLook(review.outcomes[name], _evaluation(review, name), names.text(review, name))
            for name, first in by_name.items()
        },
        names={name: by_name[name] for name in review.evaluated},
    )


def _evaluation(review: Stored, name: str) -> Evaluation:
    if name not in review.evaluated:
        return Evaluation.UNSEEN
    return Evaluation.WHOLE if review.evaluated[name] else Evaluation.PART


def _is_of_some(review: Stored) -> bool:
    return review.folder.parent.name == SOME_RULES


def _when(review: Stored) -> tuple[datetime, bool, str, int]:
    """By their snapshots, to the minute as in `sf_audit.review.history`; then as they were stored."""
    number = int(review.folder.name) if review.folder.name.isdecimal() else 0
    return review.started.replace(second=0, microsecond=0), not _is_of_some(review), review.period, number
