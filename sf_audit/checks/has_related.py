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
from sf_audit.salesforce.record_access import shows_every_record
from sf_audit.snapshot.needs import Need, need
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
            raise NotReadable(Unread(Reason.ROWS_HIDDEN, says, shows_every_record(self.child)))
        return asks.RefersTo("Id", self.child, key=self.by), f"no {self.child} names it in {self.by}"
