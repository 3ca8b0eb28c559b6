"""Whether a validation rule stops an empty field, for whom, and when.

    what_stops_empty("AND(ISBLANK(Industry), NOT($Permission.Import))", "Industry", FieldKind.PICKLIST)

A validation rule stops a save when its formula is true. The formula is worked out for each kind of save that leaves the
field empty, with everything else open: other fields, who saves, which record type. What no document settles, such as
how a blank number compares with another, is undecided, and so is what rests on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from sf_audit.formulas.bypasses import Bypass, BypassKind, Spares
from sf_audit.formulas.calls import fires
from sf_audit.formulas.cases import EMPTY, Case, FieldKind, Save, Subject
from sf_audit.formulas.diagrams import Diagram, Diagrams, TooManyCases
from sf_audit.formulas.evaluation import Evaluation
from sf_audit.formulas.functions import FUNCTIONS
from sf_audit.formulas.parsing import parse
from sf_audit.formulas.syntax import Call, FormulaError, Name, Node, names, walk
from sf_audit.formulas.terms import Terms, Variable
from sf_audit.formulas.values import Open, Some, Value, is_blank


class Verdict(Enum):
    """Whether a kind of save is stopped when it leaves the field empty, for those whom no bypass lets through."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stopping:
    """What a validation rule does about an empty field.

    `on_insert`: a new record without a value. `on_clear`: the value is taken away. `on_resave`: a record that has none
    is saved again; a rule that asks ISCHANGED of the field leaves those alone. `bypasses` are about who saves and what
    kind of record it is, `conditions` are the other fields, spelled as in the formula: a verdict of `always` has
    bypasses at most, one of `sometimes` holds under the conditions. `why` says what makes a verdict unknown.
    """

    on_insert: Verdict
    on_clear: Verdict
    on_resave: Verdict
    bypasses: tuple[Bypass, ...] = ()
    conditions: tuple[str, ...] = ()
    why: str = ""

    @property
    def verdict(self) -> Verdict:
        """Over all saves: `always` when none gets through, `never` when all do."""
        found = {self.on_insert, self.on_clear, self.on_resave}
        if len(found) == 1:
            return found.pop()
        return Verdict.SOMETIMES if found & {Verdict.ALWAYS, Verdict.SOMETIMES} else Verdict.UNKNOWN


def what_stops_empty(formula: str, field: str, kind: FieldKind, *, known: Collection[str] | None = None) -> Stopping:
    """What a validation rule with this formula does about an empty field.

    `known` are the fields of the object; a formula that names another is not understood. Nothing is raised: what cannot
    be read or decided is `unknown`, and says why.
    """
    try:
        tree = parse(formula, known=known)
        if kind not in EMPTY:
            return _unknown(f"A {kind.value} is never empty." if kind is FieldKind.CHECKBOX else f"A {kind.value}.")
        why = _not_in_validation_rules(tree)
        return _unknown(why) if why else _answer(tree, Subject(field, kind))
    except FormulaError as problem:
        return _unknown(str(problem))
    except TooManyCases:
        return _unknown("It depends on too much at once to be gone through.")


def _unknown(why: str) -> Stopping:
    return Stopping(Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN, why=why)


def _answer(tree: Node, subject: Subject) -> Stopping:
    if not any(subject.is_named(name) or subject.leads_to(name) for name in names(tree)):
        return Stopping(Verdict.NEVER, Verdict.NEVER, Verdict.NEVER)
    return _Answer(tree, subject).stopping()


def _not_in_validation_rules(tree: Node) -> str:
    for node in walk(tree):
        function = FUNCTIONS.get(node.function) if isinstance(node, Call) else None
        if function and not function.in_validation_rules:
            return f"{function.name} is not available in validation rules."
    return ""


class _Answer:
    """The diagrams of a formula for each kind of save, and what can be read from them."""

    def __init__(self, tree: Node, subject: Subject) -> None:
        self._tree = tree
        self._subject = subject
        self._terms = Terms(tree)
        self._diagrams = Diagrams()

    def stopping(self) -> Stopping:
        stops = {save: self._stops(save) for save in Save}
        verdicts = {save: self._verdict(diagram) for save, diagram in stops.items()}
        matter = {level for diagram in stops.values() for level in self._diagrams.levels(diagram)}
        return Stopping(
            verdicts[Save.INSERT],
            verdicts[Save.CLEAR],
            verdicts[Save.KEEP],
            tuple(self._bypasses(matter, tuple(stops.values()))),
            self._conditions(matter),
            self._why() if Verdict.UNKNOWN in verdicts.values() else "",
        )

    def _stops(self, save: Save) -> Diagram:
        """When a save that leaves the field empty is stopped.

        Never, where one that fills it is stopped just as well: such a rule is about something else.
        """
        empty = self._fires(Case(save, empty=True))
        filled = self._fires(Case(save, empty=False))
        differs = self._diagrams.values(self._diagrams.combine(_only_first, empty, filled))
        if True in differs:
            return empty
        return self._diagrams.exactly(Open.UNDECIDED if Open.UNDECIDED in differs else False)

    def _fires(self, case: Case) -> Diagram:
        found = Evaluation(self._terms, self._diagrams, self._subject, case).of(self._tree)
        return self._diagrams.combine(fires, found)

    def _verdict(self, stops: Diagram) -> Verdict:
        values = self._diagrams.values(stops)
        always = self._diagrams.exactly(True)
        if any(found == always for found, _ in self._diagrams.reached(stops, below=self._terms.first_condition)):
            return Verdict.ALWAYS
        if True in values:
            return Verdict.SOMETIMES
        return Verdict.UNKNOWN if Open.UNDECIDED in values else Verdict.NEVER

    def _conditions(self, matter: set[int]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for level in sorted(matter):
            if level >= self._terms.first_condition:
                variable = self._terms.variables[level]
                names = [name for name in variable.names if not self._subject.is_named(name)]
                found.update(dict.fromkeys(names or [variable.shown]))
        return tuple(found)

    def _bypasses(self, matter: set[int], stops: tuple[Diagram, ...]) -> Iterator[Bypass]:
        """The values that let a save through where another value does not."""
        levels = [level for level in sorted(matter) if level < self._terms.first_condition]
        variables = {level: self._terms.variables[level] for level in levels}
        tested = {name.lower() for found in variables.values() if isinstance(found.node, Call) for name in found.names}
        for level, variable in variables.items():
            alone, together = self._spared(level, stops)
            if alone:
                yield _bypass(variable, alone, alone=True)
            # Of a name inside a test, the test says more than that it matters whether there is a value.
            if together and not (isinstance(variable.node, Name) and variable.node.text.lower() in tested):
                yield _bypass(variable, together, alone=False)

    def _spared(self, level: int, stops: tuple[Diagram, ...]) -> tuple[set[int], set[int]]:
        """Which values of a variable let a save through: by themselves, and together with something else."""
        alone: set[int] = set()
        together: set[int] = set()
        variable = self._terms.variables[level]
        values = range(len(variable.domain))
        for diagram in (self._tested(variable, diagram) for diagram in stops):
            given = [self._diagrams.given(diagram, level, value) for value in values]
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
        differs = self._diagrams.combine(_only_first, other, given)
        return True in self._diagrams.values(differs)

    def _why(self) -> str:
        for node in walk(self._tree):
            if isinstance(node, Call) and node.function[0].isalpha() and node.function not in FUNCTIONS:
                return f"{node.function} is no function that is known."
        empty = f"an empty {self._subject.kind.value}"
        return f"It rests on what no document settles, such as what {empty} compares with."


def _bypass(variable: Variable, spared: set[int], *, alone: bool) -> Bypass:
    kind, name = variable.bypass or (BypassKind.USER, variable.shown)
    exact = {index: _written(value) for index, value in enumerate(variable.domain) if not isinstance(value, Some)}
    if spared <= exact.keys():
        return Bypass(kind, name, frozenset(exact[index] for index in spared), Spares.THESE, alone)
    others = frozenset(text for index, text in exact.items() if index not in spared)
    return Bypass(kind, name, others, Spares.ALL_OTHERS, alone)


def _written(value: Value) -> str:
    return "" if is_blank(value) else str(value) if isinstance(value, str | Decimal) else str(value).upper()


def _only_first(first: Value, second: Value) -> Value:
    """Whether a save is stopped in the first case and not in the second."""
    return first if second is not True else False
