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
from sf_audit.snapshot.needs import Need, Source, need
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.tables import Snapshot

_VALUES = "describe_picklist_values"


@check("values_used")
@dataclass(frozen=True, kw_only=True)
class ValuesUsed:
    """Every active value of the picklist is the value of at least one record.

    Of a multi-select picklist each value that was chosen counts. With fewer records than `from_records` nothing is
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
            need(self.object, f"Id {self.field}"),
            Need(_VALUES, columns, source=Source.DESCRIBE, of=frozenset((self.object,))),
        ]

    def examine(self, snapshot: Snapshot) -> Verdict:
        insist_on_every_row(snapshot, self.object)
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
        because = f"is offered, and none of {count(records, 'record')} has it"
        unused = [value for (value,) in listed if value not in used]
        breaches = tuple(Breach("PicklistValue", f"{name}: {value}", because, label=value) for value in unused)
        return Verdict(len(listed), len(breaches), breaches)

    def _used(self, snapshot: Snapshot) -> set[str]:
        field, table = quote_identifier(self.field), quote_identifier(self.object)
        rows = snapshot.rows(
            f"""SELECT DISTINCT unnest(list_concat([{field}], string_split({field}, ';')))
            FROM {table} WHERE {field} IS NOT NULL"""
        )
        return {value for (value,) in rows}
