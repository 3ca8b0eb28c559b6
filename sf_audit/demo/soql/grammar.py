"""Text to `Query`. The grammar itself is soql.lark; what it finds becomes dataclasses here.

The parser is built at the first query (about 0.2 s) and kept; it has no state, so threads may share it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedInput, UnexpectedToken
from lark.exceptions import VisitError

from sf_audit.demo.soql.errors import SoqlError, malformed, pointing, unexpected
from sf_audit.demo.soql.reading import Reading
from sf_audit.demo.soql.syntax import Query

# What to show of a place where no token begins.
_WORD: Final = re.compile(r"\W?\w*", re.DOTALL)
_DEEPEST: Final = 100
_LONGEST: Final = 100_000  # "SOQL Limits": characters in a statement


def parse(text: str) -> Query:
    """The query that `text` says.

    Raises:
        SoqlError: MALFORMED_QUERY, in the platform's words.
    """
    if len(text) > _LONGEST:
        raise malformed(f"SOQL statements cannot be longer than {_LONGEST:,} characters.")
    try:
        tree = _parser().parse(text)
    except UnexpectedInput as problem:
        raise _refusal(text, problem) from None
    if _depth(tree) > _DEEPEST:
        raise SoqlError(
            "QUERY_TOO_COMPLICATED",
            "Query is either selecting too many fields or the filter conditions are too complicated.",
        )
    try:
        found = Reading().transform(tree)
    except VisitError as problem:
        if isinstance(problem.orig_exc, SoqlError):
            raise problem.orig_exc from None
        raise
    if not isinstance(found, Query):
        raise TypeError("the grammar does not end in a query")
    return found


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark.open("soql.lark", rel_to=__file__, parser="lalr", maybe_placeholders=False)


def _depth(tree: Tree[Token]) -> int:
    """How deep rules are nested; found without recursion, which is what a deep query would exhaust."""
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        branch, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in branch.children if isinstance(child, Tree))
    return deepest


def _refusal(text: str, problem: UnexpectedInput) -> SoqlError:
    if isinstance(problem, UnexpectedToken) and problem.token.type != "$END":
        return unexpected(text, problem.token.start_pos or 0, str(problem.token))
    if not isinstance(problem, UnexpectedCharacters):
        return unexpected(text, len(text.rstrip()), "<EOF>")
    at = problem.pos_in_stream or 0
    if text[at] == "'":
        return malformed(pointing(text, at, "unterminated string literal"))
    word = _WORD.match(text, at)
    return unexpected(text, at, word[0] if word else text[at])
