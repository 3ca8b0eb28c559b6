"""A text has the form that other systems and people expect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import standard
from sf_audit.expectations.standard import Standard
from sf_audit.rulebook.check import check
from sf_audit.rulebook.records import records
from sf_audit.rulebook.settings import ApiName, Pattern, When
from sf_audit.snapshot.needs import ALL_ROWS, Need
from sf_audit.snapshot.tables import Snapshot


@check("matches")
@dataclass(frozen=True)
class Matches:
    """Where filled, the field matches the pattern (RE2 syntax, anchored only as written)."""

    verb: ClassVar[str]
    object: ApiName
    field: ApiName
    pattern: Pattern
    when: When = ALL_ROWS

    def needs(self) -> Sequence[Need]:
        return [records(self.object, self.when, self.field)]

    def standard(self, snapshot: Snapshot) -> Standard:
        return Standard(
            self.object,
            standard.Matches(self.field, self.pattern),
            f"{self.field} does not have the expected form",
            self.when,
        )
