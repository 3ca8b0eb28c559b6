"""An address that mail can be sent to."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.check import check
from sf_audit.rulebook.records import OfField
from sf_audit.snapshot.tables import Snapshot


@check("email")
@dataclass(frozen=True, kw_only=True)
class Email(OfField):
    """Where filled, the field is an e-mail address by its syntax.

    The syntax is that of RFC 5321 and 5322; no mail is sent and no DNS is asked.
    """

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return asks.ValidEmail(self.field), f"{self.field} is not an e-mail address"
