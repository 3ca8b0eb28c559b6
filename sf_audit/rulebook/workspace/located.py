"""What the checks of places share: the record's country, and the region of records that name none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.org_names import OptionalField
from sf_audit.rulebook.workspace.region import Region
from sf_audit.snapshot.needs import Need
from sf_audit.snapshot.tables import Snapshot


@dataclass(frozen=True, kw_only=True)
class Located(OfField):
    """A check of one field of records that are in a country."""

    country: tuple[OptionalField, ...] = ()
    region: Region | None = None

    def __post_init__(self) -> None:
        if not self.country and self.region is None:
            raise ValueError("write country: [BillingCountryCode, BillingCountry], or a region, for example DE")

    def needs(self) -> Sequence[Need]:
        """The judged field of the records in scope, and the fields that may name their country."""
        judged, *others = super().needs()
        return [replace(judged, optional=judged.optional | (frozenset(self.country) - judged.columns)), *others]

    def countries(self, snapshot: Snapshot) -> tuple[str, ...]:
        """The country fields that were read. NotReadable where there is none, and no region either."""
        seen = tuple(name for name in self.country if snapshot.has(self.object, name))
        if seen or self.region is not None:
            return seen
        fields = " and ".join(f"{self.object}.{name}" for name in self.country)
        says = f"{fields}: not visible to the auditor user, or not in this org"
        raise NotReadable(Unread(Reason.FIELD_NOT_VISIBLE, says, f"Read on {fields}"))
