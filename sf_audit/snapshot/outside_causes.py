"""Errors that are no fault of the work in which they come up: Ctrl-C, and a file that this machine refuses."""

from __future__ import annotations

from sf_audit.snapshot.disk_errors import disk_error
from sf_audit.snapshot.interrupt import is_interrupt


def reraise_outside_cause(problem: Exception) -> None:
    """Raise KeyboardInterrupt for a Ctrl-C and IntegrityBroken for a refused file; for who goes on after any error."""
    if is_interrupt(problem):
        raise KeyboardInterrupt from None
    refusal = disk_error(problem)
    if refusal is not None:
        raise refusal from problem
