"""Made-up people, companies and places, as common or rare as in life: few names are common, most are rare."""

from __future__ import annotations

import tomllib
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from random import Random

_WORDS: Mapping[str, Sequence[str]] = tomllib.loads(
    Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8")
)

FREE = _WORDS["free_mail"]
_STREETS = _WORDS["streets"]


@dataclass
class Skewed:
    """Values of which the first are the commonest, by Zipf's law with an exponent."""

    values: Sequence[str]
    exponent: float
    sums: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.sums = list(accumulate(1 / (rank + 3) ** self.exponent for rank in range(len(self.values))))

    def draw(self, chance: Random) -> str:
        """One of them."""
        return self.values[bisect(self.sums, chance.random() * self.sums[-1])]


@dataclass(frozen=True)
class Town:
    """A town with its postal codes."""

    name: str
    codes: tuple[str, ...]


class Vocabulary:
    """Everything that is drawn from; the same for the same seed, and another for another."""

    def __init__(self, seed: int) -> None:
        chance = Random(f"words {seed}")
        rare = dict.fromkeys(_name(chance) for _ in range(60_000))
        families = list(dict.fromkeys([*_WORDS["families"], *rare]))
        self.families = Skewed(families, 0.85)
        given = list(dict.fromkeys([*_WORDS["given"], *(_name(chance, _GIVEN_ENDS) for _ in range(400))]))
        self.given = Skewed(given, 0.7)
        self.streets = [f"{_name(chance)} {chance.choice(_STREETS)}" for _ in range(4_000)]
        self.towns = [Town(_name(chance) + chance.choice(_TOWN_ENDS), _codes(chance)) for _ in range(900)]
        self.town = Skewed([str(place) for place in range(len(self.towns))], 0.8)

    def company(self, chance: Random) -> tuple[str, str]:
        """A name without its legal form, and the domain that goes with it."""
        first = _name(chance, ("ex", "on", "ia", "or", "um", "is", "tec", "ra", "o"))
        if chance.random() < 0.3:
            first = f"{first} {_name(chance, ('a', 'o', 'er', 'is'))}"
        trade = chance.choice(_WORDS["trades"]) if chance.random() < 0.7 else ""
        name = f"{first} {trade}".strip()
        glued = name.lower().replace(" ", "" if chance.random() < 0.5 else "-")
        return name, f"{glued}.{chance.choice(('com', 'com', 'de', 'co.uk', 'net', 'fr'))}"

    def legal(self, chance: Random) -> str:
        """A legal form, or none."""
        return chance.choice(_WORDS["legal_forms"])

    def place(self, chance: Random) -> tuple[str, str, str]:
        """A street with its number, a postal code and a town."""
        town = self.towns[int(self.town.draw(chance))]
        street = f"{chance.randint(1, 400)} {chance.choice(self.streets)}"
        return street, chance.choice(town.codes), town.name


_GIVEN_ENDS = ("a", "ia", "ine", "us", "o", "e", "in", "ard")
_TOWN_ENDS = ("ton", "ville", "burg", "field", "ham", "stadt", "port", "dorf")


def _name(chance: Random, ends: Sequence[str] = ()) -> str:
    middle = chance.choice(_WORDS["middles"]) + chance.choice(_WORDS["vowels"]) if chance.random() < 0.35 else ""
    start = chance.choice(_WORDS["onsets"]) + chance.choice(_WORDS["vowels"])
    return start + middle + chance.choice(_WORDS["middles"]) + chance.choice(ends or _WORDS["ends"])


def _codes(chance: Random) -> tuple[str, ...]:
    base = chance.randint(100, 998)
    return tuple(f"{base}{number:02}" for number in range(1, chance.randint(2, 30)))


def typo(text: str, chance: Random) -> str:
    """One slip: a letter missing, doubled, another, or in the place of its neighbour; the first letter stays."""
    if len(text) < 3:
        return text
    place = chance.randint(1, len(text) - 2)
    before, letter, after = text[:place], text[place], text[place + 1 :]
    other = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        (
            before + after,
            before + letter + letter + after,
            before + other + after,
            before + after[0] + letter + after[1:],
        )
    )
