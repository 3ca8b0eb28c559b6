"""The users whom a rule names: by user name, which has no case, or by record id of 15 or 18 characters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sf_audit.snapshot.ids import eighteen


@dataclass(frozen=True, slots=True)
class NamedUsers:
    """Knows a user again. `names` are folded, `ids` have 18 characters."""

    names: frozenset[str]
    ids: frozenset[str]

    @classmethod
    def of(cls, written: Iterable[str]) -> NamedUsers:
        """As people wrote them."""
        listed = [name_or_id.strip() for name_or_id in written]
        ids = {found for name_or_id in listed if (found := _as_id(name_or_id))}
        return cls(frozenset(name_or_id.casefold() for name_or_id in listed), frozenset(ids))

    def has(self, user_id: str | None, name: str | None) -> bool:
        """Whether this user is named."""
        return (name or "").casefold() in self.names or user_id in self.ids


def _as_id(written: str) -> str:
    try:
        return eighteen(written)
    except ValueError:
        return ""
