"""A field that was given up and is still filled is two places for one fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.model.counts import count
from sf_audit.model.review import Breach, NotReadable, Reason, Unread, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.own_fields import COUNTED_SHARED_ONLY, OwnFields
from sf_audit.rulebook.settings.org_names import JudgedObject
from sf_audit.salesforce.custom_fields import LATITUDE, OF_THE_LOCATION
from sf_audit.snapshot.needs import RECENT_DAYS, RECENT_FILL_COUNTS, Need, Source
from sf_audit.snapshot.tables import Snapshot

#: Field Usage in Setup ("FieldDefinition" in the "Tooling API" guide, "Data Classification Metadata Fields").
_GIVEN_UP = "'DeprecateCandidate', 'Hidden'"

_LATELY = f"of the last {RECENT_DAYS} days"


@check("deprecated_fields_empty")
@dataclass(frozen=True)
class DeprecatedFieldsEmpty:
    """No custom field whose Field Usage is DeprecateCandidate or Hidden is filled in a record of the last 365 days.

    Field Usage is part of the data classification of a field in Setup. Fields of managed packages are left out, and so
    are formulas and roll-up summaries, which nobody fills. A field of which the org does not count how many new records
    have it is not known to be empty, because the auditor user may not read it, or because it is a long text.
    """

    verb: ClassVar[str]
    objects: tuple[JudgedObject, ...]
    custom_objects: bool = True

    def needs(self) -> Sequence[Need]:
        counts = frozenset(("object", "field", "filled", "total"))
        return [
            self._fields.definitions("BusinessStatus"),
            self._fields.descriptions("calculated"),
            Need(RECENT_FILL_COUNTS, counts, source=Source.COUNTS, of=self._fields.of, some_will_do=True),
        ]

    def examine(self, snapshot: Snapshot) -> Verdict:
        counted, asked = self._filled(snapshot), _counted_objects(snapshot)
        rows = [
            # An object that was not asked for has no record.
            (field, counted.get(field.lower(), None if field.partition(".")[0] in asked else 0))
            for field in self._given_up(snapshot)
        ]
        breaches = tuple(
            Breach(
                "CustomField", field, f"is deprecated and filled in {count(filled, 'record')} {_LATELY}", label=field
            )
            for field, filled in rows
            if filled
        )
        hidden = COUNTED_SHARED_ONLY if snapshot.tables[RECENT_FILL_COUNTS].rows_hidden else None
        uncounted = [field for field, filled in rows if filled is None]
        unread = _not_counted(uncounted, snapshot) or (hidden if rows else None)
        if unread and not breaches:
            raise NotReadable(unread)
        proof = "FieldDefinition was read whole: no custom field that people fill is deprecated"
        return Verdict(len(rows), len(breaches), breaches, proof=proof, unread=unread)

    def _given_up(self, snapshot: Snapshot) -> list[str]:
        calculated = {
            name
            for (name,) in snapshot.rows(
                """SELECT lower("object" || '.' || "field") FROM "describe_fields"
                WHERE CAST("calculated" AS BOOLEAN)"""
            )
        }
        fields = self._fields.read(snapshot, f"""coalesce("BusinessStatus" IN ({_GIVEN_UP}), false)""")
        return [field for field, is_given_up in fields if is_given_up and field.lower() not in calculated]

    def _filled(self, snapshot: Snapshot) -> Mapping[str, int]:
        rows = snapshot.rows(
            f"""SELECT lower("object" || '.' || regexp_replace("field", '{LATITUDE}', '{OF_THE_LOCATION}')),
                CAST("filled" AS BIGINT) FROM "{RECENT_FILL_COUNTS}" """
        )
        return dict(rows)

    @property
    def _fields(self) -> OwnFields:
        return OwnFields(self.objects, self.custom_objects)


def _counted_objects(snapshot: Snapshot) -> frozenset[str]:
    """All but custom objects of which the org says that they have no record."""
    table = snapshot.tables[RECENT_FILL_COUNTS]
    return table.covers | dict(table.uncovered).keys()


def _not_counted(fields: Sequence[str], snapshot: Snapshot) -> Unread | None:
    """What to do about fields that were not counted: first about those of which the org does not say why."""
    said = dict(snapshot.tables[RECENT_FILL_COUNTS].uncovered)
    reasons = {field: said.get(field) or said.get(field.partition(".")[0]) for field in fields}
    names = ", ".join(field for field, reason in reasons.items() if reason is None)
    if not names:
        return next(filter(None, reasons.values()), None)
    says = f"the org did not count how many new records have the deprecated {names}"
    return Unread(Reason.FIELD_NOT_VISIBLE, says, f"Read on {names}")
