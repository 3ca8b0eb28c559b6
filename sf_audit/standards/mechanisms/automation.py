"""Flows and Apex triggers that run when a record is saved: they may fill a field or refuse the record.

A flow that names none of the fields, and calls nothing that is not part of it, has nothing to do with them. What the
others do is not worked out: they make a standard *possibly enforced*. One that the org does not show is NotReadable.
Nearly every object of an old org has a trigger, so one is only told.
"""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.model.enforcement import Mechanism
from sf_audit.model.review import NotReadable
from sf_audit.standards.setup_facts import Flow
from sf_audit.standards.stop import Reach, Stop
from sf_audit.standards.subject import Subject


def flows(subject: Subject) -> Iterator[Stop]:
    """Active record-triggered flows of the object. NotReadable after those that were read, where one was not."""
    names = frozenset(name for field in subject.fields for name in subject.facts.names_for(field))
    active = subject.facts.flows(subject.object)
    for flow in active:
        if flow.unread is None:
            touches = flow.may_touch(names)
            says = f"runs when a record of {subject.object} is saved{_does(flow, touches=touches)}"
            yield Stop(Mechanism.FLOW, flow.name, says, Reach.PERHAPS if touches else Reach.NOTHING)
    if unread := next((flow.unread for flow in active if flow.unread), None):
        raise NotReadable(unread)


def _does(flow: Flow, *, touches: bool) -> str:
    if flow.words is None:
        return "; not all that it does was read"
    return ", and names the field" if touches else ", and does not name the field"


def triggers(subject: Subject) -> Iterator[Stop]:
    """Active Apex triggers of the object."""
    for trigger in subject.facts.triggers(subject.object):
        says = f"runs when a record of {subject.object} is saved; its code was not read"
        yield Stop(Mechanism.TRIGGER, trigger, says, Reach.NOTHING)
