"""What a formula comes to in one kind of save, for everything else that may be the case."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Final

from sf_audit.formulas.calls import CALLS, all_true, any_true, arbitrary, chosen, opposite, picked
from sf_audit.formulas.cases import EMPTY, Case, Save, Subject
from sf_audit.formulas.comparisons import COMPARISONS, worked_out
from sf_audit.formulas.diagrams import Diagram, Diagrams
from sf_audit.formulas.functions import FUNCTIONS
from sf_audit.formulas.syntax import Call, Literal, Name, Node, walk
from sf_audit.formulas.terms import Terms
from sf_audit.formulas.values import Blank, Open, Value, is_blank

#: Functions of which it is known what they come to with an empty field.
WORKED_OUT: Final = frozenset(CALLS).union({"AND", "OR", "CASE", "ISNEW", "ISCHANGED", "PRIORVALUE"}) & FUNCTIONS.keys()


class Evaluation:
    """A tree, worked out from its leaves up, without recursion."""

    def __init__(self, terms: Terms, diagrams: Diagrams, subject: Subject, case: Case) -> None:
        self._terms = terms
        self._diagrams = diagrams
        self._subject = subject
        self._case = case
        self._done: dict[int, Diagram] = {}
        self._constant: set[int] = set()

    def of(self, tree: Node) -> Diagram:
        """The diagram of the whole formula."""
        for node in walk(tree):
            if id(node) not in self._done:
                self._done[id(node)] = self._evaluated(node)
        return self._done[id(tree)]

    def _evaluated(self, node: Node) -> Diagram:
        if isinstance(node, Literal):
            self._constant.add(id(node))
            return self._diagrams.exactly(Blank.NULL if node.value is None else node.value)
        if isinstance(node, Name):
            return self._name(node)
        if all(id(argument) in self._constant for argument in node.arguments):
            self._constant.add(id(node))
        arguments = [self._done[id(argument)] for argument in node.arguments]
        about_save = self._about_save(node, arguments)
        return self._call(node, arguments) if about_save is None else about_save

    def _name(self, node: Name) -> Diagram:
        if self._case.empty:
            if self._subject.is_named(node.text):
                return self._diagrams.exactly(EMPTY[self._subject.kind])
            if self._subject.leads_to(node.text):
                return self._diagrams.exactly(Blank.FIELD)
        return self._variable(node, filled=self._subject.is_named(node.text))

    def _variable(self, node: Node, *, filled: bool = False) -> Diagram:
        level = self._terms.levels[self._terms.term(node)]
        domain = self._terms.variables[level].domain
        values = [value for value in domain if not (filled and is_blank(value))]
        return self._diagrams.choice(level, [self._diagrams.exactly(value) for value in values])

    def _about_save(self, node: Call, arguments: Sequence[Diagram]) -> Diagram | None:
        """What differs between kinds of saves: "ISNEW", "ISCLONE", "ISCHANGED", "PRIORVALUE"."""
        inserted = self._case.save is Save.INSERT
        if node.function == "ISNEW":
            return self._diagrams.exactly(inserted)
        if node.function == "ISCLONE":
            return self._variable(node) if inserted else self._diagrams.exactly(Open.UNDECIDED)
        if node.function not in ("ISCHANGED", "PRIORVALUE"):
            return None
        field = node.arguments[0]
        if not isinstance(field, Name):
            return self._diagrams.exactly(Open.UNDECIDED)
        return self._changed(field) if node.function == "ISCHANGED" else self._prior(node, field, arguments[0])

    def _prior(self, node: Call, field: Name, present: Diagram) -> Diagram:
        """A new record has had no other value than it has; one that was not changed had the same."""
        if self._case.save is Save.INSERT:
            return present
        before = self._variable(node, filled=self._subject.is_named(field.text))
        return self._diagrams.combine(chosen, self._changed(field), before, present)

    def _changed(self, field: Name) -> Diagram:
        if self._case.save is Save.INSERT:
            return self._diagrams.exactly(False)
        if self._subject.is_named(field.text):
            return self._diagrams.exactly(self._case.save is Save.CLEAR)
        return self._variable(Call("ISCHANGED", (field,)))

    def _call(self, node: Call, arguments: Sequence[Diagram]) -> Diagram:
        combine = self._diagrams.combine
        if node.function in ("AND", "OR"):
            connective = all_true if node.function == "AND" else any_true
            return reduce(lambda left, right: combine(connective, left, right), arguments)
        if node.function == "CASE":
            return self._case_call(arguments)
        if node.function in COMPARISONS:
            return self._comparison(node)
        return self._other(node, node.function, arguments)

    def _comparison(self, node: Call) -> Diagram:
        call = worked_out(node)
        found = self._other(node, call.function, [self._done[id(side)] for side in call.arguments])
        return self._diagrams.combine(opposite, found) if COMPARISONS[node.function].opposite else found

    def _other(self, node: Call, function: str, arguments: Sequence[Diagram]) -> Diagram:
        if function not in CALLS and function not in FUNCTIONS and function[0].isalpha():
            return self._diagrams.exactly(Open.UNDECIDED)
        operation = CALLS.get(function, arbitrary)
        if id(node) in self._constant and operation is arbitrary:
            return self._variable(node)
        if not arguments:
            return self._variable(node)
        found = self._diagrams.combine(operation, *arguments)
        if Open.FREE not in self._diagrams.values(found):
            return found
        return self._diagrams.combine(_instead_of_free, found, self._variable(node))

    def _case_call(self, arguments: Sequence[Diagram]) -> Diagram:
        """CASE, from its last result to its first, as IF within IF."""
        combine = self._diagrams.combine
        value, *pairs, found = arguments
        for option, result in reversed(list(zip(pairs[::2], pairs[1::2], strict=True))):
            found = combine(chosen, combine(picked, value, option), result, found)
        return found


def _instead_of_free(found: Value, variable: Value) -> Value:
    return variable if found is Open.FREE else found
