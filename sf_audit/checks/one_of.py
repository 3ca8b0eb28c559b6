"""A field takes only the values that the standard names."""

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


@check("one_of")
@dataclass(frozen=True)
class OneOf:
    """Where filled, the field has one of the values, compared exactly."""

    verb: ClassVar[str]
    object: ApiName
    field: ApiName
    values: tuple[str, ...]
    when: When = ALL_ROWS

    def needs(self) -> Sequence[Need]:
        return [records(self.object, self.when, self.field)]

    def standard(self, snapshot: Snapshot) -> Standard:
        return Standard(
            self.object,
            standard.OneOf(self.field, frozenset(self.values)),
            f"{self.field} has a value that the standard does not name",
            self.when,
        )
