"""The table of records as they are compared: one row for each, with normal forms, frequencies and keys.

Everything that depends on other records is counted in this snapshot, and on nothing else: which telephone numbers,
mailboxes and words are rare, and which keys more than one record has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TypeAlias

import duckdb

from sf_audit.duplicates import forms, meanings
from sf_audit.duplicates.model import Model
from sf_audit.expectations.texts.distinct import distinct

RECORDS = "sf_audit_compared"

_RAW, _NAMED, _FORMED = "sf_audit_raw", "sf_audit_named", "sf_audit_formed"
_TOKENS, _NUMBERS, _MAILBOXES = "sf_audit_tokens", "sf_audit_numbers", "sf_audit_mailboxes"

#: A key that more records have says nothing: comparing them all with each other would take the square of the time.
MOST_OF_A_KEY = 60

#: So many have a telephone number, or a mailbox, that is one person's or one company's.
_MOST_OF_A_NUMBER = 3
_MOST_OF_A_MAILBOX = 4

#: Who they are: a person who is there ten times has one mailbox all the same, and branches of one name have one number.
_HOLDER = {"people": "(given, family)", "companies": "n"}

#: A word is rare below this number, or this part of all records.
_RARE_WORD, _RARE_WORD_SHARE = 5, 0.002

#: Values of so many records, with the chance that the weights give them, are added to those of this org: in a small
#: org two of the same name say little of how common the name is.
_PRIOR_RECORDS = 5_000

#: A SELECT for each side (`forms.side`), for as long as what it reads is there.
Sides: TypeAlias = AbstractContextManager[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Compared:
    """A temporary table of records, ready to be compared. By column, `frequencies` is a table of how common values are.

    Each record has a number `n`, in the order of sides and ids; `side` is 1 for records of the other object.
    """

    connection: duckdb.DuckDBPyConnection
    model: Model
    table: str
    frequencies: Mapping[str, str]
    two_sides: bool
    size: int

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns of which one must be the same."""
        return tuple(f"key_{name}" for name in self.model.keys)

    @property
    def any_in_common(self) -> bool:
        """Whether any two records have a key in common."""
        keys = ", ".join(self.keys)
        return bool(
            self.connection.execute(f"SELECT 1 FROM {self.table} WHERE coalesce({keys}) IS NOT NULL LIMIT 1").fetchall()
        )


@contextmanager
def compared(connection: duckdb.DuckDBPyConnection, model: Model, sides: Sides) -> Iterator[Compared]:
    """Prepare the records that the selects name, one for each side; nothing of it is left in the connection.

    What the selects read may go as soon as it was read.
    """
    frequencies = {
        some.frequency: f"sf_audit_frequency_{some.frequency}" for some in model.comparisons if some.frequency
    }
    tables = (RECORDS, _RAW, _NAMED, _FORMED, _TOKENS, _NUMBERS, _MAILBOXES, *frequencies.values())
    try:
        with sides as selects:
            _read(connection, selects)
        _name(connection)
        _form(connection, model)
        _make_keys(connection, model, two_sides=len(selects) > 1)
        for column, table in frequencies.items():
            _count(connection, model, column, table)
        size = connection.execute(f"SELECT count(*) FROM {RECORDS}").fetchall()[0][0]
        yield Compared(connection, model, RECORDS, frequencies, len(selects) > 1, size)
    finally:
        for table in tables:
            connection.execute(f"DROP TABLE IF EXISTS {table}")


def _read(connection: duckdb.DuckDBPyConnection, selects: Sequence[str]) -> None:
    numbered = "(row_number() OVER (ORDER BY side, id))::UINTEGER AS n"
    union = " UNION ALL ".join(selects)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_RAW} AS SELECT {numbered}, * FROM ({union})")


def _name(connection: duckdb.DuckDBPyConnection) -> None:
    """Join what libraries know of names, asked once for each."""
    known = {
        "sf_audit_given_names": meanings.given_names(_distinct(connection, "given")),
        "sf_audit_family_names": meanings.sounds(_distinct(connection, "family")),
        "sf_audit_companies": meanings.companies(_distinct(connection, "company_text")),
    }
    for name, table in known.items():
        connection.register(name, table)
    try:
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE {_NAMED} AS
            SELECT r.*, g.nicks, g.sound AS given_sound, f.sound AS family_sound, {forms.COMPANY} AS company
            FROM {_RAW} r LEFT JOIN sf_audit_given_names g ON g.name = r.given
            LEFT JOIN sf_audit_family_names f ON f.name = r.family
            LEFT JOIN sf_audit_companies c ON c.name = r.company_text"""
        )
    finally:
        for name in known:
            connection.unregister(name)
    connection.execute(f"DROP TABLE {_RAW}")


def _distinct(connection: duckdb.DuckDBPyConnection, column: str) -> Iterable[list[tuple[str, ...]]]:
    return distinct(connection, (column,), _RAW, f"{column} IS NOT NULL")


def _form(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Count numbers, mailboxes and words, and keep apart those that are rare."""
    who = _HOLDER[model.kind]
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {_NUMBERS} AS
        WITH held AS (SELECT n, unnest(phones) AS number, {who} AS who FROM {_NAMED}),
             few AS (SELECT number FROM held GROUP BY number HAVING count(DISTINCT who) <= {_MOST_OF_A_NUMBER})
        SELECT n, list_sort(list(number) FILTER (number IN (SELECT number FROM few))) AS rare FROM held GROUP BY n"""
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {_MAILBOXES} AS
        SELECT email FROM {_NAMED} WHERE email IS NOT NULL
        GROUP BY email HAVING count(DISTINCT {who}) > {_MOST_OF_A_MAILBOX}"""
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_TOKENS} AS {_tokens() if model.kind == 'companies' else _NO_TOKENS}"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_FORMED} AS {_FORMS}")
    connection.execute(f"DROP TABLE {_NAMED}")


_NO_TOKENS = "SELECT NULL::UINTEGER AS n, NULL::VARCHAR[] AS by_rarity, NULL::VARCHAR[] AS rare WHERE false"


def _tokens() -> str:
    rare = f"holders <= greatest({_RARE_WORD}, {_RARE_WORD_SHARE} * (SELECT count(*) FROM {_NAMED}))"
    return f"""
        SELECT n, list(token ORDER BY holders, token) AS by_rarity,
               list(token ORDER BY holders, token) FILTER (WHERE {rare}) AS rare
        FROM (SELECT n, token, count(*) OVER (PARTITION BY token) AS holders
              FROM (SELECT n, unnest({forms.TOKENS}) AS token FROM {_NAMED}))
        WHERE NOT regexp_full_match(token, '[0-9]+') GROUP BY n"""


_FORMS = f"""
    SELECT r.* EXCLUDE (email, local, employer, company_text), o.rare,
           CASE WHEN m.email IS NULL AND NOT r.role THEN r.email END AS email,
           CASE WHEN m.email IS NULL AND NOT r.role THEN r.local END AS local,
           coalesce(r.employer, r.company) AS employer, {forms.TOKENS} AS tokens,
           {forms.NUMBERS} AS numbers, {forms.COMPANY_SOUND} AS company_sound,
           t.by_rarity AS tokens_by_rarity, t.rare AS rare_tokens, {forms.OWN} AS own,
           {forms.PARTS}
    FROM {_NAMED} r LEFT JOIN {_NUMBERS} o ON o.n = r.n LEFT JOIN {_TOKENS} t ON t.n = r.n
    LEFT JOIN {_MAILBOXES} m ON m.email = r.email"""


def _make_keys(connection: duckdb.DuckDBPyConnection, model: Model, *, two_sides: bool) -> None:
    """Keys as numbers, null where no other record has them or too many do; `judged` where a record has any."""
    keys = {f"key_{name}": f"CASE WHEN {sql} IS NOT NULL THEN hash({sql}) END" for name, sql in model.keys.items()}
    made = ", ".join(f"{sql} AS {name}" for name, sql in keys.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_RAW} AS SELECT n, side, {made} FROM {_FORMED}")
    both = "AND min(side) <> max(side)" if two_sides else ""
    shared = " ".join(
        f"""LEFT JOIN (SELECT {name} FROM {_RAW} WHERE {name} IS NOT NULL GROUP BY {name}
            HAVING count(*) BETWEEN 2 AND {MOST_OF_A_KEY} {both}) AS s{place} ON s{place}.{name} = k.{name}"""
        for place, name in enumerate(keys)
    )
    listed = ", ".join(f"s{place}.{name}" for place, name in enumerate(keys))
    any_key = f"coalesce({', '.join(f'k.{name}' for name in keys)}) IS NOT NULL AS judged"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {RECORDS} AS SELECT f.*, {listed}, {any_key}
        FROM {_FORMED} f JOIN {_RAW} k ON k.n = f.n {shared}"""
    )
    connection.execute(f"DROP TABLE {_RAW}")
    connection.execute(f"DROP TABLE {_FORMED}")


def _count(connection: duckdb.DuckDBPyConnection, model: Model, column: str, table: str) -> None:
    comparison = next(some.name for some in model.comparisons if some.frequency == column)
    chance = model.chances(comparison, "same")[1]
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {table} AS
        SELECT {column}, (count(*) + {_PRIOR_RECORDS} * {chance}::DOUBLE)
               / (sum(count(*)) OVER () + {_PRIOR_RECORDS}) AS tf_{column}
        FROM {RECORDS} WHERE {column} IS NOT NULL GROUP BY {column}"""
    )
