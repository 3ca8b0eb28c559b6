"""Records whose owner has left are worked by nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.snapshot.needs import Clause, Comparison, Need, need
from sf_audit.snapshot.tables import Snapshot

_INACTIVE = frozenset({Clause("IsActive", Comparison.IN, (False,))})


@check("owned_by_active")
@dataclass(frozen=True, kw_only=True)
class OwnedByActive(OfRecords):
    """The record owner is not an inactive user. Records of a queue are left out."""

    @property
    def columns(self) -> tuple[str, ...]:
        return ("OwnerId",)

    def needs(self) -> Sequence[Need]:
        return [*super().needs(), need("User", "Id IsActive")]

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return asks.RefersTo("OwnerId", "User", _INACTIVE, forbidden=True), "the record owner is an inactive user"
