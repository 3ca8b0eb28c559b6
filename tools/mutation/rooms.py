"""The rooms whose tests are measured: those that decide what a review says, and what may leave this machine."""

from __future__ import annotations

from pathlib import Path

#: The folders in `sf_audit`, in the order of the table.
ROOMS = (
    "review",
    "access",
    "checks",
    "expectations",
    "standards",
    "rulebook/rules",
    "rulebook/settings",
    "rulebook/fitting",
    "connector/http",
    "connector/bulk",
    "snapshot",
    "formulas",
)


def files_of(root: Path, room: str) -> list[Path]:
    """The Python files of a room, in the same order on every machine, relative to the root."""
    return sorted(path.relative_to(root) for path in (root / "sf_audit" / room).rglob("*.py"))
