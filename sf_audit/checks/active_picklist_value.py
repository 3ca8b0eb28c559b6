"""A picklist value that was retired in Setup stays on old records, and reports split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sf_audit.expectations import standard
from sf_audit.expectations.standard import Ask
from sf_audit.findings import NotReadable, Reason, Unread
from sf_audit.rulebook.check import check
from sf_audit.rulebook.records import OfRecords
from sf_audit.rulebook.settings import ApiName
from sf_audit.snapshot.needs import Need, Source
from sf_audit.snapshot.tables import Snapshot


@check("active_picklist_value")
@dataclass(frozen=True, kw_only=True)
class ActivePicklistValue(OfRecords):
    """Where filled, the field has a value that is active in this org's picklist, compared exactly."""

    field: ApiName
    several: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.field,)

    def needs(self) -> Sequence[Need]:
        columns = frozenset(("object", "field", "value", "active"))
        of = frozenset((self.object,))
        return [*super().needs(), Need("describe_picklist_values", columns, source=Source.DESCRIBE, of=of)]

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        active = snapshot.rows(
            'SELECT "value" FROM "describe_picklist_values" WHERE "object" = ? AND "field" = ? AND "active"',
            [self.object, self.field],
        )
        if not active:
            says = f"{self.object}.{self.field} lists no active values"
            raise NotReadable(Unread(Reason.FIELD_NOT_VISIBLE, says, f"Read on {self.object}.{self.field}"))
        ask = standard.OneOf(self.field, frozenset(row[0] for row in active), several=self.several)
        return ask, f"{self.field} has a value that is no longer active"
