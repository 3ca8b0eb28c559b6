"""The words of these tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable

#: The texts, in the column `value`, for which a condition in SQL holds.
Holding = Callable[[str, Iterable[str]], set[str]]
