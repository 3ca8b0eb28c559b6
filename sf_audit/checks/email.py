"""An address that mail can be sent to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import standard
from sf_audit.expectations.standard import Standard
from sf_audit.rulebook.check import check
from sf_audit.rulebook.records import records
from sf_audit.rulebook.settings import ApiName, When
from sf_audit.snapshot.needs import ALL_ROWS, Need
from sf_audit.snapshot.tables import Snapshot


@check("email")
@dataclass(frozen=True)
class Email:
    """Where filled, the field is an e-mail address by its syntax (RFC 5321 and 5322); no mail is sent and no DNS is asked."""

    verb: ClassVar[str]
    object: ApiName
    field: ApiName
    when: When = ALL_ROWS

    def needs(self) -> Sequence[Need]:
        return [records(self.object, self.when, self.field)]

    def standard(self, snapshot: Snapshot) -> Standard:
        return Standard(
            self.object, standard.ValidEmail(self.field), f"{self.field} is not an e-mail address", self.when
        )
