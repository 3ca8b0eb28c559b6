"""A picklist value that was retired in Setup stays on old records, and reports split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import LISTED, Fits
from sf_audit.snapshot.needs import Need, Source
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.tables import Snapshot

#: The describe types of fields that list their values.
_PICKLISTS = frozenset({"picklist", "multipicklist", "combobox"})


@check("active_picklist_value")
@dataclass(frozen=True, kw_only=True)
class ActivePicklistValue(OfField):
    """Where filled, the field has a value that is active in this org's picklist, compared exactly.

    Of a multi-select picklist each value that was chosen counts. `several: true` says so of a field whose type is not
    known.
    """

    fits: ClassVar[Fits] = LISTED

    several: bool = False

    def needs(self) -> Sequence[Need]:
        columns = frozenset(("object", "field", "value", "active"))
        of = frozenset((self.object,))
        return [*super().needs(), Need("describe_picklist_values", columns, source=Source.DESCRIBE, of=of)]

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        listed = snapshot.rows(
            'SELECT "value", "active" FROM "describe_picklist_values" WHERE "object" = ? AND "field" = ?',
            [self.object, self.field],
        )
        if not listed and snapshot.tables[self.object].columns[self.field] not in _PICKLISTS:
            says = f"{self.object}.{self.field} is no picklist: the org lists no values of it"
            raise NotReadable(Unread(Reason.UNSUPPORTED, says, "A rule about a picklist"))
        if not listed and self._is_used(snapshot):
            says = f"the org lists no value of {self.object}.{self.field}, and records have some"
            raise NotReadable(Unread(Reason.UNSUPPORTED, says, f"Active values of {self.object}.{self.field} in Setup"))
        active = frozenset(value for value, is_active in listed if is_active)
        # Where no value is active, none that a record has can be.
        several = self.several or self.type_of(self.field, snapshot) == "multipicklist"
        return self._among(active, several=several), f"{self.field} has a value that is no longer active"

    def _among(self, active: frozenset[str], *, several: bool) -> Ask:
        if not active:
            return asks.LengthBetween(self.field, high=0)
        return asks.EachOneOf(self.field, active) if several else asks.OneOf(self.field, active)

    def _is_used(self, snapshot: Snapshot) -> bool:
        filled = f"coalesce(trim(CAST({quote_identifier(self.field)} AS VARCHAR)), '') <> ''"
        return bool(snapshot.rows(f"SELECT 1 FROM {quote_identifier(self.object)} WHERE {filled} LIMIT 1"))
