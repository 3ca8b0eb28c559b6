"""What all checks of records share: the object, which of its records are meant, and what must be read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from sf_audit.expectations.asks import Ask
from sf_audit.expectations.standard import Standard
from sf_audit.rulebook.rules.obligation import Demand, Obligation
from sf_audit.rulebook.rules.org_scope import in_this_org
from sf_audit.rulebook.rules.other_records import insist_on_parents
from sf_audit.rulebook.settings.field_kinds import ANY, Fits
from sf_audit.rulebook.settings.org_names import FieldName, ObjectName, When
from sf_audit.salesforce.features import CREATED, HAVING_TRANSFERRED, OWNER
from sf_audit.salesforce.name_fields import name_field
from sf_audit.snapshot.needs import ALL_ROWS, Need, reading
from sf_audit.snapshot.tables import Snapshot


@dataclass(frozen=True, kw_only=True)
class OfRecords(ABC):
    """A check of the records of one object; `when` says which of them, all if it is left out.

    `fits` are the types of fields that it can judge, `demands` is what it obliges people to, where that is anything
    that an org can enforce when a record is saved.
    """

    verb: ClassVar[str]
    fits: ClassVar[Fits] = ANY
    demands: ClassVar[Demand | None] = None
    object: ObjectName
    when: When = ALL_ROWS

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """The fields that are judged."""

    @property
    def judges(self) -> Fits:
        """The types of fields that it can judge with these settings: fewer than `fits`, where one of them says so."""
        return self.fits

    @abstractmethod
    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        """What each record must keep, and what is said of one that does not."""

    @property
    def obligation(self) -> Obligation | None:
        """What whoever saves a record is obliged to; None where the verb obliges to nothing of the kind."""
        return Obligation(self.object, self.columns, self.demands, self.when) if self.demands else None

    def needs(self) -> Sequence[Need]:
        """The judged fields of the records in scope; and of each its name, who owns it since when, and when it came."""
        facts = {OWNER, CREATED, name_field(self.object), *HAVING_TRANSFERRED.get(self.object, ())}
        return reading(self.object, {"Id", *self.columns}, self.when, facts)

    def standard(self, snapshot: Snapshot) -> Standard:
        """The ask, with its scope."""
        insist_on_parents(snapshot, self.when)
        ask, because = self.ask(snapshot)
        return Standard(self.object, ask, because, in_this_org(self.when, self.object, snapshot))

    def type_of(self, field: str, snapshot: Snapshot) -> str:
        """The describe type of a field of the object; another word where a snapshot does not know it."""
        return snapshot.tables[self.object].columns.get(field, "")


@dataclass(frozen=True, kw_only=True)
class OfField(OfRecords):
    """A check of one field of the records."""

    field: FieldName

    @property
    def columns(self) -> tuple[str, ...]:
        """The field."""
        return (self.field,)

    def suggested(self, value: str) -> str:
        """What the field should hold in place of this, where that is known; empty otherwise."""
        return ""

    @property
    def obligation(self) -> Obligation | None:
        """Of the field alone: what else is looked at only says what is demanded of it."""
        found = super().obligation
        return replace(found, fields=(self.field,)) if found else None
