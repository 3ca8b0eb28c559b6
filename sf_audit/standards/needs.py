"""What has to be read to say whether an org enforces a standard, beside the records that it is about.

Only `sf-audit standards` asks for it: a review is not dearer for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sf_audit.access.assignments.needs import everything
from sf_audit.rulebook.rules.needs import needs_of
from sf_audit.rulebook.rules.obligation import Obligation
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.salesforce.features import OWNER
from sf_audit.salesforce.metadata_columns import FLOW_WORDS, LAYOUT_FIELDS, OF_OBJECT, PAGE_FIELDS, VALIDATION_FORMULAS
from sf_audit.salesforce.record_types import RECORD_TYPE
from sf_audit.salesforce.setup_objects import describes_the_org
from sf_audit.salesforce.system_fields import SET_BY_THE_PLATFORM
from sf_audit.snapshot.needs import Need, Source, need
from sf_audit.standards.named_users import ASKED_OF_USERS, LETTING_PAST

#: Columns of describe that say what the platform itself enforces.
FIELD_COLUMNS = "object field type nillable calculated compound unique restricted_picklist length relationship formula"

#: What a flow that a record triggers says of the object: the API name, and on older versions only the label.
FLOW_OBJECT = ("TriggerObjectOrEvent.QualifiedApiName", "TriggerObjectOrEventLabel")

#: The one object of Setup that has page layouts and validation rules ("User").
_PEOPLE = "User"

#: Without these nobody can say who gets past. What was not to be seen of them is kept, with what would show it.
_INSISTED = frozenset({"FieldPermissions", "SetupEntityAccess", "CustomPermission"})

_NOBODY_FILLS = frozenset(map(str.lower, SET_BY_THE_PLATFORM))


def obligation_of(rule: Rule) -> Obligation | None:
    """What a rule obliges people to; None where it is about something else, about Setup or what the platform fills."""
    found = rule.check.obligation if isinstance(rule.check, OfRecords) else None
    if (
        found is None
        or (describes_the_org(found.object) and found.object != _PEOPLE)
        or all(name.lower() in _NOBODY_FILLS for name in found.fields)
    ):
        return None
    return found


def obliging(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules that state a field obligation."""
    return tuple(rule for rule in rules if obligation_of(rule) is not None)


def enforcement_needs(objects: Iterable[str]) -> tuple[Need, ...]:
    """What enforces anything on these objects, and who can do what with them."""
    named = frozenset(objects)
    access = (replace(need, required=need.required or need.table in _INSISTED) for need in everything(named))
    users = need("User", "Id", optional=f"{ASKED_OF_USERS} {LETTING_PAST}", required=False)
    return (*_described(named), *_setup(named), users, *access)


def kinds_of_records(rules: Iterable[Rule]) -> Iterator[Need]:
    """The record type and owner of the records that rules are about, and of no others."""
    for rule in rules:
        needs = needs_of(rule)
        if isinstance(needs, tuple) and needs and obligation_of(rule) is not None:
            optional = frozenset({OWNER, RECORD_TYPE})
            yield replace(needs[0], columns=frozenset({"Id"}), optional=optional, required=False)


def _described(objects: frozenset[str]) -> tuple[Need, ...]:
    return (
        Need("describe_fields", frozenset(FIELD_COLUMNS.split()), source=Source.DESCRIBE, of=objects),
        Need("describe_picklist_values", _columns("object field value active"), source=Source.DESCRIBE, of=objects),
        Need("describe_record_types", _columns("object id name"), source=Source.DESCRIBE, of=objects),
    )


def _setup(objects: frozenset[str]) -> tuple[Need, ...]:
    rules = _columns(f"Id ValidationName Active {OF_OBJECT}")
    layouts = _columns("Id LayoutId ProfileId RecordTypeId")
    return (
        Need("ValidationRule", rules, optional=_columns("ErrorDisplayField LastModifiedDate"), source=Source.TOOLING),
        Need(VALIDATION_FORMULAS, _columns("object id name formula"), source=Source.METADATA, of=objects),
        Need(LAYOUT_FIELDS, _columns("object id name field behavior"), source=Source.METADATA, of=objects),
        Need(PAGE_FIELDS, _columns("object id name field behavior"), source=Source.METADATA, of=objects),
        Need("ProfileLayout", layouts, source=Source.TOOLING),
        need("FlowDefinitionView", "ApiName IsActive TriggerType", optional=f"ActiveVersionId {' '.join(FLOW_OBJECT)}"),
        Need(FLOW_WORDS, _columns("id words calls"), source=Source.METADATA, of=objects),
        replace(need("ApexTrigger", "Name Status TableEnumOrId"), said_if_unread=True),
        need("DuplicateRule", "Id DeveloperName IsActive SobjectType"),
    )


def _columns(names: str) -> frozenset[str]:
    return frozenset(names.split())
