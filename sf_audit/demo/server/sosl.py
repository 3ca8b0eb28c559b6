"""SOSL, as far as it is searched here: FIND {words} IN … RETURNING objects LIMIT n.

"SOSL Syntax" in the "SOQL and SOSL Reference". What is understood becomes one SOQL query for each object: all words
have to be found, as whole words or, with `*`, by how they begin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sf_audit.demo.schema import Field, SObject
from sf_audit.demo.server.refusals import Refusal
from sf_audit.demo.soql.literals import quote

_FIND: Final = re.compile(r"\s*FIND\s*\{((?:\\.|[^\\{}])*)\}\s*(.*)", re.IGNORECASE | re.DOTALL)
_IN: Final = re.compile(r"IN\s+(ALL|NAME|EMAIL|PHONE|SIDEBAR)\s+FIELDS\b\s*(.*)", re.IGNORECASE | re.DOTALL)
_RETURNING: Final = re.compile(r"RETURNING\s+(.*)", re.IGNORECASE | re.DOTALL)
_OBJECT: Final = re.compile(r"\s*(\w+)\s*(\(|,|$|(?=LIMIT\b))", re.IGNORECASE)
_LIMIT: Final = re.compile(r"\s*LIMIT\s+(\d+)\s*", re.IGNORECASE)
_CLAUSE: Final = re.compile(r"\b(WHERE|USING|ORDER\s+BY|LIMIT|OFFSET)\b", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\(.)")
_KINDS: Final = {
    "ALL": frozenset({"string", "email", "phone", "url", "picklist", "textarea"}),
    "SIDEBAR": frozenset({"string", "email", "phone"}),
    "EMAIL": frozenset({"email"}),
    "PHONE": frozenset({"phone"}),
}
_MOST: Final = 2_000
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """One object to search: its fields, and the rest of its query (WHERE, ORDER BY, LIMIT)."""

    name: str
    fields: str = "Id"
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, in which kind of field, and what comes back; without objects, all are searched."""

    words: tuple[str, ...]
    scope: str
    objects: tuple[Wanted, ...]
    limit: int


def read(text: str) -> Search:
    """The search that `text` says; Refusal (MALFORMED_SEARCH) if it is none, or not one that is understood here."""
    found = _FIND.fullmatch(text)
    if found is None:
        message = "No search term found. The search term must be enclosed in braces."
        raise Refusal("MALFORMED_SEARCH", message)
    words = tuple(re.split(r"\s+", _ESCAPED.sub(r"\1", found[1]).replace('"', "").strip()))
    if sum(len(word.strip("*?")) for word in words) < _SHORTEST:
        raise Refusal("MALFORMED_SEARCH", f"search term must be longer than one character: {found[1]}")
    if any(word.upper() in {"OR", "AND", "NOT"} for word in words) and len(words) > 1:
        raise _unexpected(next(word for word in words if word.upper() in {"OR", "AND", "NOT"}))
    scope, rest = "ALL", found[2]
    named = _IN.fullmatch(rest)
    if named:
        scope, rest = named[1].upper(), named[2]
    return _returned(words, scope, rest)


def query(search: Search, wanted: Wanted, sobject: SObject, seen: list[Field]) -> str:
    """The SOQL for one object, or nothing where it has no field of that kind."""
    fields = [field.name for field in seen if _searched(field, search.scope)]
    if not fields or not sobject.fields:
        return ""
    terms = " AND ".join("(" + " OR ".join(_holds(name, word) for name in fields) + ")" for word in search.words)
    where = re.match(r"\s*WHERE\b(.*?)(?=\b(?:ORDER\s+BY|LIMIT|OFFSET)\b|$)", wanted.rest, re.IGNORECASE | re.DOTALL)
    own = f" AND ({where[1].strip()})" if where else ""
    rest = wanted.rest[where.end() :] if where else wanted.rest
    return f"SELECT {wanted.fields} FROM {sobject.name} WHERE ({terms}){own} {rest}".rstrip()


def _returned(words: tuple[str, ...], scope: str, rest: str) -> Search:
    objects: list[Wanted] = []
    listed = _RETURNING.fullmatch(rest)
    if listed:
        rest = listed[1]
        while (named := _OBJECT.match(rest)) and named[1].upper() != "LIMIT":
            rest = rest[named.end() :]
            inside = ""
            if named[2] == "(":
                inside, rest = _parenthesised(rest)
            objects.append(_wanted(named[1], inside))
            rest = rest.lstrip().removeprefix(",")
    last = _LIMIT.fullmatch(rest)
    if rest.strip() and last is None:
        raise _unexpected(rest.split()[0])
    return Search(words, scope, tuple(objects), min(int(last[1]), _MOST) if last else _MOST)


def _parenthesised(text: str) -> tuple[str, str]:
    """What stands before the closing parenthesis, quoted strings apart, and what follows it."""
    depth, quoted, skip = 1, False, False
    for place, letter in enumerate(text):
        if skip or letter == "\\":
            skip = not skip
        elif letter == "'":
            quoted = not quoted
        elif not quoted and letter in "()":
            depth += 1 if letter == "(" else -1
            if not depth:
                return text[:place], text[place + 1 :]
    raise _unexpected("<EOF>")


def _wanted(name: str, inside: str) -> Wanted:
    clause = _CLAUSE.search(inside)
    fields = (inside[: clause.start()] if clause else inside).strip()
    return Wanted(name, fields or "Id", inside[clause.start() :].strip() if clause else "")


def _searched(field: Field, scope: str) -> bool:
    if not field.filterable or (field.type == "textarea" and field.length > 255):
        return False
    return field.name_field if scope == "NAME" else field.type in _KINDS[scope]


def _holds(name: str, word: str) -> str:
    pattern = re.sub(r"([%_])", r"\\\1", word).replace("*", "%").replace("?", "_")
    ways = (pattern, f"{pattern} %", f"% {pattern}", f"% {pattern} %")
    return " OR ".join(f"{name} LIKE {_pattern(way)}" for way in ways)


def _pattern(written: str) -> str:
    """A LIKE pattern as a literal: the backslashes that escape wildcards stay as they are."""
    return "'" + quote(written)[1:-1].replace("\\\\%", "\\%").replace("\\\\_", "\\_") + "'"


def _unexpected(token: str) -> Refusal:
    return Refusal("MALFORMED_SEARCH", f"unexpected token: {token}")
