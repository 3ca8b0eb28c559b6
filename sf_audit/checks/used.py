"""A custom field that no record fills costs every reader of every page and every report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.findings import Breach, Verdict
from sf_audit.rulebook.check import check
from sf_audit.rulebook.settings import ApiName
from sf_audit.snapshot.needs import CUSTOM_OBJECTS, Need, Source
from sf_audit.snapshot.tables import Snapshot


@check("used")
@dataclass(frozen=True)
class Used:
    """Every custom field of these objects is filled in at least one record.

    Objects with fewer records than `from_records` are left out: their fields may be new.
    """

    verb: ClassVar[str]
    objects: tuple[ApiName, ...]
    custom_objects: bool = True
    from_records: int = 50

    def needs(self) -> Sequence[Need]:
        every = (*self.objects, *((CUSTOM_OBJECTS,) if self.custom_objects else ()))
        columns = frozenset(("object", "field", "filled", "total"))
        return [Need("fill_counts", columns, source=Source.COUNTS, of=frozenset(every))]

    def examine(self, snapshot: Snapshot) -> Verdict:
        rows = snapshot.rows(
            """SELECT "object" || '.' || "field", "filled", "total" FROM "fill_counts"
            WHERE "total" >= ? ORDER BY 1""",
            [self.from_records],
        )
        breaches = tuple(
            Breach("CustomField", row[0], f"is empty in all {row[2]} records", label=row[0])
            for row in rows
            if not row[1]
        )
        return Verdict(len(rows), len(breaches), breaches, proof="no custom field on an object with enough records")
