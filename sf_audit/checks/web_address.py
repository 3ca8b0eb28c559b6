"""A web address that a browser opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.obligation import Demand
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import FREE_TEXTS, Fits
from sf_audit.snapshot.tables import Snapshot


@check("web_address")
@dataclass(frozen=True, kw_only=True)
class WebAddress(OfField):
    """Where filled, the field is a web address, as browsers take it.

    `https://` or `http://` in any case, or nothing, as in `www.acme.com`; a host in any script (IDN) with a domain
    that somebody can have registered, an underscore only below it; then, where there are any, a port, a path, a query
    with or without a slash before it, a fragment. After a scheme there may be an IPv4 address, and a user name before
    the host. Not a web address are: white space anywhere, a scheme alone, another scheme, an e-mail address, a host
    of one part (`localhost`), a host whose last part is no top-level domain (`acme.notatld`, `acme.local`), and a
    public suffix alone, below which others have their domains (`co.uk`); what belongs to a state, such as `gov.uk`, is
    one, and so is `.example`, which is kept for examples (RFC 6761).

    No server and no name server is asked. Which domains can exist says the Public Suffix List in the installed package
    `publicsuffixlist`, whose version ends with the day of the list. A top-level domain that is younger is not on it:
    `pip install --upgrade publicsuffixlist` brings today's list. Names inside a company's network, such as
    `wiki.corp`, are on no list: give them a rule with `matches`.
    """

    fits: ClassVar[Fits] = FREE_TEXTS
    demands: ClassVar[Demand | None] = Demand.FORM

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return asks.WebAddress(self.field), f"{self.field} is not a web address"
