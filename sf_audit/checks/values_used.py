"""A value that nobody chooses makes every list longer, and every report a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from sf_audit.model.counts import count
from sf_audit.model.review import Breach, NotReadable, Reason, Unread, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.other_records import insist_on_every_row
from sf_audit.rulebook.settings.field_kinds import LISTED
from sf_audit.rulebook.settings.org_names import FieldName, NamesField, ObjectName
from sf_audit.rulebook.settings.settings import Count
from sf_audit.salesforce.histories import OPPORTUNITY, OPPORTUNITY_HISTORY, STAGE
from sf_audit.snapshot.needs import Need, Source, need
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.tables import Snapshot

_VALUES = "describe_picklist_values"


@check("values_used")
@dataclass(frozen=True, kw_only=True)
class ValuesUsed:
    """Every active value of the picklist is the value of at least one record.

    Of a multi-select picklist each value that was chosen counts, and of the stage of opportunities each in which one
    ever was (OpportunityHistory): deals leave a stage. With fewer records than `from_records` nothing is
    said: most values may still be waiting for their first one. Records that sharing hides may have the value, so
    without them the rule is not checked.
    """

    verb: ClassVar[str]
    object: ObjectName
    field: Annotated[FieldName, NamesField(fits=LISTED)]
    from_records: Count = 200

    def needs(self) -> Sequence[Need]:
        columns = frozenset(("object", "field", "value", "active"))
        return [
            *(need(table, f"Id {self.field}") for table in self._tables),
            Need(_VALUES, columns, source=Source.DESCRIBE, of=frozenset((self.object,))),
        ]

    def examine(self, snapshot: Snapshot) -> Verdict:
        for table in self._tables:
            insist_on_every_row(snapshot, table)
        listed = snapshot.rows(
            f"""SELECT "value" FROM "{_VALUES}" WHERE "object" = ? AND "field" = ? AND CAST("active" AS BOOLEAN)
            ORDER BY "value" """,
            [self.object, self.field],
        )
        name = f"{self.object}.{self.field}"
        ((records,),) = snapshot.rows(f"SELECT count(*) FROM {quote_identifier(self.object)}")
        if records < self.from_records:
            few = f"{count(records, 'record')} of {self.object}, fewer than {self.from_records:,}"
            return Verdict(0, 0, proof=f"{self.object} was read whole: {few}")
        if not listed:
            says = f"the org lists no active value of {name}"
            raise NotReadable(Unread(Reason.UNSUPPORTED, says, f"Active values of {name} in Setup"))
        used = self._used(snapshot)
        has = "has it" if len(self._tables) == 1 else "has it or ever had it"
        because = f"is offered, and none of {count(records, 'record')} {has}"
        unused = [value for (value,) in listed if value not in used]
        breaches = tuple(Breach("PicklistValue", f"{name}: {value}", because, label=value) for value in unused)
        return Verdict(len(listed), len(breaches), breaches)

    @property
    def _tables(self) -> tuple[str, ...]:
        """Where the values of records are: those of today, and those of before where the org always keeps them."""
        is_stage = (self.object.lower(), self.field.lower()) == (OPPORTUNITY.lower(), STAGE.lower())
        return (self.object, OPPORTUNITY_HISTORY.table) if is_stage else (self.object,)

    def _used(self, snapshot: Snapshot) -> set[str]:
        field = quote_identifier(self.field)
        rows = snapshot.rows(
            " UNION ".join(
                f"""SELECT unnest(list_concat([{field}], string_split({field}, ';')))
                FROM {quote_identifier(table)} WHERE {field} IS NOT NULL"""
                for table in self._tables
            )
        )
        return {value for (value,) in rows}
