"""Whether a validation rule stops an empty field, for whom, and when.

    what_stops_empty("AND(ISBLANK(Industry), NOT($Permission.Import))", "Industry", FieldKind.PICKLIST)

A validation rule stops a save when its formula is true. The formula is worked out for each kind of save that leaves the
field empty, with everything else open: other fields, who saves, which record type. What no document settles, such as
how a blank number compares with another, is undecided, and so is what rests on it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Final

from sf_audit.formulas.bypasses import Bypass
from sf_audit.formulas.calls import fires
from sf_audit.formulas.cases import Case, FieldKind, Save, Subject
from sf_audit.formulas.diagrams import Diagram, Diagrams, TooManyCases
from sf_audit.formulas.evaluation import Evaluation
from sf_audit.formulas.functions import FUNCTIONS
from sf_audit.formulas.parsing import parse
from sf_audit.formulas.syntax import Call, FormulaError, Node, names, walk
from sf_audit.formulas.terms import Terms
from sf_audit.formulas.values import Open
from sf_audit.formulas.ways_past import WaysPast, stops_only_first

#: Kinds of fields of which it cannot be asked what happens when they are empty.
_NOT_ASKED: Final = {
    FieldKind.CHECKBOX: "A checkbox is never empty.",
    FieldKind.OTHER: "Formulas do not take fields of this type.",
}


class Verdict(Enum):
    """Whether a kind of save is stopped when it leaves the field empty, where no bypass lets it through.

    `always`: whatever the other fields are. `sometimes`: it is known of some values of the conditions.
    """

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stopping:
    """What a validation rule does about an empty field.

    `on_insert`: a new record without a value. `on_clear`: the value is taken away. `on_resave`: a record that has none
    is saved again; a rule that asks ISCHANGED of the field leaves those alone. `bypasses` are about who saves and what
    kind of record it is, `conditions` are the other fields that it depends on, spelled as in the formula. `why` says
    what makes a verdict unknown.
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
    subject = Subject(field, kind)
    try:
        tree = parse(formula, known=known)
        if not any(subject.is_named(name) or subject.leads_to(name) for name in names(tree)):
            return Stopping(Verdict.NEVER, Verdict.NEVER, Verdict.NEVER)
        why = _NOT_ASKED.get(kind) or _not_in_validation_rules(tree)
        return _unknown(why) if why else _Answer(tree, subject).stopping()
    except FormulaError as problem:
        return _unknown(str(problem))
    except TooManyCases:
        return _unknown("It depends on too much at once to be gone through.")


def _unknown(why: str) -> Stopping:
    return Stopping(Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN, why=why)


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
            tuple(WaysPast(self._terms, self._diagrams, tuple(stops.values())).among(matter)),
            self._conditions(matter),
            self._why() if Verdict.UNKNOWN in verdicts.values() else "",
        )

    def _stops(self, save: Save) -> Diagram:
        """When a save that leaves the field empty is stopped.

        Never, where one that fills it is stopped just as well: such a rule is about something else.
        """
        empty = self._fires(Case(save, empty=True))
        filled = self._fires(Case(save, empty=False))
        differs = self._diagrams.values(self._diagrams.combine(stops_only_first, empty, filled))
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
                others = [name for name in variable.names if not self._subject.is_named(name)]
                found.update(dict.fromkeys(others or [variable.shown]))
        return tuple(found)

    def _why(self) -> str:
        for node in walk(self._tree):
            if isinstance(node, Call) and node.function[0].isalpha() and node.function not in FUNCTIONS:
                return f"{node.function} is no function that is known."
        empty = f"an empty {self._subject.kind.value}"
        return f"It rests on what no document settles, such as what {empty} compares with."
