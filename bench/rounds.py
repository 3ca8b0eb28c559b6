"""How often a measurement is repeated: what takes long enough needs no second time."""

from __future__ import annotations

_ROUNDS = 3
_ENOUGH = 500_000


def rounds(rows: int) -> int:
    """Both ways are measured so often, in turns; the median counts."""
    return _ROUNDS if rows < _ENOUGH else 1
