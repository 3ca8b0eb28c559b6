"""A field that nobody can explain is a field that nobody dares to remove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations.filled import or_null
from sf_audit.model.review import Breach, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.own_fields import OwnFields
from sf_audit.rulebook.settings.org_names import JudgedObject
from sf_audit.snapshot.needs import Need
from sf_audit.snapshot.tables import Snapshot


@check("described")
@dataclass(frozen=True)
class Described:
    """Every custom field of these objects has a description; fields of managed packages are left out."""

    verb: ClassVar[str]
    objects: tuple[JudgedObject, ...]
    custom_objects: bool = True

    def needs(self) -> Sequence[Need]:
        return [self._fields.definitions("Description")]

    def examine(self, snapshot: Snapshot) -> Verdict:
        rows = self._fields.read(snapshot, f"""{or_null('"Description"')} IS NULL""")
        breaches = tuple(Breach("CustomField", row[0], "has no description", label=row[0]) for row in rows if row[1])
        return Verdict(len(rows), len(breaches), breaches, proof="FieldDefinition was read whole: no custom field")

    @property
    def _fields(self) -> OwnFields:
        return OwnFields(self.objects, self.custom_objects)
