"""Which records a rule means: fields with a value, with one of a list, with a comparison; of the record or its parents.

when:
  IsClosed: false
  Account.Type: [Customer, Partner]
  any:
    - Amount: {at_least: 10000}
    - CloseDate: {in: this month}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sf_audit.rulebook.files.written_values import WrongValue, WrongValues, bound, each, parts, values
from sf_audit.rulebook.settings.api_names import name_in_when, owner_of
from sf_audit.rulebook.settings.bounds import refuse_turned_clauses
from sf_audit.rulebook.settings.settings import days
from sf_audit.salesforce.relationships import lookup_of, parent_of
from sf_audit.snapshot.needs import AnyOf, Clause, Comparison, Filter, OfParent, Value
from sf_audit.snapshot.periods import EXAMPLES, period

_NOTHING_ELSE: Mapping[str, object] = MappingProxyType({})

_COMPARISONS = {
    "not": Comparison.NOT_IN,
    "at_least": Comparison.AT_LEAST,
    "at_most": Comparison.AT_MOST,
    "older_than": Comparison.OLDER_THAN_DAYS,
    "newer_than": Comparison.NEWER_THAN_DAYS,
    "in": Comparison.IN_PERIOD,
}

#: What people write for bounds without the value itself, with the bound and what it is for more or less than 50,000.
_BEYOND = {
    **dict.fromkeys(("more_than", "above", "over", "greater_than", "after", "gt", ">"), ("at_least", "50000.01")),
    **dict.fromkeys(("less_than", "below", "under", "fewer_than", "before", "lt", "<"), ("at_most", "49999.99")),
}

#: Groups of lines, and what other tools call them. No field has such a name: own ones end in __c.
_GROUPS = ("any", "all")
_OTHER_GROUPS = {"or": "any", "any_of": "any", "one_of": "any", "and": "all", "all_of": "all"}

#: Groups within groups: a person can read that many.
_DEEPEST = 3


def when(value: object, settings: Mapping[str, object] = _NOTHING_ELSE) -> Filter:
    """The filter that a file says.

    `settings` are those that stand before it, the object for example.
    """
    if isinstance(value, frozenset):
        return value
    return _filter(value, settings, ())


def _filter(written: object, settings: Mapping[str, object], at: tuple[str | int, ...]) -> Filter:
    if not isinstance(written, Mapping):
        raise WrongValue(at, "write fields and their values, for example IsClosed: false")
    if at and not written:
        raise WrongValue(at, "is empty: write a field and its value")
    found = each(lambda entry: _entry(*entry, settings, at), written.items())
    return frozenset(condition for conditions in found for condition in conditions)


def _entry(name: str, value: object, settings: Mapping[str, object], at: tuple[str | int, ...]) -> Filter:
    read = _group if name in _GROUPS else _line
    return read(name, value, settings, (*at, name))


def _group(name: str, written: object, settings: Mapping[str, object], at: tuple[str | int, ...]) -> Filter:
    """`any:` holds where one of its entries does, `all:` where each of them does."""
    if not isinstance(written, Sequence) or isinstance(written, str) or not written:
        raise WrongValue(at, "write a list of fields with their values, for example - IsClosed: false")
    if sum(step in _GROUPS for step in at) > _DEEPEST:
        raise WrongValue(at, f"at most {_DEEPEST} groups stand within each other: make two rules of it")
    entries = tuple(each(lambda entry: _filter(entry[1], settings, (*at, entry[0])), enumerate(written)))
    if name == "all":
        return frozenset(condition for entry in entries for condition in entry)
    return frozenset({AnyOf(entries, at)})


def _line(name: str, written: object, settings: Mapping[str, object], at: tuple[str | int, ...]) -> Filter:
    """The conditions on one field; what is wrong with them is said of the field."""
    if name in _OTHER_GROUPS and isinstance(written, Sequence) and not isinstance(written, str):
        raise WrongValue(at, f"write {_OTHER_GROUPS[name]}:")
    try:
        return frozenset(_conditions(name, written, settings))
    except ValueError as problem:
        found = [WrongValue(at, str(part)) for part in parts(problem)]
        raise (found[0] if len(found) == 1 else WrongValues(found)) from None


def _conditions(name: str, written: object, settings: Mapping[str, object]) -> list[Clause] | list[OfParent]:
    """Of a line whose name and value are both wrong, both are said."""
    work: tuple[Callable[[], tuple[str, list[Clause]]], ...] = (
        lambda: (name_in_when(name, settings)[1], []),
        lambda: ("", _clauses(str(name).rpartition(".")[2], written)),
    )
    (parent, _), (_, clauses) = each(lambda part: part(), work)
    return [_of_parent(parent, clause, settings) for clause in clauses] if parent else clauses


def _of_parent(parent: str, clause: Clause, settings: Mapping[str, object]) -> OfParent:
    """As most orgs call the lookup and its object, until the org itself is asked."""
    table = parent_of(parent, str(owner_of(settings) or ""), clause.field)
    return OfParent(f"{parent}.{clause.field}", lookup_of(parent), table, clause)


def _clauses(name: str, written: Any) -> list[Clause]:
    if not isinstance(written, Mapping):
        return [Clause(name, Comparison.IN, values(written))]
    if not written:
        raise ValueError("write a value or a comparison, for example {is: filled}")
    clauses = each(lambda entry: _comparison(name, str(entry[0]), entry[1]), written.items())
    refuse_turned_clauses(clauses)
    return clauses


def _comparison(name: str, word: str, operand: Any) -> Clause:
    if word == "is" and operand in ("filled", "empty"):
        return Clause(name, Comparison(operand))
    comparison = _COMPARISONS.get(word)
    match comparison:
        case None:
            raise ValueError(f"“{word}” is none of is, {', '.join(_COMPARISONS)}{_instead_of(word)}")
        case Comparison.OLDER_THAN_DAYS | Comparison.NEWER_THAN_DAYS:
            return Clause(name, comparison, (days(operand),))
        case Comparison.AT_LEAST | Comparison.AT_MOST:
            return Clause(name, comparison, (_bound(word, operand),))
        case Comparison.IN_PERIOD:
            return Clause(name, comparison, (_period(operand),))
    return Clause(name, comparison, values(operand))


def _instead_of(word: str) -> str:
    """Bounds take the value itself too, so what is meant is the next value that the field can hold."""
    instead = _BEYOND.get(word.lower())
    if instead is None:
        return ""
    return f": write {instead[0]} with the next value of the field, for example {instead[0]}: {instead[1]} for 50,000"


def _bound(word: str, operand: Any) -> Value:
    try:
        return bound(operand)
    except ValueError as problem:
        raise ValueError(f"{word}: {problem}") from None


def _period(operand: Any) -> str:
    if isinstance(operand, list | tuple):
        raise ValueError("in: takes one period of days; for a list of values write the list alone, [a, b]")  # noqa: TRY004
    if not isinstance(operand, str):
        raise ValueError(f"in: write a period of days, for example {EXAMPLES}")  # noqa: TRY004
    return period(operand)
