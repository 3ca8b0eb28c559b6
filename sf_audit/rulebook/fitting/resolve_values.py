"""The values and clauses of a rule, by the types of their fields and the values that picklists list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sf_audit.model.counts import count
from sf_audit.model.review import Unread
from sf_audit.nearness import folded, nearest
from sf_audit.rulebook.files.written_values import each, parts
from sf_audit.rulebook.fitting.misfit import AbsentValue, NamedRecord, Problem, Where, mistake, not_found
from sf_audit.rulebook.fitting.named_records import named_record
from sf_audit.rulebook.settings.field_kinds import ANY, DAYS, ORDERED, Fits, is_picklist
from sf_audit.rulebook.settings.field_values import as_stored
from sf_audit.salesforce.features import FEATURE_FIELDS
from sf_audit.snapshot.dictionary import Dictionary, OrgField, RecordType
from sf_audit.snapshot.needs import Clause, Comparison, Rows, Value

#: So many values of a picklist are named where none is near.
_LISTED = 8

_FEATURES = {field.lower(): field for field in FEATURE_FIELDS}

_FITS = {
    Comparison.AT_LEAST: ORDERED,
    Comparison.AT_MOST: ORDERED,
    Comparison.OLDER_THAN_DAYS: DAYS,
    Comparison.NEWER_THAN_DAYS: DAYS,
    Comparison.IN_PERIOD: DAYS,
}
_LISTS = {
    Comparison.IN: Comparison.INCLUDES,
    Comparison.NOT_IN: Comparison.EXCLUDES,
    Comparison.INCLUDES: Comparison.INCLUDES,
    Comparison.EXCLUDES: Comparison.EXCLUDES,
}


@dataclass(frozen=True, slots=True)
class Kept:
    """Values or clauses as the org has them, and what does not fit. `unusable` clauses mean nothing to the org."""

    kept: Any
    problems: tuple[Problem, ...] = ()
    absent: tuple[AbsentValue, ...] = ()
    unusable: frozenset[Clause] = frozenset()
    named: tuple[NamedRecord, ...] = ()


def resolved_values(
    written: Sequence[Value] | Mapping[str, object],
    where: Where,
    owner: str,
    field: OrgField,
    record_types: Sequence[RecordType] = (),
) -> Kept:
    """The values of one field, compared exactly: those of a list, or the keys under which something is said of each."""
    values: list[Value] = []
    problems: list[Problem] = []
    absent: list[AbsentValue] = []
    named: list[NamedRecord] = []
    for number, value in enumerate(written):
        place = (*where, str(value) if isinstance(written, Mapping) else number)
        try:
            stored = _id_or_value(value, field, record_types)
            named += named_record(stored, place, where, owner, field, alternatives=len(written))
        except ValueError as problem:
            problems.append(mistake(place, f"{owner}.{field.name}: {problem}"))
            stored = value
        values.append(stored)
        listed = {picklist_value.value for picklist_value in field.values}
        if is_picklist(field.type) and listed and stored not in listed:
            absent.append(_absent(place, where, owner, field, str(stored), exactly=True, alternatives=len(written)))
    kept: object = tuple(dict.fromkeys(values))
    if isinstance(written, Mapping):
        kept = {str(value): meaning for value, meaning in zip(values, written.values(), strict=True)}
    return Kept(kept, tuple(problems), tuple(absent), named=tuple(named))


def resolved_length(characters: int | None, where: Where, owner: str, field: OrgField) -> Kept:
    """A number of characters, which the field can hold where it is known how many it can."""
    if characters is None or not 0 < field.length < characters:
        return Kept(characters)
    holds = f"{owner}.{field.name} holds at most {count(field.length, 'character')}"
    return Kept(characters, (mistake(where, f"{holds}: write a number up to that"),))


def resolved_clauses(written: Rows, where: Where, owner: str, dictionary: Dictionary) -> Kept:
    """The clauses on an object, by the types of its fields."""
    kept: set[Clause] = set()
    problems: list[Problem] = []
    absent: list[AbsentValue] = []
    unusable: set[Clause] = set()
    named: list[NamedRecord] = []
    for clause in sorted(written, key=repr):
        place = (*where, clause.field)
        feature = _FEATURES.get(clause.field.lower())
        if feature and feature.lower() not in dictionary.fields(owner):
            # No permission hides it: an org without the field is one without the feature, and checks know that.
            kept.add(replace(clause, field=feature))
            continue
        field = dictionary.field(owner, clause.field)
        if isinstance(field, Unread):
            problems.append(_unknown(clause, place, owner, field))
            kept.add(clause)
            continue
        found = _clause(clause, place, owner, field, dictionary.record_types(owner))
        kept |= found.kept
        problems += found.problems
        absent += found.absent
        unusable |= found.unusable
        named += found.named
    return Kept(frozenset(kept), tuple(problems), tuple(absent), frozenset(unusable), tuple(named))


def _unknown(clause: Clause, where: Where, owner: str, unread: Unread) -> Problem:
    """A field that is not seen. Where the org has none, no record is meant, unless those with it empty are."""
    if clause.comparison.holds_for_empty:
        return Problem(where, unread)
    return not_found(where, unread, f"{owner}.{clause.field}")


def _clause(clause: Clause, where: Where, owner: str, field: OrgField, record_types: Sequence[RecordType]) -> Kept:
    fits: Fits = _FITS.get(clause.comparison, ANY)
    name = f"{owner}.{field.name}"
    if field.type and field.type not in fits:
        says = f"{name} is of type {field.type}, and {clause.comparison.word} is for {fits.called}"
        return _unusable(clause, where, says)
    named = replace(clause, field=field.name)
    if clause.comparison not in {*_LISTS, Comparison.AT_LEAST, Comparison.AT_MOST}:
        return Kept(frozenset((named,)))
    try:
        values = each(lambda value: _stored(value, field, record_types, clause.comparison), clause.values)
    except ValueError as problem:
        return _unusable(clause, where, *(f"{name}: {part}" for part in parts(problem)))
    comparison = _LISTS.get(clause.comparison, clause.comparison)
    if field.type == "multipicklist":
        named = replace(named, comparison=comparison)
    return _listed(replace(named, values=tuple(sorted(set(values), key=_order))), where, owner, field)


def _unusable(clause: Clause, where: Where, *says: str) -> Kept:
    """The clause as it was written: whoever looks at the rule again has to find the same mistakes."""
    problems = tuple(mistake(where, what_is_wrong) for what_is_wrong in says)
    return Kept(frozenset((clause,)), problems, unusable=frozenset((clause,)))


def _stored(value: Value, field: OrgField, record_types: Sequence[RecordType], comparison: Comparison) -> Value:
    stored = _id_or_value(value, field, record_types)
    if field.type == "datetime" and comparison in _LISTS and len(str(stored)) == 10:
        raise ValueError(f"a date and time is never exactly “{value}”: write at_least and at_most with days")
    return stored


def _id_or_value(value: Value, field: OrgField, record_types: Sequence[RecordType]) -> Value:
    if "RecordType" in field.references and record_types:
        return _record_type(value, field, record_types)
    return as_stored(value, field)


def _record_type(value: Value, field: OrgField, record_types: Sequence[RecordType]) -> Value:
    """The id of a record type of this object; what is none is answered with the nearest, by id and by name."""
    by_name = {record_type.name: f"{record_type.id} ({record_type.name})" for record_type in record_types}
    near = nearest(str(value), by_name)
    meant = f"; did you mean {by_name[near]}?" if near else f": write one of {', '.join(by_name.values())}"
    try:
        stored = as_stored(value, field)
    except ValueError:
        stored = ""
    for record_type in record_types:
        if folded(str(value)) in {folded(record_type.name), folded(record_type.label)}:
            called = "name" if folded(str(value)) == folded(record_type.name) else "label"
            raise ValueError(f"“{value}” is the {called} of a record type: write its id, {record_type.id}")
    if stored not in {record_type.id for record_type in record_types}:
        raise ValueError(f"“{value}” is the id of no record type of this object{meant}")
    return stored


def _listed(clause: Clause, where: Where, owner: str, field: OrgField) -> Kept:
    """The clause with the values of a picklist as the org spells them, and those that it does not list."""
    setting = (*where, clause.comparison.value)
    if not (is_picklist(field.type) and field.values):
        number = len(clause.values)
        records = [
            record
            for value in clause.values
            for record in named_record(value, where, setting, owner, field, alternatives=number)
        ]
        return Kept(frozenset((clause,)), named=tuple(records))
    listed = {picklist_value.value.lower(): picklist_value.value for picklist_value in field.values}
    values: list[Value] = []
    absent: list[AbsentValue] = []
    for value in clause.values:
        parts = str(value).split(";") if field.type == "multipicklist" else [str(value)]
        values.append(";".join(listed.get(part.lower(), part) for part in parts))
        absent += [
            _absent(where, setting, owner, field, part, exactly=False, alternatives=len(clause.values))
            for part in parts
            if part.lower() not in listed
        ]
    kept = replace(clause, values=tuple(sorted(set(values), key=_order)))
    return Kept(frozenset((kept,)), absent=tuple(absent))


def _absent(
    where: Where, setting: Where, owner: str, field: OrgField, value: str, *, exactly: bool, alternatives: int
) -> AbsentValue:
    detail = f"{owner}.{field.name} has no value “{value}” in this org{_instead(value, field)}"
    return AbsentValue(where, setting, owner, field.name, value, exactly, detail, alternatives)


def _instead(value: str, field: OrgField) -> str:
    """The value that was probably meant; a label is what people read, in their language, and records do not hold it."""
    for listed in field.values:
        if listed.label.lower() == value.lower() and listed.label != listed.value:
            return f": that is a label; records hold “{listed.value}”"
    if near := nearest(value, (listed.value for listed in field.values)):
        return f"; did you mean “{near}”?"
    some = [listed.value for listed in field.values if listed.active][:_LISTED]
    more = ", …" if len(field.values) > len(some) else ""
    return f"; its values are {', '.join(f'“{listed_value}”' for listed_value in some)}{more}"


def _order(value: Value) -> tuple[str, str]:
    return type(value).__name__, str(value)
