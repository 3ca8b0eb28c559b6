"""Which records a rule means, in the words of an org: clauses by the types of fields, parents by the lookups' names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sf_audit.model.review import Unread
from sf_audit.rulebook.fitting.misfit import Problem, Where, mistake
from sf_audit.rulebook.fitting.resolve_values import Kept, resolved_clauses
from sf_audit.rulebook.settings.field_kinds import LOOKUPS
from sf_audit.salesforce.relationships import lookup_of
from sf_audit.snapshot.dictionary import Dictionary, OrgField, did_you_mean_name
from sf_audit.snapshot.needs import AnyOf, Clause, Comparison, Condition, Filter, OfParent, leaves, rows_of

_RECORD_TYPE = "RecordType"
_USER = "User"
#: Records are owned by users and by queues, which are groups ("Group" in the "Object Reference").
_QUEUES = "Group"
_OWNERS = frozenset({_USER, _QUEUES})


def resolved_filter(written: Filter, where: Where, owner: str, dictionary: Dictionary) -> Kept:
    """The filter of records of an object. `where` it stands: what is wrong with a condition is said of its line."""
    found = resolved_clauses(rows_of(written), where, owner, dictionary)
    others = sorted((condition for condition in written if not isinstance(condition, Clause)), key=repr)
    return _together(found, *(_resolved(condition, where, owner, dictionary) for condition in others))


def parent_fields(conditions: Filter, written: str) -> Iterator[tuple[str, str]]:
    """Object and field of the conditions on parents that are written so."""
    for leaf in leaves(conditions):
        if isinstance(leaf, OfParent) and leaf.written == written:
            yield leaf.table, leaf.clause.field


def _resolved(condition: Condition, where: Where, owner: str, dictionary: Dictionary) -> Kept:
    match condition:
        case AnyOf():
            return _any_of(condition, where, owner, dictionary)
        case OfParent():
            return _of_parent(condition, (*where, condition.written), owner, dictionary)
    return Kept(frozenset({condition}))


def _any_of(condition: AnyOf, where: Where, owner: str, dictionary: Dictionary) -> Kept:
    entries = [
        resolved_filter(some, (*where, *condition.at, number), owner, dictionary)
        for number, some in enumerate(condition.filters)
    ]
    kept = AnyOf(tuple(found.kept for found in entries), condition.at)
    # A clause within it is never part of a query, so none of them can spoil one.
    found = replace(_together(*entries), kept=frozenset({kept}), unusable=frozenset())
    # Records may meet another of its entries.
    return without_absences(found)


def without_absences(found: Kept) -> Kept:
    """The same, where something is left to judge without what the org does not have."""
    return replace(found, problems=tuple(replace(problem, absent="") for problem in found.problems))


def _of_parent(condition: OfParent, where: Where, owner: str, dictionary: Dictionary) -> Kept:
    lookup = lookup_of_parent(condition.written, where, owner, dictionary)
    if isinstance(lookup, Problem):
        return Kept(frozenset({condition}), (lookup,))
    if _RECORD_TYPE in lookup.references:
        return _record_type(condition, lookup, where, owner, dictionary)
    if set(lookup.references) == _OWNERS and condition.clause.field.lower() == "type":
        return _kind_of_owner(condition, lookup, where)
    table = table_of(lookup, condition.table)
    if not table:
        says = f"{owner}.{lookup.name} refers to records of {', '.join(lookup.references)}: `when:` sees fields of one"
        return Kept(frozenset({condition}), (mistake(where, says),))
    return _on_parent(replace(condition, lookup=lookup.name, table=table), where, dictionary)


def _on_parent(condition: OfParent, where: Where, dictionary: Dictionary) -> Kept:
    """The clause as one of the parent's object."""
    found = resolved_clauses(frozenset({condition.clause}), where[:-1], condition.table, dictionary)
    (clause,) = found.kept
    problems = tuple(replace(problem, where=where) for problem in found.problems)
    absent = tuple(replace(value, where=where) for value in found.absent)
    named = tuple(replace(record, where=where) for record in found.named)
    return Kept(frozenset({replace(condition, clause=clause)}), problems, absent, named=named)


def lookup_of_parent(written: str, where: Where, owner: str, dictionary: Dictionary) -> OrgField | Problem:
    """The lookup of `Account.Type`; why it is not seen, or that there is none, of what stands at `where`."""
    parent = written.partition(".")[0]
    fields = dictionary.fields(owner)
    by_parent = {field.relationship.lower(): field for field in fields.values() if field.relationship}
    found = by_parent.get(parent.lower()) or fields.get(lookup_of(parent).lower())
    if found is not None and found.type in LOOKUPS:
        return found
    hidden = dictionary.field(owner, lookup_of(parent))
    if isinstance(hidden, Unread) and not (problem := Problem(where, hidden)).is_mistake:
        return problem
    known = [field.relationship for field in fields.values() if field.relationship]
    return mistake(where, f"no lookup of {owner} has a parent called {parent}{did_you_mean_name(parent, known)}")


def table_of(lookup: OrgField, usual: str) -> str:
    """The object whose fields can be named; of owners, that of people. Without a description, the usual one."""
    if len(lookup.references) < 2:
        return next(iter(lookup.references), usual)
    return _USER if set(lookup.references) == _OWNERS else ""


def _record_type(condition: OfParent, lookup: OrgField, where: Where, owner: str, dictionary: Dictionary) -> Kept:
    """A record type by its developer name: it is the same in every copy of the org, and ids are not."""
    clause = condition.clause
    known = {record_type.name.lower(): record_type.id for record_type in dictionary.record_types(owner)}
    if clause.field.lower() != "developername" or clause.comparison not in {Comparison.IN, Comparison.NOT_IN}:
        if clause.comparison in {Comparison.FILLED, Comparison.EMPTY}:
            return Kept(frozenset({replace(clause, field=lookup.name)}))
        says = "write RecordType.DeveloperName with one or more of "
        return Kept(frozenset({condition}), (mistake(where, says + ", ".join(_names(dictionary, owner))),))
    if not known:
        return _on_parent(replace(condition, lookup=lookup.name, table=_RECORD_TYPE), where, dictionary)
    unknown = [str(value) for value in clause.values if str(value).lower() not in known]
    if unknown:
        names = _names(dictionary, owner)
        near = did_you_mean_name(unknown[0], names) or f": write one of {', '.join(names)}"
        return Kept(frozenset({condition}), (mistake(where, f"{owner} has no record type “{unknown[0]}”{near}"),))
    ids = tuple(sorted({known[str(value).lower()] for value in clause.values}))
    return Kept(frozenset({Clause(lookup.name, clause.comparison, ids)}))


def _names(dictionary: Dictionary, owner: str) -> list[str]:
    return sorted(record_type.name for record_type in dictionary.record_types(owner))


def _kind_of_owner(condition: OfParent, lookup: OrgField, where: Where) -> Kept:
    """`Owner.Type`, which queries know beside the fields of both objects: User or Queue."""
    clause = condition.clause
    among = clause.comparison in {Comparison.IN, Comparison.NOT_IN}
    kinds = {str(value).lower() for value in clause.values}
    if not among or not kinds <= {"user", "queue"}:
        return Kept(frozenset({condition}), (mistake(where, "Owner.Type is User or Queue: write one of them"),))
    queues = ("queue" in kinds) is (clause.comparison is Comparison.IN)
    if len(kinds) > 1:
        comparison = Comparison.FILLED if clause.comparison is Comparison.IN else Comparison.EMPTY
        return Kept(frozenset({Clause(lookup.name, comparison)}))
    of_queue = Clause("Type", Comparison.IN if queues else Comparison.NOT_IN, ("Queue",))
    return Kept(frozenset({replace(condition, lookup=lookup.name, table=_QUEUES, clause=of_queue)}))


def _together(*some: Kept) -> Kept:
    return Kept(
        frozenset(condition for found in some for condition in found.kept),
        tuple(problem for found in some for problem in found.problems),
        tuple(absent for found in some for absent in found.absent),
        frozenset(clause for found in some for clause in found.unusable),
        tuple(record for found in some for record in found.named),
    )
