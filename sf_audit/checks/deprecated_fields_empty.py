"""A field that was given up and is still filled is two places for one fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.model.review import Breach, NotReadable, Reason, Unread, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.settings.org_names import JudgedObject
from sf_audit.salesforce.custom_fields import PACKAGED_FIELD
from sf_audit.snapshot.needs import CUSTOM_OBJECTS, RECENT_DAYS, RECENT_FILL_COUNTS, Need, Source
from sf_audit.snapshot.tables import Snapshot

_OBJECT = "EntityDefinition.QualifiedApiName"

#: Field Usage in Setup ("FieldDefinition" in the "Tooling API" guide, "Data Classification Metadata Fields").
_GIVEN_UP = "'DeprecateCandidate', 'Hidden'"

_SHARED_ONLY = Unread(
    Reason.ROWS_HIDDEN,
    "only records that are shared with the auditor user were counted; others may have the field filled",
    "View All Data",
)


@check("deprecated_fields_empty")
@dataclass(frozen=True)
class DeprecatedFieldsEmpty:
    """No custom field whose Field Usage is DeprecateCandidate or Hidden is filled in a record of the last 365 days.

    Field Usage is part of the data classification of a field in Setup. Fields of managed packages are left out. A
    field of which the org does not count how many new records have it is not known to be empty, because the auditor
    user may not read it, or because it is a long text.
    """

    verb: ClassVar[str]
    objects: tuple[JudgedObject, ...]
    custom_objects: bool = True

    def needs(self) -> Sequence[Need]:
        every = frozenset((*self.objects, *((CUSTOM_OBJECTS,) if self.custom_objects else ())))
        definitions = frozenset(("DurableId", "QualifiedApiName", "BusinessStatus", _OBJECT))
        counts = frozenset(("object", "field", "filled", "total"))
        return [
            Need("FieldDefinition", definitions, source=Source.TOOLING, of=every, some_will_do=True),
            Need(RECENT_FILL_COUNTS, counts, source=Source.COUNTS, of=every, some_will_do=True),
        ]

    def examine(self, snapshot: Snapshot) -> Verdict:
        rows = snapshot.rows(
            f"""SELECT "{_OBJECT}" || '.' || "QualifiedApiName", CAST(counted."filled" AS BIGINT)
            FROM "FieldDefinition" LEFT JOIN "{RECENT_FILL_COUNTS}" AS counted
              ON counted."object" = "{_OBJECT}" AND lower(counted."field") = lower("QualifiedApiName")
            WHERE "BusinessStatus" IN ({_GIVEN_UP}) AND ends_with("QualifiedApiName", '__c')
              AND NOT regexp_full_match("QualifiedApiName", '{PACKAGED_FIELD}')
              AND ("{_OBJECT}" IN (SELECT unnest(?::VARCHAR[])) OR (? AND ends_with("{_OBJECT}", '__c'))) ORDER BY 1""",
            [list(self.objects), self.custom_objects],
        )
        breaches = tuple(
            Breach("CustomField", field, f"is deprecated and filled in {_records(filled)}", label=field)
            for field, filled in rows
            if filled
        )
        hidden = _SHARED_ONLY if snapshot.tables[RECENT_FILL_COUNTS].rows_hidden else None
        unread = _not_counted([field for field, filled in rows if filled is None]) or (hidden if rows else None)
        if unread and not breaches:
            raise NotReadable(unread)
        proof = "FieldDefinition was read whole: no custom field is deprecated"
        return Verdict(len(rows), len(breaches), breaches, proof=proof, unread=unread)


def _records(number: int) -> str:
    of_the_year = f"of the last {RECENT_DAYS} days"
    return f"1 record {of_the_year}" if number == 1 else f"{number:,} records {of_the_year}"


def _not_counted(fields: Sequence[str]) -> Unread | None:
    if not fields:
        return None
    names = ", ".join(fields)
    says = f"the org did not count how many new records have the deprecated {names}"
    return Unread(Reason.FIELD_NOT_VISIBLE, says, f"Read on {names}")
