"""Records whose owner has left are worked by nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import standard
from sf_audit.expectations.standard import Standard
from sf_audit.rulebook.check import check
from sf_audit.rulebook.records import records
from sf_audit.rulebook.settings import ApiName, When
from sf_audit.snapshot.needs import ALL_ROWS, Clause, Need, Test, need
from sf_audit.snapshot.tables import Snapshot

_INACTIVE = frozenset({Clause("IsActive", Test.IN, (False,))})


@check("owned_by_active")
@dataclass(frozen=True)
class OwnedByActive:
    """The record owner is not an inactive user. Records of a queue are left out."""

    verb: ClassVar[str]
    object: ApiName
    when: When = ALL_ROWS

    def needs(self) -> Sequence[Need]:
        return [records(self.object, self.when, "OwnerId"), need("User", "Id IsActive")]

    def standard(self, snapshot: Snapshot) -> Standard:
        return Standard(
            self.object,
            standard.RefersTo("OwnerId", "User", _INACTIVE, forbidden=True),
            "the record owner is an inactive user",
            self.when,
        )
