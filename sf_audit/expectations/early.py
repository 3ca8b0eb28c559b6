"""Begins the import of Great Expectations while the org is being read.

The import takes three seconds of one core, and a reading mostly waits for the network.
"""

from __future__ import annotations

import importlib
import threading

_NAME = "import great_expectations"


def import_early() -> None:
    """Import what judges records, in a thread of its own; who needs it then finds it there, or waits for the rest.

    Who asks a second time gets no second thread.

    The interpreter waits for it at its end, for a thread that is ended within an import can take the process with it.
    A program that does not want to wait asks `is_importing`, and leaves without the interpreter's own end.
    """
    if not is_importing():
        threading.Thread(target=_import, name=_NAME).start()


def is_importing() -> bool:
    """Whether such a thread is still at work."""
    return any(thread.name == _NAME for thread in threading.enumerate())


def _import() -> None:
    importlib.import_module("sf_audit.expectations.measure")
