"""Text to tree. The grammar is formula.lark; what it finds becomes nodes while it reads, without recursion.

The parser is built at the first formula (some 50 ms) and kept; it has no state, so threads may share it.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sf_audit.formulas.refusals import beyond, deeper, refusal, unknown_name
from sf_audit.formulas.syntax import Call, FormulaError, Node, names

if TYPE_CHECKING:
    from lark import Lark

#: Characters of a formula with its comments: the platform takes 3,900 ("Building Formulas" in Salesforce Help).
LONGEST: Final = 20_000
#: Calls within calls: 3,900 characters have no room for more.
DEEPEST: Final = 1_000


def parse(text: str, *, known: Collection[str] | None = None) -> Node:
    """The tree of a formula.

    `known` are the fields that the formula may name, as describe spells them; without it, any name may be a field. It
    is what tells `AND(A__c,B__c)` from the same formula without its comma. Globals and fields of parents are not looked
    up.

    Raises:
        FormulaError: it is no formula, a function is called with too few or too many arguments, or a name is not known.
    """
    from lark import UnexpectedInput
    from lark.exceptions import VisitError

    if len(text) > LONGEST:
        raise beyond(text, LONGEST)
    try:
        tree: Node = _parser().parse(text)  # type: ignore[assignment]  # what the grammar's callbacks made of it
    except UnexpectedInput as problem:
        raise refusal(text, problem) from None
    except VisitError as problem:
        if isinstance(problem.orig_exc, FormulaError):
            raise problem.orig_exc from None
        raise
    if isinstance(tree, Call) and tree.depth > DEEPEST:
        raise deeper(DEEPEST)
    if known is not None:
        _insist_on(text, tree, known)
    return tree


def _insist_on(text: str, tree: Node, known: Collection[str]) -> None:
    folded = {name.lower() for name in known}
    for name in names(tree):
        if not name.startswith("$") and "." not in name and name.lower() not in folded:
            raise unknown_name(text, name, known)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    from lark import Lark

    from sf_audit.formulas.reading import Reading

    return Lark.open(
        "formula.lark",
        rel_to=__file__,
        parser="lalr",
        maybe_placeholders=False,
        propagate_positions=False,
        transformer=Reading(),
    )
