"""What needs a library, as one would write it by hand: each distinct value once through plain Python.

The values are made up, and what is wrong with them is known: where a library would be the product's own judge again,
the answer is written out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import duckdb
import phonenumbers
import pyarrow as pa
from email_validator import EmailNotValidError, validate_email

from bench.judging import standards
from sf_audit.expectations.asks import (
    Ask,
    IsCountry,
    IsPostalCode,
    NoPersonalData,
    NoPlaceholder,
    NotElsewhere,
    Unique,
    ValidEmail,
    ValidPhone,
    WebAddress,
)
from sf_audit.expectations.texts.countries import region_of
from sf_audit.expectations.texts.fold import fold
from sf_audit.expectations.texts.placeholders import Placeholders

Values = Sequence[str]

#: Postal codes of these have five digits; those of the other made-up countries have another number, or letters.
_FIVE_DIGITS = {"US", "USA", "DE", "Deutschland", "FR", "MX"}

_COUNTRIES = {"US", "GB", "DE", "FR", "CA", "AU", "IN", "JP", "BR", "MX", "USA", "Deutschland"}


def conditions(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """For each standard, the condition under which a record fails it; tables of what is refused are registered."""
    return {key: _condition(key, standard.ask, connection) for key, standard in standards.BY_LIBRARY.items()}


def _condition(key: str, ask: Ask, connection: duckdb.DuckDBPyConnection) -> str:
    columns = _columns(ask)
    listed = ", ".join(f'"{name}"' for name in columns)
    filled = f"nullif(trim(\"{columns[0]}\"), '') IS NOT NULL"
    found = connection.execute(f'SELECT DISTINCT {listed} FROM "Account" WHERE {filled}').fetchall()
    refused = list(_refused(ask, found, connection))
    values = pa.table({name: pa.array([row[at] for row in refused], pa.string()) for at, name in enumerate(columns)})
    table = f"refused by {key}"
    connection.register(table, values)
    same = " AND ".join(f'r."{name}" IS NOT DISTINCT FROM "Account"."{name}"' for name in columns)
    return f'EXISTS (SELECT 1 FROM "{table}" r WHERE {same})'


def _columns(ask: Ask) -> tuple[str, ...]:
    match ask:
        case Unique(names):
            return names
        case ValidPhone(field, _, (country,)) | IsPostalCode(field, (country,)):
            return (field, country)
    return (ask.fields[0],)


def _refused(ask: Ask, found: Sequence[Values], connection: duckdb.DuckDBPyConnection) -> Iterable[Values]:
    match ask:
        case Unique(names):
            return _shared(names, connection)
        case NotElsewhere(_, table, key):
            rows = connection.execute(f'SELECT DISTINCT "{key}" FROM "{table}" WHERE "{key}" IS NOT NULL').fetchall()
            elsewhere = {fold(value) for (value,) in rows}
            return (values for values in found if fold(values[0]) in elsewhere)
    accepts = _accepts(ask)
    return (values for values in found if not accepts(values))


def _shared(names: tuple[str, ...], connection: duckdb.DuckDBPyConnection) -> Iterable[Values]:
    """The texts, as written, that two records or more have when they are folded."""
    listed = ", ".join(f'"{name}"' for name in names)
    rows = connection.execute(f'SELECT {listed}, count(*) FROM "Account" GROUP BY ALL').fetchall()
    written = [(row[:-1], row[-1]) for row in rows if all(value and value.strip() for value in row[:-1])]
    counted: Counter[Values] = Counter()
    for values, count in written:
        counted[tuple(map(fold, values))] += count
    return (values for values, _ in written if counted[tuple(map(fold, values))] > 1)


def _accepts(ask: Ask) -> Callable[[Values], bool]:
    match ask:
        case ValidEmail():
            return lambda values: _is_email(values[0])
        case ValidPhone(_, region):
            return lambda values: _is_callable(values[0], region_of(values[1] or "") or region)
        case NoPlaceholder():
            return lambda values: not _lists().matches(values[0])
    return _of_made_up(ask)


def _of_made_up(ask: Ask) -> Callable[[Values], bool]:
    match ask:
        case WebAddress():
            return lambda values: values[0].startswith("https://www.example")
        case IsCountry():
            return lambda values: values[0] in _COUNTRIES
        case IsPostalCode():
            return lambda values: values[1] is None or (values[1] in _FIVE_DIGITS and values[0].isdigit())
        case NoPersonalData():
            return lambda values: not re.search("[0-9]{4} [0-9]{4} [0-9]{4}", values[0])
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
