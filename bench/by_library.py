"""What the standards that need a library find, worked out slowly: one value after the other, in plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import duckdb
import phonenumbers
import pyarrow as pa
from email_validator import EmailNotValidError, validate_email

from bench import standards
from sf_audit.expectations.asks import Ask, NoPlaceholder, Unique, ValidEmail, ValidPhone, WebAddress
from sf_audit.expectations.texts.countries import region_of
from sf_audit.expectations.texts.fold import fold
from sf_audit.expectations.texts.placeholders import Placeholders

Row = Mapping[str, Any]


def failing(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The ids of the Accounts that fail each of the standards."""
    columns = connection.execute('DESCRIBE "Account"').fetchall()
    names = [name for name, *_ in columns]
    rows = [dict(zip(names, row, strict=True)) for row in connection.execute('SELECT * FROM "Account"').fetchall()]
    found = [(key, row["Id"]) for key, standard in standards.BY_LIBRARY.items() for row in _failing(standard.ask, rows)]
    return pa.table({"standard": [key for key, _ in found], "id": [account for _, account in found]})


def _failing(ask: Ask, rows: Sequence[Row]) -> Iterator[Row]:
    filled = [row for row in rows if all(row[name] and row[name].strip() for name in ask.fields)]
    accepts = _shares_nothing(ask, filled) if isinstance(ask, Unique) else _accepts(ask)
    return (row for row in filled if not accepts(row))


def _shares_nothing(ask: Unique, rows: Sequence[Row]) -> Callable[[Row], bool]:
    def key(row: Row) -> tuple[str, ...]:
        return tuple(fold(row[name]) for name in ask.names)

    counted = Counter(map(key, rows))
    return lambda row: counted[key(row)] == 1


def _accepts(ask: Ask) -> Callable[[Row], bool]:
    match ask:
        case ValidEmail(field):
            return lambda row: _is_email(row[field])
        case ValidPhone(field, region, (country,)):
            return lambda row: _is_callable(row[field], region_of(row[country] or "") or region)
        case NoPlaceholder(field):
            return lambda row: not _lists().matches(row[field])
        case WebAddress(field):
            return lambda row: row[field].startswith("https://www.example")
    raise ValueError("no standard of this kind is measured")


@cache
def _lists() -> Placeholders:
    return Placeholders.of()


def _is_email(value: str) -> bool:
    try:
        validate_email(value, check_deliverability=False, allow_quoted_local=True, strict=True)
    except EmailNotValidError:
        return False
    return True


@cache
def _is_callable(value: str, region: str) -> bool:
    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(value, region)))
    except phonenumbers.NumberParseException:
        return False
