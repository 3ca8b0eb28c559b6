"""The tree of a formula: three kinds of nodes. An operator is a call whose function is its symbol."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from sf_audit.errors import UsageProblem


class FormulaError(UsageProblem):
    """A formula that cannot be read: what was expected, and where."""

    def __init__(self, message: str, line: int, column: int, *, hint: str = "") -> None:
        super().__init__(f"Line {line}, column {column}: {message}", hint=hint)
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, a number, TRUE or FALSE; `None` is NULL."""

    value: str | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Name:
    """A field, a field of a parent, or a global such as `$Permission.Skip_Validation`, spelled as in the formula."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function in capitals, or an operator by its symbol, and what it is called with.

    `depth` is how deep calls are nested in it, itself included.
    """

    function: str
    arguments: tuple[Node, ...]
    depth: int = field(default=1, compare=False, repr=False)


Node: TypeAlias = Literal | Name | Call


def walk(tree: Node) -> Iterator[Node]:
    """Every node, each after its arguments. It does not recurse, which is what a deep formula would exhaust."""
    waiting: list[tuple[Node, bool]] = [(tree, False)]
    while waiting:
        node, opened = waiting.pop()
        if opened or not isinstance(node, Call):
            yield node
            continue
        waiting.append((node, True))
        waiting.extend((argument, False) for argument in reversed(node.arguments))


def names(tree: Node) -> tuple[str, ...]:
    """The fields and globals of a formula, in the order of their first use, spelled as there."""
    seen = {node.text.lower(): node.text for node in reversed(list(walk(tree))) if isinstance(node, Name)}
    return tuple(reversed(seen.values()))
