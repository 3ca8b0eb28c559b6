"""`notify:` of `sf-audit.yaml`: who is told that a review has arrived, or that none has.

It holds no secret. The password of the mail server and the addresses of webhooks, which let anybody post, come from the
environment or from systemd: see `secret_names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, AliasChoices, Field

from sf_audit.rulebook.files.yaml_file import Written, strict_keys

#: Of a webhook, or of an address for Apprise: what its secret is called by.
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_MAILBOX = re.compile(r"[^\s@<>\",;:()\[\]\\]{1,64}@[A-Za-z0-9.-]{1,255}")
_SERVER = re.compile(r"([A-Za-z0-9.-]+)(?::(\d{1,5}))?")
#: Hosts to which nothing has to be encrypted.
ON_THIS_MACHINE = frozenset({"localhost", "127.0.0.1"})

#: Ports of mail servers ("Cleartext Considered Obsolete", RFC 8314): TLS from the first byte, and STARTTLS.
TLS_PORT, STARTTLS_PORT = 465, 587


def _mailbox(text: str) -> str:
    if _MAILBOX.fullmatch(text) is None:
        raise ValueError("not a mail address; write it as ops@acme.example, without a name")
    return text


def _name(text: str) -> str:
    if _NAME.fullmatch(text) is None:
        raise ValueError(
            "write a name of small letters, digits and “-”, for example team-chat: its address is a secret"
        )
    return text


def _server(text: str) -> str:
    found = _SERVER.fullmatch(text)
    if found is None or not 0 < int(found[2] or STARTTLS_PORT) < 65_536:
        raise ValueError("not a mail server; write smtp.acme.example or smtp.acme.example:465")
    return text


Mailbox: TypeAlias = Annotated[str, AfterValidator(_mailbox)]
Name: TypeAlias = Annotated[str, AfterValidator(_name), Field(json_schema_extra={"pattern": f"^{_NAME.pattern}$"})]


@strict_keys
@dataclass(frozen=True)
class Mail:
    """A mail to people, with the files of these formats that the review was written in.

    TLS from the start on port 465, STARTTLS on any other; `plain` leaves both out, and only on this machine.
    """

    to: Annotated[tuple[Mailbox, ...], Field(min_length=1, max_length=50)]
    sender: Annotated[Mailbox, Field(validation_alias=AliasChoices("from", "sender"))]
    server: Annotated[str, AfterValidator(_server)]
    user: Annotated[str, Field(max_length=256)] = ""
    attach: tuple[str, ...] = ()
    plain: bool = False

    @property
    def host(self) -> str:
        """The name of the server."""
        return self.server.partition(":")[0]

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server.partition(":")[2] or STARTTLS_PORT)


@strict_keys
@dataclass(frozen=True)
class NotifySettings:
    """Who is told, and how. `missing_after` is the day of the month after which its review is missed."""

    mail: Mail | None = None
    webhooks: tuple[Name, ...] = ()
    apprise: tuple[Name, ...] = ()
    missing_after: Annotated[int, Field(ge=1, le=27)] = 5

    def secret_names(self) -> Iterator[str]:
        """What is asked of the environment and of systemd: `notify.smtp-password`, `notify.webhook-NAME` and so on."""
        if self.mail is not None and self.mail.user:
            yield "smtp-password"
        yield from (f"webhook-{name}" for name in self.webhooks)
        yield from (f"apprise-{name}" for name in self.apprise)


def refuse_plain_mail(settings: NotifySettings, written: Written) -> None:
    """Raises UsageProblem where mail would leave this machine without encryption."""
    mail = settings.mail
    if mail is not None and mail.plain and mail.host not in ON_THIS_MACHINE:
        says = "would send mail to another machine without encryption"
        raise written.problem(("notify", "mail", "plain"), says, hint="Take the line away: STARTTLS is used, or TLS.")
