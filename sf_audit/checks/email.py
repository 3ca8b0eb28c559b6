"""An address that mail can be sent to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import FREE_TEXTS, Fits
from sf_audit.snapshot.tables import Snapshot


@check("email")
@dataclass(frozen=True, kw_only=True)
class Email(OfField):
    """Where filled, the field is one e-mail address, written as RFC 5321 or RFC 6531 (international addresses) has it.

    Case does not matter. The part before the @ may be quoted and has at most 64 octets; the domain has two parts or
    more, in any script (IDN). Not an address are: a name beside it (`Ann <ann@acme.com>`), several addresses, white
    space at its ends or a period at its end, an IP address as a domain, and domains that are reserved and never get
    mail (RFC 6761): `.test`, `.invalid`, `.local`, `.localhost`, `.onion`, `.arpa`. So the addresses of a sandbox,
    which end in `.invalid`, are a breach; `example.com` is not. Neither is a domain one whose last part is no top-level
    domain (`acme.notatld`), nor a public suffix alone (`co.uk`), by the list that
    [`web_address`](#web_address) goes by, and with its exceptions. No mail is sent and no DNS is asked: whether
    somebody has registered the domain is not known.
    """

    fits: ClassVar[Fits] = FREE_TEXTS

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return asks.ValidEmail(self.field), f"{self.field} is not an e-mail address"
