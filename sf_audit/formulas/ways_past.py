"""Which values of who saves, or of what kind of record it is, let a save past a rule that stops others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sf_audit.formulas.bypasses import Bypass, Spares
from sf_audit.formulas.diagrams import Diagram, Diagrams
from sf_audit.formulas.syntax import Call, Name, walk
from sf_audit.formulas.terms import Terms, Variable
from sf_audit.formulas.values import Open, Some, Value, is_blank


class WaysPast:
    """The ways past a rule, read from the diagrams of when it stops each kind of save."""

    def __init__(self, terms: Terms, diagrams: Diagrams, stops: Sequence[Diagram]) -> None:
        self._terms = terms
        self._diagrams = diagrams
        self._stops = stops

    def among(self, matter: set[int]) -> Iterator[Bypass]:
        """Those through the variables at these levels."""
        levels = [level for level in sorted(matter) if level < self._terms.first_condition]
        variables = {level: self._terms.variables[level] for level in levels}
        tested = {name.lower() for found in variables.values() if isinstance(found.node, Call) for name in found.names}
        for level, variable in variables.items():
            alone, together = self._spared(level)
            yield from _bypasses(variable, alone, alone=True)
            # Of a name inside a test, the test says more than that it matters whether there is a value.
            if not (isinstance(variable.node, Name) and variable.node.text.lower() in tested):
                yield from _bypasses(variable, together, alone=False)

    def _spared(self, level: int) -> tuple[set[int], set[int]]:
        """Which values of a variable let a save through: by themselves, and together with something else."""
        alone: set[int] = set()
        together: set[int] = set()
        variable = self._terms.variables[level]
        values = range(len(variable.domain))
        for stops in self._stops:
            tested = self._tested(variable, stops)
            given = [self._diagrams.given(tested, level, value) for value in values]
            for value in values:
                if any(self._lets_through(given[value], other) for other in given):
                    stopped = self._diagrams.values(given[value]) & {True, Open.UNDECIDED}
                    (together if stopped else alone).add(value)
        return alone - together, together

    def _tested(self, variable: Variable, diagram: Diagram) -> Diagram:
        """The diagram for values on which the test of a variable is made, if it is one: those that are not blank."""
        for name in walk(variable.node) if isinstance(variable.node, Call) else ():
            if isinstance(name, Name):
                level = self._terms.levels[self._terms.term(name)]
                inexact = [isinstance(value, Some) for value in self._terms.variables[level].domain]
                diagram = self._diagrams.given(diagram, level, inexact.index(True)) if any(inexact) else diagram
        return diagram

    def _lets_through(self, given: Diagram, other: Diagram) -> bool:
        return True in self._diagrams.values(self._diagrams.combine(stops_only_first, other, given))


def stops_only_first(first: Value, second: Value) -> Value:
    """Whether a save is stopped in the first case and not in the second."""
    return first if second is not True else False


def _bypasses(variable: Variable, spared: set[int], *, alone: bool) -> Iterator[Bypass]:
    if not spared or variable.bypass is None:
        return
    kind, name = variable.bypass
    exact = {index: _written(value) for index, value in enumerate(variable.domain) if not isinstance(value, Some)}
    if spared <= exact.keys():
        yield Bypass(kind, name, frozenset(exact[index] for index in spared), Spares.THESE, alone)
    else:
        others = frozenset(text for index, text in exact.items() if index not in spared)
        yield Bypass(kind, name, others, Spares.ALL_OTHERS, alone)


def _written(value: Value) -> str:
    if is_blank(value):
        return ""
    return str(value) if isinstance(value, str | Decimal) else str(value).upper()
