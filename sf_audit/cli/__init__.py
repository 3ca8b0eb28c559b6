"""The command line: reads arguments, calls one function, prints its answer."""

from sf_audit.cli.entry import main

__all__ = ["main"]
