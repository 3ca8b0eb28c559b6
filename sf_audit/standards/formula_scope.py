"""The formula of a validation rule on the records that a standard means: what is known of their fields is put in.

`AND(ISPICKVAL(StageName, "Closed Lost"), ISBLANK(Competitor__c))` is `AND(ISPICKVAL("Closed Lost", "Closed Lost"), …)`
for a standard about lost deals. What a formula asks of how a field was before, or of whether it changed, stays open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod

from sf_audit.formulas.cases import FieldKind
from sf_audit.formulas.parsing import parse
from sf_audit.formulas.syntax import Call, FormulaError, Literal, Name, Node, names, walk
from sf_audit.formulas.writing import written
from sf_audit.snapshot.ids import eighteen
from sf_audit.snapshot.needs import Clause, Comparison, Filter, OfParent, Value
from sf_audit.standards.field_facts import FieldFacts

#: These ask of a field how it was before.
_BEFORE = frozenset({"ISCHANGED", "PRIORVALUE"})

#: Kinds of fields whose values a formula compares as a standard does.
_COMPARED_ALIKE = frozenset({FieldKind.TEXT, FieldKind.PICKLIST, FieldKind.NUMBER})

_MAY_HOLD_IDS = ("id", "__c")

#: More combinations of values than these are not gone through.
_MOST = 60


@dataclass(frozen=True, slots=True)
class InScope:
    """The formula for each combination of values that records in scope can have.

    `settled` says that the formula names every field that the scope names, and that the values of each were put in:
    then what it still depends on is nothing that the scope decides.
    """

    formulas: tuple[str, ...]
    settled: bool


def in_scope(formula: str, when: Filter, fields: Collection[FieldFacts], empty: Sequence[FieldFacts] = ()) -> InScope:
    """The formula with the values that `when` leaves to fields of an object, and with some of them `empty`.

    One that cannot be read stays as it is.
    """
    try:
        tree = parse(formula)
    except FormulaError:
        return InScope((formula,), settled=False)
    known = dict(_known(when, {field.name.lower(): field.type for field in fields}))
    if prod(map(len, known.values())) > _MOST:
        known = {}
    filled = frozenset(_filled(when))
    blank = {field.name.lower(): _blank(field) for field in empty}
    put_in = (_PutIn({**blank, **dict(zip(known, values, strict=True))}, filled) for values in product(*known.values()))
    formulas = dict.fromkeys(written(each.into(tree)) for each in put_in)
    named = {name.lower() for name in names(tree)}
    settled = len(known) + len(filled) == len(when) and filled.union(known) <= named
    return InScope(tuple(formulas), settled)


def _known(when: Filter, types: Mapping[str, str]) -> Iterator[tuple[str, tuple[Literal, ...]]]:
    """By field, as formulas write it, the values that it can have, where a formula has the same for them."""
    for condition in when:
        clause = condition.clause if isinstance(condition, OfParent) else condition
        if not isinstance(clause, Clause) or clause.comparison is not Comparison.IN:
            continue
        if isinstance(condition, OfParent):
            name, values = condition.written, [_of_parent(value, clause.field) for value in clause.values]
        else:
            described = types.get(clause.field.lower(), "")
            name, values = clause.field, [_of_record(value, described) for value in clause.values]
        if None not in values:
            yield name.lower(), tuple(filter(None, values))


def _of_record(value: Value, described: str) -> Literal | None:
    """The value in a formula; None of dates, lookups and what has several values, which formulas compare otherwise."""
    kind = FieldKind.of(described)
    if kind is FieldKind.CHECKBOX:
        return Literal(value) if isinstance(value, bool) else None
    if kind is FieldKind.NUMBER and isinstance(value, str):
        return None
    return literal(value, described) if kind in _COMPARED_ALIKE else None


def _of_parent(value: Value, field: str) -> Literal | None:
    """The same of a parent's field, whose type is not known: a number may be a percentage, and an id has 15 characters
    in a formula.
    """
    if isinstance(value, str):
        return None if field.lower().endswith(_MAY_HOLD_IDS) and _is_id(value) else Literal(value)
    return Literal(value) if isinstance(value, bool) else None


def _is_id(value: str) -> bool:
    try:
        return bool(eighteen(value))
    except ValueError:
        return False


def literal(value: Value, described: str) -> Literal:
    """A text or number of a field of this type, as formulas have it: a percentage is a part of one, 75 % is 0.75."""
    if FieldKind.of(described) is not FieldKind.NUMBER:
        return Literal(str(value))
    number = Decimal(str(value))
    return Literal(number / 100 if described == "percent" else number)


def _filled(when: Filter) -> Iterator[str]:
    """The fields of which is only known that they have a value."""
    for condition in when:
        if isinstance(condition, Clause) and condition.comparison is Comparison.FILLED:
            yield condition.field.lower()


def _blank(field: FieldFacts) -> Literal:
    return Literal("" if FieldKind.of(field.type) in {FieldKind.TEXT, FieldKind.PICKLIST} else None)


@dataclass(frozen=True, slots=True)
class _PutIn:
    """What is known: by name in lower case the value of a field, and the fields that are not empty."""

    values: Mapping[str, Literal]
    filled: frozenset[str]

    def into(self, tree: Node) -> Node:
        """The tree with it."""
        made: dict[int, Node] = {}
        for node in walk(tree):
            made[id(node)] = self._of(node, made)
        return made[id(tree)]

    def _of(self, node: Node, made: Mapping[int, Node]) -> Node:
        match node:
            case Name():
                return self.values.get(node.text.lower(), node)
            case Call("ISBLANK" | "ISNULL", (Name() as asked,)) if asked.text.lower() in self.filled:
                return Literal(False)
            case Call() if node.function not in _BEFORE:
                return Call(node.function, tuple(made[id(argument)] for argument in node.arguments), node.depth)
        return node
