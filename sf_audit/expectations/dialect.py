"""The SQL that Great Expectations' conditions are written in: SQLAlchemy's own, which DuckDB reads.

The dialect is there to write and never to send: its engine has no connection to give. That is why
it is not duckdb-engine, which also costs a second to load, and at the exit of a process that has
loaded Great Expectations as well, forty lines of DuckDB's complaints about objects still in use.
"""

from __future__ import annotations

from typing import NoReturn

import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultDialect


class DuckDBDialect(DefaultDialect):
    """Writes conditions for DuckDB."""

    name = "duckdb"
    supports_statement_cache = True
    supports_native_boolean = True


def engine_without_connection() -> sa.Engine:
    """An engine to compile with; whoever tries to connect gets an error."""
    dialect = DuckDBDialect(paramstyle="qmark")
    return sa.Engine(sa.NullPool(_refuse), dialect, sa.make_url("duckdb://"))


def _refuse() -> NoReturn:
    raise sa.exc.InvalidRequestError("an expectation asked for a query of its own; all are answered in one pass")
