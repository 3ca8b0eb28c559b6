"""What a snapshot keeps of describe for its rules: types, picklist values, record types of the objects they judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sf_audit.model.review import Unread
from sf_audit.rulebook.rules.needs import needs_of
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.snapshot.needs import Need, Source

_DESCRIPTIONS = (
    (
        "describe_fields",
        "object field label type calculated compound reference_to html name_field key_prefixes length relationship",
    ),
    ("describe_picklist_values", "object field value label active"),
    ("describe_record_types", "object id name"),
)


def description_needs(rules: Iterable[Rule], missing: Iterable[str] = ()) -> tuple[Need, ...]:
    """What a snapshot has to keep of describe, so that it can resolve the rules again without the org.

    Of objects that are `missing` it keeps why.
    """
    objects = frozenset((*missing, *(need.table for rule in rules for need in _record_needs(rule))))
    if not objects:
        return ()
    return tuple(
        Need(name, frozenset(columns.split()), source=Source.DESCRIBE, of=objects) for name, columns in _DESCRIPTIONS
    )


def _record_needs(rule: Rule) -> Iterator[Need]:
    if isinstance(rule.check, OfRecords):
        needs = needs_of(rule)
        yield from () if isinstance(needs, Unread) else (need for need in needs if need.source is Source.DATA)
