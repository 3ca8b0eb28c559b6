"""The life of every finding, review by review: `moved` of the stages, for all patterns at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sf_audit.review.archive import REVIEW
from sf_audit.review.lifecycle.looks import Look
from sf_audit.review.lifecycle.presence import Integers, Patterns
from sf_audit.review.lifecycle.stages import Evaluation, Stage, State, table
from sf_audit.review.lifecycle.unasked import UNASKED

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int8]

#: The place of a review that is none.
NONE = -1


@dataclass(slots=True)
class Lives:
    """What is known of each pattern after a review. `stage` is what that review made of it.

    `since` is the review in which it became open, the last time that it did, and `last` the one that found it last.
    `baseline` says that no review had seen the whole of its rule when it was found first: nobody knows how new it is.
    One that is fixed and returns stays a part of what the baseline was, and is `in_baseline` no more.
    """

    state: Numbers
    stage: Numbers
    since: Integers
    last: Integers
    fixed: Integers
    baseline: Flags
    in_baseline: Flags

    @classmethod
    def begin(cls, patterns: int) -> Lives:
        """Before the first review."""
        none, no = np.full(patterns, NONE, np.int64), np.zeros(patterns, np.bool_)
        zero = np.zeros(patterns, np.int8)
        return cls(zero.copy(), zero.copy(), none.copy(), none.copy(), none.copy(), no.copy(), no.copy())


@dataclass(frozen=True, slots=True)
class RuleEvaluations:
    """By review and rule: how much was seen, what was asked, and whether the rule was seen by then, or whole before."""

    evaluation: Numbers
    text: Integers
    seen: Flags
    whole_before: Flags

    @classmethod
    def of(cls, looks: Sequence[Look], rules: Sequence[str]) -> RuleEvaluations:
        """Of these rules, by their first ids, in these reviews."""
        evaluation = np.array([[look.evaluation(rule) for rule in rules] for look in looks], np.int8).reshape(
            len(looks), len(rules)
        )
        places: dict[str, int] = {}
        text = [[places.setdefault(_text(look, rule), len(places)) for rule in rules] for look in looks]
        return cls(
            evaluation,
            np.array(text, np.int64).reshape(len(looks), len(rules)),
            np.logical_or.accumulate((evaluation == Evaluation.WHOLE) | (evaluation == Evaluation.PART), axis=0),
            _before(evaluation == Evaluation.WHOLE),
        )


def lives(patterns: Patterns, looks: Sequence[Look], rules: Sequence[str]) -> Iterator[tuple[int, Lives]]:
    """After each review its place, and what is known then. The arrays are the same ones every time."""
    known, evaluations = Lives.begin(len(patterns.rule)), RuleEvaluations.of(looks, rules)
    stages, states = table()
    for number, look in enumerate(looks):
        found, evaluation = patterns.found_in(number), evaluations.evaluation[number][patterns.rule]
        asked = _asked(number, look, known, patterns, looks, evaluations)
        place = known.state, evaluation, found.astype(np.int8), asked.astype(np.int8)
        known.stage, known.state = stages[place], states[place]
        _note(known, number, found, patterns.rule, evaluations)
        yield number, known


def _note(known: Lives, number: int, found: Flags, rule: Integers, evaluations: RuleEvaluations) -> None:
    new, returned = known.stage == Stage.NEW, known.stage == Stage.RETURNED
    known.since[new | returned] = number
    known.fixed[(known.state == State.FIXED) & (known.fixed < known.since)] = number
    known.last[found] = number
    known.baseline[new] = known.in_baseline[new] = ~evaluations.whole_before[number][rule[new]]
    known.in_baseline[returned] = False


def _asked(
    number: int, look: Look, known: Lives, patterns: Patterns, looks: Sequence[Look], evaluations: RuleEvaluations
) -> Flags:
    """Whether the rule still looks for what it once found.

    The review says so itself of what was open when it was judged. Of the rest, and in reviews from before it was said,
    another text is taken to ask for something else.
    """
    same: Flags = evaluations.text[known.last, patterns.rule] == evaluations.text[number][patterns.rule]
    if not (look.folder / UNASKED).is_file():
        return same
    judged = np.array([other.finished <= look.finished for other in looks], np.bool_)
    told = (known.state == State.OPEN) & judged[known.last]
    return np.where(told, ~patterns.unasked_in(number), same)


def _before(seen: Flags) -> Flags:
    """By review, whether an earlier one did."""
    so_far = np.logical_or.accumulate(seen, axis=0)
    return np.concatenate([np.zeros((1, seen.shape[1]), np.bool_), so_far[:-1]])


def _text(look: Look, rule: str) -> str:
    return f"{rule} {look.rules[rule].text}" if rule in look.rules else f"{rule} is not in {look.folder / REVIEW}"
