"""Libraries that only some kinds of places need, and that not everybody installs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from sf_audit.warehouse.source import RecordSource, SourceRefused

#: What a library in Rust raises where it finds itself in the wrong; no Exception, and no module has it.
_PANIC = "PanicException"


def door(module: str, extra: str) -> Any:
    """The library's module. Raises SourceRefused where the extra that brings it is not installed."""
    try:
        return import_module(module)
    except ImportError:
        says = f"reading it needs more than sf-audit itself: {module.partition('.')[0]} is not installed"
        raise SourceRefused(says, f'Run pip install "sf-audit[{extra}]"') from None


@contextmanager
def translated(source: RecordSource, remedy: str) -> Iterator[None]:
    """Whatever goes wrong as a SourceRefused, without its words: they may quote a value, or how somebody signed in."""
    says = f"{source} cannot be read: a file of it is missing or damaged, or nobody may read it from here"
    try:
        yield
    except SourceRefused:
        raise
    except Exception:  # noqa: BLE001 - each kind of table, catalog and store brings errors of its own
        raise SourceRefused(says, remedy) from None
    except BaseException as problem:
        if type(problem).__name__ != _PANIC:
            raise
        raise SourceRefused(says, remedy) from None
