"""What one judgement is about: a standard's obligation, and where to look for what enforces it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sf_audit.rulebook.rules.obligation import Obligation
from sf_audit.rulebook.rules.org_scope import in_this_org
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.snapshot.needs import Comparison, OfParent
from sf_audit.standards.field_facts import FieldFacts
from sf_audit.standards.needs import obligation_of
from sf_audit.standards.people import People
from sf_audit.standards.setup_facts import SetupFacts

#: How a rule and a formula name the record type of a record.
RECORD_TYPE = "RecordType.DeveloperName"


def stated_by(rule: Rule, facts: SetupFacts) -> Obligation:
    """The obligation of a rule in this org: conditions on features that it lacks say nothing."""
    found = obligation_of(rule)
    if found is None:
        raise ValueError(f"{rule.id} obliges nobody to anything that an org could enforce")
    return replace(found, when=in_this_org(found.when, found.object, facts.snapshot))


@dataclass(frozen=True, slots=True)
class Subject:
    """The obligation with the facts of its fields."""

    obligation: Obligation
    fields: tuple[FieldFacts, ...]
    facts: SetupFacts
    people: People

    @classmethod
    def of(cls, rule: Rule, facts: SetupFacts, people: People) -> Subject:
        """Of a rule that obliges people to something. NotReadable where a field cannot be seen."""
        obligation = stated_by(rule, facts)
        fields = tuple(facts.field(obligation.object, name) for name in obligation.fields)
        return cls(obligation, fields, facts, people)

    @property
    def object(self) -> str:
        """The object that the obligation is about."""
        return self.obligation.object

    @property
    def needed(self) -> int:
        """How many of the fields have to be filled."""
        return min(self.obligation.at_least, len(self.fields))

    @property
    def needs_each(self) -> bool:
        """Whether each of the fields has to be filled by itself."""
        return self.needed == len(self.fields)

    def means_record_type(self, name: str) -> bool:
        """Whether records of a record type are meant; without a condition on record types, those of all."""
        return all(
            name in condition.clause.values
            for condition in self.obligation.when
            if isinstance(condition, OfParent)
            and condition.written == RECORD_TYPE
            and condition.clause.comparison is Comparison.IN
        )

    @property
    def means_all(self) -> bool:
        """Whether every record of the object is meant."""
        return not self.obligation.when
