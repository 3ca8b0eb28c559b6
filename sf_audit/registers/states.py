"""The states of a request, and which may follow which.

proposed ─► in review ─► approved ─► scoping ─► deployed ─► live ─► retro
              ▲  │
              │  ▼
    addressed ◄─ concerns        escalated: the CRO and the CIO decide
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sf_audit.nearness import nearest


class State(StrEnum):
    """Where a request stands."""

    PROPOSED = "proposed"
    IN_REVIEW = "in_review"
    CONCERNS = "concerns"
    ADDRESSED = "addressed"
    ESCALATED = "escalated"
    APPROVED = "approved"
    SCOPING = "scoping"
    DEPLOYED = "deployed"
    LIVE = "live"
    RETRO = "retro"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """As people say it."""
        return self.value.replace("_", " ")


_S = State

#: State → what may follow it. Nothing follows a request that is over.
FOLLOWS: Mapping[State, tuple[State, ...]] = {
    _S.PROPOSED: (_S.IN_REVIEW, _S.ESCALATED, _S.WITHDRAWN),
    _S.IN_REVIEW: (_S.APPROVED, _S.CONCERNS, _S.ESCALATED, _S.WITHDRAWN),
    _S.CONCERNS: (_S.ADDRESSED, _S.ESCALATED, _S.WITHDRAWN),
    _S.ADDRESSED: (_S.IN_REVIEW, _S.APPROVED, _S.CONCERNS, _S.ESCALATED, _S.WITHDRAWN),
    _S.ESCALATED: (_S.IN_REVIEW, _S.APPROVED, _S.CONCERNS, _S.DECLINED, _S.WITHDRAWN),
    _S.APPROVED: (_S.SCOPING, _S.WITHDRAWN),
    _S.SCOPING: (_S.DEPLOYED, _S.WITHDRAWN),
    _S.DEPLOYED: (_S.LIVE, _S.SCOPING),
    _S.LIVE: (_S.RETRO,),
    _S.RETRO: (),
    _S.DECLINED: (),
    _S.WITHDRAWN: (),
}

#: From here on a request is built or works already: what was agreed has to be written by then.
BUILT = frozenset({_S.DEPLOYED, _S.LIVE, _S.RETRO})


def state(value: object) -> State:
    """A state by its name, however it is spelled. ValueError with the one that was probably meant."""
    if isinstance(value, State):
        return value
    known = {found.words: found for found in State}
    word = " ".join(str(value).replace("_", " ").replace("-", " ").split()).casefold()
    if word in known:
        return known[word]
    near = nearest(word, known)
    meant = f"did you mean “{near}”?" if near else f"write one of {', '.join(known)}"
    raise ValueError(f"there is no state “{value}”: {meant}")
