"""Ctrl-C during a query of DuckDB, which arrives as an error like any other and must not be taken for one."""

from __future__ import annotations

import duckdb

#: What DuckDB says where Python's handler of the signal had raised KeyboardInterrupt, and what its Arrow reader says.
_MESSAGES = ("Query interrupted", "INTERRUPT Error")


def is_interrupt(problem: Exception) -> bool:
    """Whether this error is a Ctrl-C."""
    return isinstance(problem, duckdb.InterruptException) or any(words in str(problem) for words in _MESSAGES)
