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

    `rule` is the place of the rule in `Presence.rules`. Bit n of `found` is the n-th review, 62 to a number, and bit n
    of `unasked` says that this review found that nobody looks for them any more.
    """

    rule: Integers
    object: Sequence[str]
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
    """The table `presence`, a line for each finding that any review found; `rules` are first ids."""

    connection: duckdb.DuckDBPyConnection
    looks: tuple[Look, ...]
    rules: tuple[str, ...]
    words: int

    @property
    def pattern(self) -> str:
        """The columns that tell patterns apart, for SQL."""
        numbers = [f"{kind}{word}" for kind in ("found", "unasked") for word in range(self.words)]
        return ", ".join(["rule", "object", *numbers])

    def close(self) -> None:
        """Drop the table, and what was spilled."""
        self.connection.close()

    def patterns(self) -> Patterns:
        """The patterns that there are, always in the same order."""
        table = self.connection.sql(
            f"SELECT {self.pattern}, count(*) AS findings FROM presence GROUP BY ALL ORDER BY ALL"
        ).to_arrow_table()
        return Patterns(
            rule=_integers(table, "rule"),
            object=table.column("object").to_pylist(),
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
    connection = duckdb.connect()
    try:
        connection.execute(f"SET memory_limit = {quote_literal(_MEMORY)}")
        connection.execute(f"SET temp_directory = {quote_literal(str(spill))}")
        connection.execute("SET preserve_insertion_order = false")
        connection.register("names", _names(looks, rules))
        _read(connection, [_select(number, look, words) for number, look in enumerate(looks)], looks, words)
    except BaseException:
        connection.close()
        raise
    return Presence(connection, looks, rules, words)


def _read(connection: duckdb.DuckDBPyConnection, selects: Sequence[str], looks: Sequence[Look], words: int) -> None:
    try:
        connection.execute(_presence(selects, words))
    except duckdb.Error:
        damaged = _damaged(connection, selects, looks)
        if not damaged:
            raise
        raise DamagedReviews(damaged) from None


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


def _select(number: int, look: Look, words: int) -> str:
    """The findings of a review's evaluated rules, and the keys that it says nobody looks for any more."""
    place, nothing = number // _BITS, ", ".join(["0"] * words)
    bit = ", ".join(str(1 << number % _BITS) if word == place else "0" for word in range(words))
    found = f"""SELECT {short_key("f.key")} AS key, n.rule, f.object, {number} AS look,
        f.first_seen::DATE AS first_seen, {bit}, {nothing}
        FROM read_parquet({quote_literal(str(look.folder / FINDINGS))}) f
        JOIN names n ON n.name = f.rule AND n.look = {number}"""
    if not (look.folder / UNASKED).is_file():
        return found
    return f"""{found} UNION ALL SELECT {short_key("key")}, NULL, NULL, NULL, NULL, {nothing}, {bit}
        FROM read_parquet({quote_literal(str(look.folder / UNASKED))})"""


def _presence(selects: Sequence[str], words: int) -> str:
    numbers = [f"{kind}{word}" for kind in ("found", "unasked") for word in range(words)]
    nothing = f"""SELECT NULL::UUID AS key, NULL::INTEGER AS rule, NULL::VARCHAR AS object, NULL::INTEGER AS look,
        NULL::DATE AS first_seen, {", ".join(f"0::BIGINT AS {number}" for number in numbers)} WHERE false"""
    return f"""CREATE TEMP TABLE presence AS
        SELECT key, max(rule) AS rule, coalesce(any_value(object), '') AS object, min(first_seen) AS earliest,
               arg_max(first_seen, look) AS latest, {", ".join(f"bit_or({number}) AS {number}" for number in numbers)}
        FROM ({" UNION ALL ".join([nothing, *selects])}) GROUP BY key HAVING max(rule) IS NOT NULL"""


def _damaged(connection: duckdb.DuckDBPyConnection, selects: Sequence[str], looks: Sequence[Look]) -> frozenset[Path]:
    return frozenset(
        look.folder for look, select in zip(looks, selects, strict=True) if not _is_readable(connection, select)
    )


def _is_readable(connection: duckdb.DuckDBPyConnection, select: str) -> bool:
    try:
        connection.execute(f"SELECT max(key), max(object), max(first_seen) FROM ({select})").fetchall()
    except duckdb.Error:
        return False
    return True


def _integers(table: pa.Table, column: str) -> Integers:
    return np.asarray(table.column(column).to_numpy(), np.int64)


def _bit(words: Sequence[Integers], look: int) -> npt.NDArray[np.bool_]:
    set_bits: npt.NDArray[np.bool_] = (words[look // _BITS] >> (look % _BITS)) & 1 == 1
    return set_bits
