"""On the day of a leak somebody asks what was in a field, and how sensitive that is."""

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

_OBJECT = "EntityDefinition.QualifiedApiName"


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
        every = frozenset((*self.objects, *((CUSTOM_OBJECTS,) if self.custom_objects else ())))
        columns = frozenset(("DurableId", "QualifiedApiName", "SecurityClassification", _OBJECT))
        owner = frozenset(("BusinessOwnerId",)) if self.owner else frozenset()
        return [Need("FieldDefinition", columns | owner, source=Source.TOOLING, of=every, some_will_do=True)]

    def examine(self, snapshot: Snapshot) -> Verdict:
        owned = or_null('"BusinessOwnerId"') if self.owner else "''"
        rows = snapshot.rows(
            f"""SELECT "{_OBJECT}" || '.' || "QualifiedApiName",
                   {or_null('"SecurityClassification"')} IS NULL, {owned} IS NULL
            FROM "FieldDefinition"
            WHERE ends_with("QualifiedApiName", '__c') AND NOT regexp_full_match("QualifiedApiName", '{PACKAGED_FIELD}')
              AND ("{_OBJECT}" IN (SELECT unnest(?::VARCHAR[])) OR (? AND ends_with("{_OBJECT}", '__c'))) ORDER BY 1""",
            [list(self.objects), self.custom_objects],
        )
        breaches = tuple(
            Breach("CustomField", field, _because(unclassified, unowned), label=field)
            for field, unclassified, unowned in rows
            if unclassified or unowned
        )
        return Verdict(len(rows), len(breaches), breaches, proof="FieldDefinition was read whole: no custom field")


def _because(unclassified: bool, unowned: bool) -> str:
    lacking = [name for name, lacks in (("data sensitivity", unclassified), ("data owner", unowned)) if lacks]
    return f"has no {' and no '.join(lacking)}"
