"""A model of what speaks for and against two records being the same: comparisons with levels, and their weights.

It is that of Fellegi and Sunter (“A Theory for Record Linkage”, 1969): each level of a comparison has a probability `m`
among records that are the same and `u` among others, and speaks by log2(m / u) bits. Where they come from stands in
`weights.toml`. They are fixed, so that the same records give the same answer on each run.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log2


@dataclass(frozen=True, slots=True)
class Level:
    """How two records compare: `condition` is SQL over columns that end in `_l` and `_r`, empty for whatever is left.

    `says` is what a person is told.
    """

    name: str
    condition: str
    says: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Levels, the first that holds counts; nothing is said where `missing` holds.

    Where two records have the same in the column `frequency`, it counts the more the rarer that is.
    """

    name: str
    missing: str
    levels: tuple[Level, ...]
    frequency: str = ""

    def level(self, place: int) -> Level:
        """The level that Splink numbers so: the last is 0."""
        return self.levels[len(self.levels) - 1 - place]


@dataclass(frozen=True, slots=True)
class Model:
    """Comparisons, and the `keys`, as SQL by name: two records are compared where they have one of these in common.

    `kind` is its part of `weights.toml`.
    """

    kind: str
    comparisons: tuple[Comparison, ...]
    keys: Mapping[str, str]

    def chances(self, comparison: str, level: str) -> tuple[float, float]:
        """m and u of a level."""
        chances = weights()[self.kind][comparison][level]
        return chances["m"], chances["u"]

    def bits(self, comparison: str, level: str) -> float:
        """How much a level speaks for two records being the same."""
        m, u = self.chances(comparison, level)
        return log2(m / u)


@cache
def weights() -> Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]]:
    """By kind of record, comparison and level: m and u."""
    return tomllib.loads(files(__package__).joinpath("weights.toml").read_text(encoding="utf-8"))
