"""The one place where a name or a text becomes part of an SQL statement."""

from __future__ import annotations


def quote_identifier(name: str) -> str:
    """A name of a table or column, as SQL."""
    return '"' + name.replace('"', '""') + '"'


def quote_literal(value: object) -> str:
    """A text, or what reads as one, such as a path, as SQL."""
    return "'" + str(value).replace("'", "''") + "'"
