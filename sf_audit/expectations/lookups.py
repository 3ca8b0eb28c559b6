"""Which texts a library accepts: asked once for each distinct value, never for each record.

What is plainly an address or a number is settled by a pattern in SQL, so that the library, at
20 to 40 µs a value, is asked only of the rest. The patterns accept less than the libraries do.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

_CHUNK = 20_000

#: Local part and domain of an address as most people have one.
PLAIN_EMAIL = (
    r"[A-Za-z0-9_]([A-Za-z0-9_+-]{0,28}[A-Za-z0-9_])?(\.[A-Za-z0-9_][A-Za-z0-9_+-]{0,24}){0,2}"
    r"@([A-Za-z0-9]([A-Za-z0-9]{0,30}[A-Za-z0-9])?\.){1,3}(com|org|net|edu|gov|de|fr|uk|nl|io|ca)"
)

#: A number of North America, which has ten digits.
PLAIN_PHONE = r"\+1[ .-]?(\([2-9][0-9]{2}\)|[2-9][0-9]{2})[ .-]?[2-9][0-9]{2}[ .-]?[0-9]{4}"


def distinct(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[list[str]]:
    """The one column of a query, in chunks."""
    cursor = connection.execute(query)
    while rows := cursor.fetchmany(_CHUNK):
        yield [row[0] for row in rows]


def is_email(value: str) -> bool:
    """Whether the text is an e-mail address by syntax; no DNS is asked."""
    from email_validator import EmailNotValidError, validate_email  # with DNS and IDNA: only where asked for

    try:
        validate_email(value, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def is_phone(value: str, region: str) -> bool:
    """Whether the text is a possible telephone number; `region` is used without a +."""
    from phonenumbers import NumberParseException, is_possible_number, parse  # 0.2 s: only where asked for

    try:
        return is_possible_number(parse(value, region))
    except NumberParseException:
        return False
