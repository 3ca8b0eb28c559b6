"""What earlier reviews say of the rules of today, and this review as a point of the trend line.

For a rule that was not checked last month, the month before counts, and so on; what a review saw of a rule only in part
is known, and the reviews before it still count. What became of findings: `sf_audit.review.lifecycle`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from sf_audit.model.review import Outcome, Point, Review
from sf_audit.model.tally import Tally
from sf_audit.review.formulas import points
from sf_audit.review.history import Past, Stored
from sf_audit.review.score import is_not_kept
from sf_audit.rulebook.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class History:
    """What earlier reviews of this org say of its rules: per rule, the last one that evaluated it."""

    judged_before: frozenset[str]
    points_before: Mapping[str, Fraction] = field(default_factory=dict)
    """Of rules that were not kept when they were last evaluated, if only in part: the points that they had then."""
    removed: Mapping[str, str] = field(default_factory=dict)
    """The title, by its id then, of each rule of the review before that is no rule today."""
    reviews: tuple[Stored, ...] = ()
    """Those that were read, the newest first."""


def history(past: Past, rules: Sequence[Rule], *, whole: bool = True) -> History:
    """Reads back until every rule has a review that evaluated the whole of it, or until there is no more past.

    `whole` is false where only some of the rules are judged: then none is missed.
    """
    missing = {name: rule.id for rule in rules for name in rule.names}
    removed = _removed(past.latest() if whole else None, missing)
    missing |= {name: name for name in removed}
    last: dict[str, Outcome] = {}
    read: list[Stored] = []
    for review in past.newest_first():
        read.append(review)
        judged = {name: rule for name, rule in missing.items() if name in review.evaluated}
        last = {rule: review.outcomes[name] for name, rule in judged.items()} | last
        whole_of = {rule for name, rule in judged.items() if review.evaluated[name]}
        missing = {name: rule for name, rule in missing.items() if rule not in whole_of}
        if not missing:  # asked here and not by the loop, which would have read another month by then
            break
    before = {rule: points(outcome) for rule, outcome in last.items() if is_not_kept(outcome)}
    return History(frozenset(last), before, removed, tuple(read))


def point(review: Review) -> Point:
    """This review as a point of the trend line."""
    tally = Tally.of(review.outcomes)
    return Point(
        review.period,
        review.finished,
        review.status,
        review.score.overall,
        review.coverage.checked,
        review.coverage.total,
        tally.open,
        tally.within_tolerance,
        review.score.formula,
    )


def _removed(review: Stored | None, known: Mapping[str, str]) -> dict[str, str]:
    if review is None:
        return {}
    return {name: outcome.title for name, outcome in review.outcomes.items() if name not in known}
