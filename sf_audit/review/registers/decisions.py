"""Decisions on the day of a review: whether what was decided is in the org."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sf_audit.model.registers import Carried, MadeDecision
from sf_audit.registers.appearances import Appearance
from sf_audit.registers.decisions import Decision
from sf_audit.review.registers.names import Names

_ORDER = (Carried.NOT_THERE, Carried.LATE, Carried.UNKNOWN, Carried.OPEN, Carried.DONE)


def made_decisions(
    decisions: Sequence[Decision], appearances: Sequence[Appearance], names: Names, today: date
) -> tuple[MadeDecision, ...]:
    """Each with what became of it: first what should be in the org and is not."""
    seen = {appearance.name: appearance for appearance in appearances}
    found = [_made(decision, seen, names, today) for decision in decisions]
    return tuple(sorted(found, key=lambda line: (_ORDER.index(line.carried), line.due or date.max, line.id)))


def _made(decision: Decision, seen: Mapping[str, Appearance], names: Names, today: date) -> MadeDecision:
    is_due = decision.done_on is not None or (decision.due is not None and decision.due < today)
    carried, because = _carried(decision, seen, is_due=is_due)
    return MadeDecision(
        id=decision.id,
        decision=decision.decision,
        decided_on=decision.decided_on,
        decided_by=tuple(map(names.of_key, decision.decided_by)),
        owner=names.of_key(decision.owner),
        follow_up=decision.follow_up,
        due=decision.due,
        carried=carried,
        because=because,
        is_due=is_due,
    )


def _carried(decision: Decision, seen: Mapping[str, Appearance], *, is_due: bool) -> tuple[Carried, str]:
    """What the org has counts for more than what somebody wrote: a word of done proves nothing."""
    missing = [name for name in decision.appears_as if name in seen and seen[name].is_there is False]
    unseen = [name for name in decision.appears_as if name not in seen or seen[name].is_there is None]
    if missing:
        says = f"the org has no {' and no '.join(missing)}"
        return (Carried.NOT_THERE if is_due else Carried.OPEN), says
    if unseen:
        return Carried.UNKNOWN, "; ".join(_unseen(name, seen) for name in unseen)
    if decision.appears_as:
        return Carried.DONE, f"the org has {' and '.join(decision.appears_as)}"
    if decision.done_on is not None:
        return Carried.DONE, f"said to be done on {decision.done_on}; nothing of it can be looked for"
    return (Carried.LATE if is_due else Carried.OPEN), ""


def _unseen(name: str, seen: Mapping[str, Appearance]) -> str:
    return seen[name].says if name in seen else f"{name} was not looked for when this snapshot was read"
