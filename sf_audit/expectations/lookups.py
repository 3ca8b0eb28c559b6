"""Which texts a library refuses: asked once for each distinct value, never for each record.

What is plainly an address or a number is settled by a pattern in SQL, so that the library, at
20 to 40 µs a value, is asked only of the rest. The patterns accept less than the libraries do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import duckdb
import pyarrow as pa

from sf_audit.expectations.standard import ValidEmail, ValidPhone

_CHUNK = 20_000

#: Local part and domain of an address as most people have one.
_PLAIN_EMAIL = (
    r"[A-Za-z0-9_]([A-Za-z0-9_+-]{0,28}[A-Za-z0-9_])?(\.[A-Za-z0-9_][A-Za-z0-9_+-]{0,24}){0,2}"
    r"@([A-Za-z0-9]([A-Za-z0-9]{0,30}[A-Za-z0-9])?\.){1,3}(com|org|net|edu|gov|de|fr|uk|nl|io|ca)"
)

#: A number of North America, which has ten digits.
_PLAIN_PHONE = r"\+1[ .-]?(\([2-9][0-9]{2}\)|[2-9][0-9]{2})[ .-]?[2-9][0-9]{2}[ .-]?[0-9]{4}"


def plain(ask: ValidEmail | ValidPhone) -> str:
    """The RE2 pattern of values that the library surely accepts."""
    return _PLAIN_EMAIL if isinstance(ask, ValidEmail) else _PLAIN_PHONE


def refused(values: Iterator[list[str]], ask: ValidEmail | ValidPhone) -> pa.Table:
    """The values, given in chunks, that are not what is asked for: one column `value`."""
    accepts = _email if isinstance(ask, ValidEmail) else partial(_phone, region=ask.region)
    bad = [value for chunk in values for value in _refused(chunk, accepts)]
    return pa.table({"value": pa.array(bad, pa.string())})


def distinct(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[list[str]]:
    """The one column of a query, in chunks."""
    cursor = connection.execute(query)
    while rows := cursor.fetchmany(_CHUNK):
        yield [row[0] for row in rows]


def _refused(values: list[str], accepts: Callable[[str], bool]) -> Iterator[str]:
    return (value for value in values if not accepts(value))


def _email(value: str) -> bool:
    from email_validator import EmailNotValidError, validate_email  # with DNS and IDNA: only where asked for

    try:
        validate_email(value, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def _phone(value: str, *, region: str) -> bool:
    from phonenumbers import NumberParseException, is_possible_number, parse  # 0.2 s: only where asked for

    try:
        return is_possible_number(parse(value, region))
    except NumberParseException:
        return False
