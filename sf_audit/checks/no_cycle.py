"""A hierarchy has a top: no record is above itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import LOOKUPS, Fits
from sf_audit.rulebook.settings.org_names import FieldName, NamesField
from sf_audit.snapshot.needs import ALL_ROWS, Need
from sf_audit.snapshot.tables import Snapshot


@check("no_cycle")
@dataclass(frozen=True, kw_only=True)
class NoCycle(OfField):
    """Where filled, the lookup to the own object (`ParentId`, `ReportsToId`) never leads back to the record.

    Every record on a circle is a breach, also one that names itself; records that only lead into a circle are not. A
    chain may be of any length. `when` says which records are judged; a circle may run through all others.
    """

    fits: ClassVar[Fits] = LOOKUPS

    field: Annotated[FieldName, NamesField(refers_to="object")]

    def needs(self) -> Sequence[Need]:
        """The whole hierarchy, whatever the scope."""
        judged, *others = super().needs()
        looked_at = frozenset(clause.field for clause in judged.rows)
        return [replace(judged, columns=judged.columns | looked_at, rows=ALL_ROWS), *others]

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return asks.NoCycle(self.field), f"{self.field} leads back to the record itself"
