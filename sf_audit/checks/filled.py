"""A field that people or processes rely on is not left empty."""

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


@check("filled")
@dataclass(frozen=True)
class Filled:
    """Every record in scope has the field filled; white space alone is not filled."""

    verb: ClassVar[str]
    object: ApiName
    field: ApiName
    when: When = ALL_ROWS

    def needs(self) -> Sequence[Need]:
        return [records(self.object, self.when, self.field)]

    def standard(self, snapshot: Snapshot) -> Standard:
        return Standard(self.object, standard.Filled(self.field), f"{self.field} is empty", self.when)
