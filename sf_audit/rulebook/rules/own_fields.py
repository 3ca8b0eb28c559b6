"""The custom fields that the people of an org made; nobody here can change those of managed packages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sf_audit.model.review import Reason, Unread
from sf_audit.salesforce.custom_fields import PACKAGED_FIELD
from sf_audit.snapshot.needs import CUSTOM_OBJECTS, Need, Source
from sf_audit.snapshot.tables import Snapshot

_DEFINITIONS, _DESCRIPTIONS = "FieldDefinition", "describe_fields"
_OBJECT = "EntityDefinition.QualifiedApiName"

#: Of counts, where sharing hides records of all objects that were counted.
COUNTED_SHARED_ONLY = Unread(
    Reason.ROWS_HIDDEN,
    "only records that are shared with the auditor user were counted; others may have the field filled",
    "View All Data",
)


@dataclass(frozen=True, slots=True)
class OwnFields:
    """Those of some objects, and of all custom objects where `custom_objects` says so."""

    objects: tuple[str, ...]
    custom_objects: bool = False

    @property
    def of(self) -> frozenset[str]:
        """The objects, as a Need names them."""
        return frozenset((*self.objects, *((CUSTOM_OBJECTS,) if self.custom_objects else ())))

    def definitions(self, *columns: str) -> Need:
        """What `read` and `hidden` look at: what the org says of all fields, whether the auditor user sees them."""
        wanted = frozenset(("DurableId", "QualifiedApiName", _OBJECT, *columns))
        return Need(_DEFINITIONS, wanted, source=Source.TOOLING, of=self.of, some_will_do=True)

    def descriptions(self, *columns: str) -> Need:
        """What the auditor user sees of them."""
        wanted = frozenset(("object", "field", *columns))
        return Need(_DESCRIPTIONS, wanted, source=Source.DESCRIBE, of=self.of, some_will_do=True)

    def read(self, snapshot: Snapshot, *columns: str) -> list[tuple[Any, ...]]:
        """Of each field its name, as `Account.Tier__c`, and these columns of its definition, as SQL."""
        return snapshot.rows(self._select(columns), self._parameters)

    def hidden(self, snapshot: Snapshot) -> list[str]:
        """The names of those that the org has and does not describe to the auditor user."""
        undescribed = f"""NOT EXISTS (SELECT 1 FROM "{_DESCRIPTIONS}"
            WHERE "object" = "{_OBJECT}" AND lower("field") = lower("QualifiedApiName"))"""
        return [name for (name,) in snapshot.rows(self._select(where=undescribed), self._parameters)]

    def _select(self, columns: tuple[str, ...] = (), where: str = "true") -> str:
        name = f""""{_OBJECT}" || '.' || "QualifiedApiName" """
        return f"""SELECT {", ".join((name, *columns))} FROM "{_DEFINITIONS}"
            WHERE ends_with("QualifiedApiName", '__c') AND NOT regexp_full_match("QualifiedApiName", '{PACKAGED_FIELD}')
              AND ("{_OBJECT}" IN (SELECT unnest(?::VARCHAR[])) OR (? AND ends_with("{_OBJECT}", '__c')))
              AND {where} ORDER BY 1"""

    @property
    def _parameters(self) -> list[object]:
        return [list(self.objects), self.custom_objects]


def not_visible(fields: list[str]) -> Unread | None:
    """What has to be granted to see these fields; None where there are none."""
    if not fields:
        return None
    names = ", ".join(fields)
    return Unread(Reason.FIELD_NOT_VISIBLE, f"the auditor user may not read {names}", f"Read on {names}")
