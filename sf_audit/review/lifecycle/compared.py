"""What became of findings from one review to a later one, whatever other reviews lie between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sf_audit.review.lifecycle.fold import NONE, Flags, Lives, Numbers
from sf_audit.review.lifecycle.stages import Stage, State

#: One more than the stages: findings that are new because no review had looked before.
FIRST_LOOKED_AT = len(Stage)


@dataclass(frozen=True, slots=True)
class Then:
    """What was known of each pattern after the earlier review, by its place, and whose rules were seen by then."""

    state: Numbers
    review: int
    seen: Flags

    @classmethod
    def begin(cls, patterns: int) -> Then:
        """Before the first review."""
        return cls(np.zeros(patterns, np.int8), NONE, np.zeros(patterns, np.bool_))


def compared(then: Then, now: Lives) -> Numbers:
    """The stage of each pattern. One that is neither there nor was is nothing, whatever happened in between."""
    unseen = (now.state == State.OPEN) & (now.stage == Stage.NOT_EVALUATED)
    found, known = (now.state == State.OPEN) & ~unseen, then.state != State.NEVER_FOUND
    stages = np.zeros(len(then.state), np.int8)
    stages[unseen] = Stage.NOT_EVALUATED
    stages[found & ~known] = np.where(then.seen, np.int8(Stage.NEW), np.int8(FIRST_LOOKED_AT))[found & ~known]
    stayed = now.since <= then.review
    stages[found & known] = np.where(stayed, np.int8(Stage.STILL_OPEN), np.int8(Stage.RETURNED))[found & known]
    stages[(then.state == State.OPEN) & (now.state == State.FIXED)] = Stage.FIXED
    stages[(then.state == State.OPEN) & (now.state == State.UNASKED)] = Stage.NO_LONGER_ASKED
    return stages
