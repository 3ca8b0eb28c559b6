"""No two records are the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import standard
from sf_audit.expectations.standard import Standard
from sf_audit.rulebook.check import check
from sf_audit.rulebook.records import records
from sf_audit.rulebook.settings import ApiName, When
from sf_audit.snapshot.needs import ALL_ROWS, Need
from sf_audit.snapshot.tables import Snapshot


@check("unique")
@dataclass(frozen=True)
class Unique:
    """No two records in scope share the fields, compared without regard to case and outer white space; every record of such a group is a breach. Records with one of the fields empty are left out."""

    verb: ClassVar[str]
    object: ApiName
    fields: tuple[ApiName, ...]
    when: When = ALL_ROWS

    def needs(self) -> Sequence[Need]:
        return [records(self.object, self.when, *self.fields)]

    def standard(self, snapshot: Snapshot) -> Standard:
        return Standard(
            self.object,
            standard.Unique(self.fields),
            f"shares {' and '.join(self.fields)} with another record",
            self.when,
        )
