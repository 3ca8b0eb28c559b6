"""Which of the many changes are tried."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def sample(places: Sequence[T], count: int, seed: int, room: str) -> list[T]:
    """So many of the places of a room, each as likely as any other; all of them where there are fewer.

    The same seed draws the same ones, whatever other rooms are drawn beside.
    """
    drawn = random.Random(f"{seed} {room}")  # noqa: S311 (no secret)
    return drawn.sample(places, min(count, len(places)))
