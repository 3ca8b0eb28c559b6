"""Who last changed the records of an object on which day, as SQL; an edit is a change on a later day than the first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sf_audit.expectations.records import Records
from sf_audit.salesforce.features import CREATED, MODIFIED, MODIFIED_BY
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.tables import Snapshot


@dataclass(frozen=True, slots=True)
class Edits:
    """The edits of the records of one object."""

    records: Records

    @classmethod
    def of(cls, snapshot: Snapshot, name: str) -> Edits | None:
        """None where it was not read who last changed them."""
        records = Records.at(snapshot, name)
        moments = {records.kinds.get(CREATED), records.kinds.get(MODIFIED)}
        return cls(records) if moments == {"TIMESTAMP"} and records.kinds.get(MODIFIED_BY) == "VARCHAR" else None

    @property
    def person(self) -> str:
        """Who made the last change."""
        return quote_identifier(MODIFIED_BY)

    @property
    def day(self) -> str:
        """The day of it in the org."""
        return self.records.day(MODIFIED)

    def between(self, first: date, last: date) -> str:
        """The condition that a record was edited on one of these days."""
        within = self.records.clauses.between_days(MODIFIED, first, last)
        return f"{within} AND {self.records.day(CREATED)} < {self.day} AND {self.person} IS NOT NULL"
