"""SQL of DuckDB as SQL of Spark, with every table by another name."""

from __future__ import annotations

from collections.abc import Callable

import sqlglot
from sqlglot import expressions as exp
from sqlglot.errors import SqlglotError

#: How Spark is told of the end of a text: `$` also stands before a last line break.
_WHOLE = "^(?:{})\\z"


class NotSaid(RuntimeError):
    """SQL that has no words in Spark."""


def in_spark(sql: str, renamed: Callable[[str], str]) -> str:
    """The same question. Raises NotSaid."""
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
        for table in tree.find_all(exp.Table):
            _rename(table, renamed(table.name))
        for node in reversed(list(tree.dfs())):  # what is within comes before what it is in
            node.replace(_in_words_of_spark(node))
        return tree.sql(dialect="spark")
    except (SqlglotError, RecursionError) as problem:
        raise NotSaid(f"Spark has no words for a question ({type(problem).__name__})") from None


def _rename(table: exp.Table, name: str) -> None:
    """Columns that are said with the name of their table keep it."""
    alias = table.alias or table.name
    table.set("this", exp.to_identifier(name, quoted=True))
    table.set("alias", exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))


def _in_words_of_spark(node: exp.Expr) -> exp.Expr:
    match node:
        case exp.In() if node.args.get("query") is not None:
            return _among_rows(node)
        case exp.Anonymous() if node.name.lower() == "row":
            return exp.Struct(expressions=node.expressions)
        case exp.RegexpFullMatch():
            return _whole_match(node)
        case exp.UnixToTime():  # epoch_ms of a moment, which the parser takes for its opposite
            return exp.Anonymous(this="unix_millis", expressions=[exp.cast(node.this, "TIMESTAMPLTZ")])
    return node


def _among_rows(node: exp.In) -> exp.Expr:
    """A value among those of a query, as a join by equality.

    Spark compares each value with each row where it says `NOT IN` itself, because a row may be null. None is, in what
    is asked here: every such query leaves empty values out. Of null it is not known whether it is among them, but of a
    row of several values it is, as of any structure.
    """
    of_rows = _is_row(node.this)
    values = node.this.expressions if of_rows else [node.this]
    query = node.args["query"].this.copy()
    columns = query.expressions[0].expressions if of_rows else query.expressions
    names = [f"found {place}" for place in range(len(columns))]
    named = [exp.alias_(column.unalias(), name, quoted=True) for column, name in zip(columns, names, strict=True)]
    query.set("expressions", named)
    same = exp.NullSafeEQ if of_rows else exp.EQ
    equal = [
        same(this=exp.column(name, "among", quoted=True), expression=value.copy())
        for name, value in zip(names, values, strict=True)
    ]
    found = exp.Exists(this=exp.select("1").from_(query.subquery("among")).where(exp.and_(*equal)))
    if of_rows:
        return found
    return exp.Case(ifs=[exp.If(this=node.this.copy().is_(exp.null()), true=exp.null())], default=found)


def _is_row(node: exp.Expr) -> bool:
    return isinstance(node, exp.Struct) or (isinstance(node, exp.Anonymous) and node.name.lower() == "row")


def _whole_match(node: exp.RegexpFullMatch) -> exp.Expr:
    options = node.args.get("options")
    flags = "(?i)" if options is not None and "i" in options.name else ""
    return exp.RegexpLike(this=node.this, expression=exp.Literal.string(flags + _WHOLE.format(node.expression.name)))
