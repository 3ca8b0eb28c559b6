"""Who gets to know of what is broken: by the activity that answers for a rule, where a RACI register speaks of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sf_audit.model.counts import count
from sf_audit.model.registers import Routed
from sf_audit.model.review import Action, Outcome
from sf_audit.registers.raci import Activity, activity_of
from sf_audit.review.registers.names import Names
from sf_audit.rulebook.workspace.config import Waiver


def routed(
    activities: Sequence[Activity], outcomes: Sequence[Outcome], actions: Sequence[Action], names: Names
) -> tuple[Routed, ...]:
    """One for each activity of which something is broken, the first due first."""
    found = (_routed(activity, activities, outcomes, actions, names) for activity in activities)
    broken = [line for line in found if line.rules]
    return tuple(sorted(broken, key=lambda line: (line.due or date.max, line.activity)))


def not_by_accountable(
    activities: Sequence[Activity], waivers: Sequence[Waiver], names: Names, today: date
) -> Iterator[str]:
    """A sentence for each waiver that holds and that somebody else approved than who is accountable."""
    for waiver in waivers:
        activity = activity_of(waiver.rule, activities)
        if activity is None or waiver.until < today:
            continue
        accountable = names.of_key(activity.accountable)
        if names.of_word(waiver.approved_by) != accountable:
            of = f"{waiver.rule} for {waiver.id}" if waiver.id else waiver.rule
            by = f"was approved by {waiver.approved_by}, and accountable is {accountable}"
            yield f"The waiver of {of} until {waiver.until} {by}."


def _routed(
    activity: Activity,
    activities: Sequence[Activity],
    outcomes: Sequence[Outcome],
    actions: Sequence[Action],
    names: Names,
) -> Routed:
    mine = [action for action in actions if activity_of(action.rule, activities) is activity]
    waived = sum(outcome.waived for outcome in outcomes if activity_of(outcome.rule, activities) is activity)
    return Routed(
        activity=activity.activity,
        responsible=_named(activity.responsible, names),
        accountable=names.of_key(activity.accountable),
        consulted=_named(activity.consulted, names),
        informed=_named(activity.informed, names),
        rules=tuple(action.rule for action in mine),
        findings=sum(action.findings for action in mine),
        waived=waived,
        due=min((action.due for action in mine if action.due), default=None),
        digest="\n".join(f"- {_line(action)}" for action in mine),
    )


def _named(keys: Sequence[str], names: Names) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(names.of_key, keys)))


def _line(action: Action) -> str:
    due = f", due {action.due}" if action.due else ""
    return f"{action.severity.value.capitalize()}: {action.title} ({count(action.findings, 'finding')}{due})"
