"""Ctrl-C during a query of DuckDB, which arrives as an error like any other and must not be taken for one."""

from __future__ import annotations

import duckdb

#: What DuckDB raises where Python's handler of the signal had raised KeyboardInterrupt.
_SAYS = "Query interrupted"


def is_interrupt(problem: Exception) -> bool:
    """Whether this error is a Ctrl-C."""
    return isinstance(problem, duckdb.InterruptException) or _SAYS in str(problem)


def reraise_interrupt(problem: Exception) -> None:
    """Raise KeyboardInterrupt where this error is a Ctrl-C; for those who go on after any error."""
    if is_interrupt(problem):
        raise KeyboardInterrupt from None
