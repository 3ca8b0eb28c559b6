"""Flows and Apex triggers that run when a record is saved: they may fill a field or refuse the record.

What they do is not read. A flow makes a standard *possibly enforced*. Nearly every object of an old org has a trigger,
so one is only told.
"""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.model.enforcement import Mechanism
from sf_audit.standards.stop import Reach, Stop
from sf_audit.standards.subject import Subject


def flows(subject: Subject) -> Iterator[Stop]:
    """Active record-triggered flows of the object."""
    for flow in subject.facts.flows(subject.object):
        says = f"runs when a record of {subject.object} is saved; what it does was not read"
        yield Stop(Mechanism.FLOW, flow, says, Reach.PERHAPS)


def triggers(subject: Subject) -> Iterator[Stop]:
    """Active Apex triggers of the object."""
    for trigger in subject.facts.triggers(subject.object):
        says = f"runs when a record of {subject.object} is saved; its code was not read"
        yield Stop(Mechanism.TRIGGER, trigger, says, Reach.NOTHING)
