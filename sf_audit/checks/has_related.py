"""A record is not alone, such as an opportunity with a contact in a role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import standard
from sf_audit.expectations.standard import Standard
from sf_audit.rulebook.check import check
from sf_audit.rulebook.records import records
from sf_audit.rulebook.settings import ApiName, When
from sf_audit.snapshot.needs import ALL_ROWS, Need, need
from sf_audit.snapshot.tables import Snapshot


@check("has_related")
@dataclass(frozen=True)
class HasRelated:
    """At least one record of the child object names this record in the field `by`."""

    verb: ClassVar[str]
    object: ApiName
    child: ApiName
    by: ApiName
    when: When = ALL_ROWS

    def needs(self) -> Sequence[Need]:
        return [records(self.object, self.when), need(self.child, f"Id {self.by}")]

    def standard(self, snapshot: Snapshot) -> Standard:
        return Standard(
            self.object,
            standard.RefersTo("Id", self.child, key=self.by),
            f"no {self.child} names it in {self.by}",
            self.when,
        )
