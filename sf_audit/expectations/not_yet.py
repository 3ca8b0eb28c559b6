"""Modules that Great Expectations imports and nothing here asks for: each is loaded when something of it is.

`scipy.stats` and `altair` are two fifths of the import of Great Expectations, for distributions and charts.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any


class NotYet(ModuleType):
    """Stands for a module until something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what the import itself asks of any module
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def load_later(*names: str) -> None:
    """Let the modules be imported without being loaded, unless they are."""
    for name in names:
        sys.modules.setdefault(name, NotYet(name))
