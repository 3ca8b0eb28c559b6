"""Who may stand in a register: the people and teams that the workspace declares, and the two that own shipped rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sf_audit.nearness import folded, nearest
from sf_audit.rulebook.rules.load import PARTIES
from sf_audit.rulebook.workspace.config import Config
from sf_audit.rulebook.workspace.people import declared, meant

#: How the owners of shipped rules are called where the workspace does not say.
_NAMES = {"sales_ops": "Sales Ops", "it": "IT"}


@dataclass(frozen=True, slots=True)
class Person:
    """A person or a team, as registers know them."""

    key: str
    name: str


def everybody(config: Config) -> tuple[Person, ...]:
    """All who may be named, by key."""
    names = {**{key: _NAMES[key] for key in PARTIES}, **{key: entry.name for key, entry in declared(config).items()}}
    return tuple(Person(key, name) for key, name in sorted(names.items()))


def key_of(config: Config, word: str) -> str:
    """The key of who is called so, by key or by name; empty where nobody is."""
    known = everybody(config)
    by_word: Mapping[str, str] = {
        **{folded(person.name): person.key for person in known},
        **{folded(person.key): person.key for person in known},
    }
    return by_word.get(folded(word), "")


def hint_for(config: Config, word: str) -> str:
    """Who was probably meant by a word that nobody is called by."""
    near = nearest(word, [name for person in everybody(config) for name in (person.key, person.name)])
    return f"Did you mean “{near}”?" if near else meant(config, word)
