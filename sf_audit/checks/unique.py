"""No two records are the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.check import check
from sf_audit.rulebook.records import OfRecords
from sf_audit.rulebook.settings import ApiName, AtLeastOne
from sf_audit.snapshot.tables import Snapshot


@check("unique")
@dataclass(frozen=True, kw_only=True)
class Unique(OfRecords):
    """No two records in scope share the fields.

    They are compared without regard to case and outer white space; every record of a group is a breach. Records
    with one of the fields empty are left out.
    """

    fields: Annotated[tuple[ApiName, ...], AtLeastOne]

    @property
    def columns(self) -> tuple[str, ...]:
        return self.fields

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return asks.Unique(self.fields), f"shares {' and '.join(self.fields)} with another record"
