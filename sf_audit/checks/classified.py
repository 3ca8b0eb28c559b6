"""On the day of a leak somebody asks what was in a field, and how sensitive that is."""

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


@check("classified")
@dataclass(frozen=True)
class Classified:
    """Every custom field of these objects has a data sensitivity level; fields of managed packages are left out.

    It is SecurityClassification in “FieldDefinition” (“Data Classification Metadata Fields”), and says who may know
    the field: Public, Internal, Confidential, or a level of the org's own. With `owner: true` it has a data owner too
    (BusinessOwnerId).
    """

    verb: ClassVar[str]
    objects: tuple[JudgedObject, ...]
    custom_objects: bool = True
    owner: bool = False

    def needs(self) -> Sequence[Need]:
        owner = ("BusinessOwnerId",) if self.owner else ()
        return [self._fields.definitions("SecurityClassification", *owner)]

    def examine(self, snapshot: Snapshot) -> Verdict:
        unowned = f"""{or_null('"BusinessOwnerId"')} IS NULL""" if self.owner else "false"
        rows = self._fields.read(snapshot, f"""{or_null('"SecurityClassification"')} IS NULL""", unowned)
        breaches = tuple(
            Breach("CustomField", field, _because(unclassified, unowned), label=field)
            for field, unclassified, unowned in rows
            if unclassified or unowned
        )
        return Verdict(len(rows), len(breaches), breaches, proof="FieldDefinition was read whole: no custom field")

    @property
    def _fields(self) -> OwnFields:
        return OwnFields(self.objects, self.custom_objects)


def _because(unclassified: bool, unowned: bool) -> str:
    lacking = [name for name, lacks in (("data sensitivity", unclassified), ("data owner", unowned)) if lacks]
    return f"has no {' and no '.join(lacking)}"
