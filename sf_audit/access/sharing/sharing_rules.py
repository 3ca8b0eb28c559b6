"""Sharing rules as an org's metadata has them: which records of which object are shared with whom, and how far.

Nouns only; `sharing_files` reads them, and `record_reach` says whom they reach. A snapshot
has no sharing rules: SOQL and the Tooling API do not show them ("SharingRules" in the "Metadata API Developer Guide").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class RuleKind(StrEnum):
    """By what a rule picks its records. UNKNOWN: a kind that is newer than this program."""

    CRITERIA = "criteria"
    OWNER = "owner"
    GUEST = "guest"
    TERRITORY = "territory"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """How far a rule opens records. UNKNOWN is taken for EDIT, so that nothing is understated."""

    NONE = "none"
    READ = "read"
    EDIT = "edit"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, text: str) -> Level:
        """From `accessLevel` and its kin: Read, Edit, All and None are documented."""
        known = {"none": cls.NONE, "read": cls.READ, "edit": cls.EDIT, "all": cls.EDIT}
        return known.get(text.strip().casefold(), cls.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Party:
    """With whom, or from whom: an element of "SharedTo", and the name in it (empty for `allInternalUsers`)."""

    tag: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class SharingRule:
    """One rule. `owners` own the records of an OWNER rule, `fields` pick those of a CRITERIA or GUEST rule.

    `children` says how far it opens records below an account, by object.
    """

    object: str
    name: str
    kind: RuleKind
    level: Level
    to: tuple[Party, ...]
    owners: tuple[Party, ...] = ()
    fields: tuple[str, ...] = ()
    children: Mapping[str, Level] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SharingRules:
    """All rules of a folder. `objects` are those with a file, even an empty one; of others nothing is known.

    Names of objects are the same in small and capital letters, as they are in Salesforce.
    """

    rules: tuple[SharingRule, ...]
    objects: frozenset[str]

    def on(self, name: str) -> Iterator[SharingRule]:
        """The rules on an object."""
        return (rule for rule in self.rules if rule.object.casefold() == name.casefold())

    def missing(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of the objects of which nothing is known."""
        known = {object_name.casefold() for object_name in self.objects}
        return tuple(name for name in names if name.casefold() not in known)
