"""A check is a verb with settings: it says what it needs to see, and then what is the case.

It knows nothing of severity, owner, tolerance or waivers. Its class is a frozen dataclass, its
settings are what a rule file writes under the verb, its docstring is its reference page.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import ClassVar, Protocol, TypeVar, runtime_checkable

from sf_audit.expectations.standard import Standard
from sf_audit.model.review import Verdict
from sf_audit.rulebook.files.yaml_file import strict_keys
from sf_audit.snapshot.needs import Need
from sf_audit.snapshot.tables import Snapshot


@runtime_checkable
class Check(Protocol):
    """Looks at a snapshot by itself."""

    verb: ClassVar[str]

    def needs(self) -> Sequence[Need]:
        """The tables, columns and rows that `examine` will look at, all of them."""

    def examine(self, snapshot: Snapshot) -> Verdict:
        """What is the case. Raises NotReadable where it cannot be seen."""


@runtime_checkable
class RecordCheck(Protocol):
    """Looks at each record by itself; all of an object's record checks are answered in one scan."""

    verb: ClassVar[str]

    def needs(self) -> Sequence[Need]:
        """The tables, columns and rows that `standard` will look at, all of them."""

    def standard(self, snapshot: Snapshot) -> Standard:
        """What every record in scope must keep. Raises NotReadable where that cannot be said."""


AnyCheck = Check | RecordCheck

C = TypeVar("C", bound=type)

_CHECKS: dict[str, type] = {}


def check(verb: str) -> Callable[[C], C]:
    """Make a class known to rule files under this verb."""

    def named(cls: C) -> C:
        cls.verb = verb  # type: ignore[attr-defined]
        _CHECKS[verb] = cls
        return strict_keys(cls)

    return named


def checks() -> Mapping[str, type]:
    """Every verb that a rule file may use."""
    _import_all()
    return dict(sorted(_CHECKS.items()))


@cache
def _import_all() -> None:
    package = importlib.import_module("sf_audit.checks")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
