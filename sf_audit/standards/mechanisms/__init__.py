"""What in an org may enforce a standard: one file a mechanism. Each raises NotReadable for what was not read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from sf_audit.model.enforcement import Mechanism
from sf_audit.rulebook.rules.obligation import Demand
from sf_audit.standards.mechanisms.automation import flows, triggers
from sf_audit.standards.mechanisms.field_itself import picklist, required, unique
from sf_audit.standards.mechanisms.layouts import layouts
from sf_audit.standards.mechanisms.pages import pages
from sf_audit.standards.mechanisms.validation import validation_rules
from sf_audit.standards.stop import Stop
from sf_audit.standards.subject import Subject

Look: TypeAlias = Callable[[Subject], Iterator[Stop]]

_VALIDATION = (Mechanism.VALIDATION_RULE, validation_rules)
_AUTOMATION = ((Mechanism.FLOW, flows), (Mechanism.TRIGGER, triggers))
_FILLED = (
    (Mechanism.REQUIRED_FIELD, required),
    _VALIDATION,
    (Mechanism.LAYOUT, layouts),
    (Mechanism.PAGE, pages),
    *_AUTOMATION,
)
_LISTED = ((Mechanism.PICKLIST, picklist), _VALIDATION, *_AUTOMATION)

#: By what is demanded: where to look, in the order in which it is told.
MECHANISMS: Mapping[Demand, tuple[tuple[Mechanism, Look], ...]] = {
    Demand.FILLED: _FILLED,
    Demand.REALLY_FILLED: _FILLED,
    Demand.SOME_FILLED: _FILLED,
    Demand.LISTED: _LISTED,
    Demand.ACTIVE_VALUE: _LISTED,
    Demand.FORM: (_VALIDATION, *_AUTOMATION),
    Demand.UNIQUE: ((Mechanism.DUPLICATE_RULE, unique), *_AUTOMATION),
}
