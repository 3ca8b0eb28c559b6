"""Begins the import of Great Expectations while the org is being read.

The import takes three seconds of one core, and a reading mostly waits for the network.
"""

from __future__ import annotations

import importlib
import threading


def import_early() -> threading.Thread:
    """Import what judges records, in a thread of its own; who needs it then finds it there, or waits for the rest.

    A run that ends before waits for it: a thread that is ended within an import can take the process with it.
    """
    thread = threading.Thread(target=_import, name="import great_expectations")
    thread.start()
    return thread


def _import() -> None:
    importlib.import_module("sf_audit.expectations.measure")
