"""A record is not alone, such as an opportunity with a contact in a role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.rulebook.check import check
from sf_audit.rulebook.records import OfRecords
from sf_audit.rulebook.settings import ApiName
from sf_audit.snapshot.needs import Need, need
from sf_audit.snapshot.record_visibility import view_all
from sf_audit.snapshot.tables import Snapshot


@check("has_related")
@dataclass(frozen=True, kw_only=True)
class HasRelated(OfRecords):
    """At least one record of the child object names this record in the field `by`.

    Child records that sharing hides could be the ones, so without them nobody is blamed.
    """

    child: ApiName
    by: ApiName

    @property
    def columns(self) -> tuple[str, ...]:
        return ("Id",)

    def needs(self) -> Sequence[Need]:
        return [*super().needs(), need(self.child, f"Id {self.by}")]

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        if snapshot.tables[self.child].rows_hidden:
            says = f"only those rows of {self.child} that are shared with the auditor user were read"
            unlocked_by = f"{view_all(self.child)}, or View All Data"
            raise NotReadable(Unread(Reason.ROWS_HIDDEN, says, unlocked_by))
        return asks.RefersTo("Id", self.child, key=self.by), f"no {self.child} names it in {self.by}"
