"""Findings counted by what a review made of them, for groups of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sf_audit.model.review import Outcome
from sf_audit.model.trend import By, Counts
from sf_audit.review.lifecycle.compared import FIRST_LOOKED_AT
from sf_audit.review.lifecycle.looks import Look
from sf_audit.review.lifecycle.presence import Integers, Patterns
from sf_audit.review.lifecycle.stages import Evaluation, Stage

_KINDS = len(Stage) + 1


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of patterns: their names, the group of each pattern, and the rules of each group, by their places."""

    names: tuple[str, ...]
    of_pattern: Integers
    rules: tuple[frozenset[int], ...]

    def count(self, stages: npt.NDArray[np.int8], findings: Integers) -> list[Counts]:
        """What each group has of these stages of the patterns."""
        size = len(self.names)
        numbers = np.bincount(self.of_pattern * _KINDS + stages, weights=findings, minlength=size * _KINDS)
        return [counts(row) for row in numbers.reshape(size, _KINDS).astype(np.int64).tolist()]

    def evaluated(self, group: int, look: Look, rules: Sequence[str]) -> bool:
        """Whether the review saw the whole of every rule of a group that was there."""
        return all(look.evaluation(rules[rule]) in (Evaluation.WHOLE, Evaluation.GONE) for rule in self.rules[group])


def grouped(patterns: Patterns, looks: Sequence[Look], rules: Sequence[str], by: By | None) -> Groups:
    """The patterns by one thing; all in one group without one. Rules are as the newest review with them has them."""
    match by:
        case None:
            places, names = np.zeros(len(patterns.rule), np.int64), [""]
        case By.OBJECT:
            places, names = patterns.object, list(patterns.objects)
        case _:
            places, names = patterns.rule, [str(getattr(newest(rule, looks), by)) for rule in rules]
    known = sorted(set(names))
    group_of = np.array([known.index(name) for name in names], np.int64)
    of_pattern = group_of[places] if len(places) else places
    members = [frozenset(np.unique(patterns.rule[of_pattern == group]).tolist()) for group in range(len(known))]
    return Groups(tuple(known), of_pattern, tuple(members))


def newest(rule: str, looks: Sequence[Look]) -> Outcome:
    """What the newest review that has the rule says of it."""
    return next(look.rules[rule].outcome for look in reversed(looks) if rule in look.rules)


def counts(row: Sequence[int]) -> Counts:
    """The counts of a line that has a number for each kind."""
    there = row[Stage.NEW], row[FIRST_LOOKED_AT], row[Stage.RETURNED], row[Stage.STILL_OPEN]
    gone = row[Stage.FIXED], row[Stage.NOT_EVALUATED], row[Stage.NO_LONGER_ASKED]
    return Counts(sum(there), *there, *gone)
