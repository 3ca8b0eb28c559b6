"""What a field does by itself: it wants a value, takes only listed ones, or takes each value once.

"sObject Describe": `nillable`, `restrictedPicklist` and `unique` hold whoever saves, by page or by API.
"""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.model.enforcement import Mechanism
from sf_audit.rulebook.rules.obligation import Demand
from sf_audit.snapshot.dictionary import PICKLISTS
from sf_audit.standards.field_facts import FieldFacts
from sf_audit.standards.stop import Reach, Stop
from sf_audit.standards.subject import Subject

#: A checkbox is never empty, so that it may not be left empty stops nobody.
_NEVER_EMPTY = "boolean"


def required(subject: Subject) -> Iterator[Stop]:
    """Fields that the org saves no record without."""
    always = [field for field in subject.fields if not field.nillable and field.type != _NEVER_EMPTY]
    reach = Reach.EVERYBODY if len(always) >= subject.needed else Reach.NOTHING
    for field in always:
        says = "is required by the field itself: no record is saved without it, by page or by API"
        yield Stop(Mechanism.REQUIRED_FIELD, _name(field), says, reach, by_the_platform=True)


def unique(subject: Subject) -> Iterator[Stop]:
    """A field that takes each value once; and duplicate rules, of which is not known whether they block or warn."""
    if len(subject.fields) == 1 and subject.fields[0].unique:
        says = "is unique by the field itself: no record is saved with a value that another one has"
        yield Stop(Mechanism.UNIQUE_FIELD, _name(subject.fields[0]), says, Reach.EVERYBODY, by_the_platform=True)
        return
    for rule in subject.facts.duplicate_rules(subject.object):
        says = "is active: whether it compares these fields, and whether it blocks or only warns, was not read"
        yield Stop(Mechanism.DUPLICATE_RULE, rule, says, Reach.PERHAPS)


def picklist(subject: Subject) -> Iterator[Stop]:
    """A picklist offers its active values; a restricted one takes no other, by API either."""
    (field,) = subject.fields
    if field.type not in PICKLISTS:
        return
    offered = subject.facts.active_values(field)
    too_many = offered - subject.obligation.values if subject.obligation.demand is Demand.LISTED else frozenset()
    if too_many:
        says = f"offers values that the standard does not name: {', '.join(sorted(too_many))}"
        yield Stop(Mechanism.PICKLIST, _name(field), says, Reach.NOTHING)
    elif field.restricted:
        says = "is a restricted picklist: it takes none but its active values, by page or by API"
        yield Stop(Mechanism.PICKLIST, _name(field), says, Reach.EVERYBODY, by_the_platform=True)
    else:
        says = "offers only such values on pages and is not restricted: it takes any text by API"
        past = (subject.people.past_the_pages(subject.object),)
        yield Stop(Mechanism.PICKLIST, _name(field), says, Reach.NOT_EVERYBODY, past)


def _name(field: FieldFacts) -> str:
    return f"{field.object}.{field.name}"
