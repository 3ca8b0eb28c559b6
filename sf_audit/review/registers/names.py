"""How people and teams of registers are called: by the names that were frozen with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from sf_audit.nearness import folded
from sf_audit.registers.frozen import PEOPLE, declared
from sf_audit.registers.people import Person
from sf_audit.snapshot.tables import Snapshot

#: Who decides what the two sides cannot agree on: a key under `people:`, and the office where nobody has it.
DECIDE = (("cro", "CRO"), ("cio", "CIO"))


@dataclass(frozen=True, slots=True)
class Names:
    """Names by key."""

    people: tuple[Person, ...]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Self:
        """Those of a snapshot."""
        return cls(declared(snapshot, PEOPLE, Person))

    def of_key(self, key: str) -> str:
        """What somebody is called; the key where nobody is known by it."""
        return next((person.name for person in self.people if person.key == key), key)

    def of_word(self, word: str) -> str:
        """What somebody is called who is named by key or by name."""
        return next(
            (person.name for person in self.people if folded(word) in map(folded, (person.key, person.name))), word
        )

    def joined(self, keys: Sequence[str]) -> str:
        """Several, each once: `Dana Ruiz and IT`."""
        return " and ".join(dict.fromkeys(map(self.of_key, keys)))

    @property
    def deciders(self) -> tuple[str, ...]:
        """The CRO and the CIO, by name and office where they are declared."""
        known = {person.key: person.name for person in self.people}
        return tuple(f"{known[key]} ({office})" if key in known else office for key, office in DECIDE)

    @property
    def addressed(self) -> str:
        """How a letter to them begins."""
        known = {person.key: person.name for person in self.people}
        return " and ".join(known.get(key, office) for key, office in DECIDE)
