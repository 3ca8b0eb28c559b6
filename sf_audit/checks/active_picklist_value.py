"""A picklist value that was retired in Setup stays on old records, and reports split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask, Offered
from sf_audit.expectations.records import Records
from sf_audit.expectations.standard import Standard
from sf_audit.model.counts import count
from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.obligation import Demand
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import LISTED, Fits
from sf_audit.salesforce.record_types import RECORD_TYPE
from sf_audit.snapshot.needs import RECORD_TYPE_VALUES, Need, Source
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

    A picklist may offer fewer values to records of one type than to those of another: `per_record_type: true` compares
    with what it offers to the type of each record. Stages and statuses, which a sales, lead or support process chooses,
    are among them.
    """

    fits: ClassVar[Fits] = LISTED
    demands: ClassVar[Demand | None] = Demand.ACTIVE_VALUE

    several: bool = False
    per_record_type: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.field, RECORD_TYPE) if self.per_record_type else (self.field,)

    def needs(self) -> Sequence[Need]:
        columns = frozenset(("object", "field", "value", "active"))
        of = frozenset((self.object,))
        if self.per_record_type:
            offers = frozenset(("object", "record_type", "field", "value"))
            return [*super().needs(), Need(RECORD_TYPE_VALUES, offers, source=Source.RECORD_TYPES, of=of)]
        return [*super().needs(), Need("describe_picklist_values", columns, source=Source.DESCRIBE, of=of)]

    def standard(self, snapshot: Snapshot) -> Standard:
        """With the records whose type offers nobody knows what: those are not judged."""
        standard = super().standard(snapshot)
        return replace(standard, unread=_of_other_types(standard, snapshot)) if self.per_record_type else standard

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        if self.per_record_type:
            says = f"{self.field} has a value that is not offered to the record's type"
            return self._offered(snapshot), says
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

    def _offered(self, snapshot: Snapshot) -> Offered:
        listed = snapshot.rows(
            f"""SELECT "record_type", list("value") FILTER ("value" <> '') FROM "{RECORD_TYPE_VALUES}"
                WHERE "object" = ? AND "field" = ? GROUP BY "record_type" """,
            [self.object, self.field],
        )
        if not listed:
            says = f"the org lists no values of {self.object}.{self.field} for any record type"
            raise NotReadable(Unread(Reason.UNSUPPORTED, says, "A rule about a picklist"))
        values = {record_type: frozenset(offered or ()) for record_type, offered in listed}
        several = self.several or self.type_of(self.field, snapshot) == "multipicklist"
        return Offered(self.field, values, several=several)

    def _is_used(self, snapshot: Snapshot) -> bool:
        filled = f"coalesce(trim(CAST({quote_identifier(self.field)} AS VARCHAR)), '') <> ''"
        return bool(snapshot.rows(f"SELECT 1 FROM {quote_identifier(self.object)} WHERE {filled} LIMIT 1"))


def _of_other_types(standard: Standard, snapshot: Snapshot) -> Unread | None:
    """What is said of records in scope whose type is none of those that the org listed values for."""
    if not isinstance(standard.ask, Offered):
        return None
    records = Records.at(snapshot, standard.object)
    unknown = f"{standard.ask.judged(records, standard.scope)} AND NOT {standard.ask.is_known()}"
    found = snapshot.rows(
        f"SELECT {standard.ask.record_type()}, count(*) FROM {records.table} WHERE {unknown} GROUP BY 1 ORDER BY 1"
    )
    if not found:
        return None
    number = count(sum(records for _, records in found), "record has", "records have")
    refused = dict(snapshot.tables[RECORD_TYPE_VALUES].uncovered)
    unread = refused.get(f"{standard.object}.{found[0][0]}")
    why = unread.detail if unread else "the org does not list it"
    says = f"{number} a record type of which nobody knows what it offers: {why}"
    reason = unread.reason if unread else Reason.INCOMPLETE
    return Unread(reason, says, unread.unlocked_by if unread else "")
