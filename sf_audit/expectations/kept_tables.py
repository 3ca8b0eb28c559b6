"""Tables that several asks of one run look at: made once, and gone after the last of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import duckdb

from sf_audit.snapshot.sql import quote_identifier


@dataclass
class KeptTables:
    """`users` counts, by what a table is about, the asks that have not looked at it yet.

    Nobody has to be counted: a table that no further ask is known to want goes when the one that made it is through.
    """

    users: Counter[Hashable] = field(default_factory=Counter)
    _made: dict[Hashable, str] = field(default_factory=dict)
    _number: int = 0

    @contextmanager
    def table(self, connection: duckdb.DuckDBPyConnection, about: Hashable, select: str) -> Iterator[str]:
        """The rows of a SELECT as a table for as long as the block lasts; its name, as SQL."""
        if about not in self._made:
            self._number += 1
            name = quote_identifier(f"sf_audit_kept_{self._number}")
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}")
            self._made[about] = name
        self.users[about] -= 1
        try:
            yield self._made[about]
        finally:
            if self.users[about] <= 0:
                self._drop(connection, about)

    def close(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Leave no table behind, whoever did not come for one."""
        for about in list(self._made):
            self._drop(connection, about)

    def _drop(self, connection: duckdb.DuckDBPyConnection, about: Hashable) -> None:
        if name := self._made.pop(about, ""):
            connection.execute(f"DROP TABLE IF EXISTS {name}")
