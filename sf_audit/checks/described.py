"""A field that nobody can explain is a field that nobody dares to remove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations.filled import or_null
from sf_audit.model.review import Breach, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.settings.org_names import JudgedObject
from sf_audit.salesforce.custom_fields import PACKAGED_FIELD
from sf_audit.snapshot.needs import CUSTOM_OBJECTS, Need, Source
from sf_audit.snapshot.tables import Snapshot


@check("described")
@dataclass(frozen=True)
class Described:
    """Every custom field of these objects has a description; fields of managed packages are left out."""

    verb: ClassVar[str]
    objects: tuple[JudgedObject, ...]
    custom_objects: bool = True

    def needs(self) -> Sequence[Need]:
        every = (*self.objects, *((CUSTOM_OBJECTS,) if self.custom_objects else ()))
        return [
            Need(
                "FieldDefinition",
                frozenset(("DurableId", "QualifiedApiName", "Description", "EntityDefinition.QualifiedApiName")),
                source=Source.TOOLING,
                of=frozenset(every),
                some_will_do=True,
            )
        ]

    def examine(self, snapshot: Snapshot) -> Verdict:
        rows = snapshot.rows(
            f"""
            SELECT "EntityDefinition.QualifiedApiName" || '.' || "QualifiedApiName",
                   {or_null('"Description"')} IS NULL
            FROM "FieldDefinition"
            WHERE ends_with("QualifiedApiName", '__c') AND NOT regexp_full_match("QualifiedApiName", '{PACKAGED_FIELD}')
              AND ("EntityDefinition.QualifiedApiName" IN (SELECT unnest(?::VARCHAR[]))
                   OR (? AND ends_with("EntityDefinition.QualifiedApiName", '__c'))) ORDER BY 1""",
            [list(self.objects), self.custom_objects],
        )
        breaches = tuple(Breach("CustomField", row[0], "has no description", label=row[0]) for row in rows if row[1])
        return Verdict(len(rows), len(breaches), breaches, proof="FieldDefinition was read whole: no custom field")
