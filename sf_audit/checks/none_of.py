"""A field does not take a value that the standard rules out."""

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


@check("none_of")
@dataclass(frozen=True)
class NoneOf:
    """Where filled, the field has none of the values, compared exactly."""

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
            standard.OneOf(self.field, frozenset(self.values), forbidden=True),
            f"{self.field} has a value that the standard rules out",
            self.when,
        )
