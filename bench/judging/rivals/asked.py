"""The standards of Accounts in plain data, so that a process without this project's packages can read them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

Bound = float | str


@dataclass(frozen=True, slots=True)
class Asked:
    """One standard: what kind of test of which columns, and for which records.

    `scope` has pairs of a column and the texts that it may have, in lower case. Where a column is empty nothing is
    asked, but for `filled`.
    """

    key: str
    kind: str
    columns: tuple[str, ...]
    scope: tuple[tuple[str, tuple[str, ...]], ...] = ()
    pattern: str = ""
    forbidden: bool = False
    values: tuple[str, ...] = ()
    low: Bound | None = None
    high: Bound | None = None

    @property
    def earliest(self) -> date:
        """The lower bound of a date."""
        return date.fromisoformat(str(self.low))


def write(asked: list[Asked], path: Path) -> None:
    """As JSON."""
    path.write_text(json.dumps([asdict(standard) for standard in asked]), encoding="utf-8")


def read(path: Path) -> list[Asked]:
    """The same from the file."""
    return [_asked(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]


def _asked(**entry: object) -> Asked:
    lists = {name: tuple(value) for name, value in entry.items() if isinstance(value, list)}
    lists["scope"] = tuple((column, tuple(values)) for column, values in lists["scope"])
    return Asked(**{**entry, **lists})  # type: ignore[arg-type]
