"""The one rule by which a finding moves from review to review. Everything that counts findings over time goes by it."""

from __future__ import annotations

from enum import IntEnum
from itertools import product

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int8]


class State(IntEnum):
    """What is known of a finding after a review."""

    NEVER_FOUND = 0
    OPEN = 1
    FIXED = 2
    UNASKED = 3


class Evaluation(IntEnum):
    """How much a review saw of a rule."""

    WHOLE = 0
    PART = 1
    UNSEEN = 2
    """The rule was there and was not evaluated."""
    GONE = 3
    """The review was of all rules, and this one was not among them."""
    NOT_CHOSEN = 4
    """The review was of some rules, and this one was not among them."""


#: A review that saw so much of a rule evaluated it.
EVALUATED = frozenset({Evaluation.WHOLE, Evaluation.PART})


class Stage(IntEnum):
    """What a review makes of a finding."""

    NOTHING = 0
    NEW = 1
    STILL_OPEN = 2
    RETURNED = 3
    FIXED = 4
    NOT_EVALUATED = 5
    NO_LONGER_ASKED = 6


def moved(state: State, evaluation: Evaluation, *, found: bool, asked: bool) -> tuple[Stage, State]:
    """What a review makes of a finding that was in this state.

    `asked` says whether the rule would still find it: where it asks less now, or something else, a finding that is gone
    was not mended. Only a review that saw the whole of a rule closes anything.
    """
    if found:
        return _FOUND[state], State.OPEN
    if state is State.UNASKED and evaluation is Evaluation.WHOLE and asked:
        return Stage.NOTHING, State.FIXED
    if state is not State.OPEN:
        return Stage.NOTHING, state
    if evaluation is Evaluation.GONE or (evaluation is Evaluation.WHOLE and not asked):
        return Stage.NO_LONGER_ASKED, State.UNASKED
    return (Stage.FIXED, State.FIXED) if evaluation is Evaluation.WHOLE else (Stage.NOT_EVALUATED, State.OPEN)


_FOUND = {
    State.NEVER_FOUND: Stage.NEW,
    State.OPEN: Stage.STILL_OPEN,
    State.FIXED: Stage.RETURNED,
    State.UNASKED: Stage.STILL_OPEN,  # nobody mended it while nobody asked
}


def table() -> tuple[Numbers, Numbers]:
    """`moved` for arrays: the stages, and the states after, by state, evaluation, found and asked."""
    shape = len(State), len(Evaluation), 2, 2
    stages, states = np.zeros(shape, np.int8), np.zeros(shape, np.int8)
    for state, evaluation, found, asked in product(State, Evaluation, (False, True), (False, True)):
        place = state, evaluation, int(found), int(asked)
        stages[place], states[place] = moved(state, evaluation, found=found, asked=asked)
    return stages, states
