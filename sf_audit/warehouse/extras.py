"""Libraries that only some kinds of places need, and that not everybody installs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from sf_audit.warehouse.source import SourceRefused


def door(module: str, extra: str) -> Any:
    """The library's module. Raises SourceRefused where the extra that brings it is not installed."""
    try:
        return import_module(module)
    except ImportError:
        says = f"reading it needs more than sf-audit itself: {module.partition('.')[0]} is not installed"
        raise SourceRefused(says, f'Run pip install "sf-audit[{extra}]"') from None
