"""What all checks of records share: the object, which of its records are meant, and what must be read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations.standard import Ask, Standard
from sf_audit.rulebook.settings import ApiName, When
from sf_audit.snapshot.needs import ALL_ROWS, Need
from sf_audit.snapshot.tables import Snapshot

#: Read where the object has them: the record owner, and a name to show.
_ALWAYS = frozenset(("OwnerId", "Name", "CaseNumber"))


@dataclass(frozen=True, kw_only=True)
class OfRecords(ABC):
    """A check of the records of one object; `when` says which of them, all if it is left out."""

    verb: ClassVar[str]
    object: ApiName
    when: When = ALL_ROWS

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """The fields that are judged."""

    @abstractmethod
    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        """What each record must keep, and what is said of one that does not."""

    def needs(self) -> Sequence[Need]:
        """The judged fields of the records in scope."""
        judged = frozenset(("Id", *self.columns))
        return [Need(self.object, judged, self.when, optional=_ALWAYS - judged)]

    def standard(self, snapshot: Snapshot) -> Standard:
        """The ask, with its scope."""
        ask, because = self.ask(snapshot)
        return Standard(self.object, ask, because, self.when)


@dataclass(frozen=True, kw_only=True)
class OfField(OfRecords):
    """A check of one field of the records."""

    field: ApiName

    @property
    def columns(self) -> tuple[str, ...]:
        """The field."""
        return (self.field,)
