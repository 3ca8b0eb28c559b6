"""What one judgement is about: a standard's obligation, and where to look for what enforces it."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.rulebook.rules.obligation import Obligation
from sf_audit.snapshot.needs import Comparison, OfParent
from sf_audit.standards.people import People
from sf_audit.standards.setup_facts import FieldFacts, SetupFacts

_RECORD_TYPE = "RecordType.DeveloperName"


@dataclass(frozen=True, slots=True)
class Subject:
    """The obligation with the facts of its fields."""

    obligation: Obligation
    fields: tuple[FieldFacts, ...]
    facts: SetupFacts
    people: People

    @property
    def object(self) -> str:
        """The object that the obligation is about."""
        return self.obligation.object

    @property
    def needed(self) -> int:
        """How many of the fields have to be filled."""
        return min(self.obligation.at_least, len(self.fields))

    def means_record_type(self, name: str) -> bool:
        """Whether records of a record type are meant; without a condition on record types, those of all."""
        return all(
            name in condition.clause.values
            for condition in self.obligation.when
            if isinstance(condition, OfParent)
            and condition.written == _RECORD_TYPE
            and condition.clause.comparison is Comparison.IN
        )

    @property
    def means_all(self) -> bool:
        """Whether every record of the object is meant."""
        return not self.obligation.when
