"""The variables of a formula: what it asks of a record and of a save, and which values each can have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from sf_audit.formulas.bypasses import BypassKind, kind_of_name, kind_of_test
from sf_audit.formulas.comparisons import COMPARISONS, worked_out
from sf_audit.formulas.diagrams import TooManyCases
from sf_audit.formulas.functions import FUNCTIONS
from sf_audit.formulas.syntax import Call, Literal, Name, Node, names, walk
from sf_audit.formulas.values import Blank, Some, Value
from sf_audit.formulas.writing import written

Term = Hashable

#: They hand on what they are given, so that a value beside them is a value of what they are given.
_TRANSPARENT: Final = frozenset({"TEXT", "BLANKVALUE", "NULLVALUE", "IF", "CASE"})
_CONNECTIVES: Final = frozenset({"AND", "OR", "NOT"})
_TRUE_OR_FALSE: Final = frozenset(
    {"CONTAINS", "BEGINS", "REGEX", "INCLUDES", "ISNUMBER", "ISPICKVAL", "ISBLANK", "ISNULL"}
    | {"ISCHANGED", "ISCLONE", "ISNEW", *COMPARISONS, *_CONNECTIVES}
)
#: The least that they come to with something that is not blank.
_LEAST: Final = {"LEN": 1, "PICKLISTCOUNT": 1, "FIND": 0}
_WHOLE: Final = frozenset(
    {"LEN", "PICKLISTCOUNT", "FIND", "ASCII", "FLOOR", "CEILING", "MFLOOR", "MCEILING"}
    | {"YEAR", "MONTH", "DAY", "DAYOFYEAR", "WEEKDAY", "ISOYEAR", "ISOWEEK"}
    | {"HOUR", "MINUTE", "SECOND", "MILLISECOND"}
)
_NEVER_BLANK: Final = frozenset({"id", "ownerid", "createdbyid", "$user.id", "$user.profileid", "$user.username"})
_MAY_BE_BLANK: Final = ("$setup.", "$custommetadata.", "$user.", "$userrole.")
_MOST_VARIABLES: Final = 150


@dataclass(slots=True)
class Constants:
    """What the formula holds a term against. Apart by type, for Python takes 1 for True."""

    texts: set[str] = field(default_factory=set)
    numbers: set[Decimal] = field(default_factory=set)
    true_or_false: bool = False

    def add(self, value: str | Decimal | bool | None) -> None:
        """Note one of them; NULL is no value."""
        if isinstance(value, bool):
            self.true_or_false = True
        elif isinstance(value, str):
            self.texts.add(value)
        elif value is not None:
            self.numbers.add(value)


@dataclass(frozen=True, slots=True)
class Variable:
    """Something that can be one way or the other. `names` are the fields and globals it rests on."""

    node: Node
    names: tuple[str, ...]
    bypass: tuple[BypassKind, str] | None
    domain: tuple[Value, ...]

    @property
    def shown(self) -> str:
        return written(self.node)


class Terms:
    """Parts of a formula that mean the same have one term, and each term that can vary is a variable."""

    def __init__(self, tree: Node) -> None:
        self._of: dict[int, tuple[Term, Node]] = {}  # the node is kept, for its id is its key
        self._interned: dict[tuple[Hashable, ...], int] = {}
        self._nodes: dict[Term, Node] = {}
        self._constants: dict[Term, Constants] = defaultdict(Constants)
        for node in walk(tree):
            self._note(node)
        self._must_be_true_or_false(tree)
        if len(self._nodes) > _MOST_VARIABLES:
            raise TooManyCases
        found = [self._variable(term) for term in self._nodes]
        terms = sorted(zip(self._nodes, found, strict=True), key=lambda pair: pair[1].bypass is None)
        self.levels = {term: level for level, (term, _) in enumerate(terms)}
        self.variables = [variable for _, variable in terms]
        self.first_condition = sum(variable.bypass is not None for variable in self.variables)

    def term(self, node: Node) -> Term:
        """The same for nodes that mean the same: names in any case, and `a <> b` beside `b = a`."""
        known = self._of.get(id(node))
        if known is None:
            known = self._of[id(node)] = self._intern(node), node
        return known[0]

    def _intern(self, node: Node) -> Term:
        key: tuple[Hashable, ...]
        if isinstance(node, Name):
            key = ("name", node.text.lower())
        elif isinstance(node, Literal):
            key = ("literal", type(node.value).__name__, node.value)
        else:
            call = worked_out(node)
            children = [self.term(argument) for argument in call.arguments]
            key = (call.function, *(sorted(children, key=str) if call.function == "=" else children))
        return self._interned.setdefault(key, len(self._interned))

    def _note(self, node: Node) -> None:
        if isinstance(node, Literal) or (isinstance(node, Call) and not _can_vary(node)):
            self.term(node)
        else:
            self._nodes.setdefault(self.term(node), worked_out(node) if isinstance(node, Call) else node)
        if not isinstance(node, Call):
            return
        if node.function == "PRIORVALUE":
            changed = Call("ISCHANGED", node.arguments)
            self._nodes.setdefault(self._intern(changed), changed)
            # What the field had before, it may have again: both are held against the same.
            self._constants[self.term(node)] = self._constants[self.term(node.arguments[0])]
        if node.function in _CONNECTIVES:
            for argument in node.arguments:
                self._must_be_true_or_false(argument)
        elif node.function == "IF":
            self._must_be_true_or_false(node.arguments[0])
        elif node.function in COMPARISONS or node.function in ("CASE", "ISPICKVAL"):
            self._attach(node.arguments if node.function != "CASE" else _cases(node))

    def _must_be_true_or_false(self, node: Node) -> None:
        for end in _handed_on(node):
            self._constants[self.term(end)].true_or_false = True

    def _attach(self, sides: Sequence[Node]) -> None:
        ends = [end for side in sides for end in _handed_on(side)]
        for other in ends:
            for end in ends:
                if isinstance(other, Literal):
                    self._constants[self.term(end)].add(other.value)
                elif _is_true_or_false(other):
                    self._must_be_true_or_false(end)

    def _variable(self, term: Term) -> Variable:
        node = self._nodes[term]
        rests_on = names(node)
        domain = _domain(node, self._constants[term])
        if isinstance(node, Name):
            return Variable(node, rests_on, kind_of_name(node.text), domain)
        about_change = isinstance(node, Call) and node.function == "ISCHANGED"
        return Variable(node, rests_on, None if about_change else kind_of_test(rests_on, written(node)), domain)


def _can_vary(call: Call) -> bool:
    if call.function in _TRANSPARENT | _CONNECTIVES | {"ISBLANK", "ISNULL", "ISNEW"}:
        return False
    return call.function in FUNCTIONS or not call.function[0].isalpha()


def _is_true_or_false(node: Node) -> bool:
    if isinstance(node, Call):
        return node.function in _TRUE_OR_FALSE
    return isinstance(node, Name) and node.text.lower().startswith("$permission.")


def _cases(call: Call) -> list[Node]:
    return [call.arguments[0], *call.arguments[1:-1:2]]


def _handed_on(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, Call) or part.function not in _TRANSPARENT:
            yield part
        elif part.function == "IF":
            waiting.extend(part.arguments[1:])
        elif part.function == "CASE":
            waiting.extend([*part.arguments[2:-1:2], part.arguments[-1]])
        else:
            waiting.extend(part.arguments)


def _domain(node: Node, constants: Constants) -> tuple[Value, ...]:
    if _is_true_or_false(node):
        return True, False
    flags = [True, False] if constants.true_or_false else []
    texts = sorted(constants.texts - {""})
    numbers = sorted(constants.numbers)
    values: list[Value] = [*flags, *texts, *_around(numbers, node.function if isinstance(node, Call) else "")]
    if texts or not values:
        values.append(Some(frozenset(texts)))
    if _may_be_blank(node) and (not flags or texts or numbers):
        values.append(Blank.FIELD)
    return tuple(values)


def _around(numbers: list[Decimal], function: str) -> Iterator[Value]:
    """Every number that the formula names, and one for each gap between, below and above them.

    Only those that the function can come to, where it is known for that: no text is 4.5 characters long.
    """
    least = Decimal(_LEAST.get(function, "-Infinity"))
    apart: frozenset[str | Decimal] = frozenset(numbers)
    for index, number in enumerate(numbers):
        below = _between(numbers[index - 1] if index else None, number, whole=function in _WHOLE)
        if below is not None and below >= least:
            yield Some(apart, below)
        if number >= least:
            yield number
    if numbers:
        yield Some(apart, max(numbers[-1], least) + 1)


def _between(lower: Decimal | None, upper: Decimal, *, whole: bool) -> Decimal | None:
    """A number between two others, or below one; `whole` ones only, where there is any."""
    if lower is None:
        return upper - 1
    if not whole:
        return (lower + upper) / 2
    return lower + 1 if upper - lower > 1 else None


def _may_be_blank(node: Node) -> bool:
    if isinstance(node, Name):
        folded = node.text.lower()
        return folded not in _NEVER_BLANK and (not folded.startswith("$") or folded.startswith(_MAY_BE_BLANK))
    return isinstance(node, Call) and node.function in ("VLOOKUP", "PRIORVALUE")
