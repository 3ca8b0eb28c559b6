"""A picklist value that was retired in Setup stays on old records, and reports split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import standard
from sf_audit.expectations.standard import Standard
from sf_audit.findings import NotReadable, Reason, Unread
from sf_audit.rulebook.check import check
from sf_audit.rulebook.records import records
from sf_audit.rulebook.settings import ApiName, When
from sf_audit.snapshot.needs import ALL_ROWS, Need, Source
from sf_audit.snapshot.tables import Snapshot


@check("active_picklist_value")
@dataclass(frozen=True)
class ActivePicklistValue:
    """Where filled, the field has a value that is active in this org's picklist, compared exactly."""

    verb: ClassVar[str]
    object: ApiName
    field: ApiName
    several: bool = False
    when: When = ALL_ROWS

    def needs(self) -> Sequence[Need]:
        values = Need(
            "describe_picklist_values",
            frozenset(("object", "field", "value", "active")),
            source=Source.DESCRIBE,
            of=frozenset((self.object,)),
        )
        return [records(self.object, self.when, self.field), values]

    def standard(self, snapshot: Snapshot) -> Standard:
        active = snapshot.rows(
            'SELECT "value" FROM "describe_picklist_values" WHERE "object" = ? AND "field" = ? AND "active"',
            [self.object, self.field],
        )
        if not active:
            raise NotReadable(
                Unread(
                    Reason.FIELD_NOT_VISIBLE, f"{self.object}.{self.field} lists no active values", "Read on the field"
                )
            )
        ask = standard.OneOf(self.field, frozenset(row[0] for row in active), several=self.several)
        return Standard(self.object, ask, f"{self.field} has a value that is no longer active", self.when)
