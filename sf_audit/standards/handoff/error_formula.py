"""The formula of a validation rule that stops what breaks a standard.

`AND(IsClosed = FALSE, ISBLANK(NextStep), NOT($Permission.Bypass))`. What a formula cannot say, or says otherwise than
the standard, is not written: a wrong rule in production is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from sf_audit.formulas.cases import FieldKind
from sf_audit.formulas.parsing import parse
from sf_audit.formulas.stopping import Verdict, what_stops_empty
from sf_audit.formulas.syntax import Call, Literal, Name, Node
from sf_audit.formulas.writing import written
from sf_audit.rulebook.rules.obligation import Demand
from sf_audit.snapshot.needs import AnyOf, Clause, Comparison, Condition, Filter, OfParent, Value
from sf_audit.standards.field_facts import FieldFacts
from sf_audit.standards.formula_scope import in_scope, literal
from sf_audit.standards.subject import RECORD_TYPE, Subject

#: Longer texts and rich texts are not in formulas ("Building Formulas").
_LONGEST_TEXT = 255

#: Control characters, and what is no character ("Extensible Markup Language 1.0", Char).
_NOT_IN_FILES = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_DEMANDS = frozenset({Demand.FILLED, Demand.SOME_FILLED})


class NotSaid(Exception):
    """A formula does not say this; the message is why, for people."""


def error_formula(subject: Subject, bypass: str) -> str:
    """The formula, for people without the custom permission `bypass`. Raises NotSaid."""
    obligation = subject.obligation
    if obligation.demand is Demand.REALLY_FILLED:
        raise NotSaid("a formula stops an empty field, and no placeholder")
    if obligation.demand not in _DEMANDS or not (subject.needs_each or subject.needed == 1):
        raise NotSaid("what it asks for is more than a field that has to be filled")
    if any(field.calculated for field in subject.fields):
        raise NotSaid("the field is a formula, which nobody fills")
    scope = [_condition(condition, subject) for condition in sorted(obligation.when, key=repr)]
    empty = tuple(_empty(field) for field in subject.fields)
    allowed = Call("NOT", (Name(f"$Permission.{bypass}"),))
    missing = (_any(empty),) if subject.needs_each else empty
    formula = written(Call("AND", (*scope, *missing, allowed)))
    if _NOT_IN_FILES.search(formula):
        raise NotSaid("a value that it names has characters that no file of metadata can hold")
    _prove(formula, subject)
    return formula


def _prove(formula: str, subject: Subject) -> None:
    """Our own reading of the formula, as of one that an org has: it has to stop every save that breaks the standard."""
    known = subject.facts.fields(subject.object)
    parse(formula, known=[field.name for field in known])
    for field in subject.fields:
        others = () if subject.needs_each else [other for other in subject.fields if other != field]
        for text in in_scope(formula, _exact(subject.obligation.when), known, others).formulas:
            _prove_of(text, field, subject.obligation.when)


def _prove_of(formula: str, field: FieldFacts, when: Filter) -> None:
    """That it stops a save which leaves the field empty, as far as the scope of the standard was put in."""
    wanted = {Verdict.ALWAYS} if _is_exact(when) else {Verdict.ALWAYS, Verdict.SOMETIMES}
    found = what_stops_empty(formula, field.name, FieldKind.of(field.type))
    if not {found.on_insert, found.on_clear, found.on_resave} <= wanted:
        raise NotSaid(f"a formula for {field.name} ({field.type}) is not one that surely stops an empty field")


def _exact(when: Filter) -> Filter:
    """The conditions whose values can be put into a formula."""
    return frozenset(condition for condition in when if _puts_in(condition))


def _is_exact(when: Filter) -> bool:
    return all(map(_puts_in, when))


def _puts_in(condition: Condition) -> bool:
    clause = condition.clause if isinstance(condition, OfParent) else condition
    return isinstance(clause, Clause) and clause.comparison in {Comparison.IN, Comparison.FILLED}


def _empty(field: FieldFacts) -> Node:
    kind = FieldKind.of(field.type)
    if kind in {FieldKind.OTHER, FieldKind.CHECKBOX}:
        raise NotSaid(f"formulas do not ask whether a field of type {field.type} is empty")
    if kind is FieldKind.TEXT and field.length > _LONGEST_TEXT:
        raise NotSaid(f"{field.name} is a long text, which formulas do not read")
    if kind is FieldKind.PICKLIST:
        return Call("ISPICKVAL", (Name(field.name), Literal("")))
    return Call("ISBLANK", (Name(field.name),))


def _condition(condition: Condition, subject: Subject) -> Node:
    match condition:
        case AnyOf():
            return _any(
                _all(_condition(each, subject) for each in sorted(some, key=repr)) for some in condition.filters
            )
        case OfParent() if condition.written == RECORD_TYPE:
            return _of_clause(condition.clause, FieldKind.TEXT, "string", Name(RECORD_TYPE))
        case Clause():
            field = subject.facts.field(subject.object, condition.field)
            return _of_clause(condition, FieldKind.of(field.type), field.type, Name(field.name))
    raise NotSaid("it means records by a field of their parent")


def _of_clause(clause: Clause, kind: FieldKind, described: str, name: Name) -> Node:
    write = _COMPARISONS.get(clause.comparison)
    if write is None or kind in {FieldKind.OTHER, FieldKind.MULTIPICKLIST, FieldKind.DATE}:
        raise NotSaid(f"which records it means depends on {name.text} in a way that formulas do not say as it does")
    return write(clause, kind, described, name)


def _among(clause: Clause, kind: FieldKind, described: str, name: Name) -> Node:
    return _any(_equal(value, kind, described, name) for value in clause.values)


def _equal(value: Value, kind: FieldKind, described: str, name: Name) -> Node:
    if kind is FieldKind.LOOKUP:
        raise NotSaid(f"it names ids in {name.text}")
    if kind is FieldKind.PICKLIST:
        return Call("ISPICKVAL", (name, Literal(str(value))))
    if kind is FieldKind.CHECKBOX:
        return name if value is True else Call("NOT", (name,))
    return Call("=", (name, literal(value, described)))


def _bound(clause: Clause, kind: FieldKind, described: str, name: Name) -> Node:
    if kind is not FieldKind.NUMBER:
        raise NotSaid(f"it compares {name.text}, which is no number")
    bound = literal(clause.values[0], described)
    if clause.comparison is Comparison.AT_LEAST:
        return Call(">=", (name, bound))
    # A formula may take an empty number for a zero, which the standard does not.
    return Call("AND", (Call("NOT", (_blank(kind, name),)), Call("<=", (name, bound))))


def _filled(_: Clause, kind: FieldKind, __: str, name: Name) -> Node:
    return Call("NOT", (_blank(kind, name),))


def _blank(kind: FieldKind, name: Name) -> Node:
    if kind is FieldKind.PICKLIST:
        return Call("ISPICKVAL", (name, Literal("")))
    return Call("ISBLANK", (name,))


_COMPARISONS: Mapping[Comparison, Callable[[Clause, FieldKind, str, Name], Node]] = {
    Comparison.IN: _among,
    Comparison.NOT_IN: lambda *clause: Call("NOT", (_among(*clause),)),
    Comparison.AT_LEAST: _bound,
    Comparison.AT_MOST: _bound,
    Comparison.FILLED: _filled,
    Comparison.EMPTY: lambda _, kind, __, name: _blank(kind, name),
}


def _any(nodes: Iterable[Node]) -> Node:
    found = tuple(nodes)
    return found[0] if len(found) == 1 else Call("OR", found)


def _all(nodes: Iterable[Node]) -> Node:
    found = tuple(nodes)
    return found[0] if len(found) == 1 else Call("AND", found)
