"""What the grammar finds, as nodes: one method for each of its rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from lark import Token, Transformer

from sf_audit.formulas.functions import FUNCTIONS
from sf_audit.formulas.refusals import no_function, no_name, wrong_arity
from sf_audit.formulas.syntax import Call, Literal, Name, Node

_ESCAPE: Final = re.compile(r"\\(.)")
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t"}

#: What the name of something custom ends in ("Custom Objects" and "Custom Metadata Types" in the developer guides).
_SUFFIX: Final = re.compile(
    r"__(c|r|pc|pr|s|e|b|x|xo|mdt|mdtr|kav|ka|dlm|dlo|dll|cio|share|history|feed|tag|changeevent|viewstat|votestat)",
    re.IGNORECASE,
)
_FUNCTION: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_MOST_PARTS: Final = 3  # a namespace, the name, the suffix


class Reading(Transformer[Token, Node]):
    """Callbacks of the parser."""

    def start(self, found: list[Node]) -> Node:
        return found[0]

    def group(self, found: list[Node]) -> Node:
        return found[0]

    def name(self, found: list[Token]) -> Node:
        token = found[0]
        if not _may_be_a_name(str(token)):
            raise no_name(token)
        return Name(str(token))

    def number(self, found: list[Token]) -> Node:
        return Literal(Decimal(str(found[0])))

    def string(self, found: list[Token]) -> Node:
        quoted = str(found[0])[1:-1]
        return Literal(_ESCAPE.sub(lambda match: _ESCAPED.get(match[1].lower(), match[1]), quoted))

    def true(self, _: list[Token]) -> Node:
        return Literal(True)

    def false(self, _: list[Token]) -> Node:
        return Literal(False)

    def null(self, _: list[Token]) -> Node:
        return Literal(None)

    def call(self, found: list[Token | Node]) -> Node:
        token, *arguments = found
        if not isinstance(token, Token):
            raise TypeError("a call begins with its name")
        if not _FUNCTION.fullmatch(token) or "__" in token:
            raise no_function(token)
        function = FUNCTIONS.get(token.upper())
        if function and not function.takes(len(arguments)):
            raise wrong_arity(token, function, len(arguments))
        return _call(token.upper(), [argument for argument in arguments if not isinstance(argument, Token)])

    def signed(self, found: list[Token | Node]) -> Node:
        sign, operand = found
        if sign == "+":
            return operand  # type: ignore[return-value]  # the grammar puts the sign first
        if isinstance(operand, Literal) and isinstance(operand.value, Decimal):
            return Literal(-operand.value)
        return _call("-", [operand])  # type: ignore[list-item]

    def negated(self, found: list[Token | Node]) -> Node:
        return _call("NOT", [found[1]])  # type: ignore[list-item]

    def disjunction(self, found: list[Node]) -> Node:
        return _call("OR", found)

    def conjunction(self, found: list[Node]) -> Node:
        return _call("AND", found)

    def _chain(self, found: list[Token | Node]) -> Node:
        first, *others = found
        for operator, operand in zip(others[::2], others[1::2], strict=True):
            first = _call(str(operator), [first, operand])  # type: ignore[list-item]
        return first  # type: ignore[return-value]

    equality = relation = sum = power = product = _chain


def _call(function: str, arguments: Sequence[Node]) -> Call:
    depth = 1 + max((argument.depth for argument in arguments if isinstance(argument, Call)), default=0)
    return Call(function, tuple(arguments), depth)


def _may_be_a_name(text: str) -> bool:
    """Whether this could be spelled so anywhere; two names fused by a lost comma often could not."""
    parts = re.split(r"[.:#]", text)
    if not all(parts):
        return False
    if text.startswith("$"):
        return True
    return all("__" not in part or _is_custom(part) for part in parts)


def _is_custom(part: str) -> bool:
    pieces = part.split("__")
    return len(pieces) <= _MOST_PARTS and all(pieces) and _SUFFIX.fullmatch(f"__{pieces[-1]}") is not None
