"""What the grammar found, rule by rule, as dataclasses of `syntax`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar

from lark import Token, Transformer

from sf_audit.demo.soql import literals, syntax
from sf_audit.demo.soql.errors import malformed
from sf_audit.demo.soql.syntax import Call, Children, Comparison, FieldsOf, Path, Query, Selected, Text, When

# More rows than any org has, and still a number for DuckDB.
_LARGEST: Final = 2_147_483_647

Found = TypeVar("Found")
Parts = list[object]


class Clause(dict[str, Any]):
    """One clause of a query, by the name of its field in `Query`. Lark gives no types: this is the edge."""


def _only(kind: type[Found], parts: Iterable[object]) -> list[Found]:
    return [part for part in parts if isinstance(part, kind)]


def _expressions(parts: Parts) -> list[syntax.Expression]:
    return [part for part in parts if isinstance(part, Path | Call)]


def _conditions(parts: Parts) -> list[syntax.Condition]:
    return [part for part in parts if isinstance(part, syntax.Condition)]


def _terminals(parts: Parts) -> list[str]:
    return [part.type for part in parts if isinstance(part, Token)]


def _name(parts: Parts) -> Token | None:
    return next((part for part in parts if isinstance(part, Token) and part.type in ("NAME", "ALIAS")), None)


def _at(token: Token) -> int:
    return token.start_pos or 0


def _whole(parts: Parts, clause: str) -> int:
    written = next(str(part) for part in parts if isinstance(part, Token) and part.type == "NUMBER")
    if not written.isdigit():
        raise malformed(f"{clause} must be a whole number that is not negative: {written}")
    return min(int(written), _LARGEST)


class Clauses(Transformer[Token, Query]):
    """SELECT … FROM … and what may follow; each method is given what its rule is made of."""

    def query(self, parts: Parts) -> Query:
        inner = _only(Query, parts)
        if inner:
            return inner[0]
        clauses = _only(Clause, parts)
        notes = frozenset(note for clause in clauses for note in clause.pop("notes", ()))
        return Query(**{key: value for clause in clauses for key, value in clause.items()}, notes=notes)

    def start(self, parts: Parts) -> Query:
        return _only(Query, parts)[0]

    def items(self, parts: Parts) -> Clause:
        return Clause(items=tuple(parts))

    def source(self, parts: Parts) -> Clause:
        first, *aliases = parts
        found = first if isinstance(first, syntax.Source) else syntax.Source("")
        named = tuple(alias for alias in aliases if isinstance(alias, tuple))
        return Clause(source=syntax.Source(found.name, found.alias, found.at, named))

    def from_object(self, parts: Parts) -> syntax.Source:
        path = _only(Path, parts)[0]
        return syntax.Source(str(path), str(_name(parts) or ""), path.at)

    def from_alias(self, parts: Parts) -> tuple[str, Path]:
        return str(_name(parts)), _only(Path, parts)[0]

    def scope(self, parts: Parts) -> Clause:
        return Clause(scope=str(_name(parts)))

    def where(self, parts: Parts) -> Clause:
        return Clause(where=_conditions(parts)[0])

    def having(self, parts: Parts) -> Clause:
        return Clause(having=_conditions(parts)[0])

    def group(self, parts: Parts) -> Clause:
        words = [word for word in _terminals(parts) if word in ("ROLLUP", "CUBE")]
        grouping = syntax.Grouping(words[0] if words else "")
        return Clause(group_by=tuple(_expressions(parts)), grouping=grouping)

    def order(self, parts: Parts) -> Clause:
        return Clause(order_by=tuple(_only(syntax.Order, parts)))

    def ordering(self, parts: Parts) -> syntax.Order:
        words = _terminals(parts)
        return syntax.Order(_expressions(parts)[0], "DESC" in words, "LAST" in words)

    def limit(self, parts: Parts) -> Clause:
        return Clause(limit=_whole(parts, "LIMIT"))

    def offset(self, parts: Parts) -> Clause:
        return Clause(offset=_whole(parts, "OFFSET"))

    def with_clause(self, parts: Parts) -> Clause:
        return Clause(notes=(" ".join(str(part).upper() for part in parts),))

    def tail(self, parts: Parts) -> Clause:
        return Clause(notes=(" ".join(str(part).upper() for part in parts),))


class Conditions(Clauses):
    """WHERE and HAVING."""

    def all_of(self, parts: Parts) -> syntax.Junction:
        return syntax.Junction("AND", tuple(_conditions(parts)))

    def any_of(self, parts: Parts) -> syntax.Junction:
        return syntax.Junction("OR", tuple(_conditions(parts)))

    def negation(self, parts: Parts) -> syntax.Not:
        return syntax.Not(_conditions(parts)[0])

    def comparison(self, parts: Parts) -> Comparison:
        left = _expressions(parts)[0]
        operator = next(str(part).upper() for part in parts if isinstance(part, Token))
        return Comparison(left, "!=" if operator == "<>" else operator, self._literal(parts[-1]), left.at)

    def membership(self, parts: Parts) -> syntax.Membership:
        left = _expressions(parts)[0]
        words = _terminals(parts)
        values = parts[1 + len(words) :]
        return syntax.Membership(left, " ".join(words), tuple(self._literal(value) for value in values), left.at)

    def semi_join(self, parts: Parts) -> syntax.SemiJoin:
        left = _expressions(parts)[0]
        return syntax.SemiJoin(left, " ".join(_terminals(parts)), _only(Query, parts)[0], left.at)

    def _literal(self, part: object) -> syntax.Literal:
        if part is None or isinstance(part, Text | Decimal | bool | date | datetime | syntax.DateWord):
            return part
        raise TypeError(f"{part!r} is not a value")


class Reading(Conditions):
    """The whole grammar: also names, functions and values."""

    def path(self, parts: Parts) -> Path:
        names = _only(Token, parts)
        return Path(tuple(str(name) for name in names), _at(names[0]))

    def call(self, parts: Parts) -> Call:
        name = _only(Token, parts)[0]
        argument = _expressions(parts)
        return Call(str(name), argument[0] if argument else None, _at(name))

    def selected(self, parts: Parts) -> Selected:
        return Selected(_expressions(parts)[0], str(_name(parts) or ""))

    def fields_of(self, parts: Parts) -> FieldsOf:
        first = _only(Token, parts)[0]
        return FieldsOf(str(_name(parts)).upper(), _at(first))

    def children(self, parts: Parts) -> Children:
        query = _only(Query, parts)[0]
        return Children(query, query.source.at)

    def type_of(self, parts: Parts) -> syntax.TypeOf:
        otherwise = [part for part in parts if isinstance(part, tuple)]
        branches = tuple(_only(When, parts))
        return syntax.TypeOf(_only(Path, parts)[0], branches, otherwise[0] if otherwise else ())

    def when(self, parts: Parts) -> When:
        name = _name(parts) or Token("NAME", "")
        return When(str(name), tuple(_only(Path, parts)), _at(name))

    def otherwise(self, parts: Parts) -> tuple[Path, ...]:
        return tuple(_only(Path, parts))

    def text(self, parts: Parts) -> Text:
        return literals.text(str(parts[0]))

    def number(self, parts: Parts) -> Decimal:
        return Decimal(str(parts[0]))

    def currency(self, parts: Parts) -> Decimal:
        return Decimal(str(parts[0])[3:])

    def datetime(self, parts: Parts) -> datetime:
        return literals.moment(str(parts[0]))

    def date(self, parts: Parts) -> date:
        return literals.day(str(parts[0]))

    def null(self, _parts: Parts) -> None:
        return None

    def true(self, _parts: Parts) -> bool:
        return True

    def false(self, _parts: Parts) -> bool:
        return False

    def date_word(self, parts: Parts) -> syntax.DateWord:
        token = _only(Token, parts)[0]
        return literals.date_word(str(token), _at(token))
