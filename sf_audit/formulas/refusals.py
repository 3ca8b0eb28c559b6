"""Why a formula is refused, in plain words, with the place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Final

from sf_audit.formulas.syntax import FormulaError
from sf_audit.model.counts import count
from sf_audit.nearness import nearest

if TYPE_CHECKING:
    from lark import Token, UnexpectedInput

    from sf_audit.formulas.functions import Function

_SHOWN: Final = 30
_WORD: Final = re.compile(r"[A-Za-z0-9$_:.#]+|\S", re.ASCII)
#: Names, and what has none in it: comments and texts.
_NAME: Final = re.compile(
    r"""/\*[\s\S]*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[A-Za-z$][A-Za-z0-9$_:.#]*""", re.ASCII
)
_OPERATORS: Final = {"EQUALITY", "RELATION", "AMPERSAND", "CARET", "SCALE"}
_VALUES: Final = {"NAME", "NUMBER", "STRING", "TRUE", "FALSE", "NULL", "NOT", "BANG"}


def refusal(text: str, problem: UnexpectedInput) -> FormulaError:
    """What the parser did not expect."""
    from lark import UnexpectedCharacters, UnexpectedToken

    if isinstance(problem, UnexpectedToken) and problem.token.type != "$END":
        position = problem.token.start_pos or 0
        expected = _expected(problem.accepts or problem.expected)
        return _comment(text, position) or at(
            text, position, f"{_shown(str(problem.token))} where {expected} should be"
        )
    if isinstance(problem, UnexpectedCharacters):
        expected = "a value" if _VALUES & set(problem.allowed or ()) else "an operator"
        return _no_token(text, problem.pos_in_stream or 0, expected)
    if not _says_something(text):
        return at(text, 0, "the formula is empty" if not text.strip() else "the formula is only a comment")
    expected = _expected(getattr(problem, "accepts", None) or getattr(problem, "expected", None) or ())
    return at(text, len(text.rstrip()), f"the formula ends where {expected} should be")


def _no_token(text: str, position: int, expected: str) -> FormulaError:
    rest = text[position:]
    if rest.startswith(("'", '"')):
        return at(
            text,
            position,
            "this text has no end, a line break, or a backslash before a character that needs none",
            hint="Text ends with the quote that it began with; a backslash is written twice.",
        )
    if rest.startswith("{"):
        return at(
            text,
            position,
            "{ begins no part of a formula",
            hint="{!…} is a merge field of flows and templates, which is another language.",
        )
    word = next(_WORD.finditer(rest))[0]
    return at(text, position, f"{_shown(word)} where {expected} should be")


def _comment(text: str, position: int) -> FormulaError | None:
    """What looks like a comment, and is none; its second character may be the one that was not expected."""
    for start in (position, position - 1):
        opening = text[max(start, 0) : start + 2]
        if opening == "/*":
            return at(text, start, "this comment has no end", hint="A comment ends with */.")
        if opening == "//":
            return at(text, start, "// begins no comment of a formula", hint="A comment is written /* so */.")
    return None


def beyond(text: str, longest: int) -> FormulaError:
    return at(text, longest, f"the formula has {count(len(text), 'character')}; at most {longest:,} are read")


def deeper(deepest: int) -> FormulaError:
    return FormulaError(f"calls are nested more than {deepest:,} deep", 1, 1)


def no_name(token: Token) -> FormulaError:
    hint = "Two names without an operator or a comma between them?"
    return _of(token, f"{_shown(str(token))} can be the name of nothing", hint=hint)


def no_function(token: Token) -> FormulaError:
    hint = "An operator or a comma before the parenthesis?"
    return _of(token, f"{_shown(str(token))} is no name of a function, and a field cannot be called", hint=hint)


def wrong_arity(token: Token, function: Function, count: int) -> FormulaError:
    return _of(token, f"{function.name} takes {function.arity}, not {count}")


def unknown_name(text: str, name: str, known: Collection[str]) -> FormulaError:
    near = nearest(name, known)
    position = next(match.start() for match in _NAME.finditer(text) if match[0] == name)
    hint = f"Did you mean {near}?" if near else ""
    return at(text, position, f"{_shown(name)} is no field here", hint=hint)


def at(text: str, position: int, message: str, *, hint: str = "") -> FormulaError:
    """An error at a character of the formula; lines and columns are counted from 1."""
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    return FormulaError(message, line, column, hint=hint)


def _of(token: Token, message: str, *, hint: str = "") -> FormulaError:
    return FormulaError(message, token.line or 1, token.column or 1, hint=hint)


def _expected(terminals: Iterable[str]) -> str:
    found = set(terminals)
    words = [
        words
        for words, members in (
            ("a value", _VALUES),
            ("an operator", _OPERATORS),
            ("a comma", {"COMMA"}),
            ("a closing parenthesis", {"RPAR"}),
            ("the end", {"$END"}),
        )
        if found & members
    ]
    return " or ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part) or "something else"


def _shown(word: str) -> str:
    return word if len(word) <= _SHOWN else f"{word[:_SHOWN]}…"


def _says_something(text: str) -> bool:
    return bool(re.sub(r"/\*[\s\S]*?\*/", "", text).strip())
