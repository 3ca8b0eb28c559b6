"""The eight comparisons of formulas, which come down to two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sf_audit.formulas.syntax import Call


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison that is worked out for another: with its sides swapped, or as its opposite."""

    function: str
    swapped: bool = False
    opposite: bool = False


COMPARISONS: Final = {
    "=": Comparison("="),
    "==": Comparison("="),
    "<>": Comparison("=", opposite=True),
    "!=": Comparison("=", opposite=True),
    "<": Comparison("<"),
    ">": Comparison("<", swapped=True),
    "<=": Comparison("<", swapped=True, opposite=True),
    ">=": Comparison("<", opposite=True),
}


def worked_out(call: Call) -> Call:
    """The comparison that is worked out for this one; other calls as they are.

    Where it is the opposite, what is true of it is false of the call.
    """
    found = COMPARISONS.get(call.function)
    if found is None:
        return call
    return Call(found.function, tuple(reversed(call.arguments)) if found.swapped else call.arguments)
