"""In which reviews each finding was found: one pass over all findings.parquet, kept as bits of a number.

A finding that five reviews found is five bits, and findings with the same bits, of the same rule and object, have the
same history: there are few such patterns however many findings there are. What does not fit into memory is spilled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from sf_audit.review.findings_table import FINDINGS
from sf_audit.review.lifecycle.looks import Look
from sf_audit.review.lifecycle.unasked import UNASKED
from sf_audit.review.short_key import short_key
from sf_audit.snapshot.sql import quote_literal

Integers = npt.NDArray[np.int64]

#: Reviews to a number of 64 bits with a sign.
_BITS = 62

_MEMORY = "1GB"


class DamagedReviews(Exception):
    """These reviews have findings that cannot be read."""

    def __init__(self, folders: frozenset[Path]) -> None:
        super().__init__(f"{len(folders)} damaged")
        self.folders = folders


@dataclass(frozen=True, slots=True)
class Patterns:
    """Findings of one rule and object that the same reviews found, and how many they are.

    `rule` is the place of the rule in `Presence.rules`, `object` that of the object in `objects`. Bit n of `found` is
    the n-th review, 62 to a number, and bit n of `unasked` says that this review found that nobody looks for them any
    more.
    """

    rule: Integers
    object: Integers
    objects: tuple[str, ...]
    findings: Integers
    found: tuple[Integers, ...]
    unasked: tuple[Integers, ...]
    table: pa.Table
    """The same as a table, to join with `presence`."""

    def found_in(self, look: int) -> npt.NDArray[np.bool_]:
        """Whether that review found them."""
        return _bit(self.found, look)

    def unasked_in(self, look: int) -> npt.NDArray[np.bool_]:
        """Whether that review says that nobody looks for them any more."""
        return _bit(self.unasked, look)


@dataclass(frozen=True, slots=True)
class Presence:
    """The table `presence`, a line for each finding that any review found; `rules` are first ids.

    Its columns, beside those of a pattern: `key`, the short key; `noted`, the day on which it was first seen as the
    newest review with it says, and `late`, the earliest such day in reviews that were judged after newer snapshots.
    """

    connection: duckdb.DuckDBPyConnection
    looks: tuple[Look, ...]
    rules: tuple[str, ...]
    words: int

    @property
    def pattern(self) -> str:
        """The columns that tell patterns apart, for SQL. `stayed` is the newest review's `in_baseline`."""
        numbers = [f"{kind}{word}" for kind in ("found", "unasked") for word in range(self.words)]
        return ", ".join(["rule", "object", "stayed", *numbers])

    def close(self) -> None:
        """Drop the table, and what was spilled."""
        self.connection.close()

    def patterns(self) -> Patterns:
        """The patterns that there are, always in the same order."""
        table = self.connection.sql(
            f"SELECT {self.pattern}, count(*) AS findings FROM presence GROUP BY ALL ORDER BY ALL"
        ).to_arrow_table()
        objects = self.connection.execute("SELECT DISTINCT object, name FROM objects ORDER BY object").fetchall()
        return Patterns(
            rule=_integers(table, "rule"),
            object=_integers(table, "object"),
            objects=tuple(name for _, name in objects),
            findings=_integers(table, "findings"),
            found=tuple(_integers(table, f"found{word}") for word in range(self.words)),
            unasked=tuple(_integers(table, f"unasked{word}") for word in range(self.words)),
            table=table,
        )


def read_presence(looks: tuple[Look, ...], spill: Path) -> Presence:
    """Read all findings of these reviews. `spill` is a private folder for what does not fit into memory.

    Raises DamagedReviews where some cannot be read.
    """
    rules = tuple(sorted({first for look in looks for first in look.names.values()}))
    words = max(1, -(-len(looks) // _BITS))
    selects = [_select(number, looks, words) for number in range(len(looks))]
    connection = duckdb.connect()
    try:
        connection.execute(f"SET memory_limit = {quote_literal(_MEMORY)}")
        connection.execute(f"SET temp_directory = {quote_literal(str(spill))}")
        connection.execute("SET preserve_insertion_order = false")
        connection.register("names", _names(looks, rules))
        _read(connection, selects, looks, words)
    except BaseException:
        connection.close()
        raise
    return Presence(connection, looks, rules, words)


def _read(connection: duckdb.DuckDBPyConnection, selects: Sequence[str], looks: Sequence[Look], words: int) -> None:
    try:
        connection.execute(_objects(looks))
        connection.execute(_found(selects, words))
        connection.execute(_unasked(looks, words))
    except duckdb.Error:
        damaged = [look.folder for look in looks if _is_damaged(look)]
        if not damaged:
            raise
        raise DamagedReviews(frozenset(damaged)) from None
    numbers = ", ".join(f"coalesce(unasked{word}, 0) AS unasked{word}" for word in range(words))
    connection.execute(
        f"CREATE TEMP VIEW presence AS SELECT f.*, {numbers} FROM found_in f LEFT JOIN unasked_in u USING (key)"
    )


def _names(looks: Sequence[Look], rules: Sequence[str]) -> pa.Table:
    place = {first: number for number, first in enumerate(rules)}
    rows = [(number, name, place[first]) for number, look in enumerate(looks) for name, first in look.names.items()]
    return pa.table(
        {
            "look": pa.array([look for look, _, _ in rows], pa.int32()),
            "name": pa.array([name for _, name, _ in rows], pa.string()),
            "rule": pa.array([rule for _, _, rule in rows], pa.int32()),
        }
    )


def _objects(looks: Sequence[Look]) -> str:
    """The table `objects`: a number is smaller and quicker than a name in each of a million lines."""
    selects = [f"SELECT DISTINCT coalesce(object, '') AS name FROM {_file(look, FINDINGS)}" for look in looks]
    every = " UNION ".join(["SELECT NULL::VARCHAR AS name WHERE false", *selects])
    return f"CREATE TEMP TABLE objects AS SELECT row_number() OVER (ORDER BY name) - 1 AS object, name FROM ({every})"


def _select(number: int, looks: Sequence[Look], words: int) -> str:
    """The findings of a review's evaluated rules."""
    look, late = looks[number], any(other.finished < looks[number].finished for other in looks[number + 1 :])
    stayed = "coalesce(f.in_baseline, true)" if _has_baseline(look) else "true"
    return f"""SELECT {short_key("f.key")} AS key, n.rule, o.object, {number} AS look,
        (f.first_seen::DATE - DATE '1970-01-01') * 2 + {stayed}::INTEGER AS noted,
        {"f.first_seen::DATE" if late else "NULL::DATE"} AS late, {_bits(number, words)}
        FROM {_file(look, FINDINGS)} f JOIN names n ON n.name = f.rule AND n.look = {number}
        JOIN objects o ON o.name = coalesce(f.object, '')"""


def _found(selects: Sequence[str], words: int) -> str:
    """One line for each finding. `noted` holds two things in one number, so that both come from the newest review."""
    found = [f"found{word}" for word in range(words)]
    nothing = f"""SELECT NULL::UBIGINT AS key, NULL::INTEGER AS rule, NULL::INTEGER AS object, NULL::INTEGER AS look,
        NULL::INTEGER AS noted, NULL::DATE AS late, {", ".join(f"0::BIGINT AS {name}" for name in found)} WHERE false"""
    return f"""CREATE TEMP TABLE found_in AS
        SELECT key, rule, object, DATE '1970-01-01' + (noted // 2)::INTEGER AS noted,
               coalesce(noted % 2 = 1, true) AS stayed, late, {", ".join(found)}
        FROM (SELECT key, max(rule) AS rule, max(object) AS object, arg_max(noted, look) AS noted, min(late) AS late,
                     {", ".join(f"bit_or({name}) AS {name}" for name in found)}
              FROM ({" UNION ALL ".join([nothing, *selects])}) GROUP BY key)"""


def _unasked(looks: Sequence[Look], words: int) -> str:
    names = [f"unasked{word}" for word in range(words)]
    nothing = f"SELECT NULL::UBIGINT AS key, {', '.join(f'0::BIGINT AS {name}' for name in names)} WHERE false"
    selects = [
        f"SELECT {short_key('key')}, {_bits(number, words)} FROM {_file(look, UNASKED)}"
        for number, look in enumerate(looks)
        if (look.folder / UNASKED).is_file()
    ]
    return f"""CREATE TEMP TABLE unasked_in AS SELECT key, {", ".join(f"bit_or({name}) AS {name}" for name in names)}
        FROM ({" UNION ALL ".join([nothing, *selects])}) GROUP BY key"""


def _bits(number: int, words: int) -> str:
    place = number // _BITS
    return ", ".join(f"{1 << number % _BITS}::BIGINT" if word == place else "0::BIGINT" for word in range(words))


def _file(look: Look, name: str) -> str:
    return f"read_parquet({quote_literal(str(look.folder / name))})"


def _has_baseline(look: Look) -> bool:
    """Whether the review says what is old stock; whether its file is damaged is found out by reading it."""
    try:
        return "in_baseline" in pq.read_schema(look.folder / FINDINGS).names
    except (OSError, pa.ArrowException):
        return False


def _is_damaged(look: Look) -> bool:
    """Whether one of the files of a review cannot be read, or holds what no review writes."""
    baseline = ", max(in_baseline::BOOLEAN)" if _has_baseline(look) else ""
    columns = f"max({short_key('key')}), max(rule), max(object), max(first_seen::DATE){baseline}"
    checks = [f"SELECT {columns} FROM {_file(look, FINDINGS)}"]
    if (look.folder / UNASKED).is_file():
        checks.append(f"SELECT max({short_key('key')}) FROM {_file(look, UNASKED)}")
    with duckdb.connect() as connection:
        try:
            for check in checks:
                connection.execute(check).fetchall()
        except duckdb.Error:
            return True
    return False


def _integers(table: pa.Table, column: str) -> Integers:
    return np.asarray(table.column(column).to_numpy(), np.int64)


def _bit(words: Sequence[Integers], look: int) -> npt.NDArray[np.bool_]:
    set_bits: npt.NDArray[np.bool_] = (words[look // _BITS] >> (look % _BITS)) & 1 == 1
    return set_bits
