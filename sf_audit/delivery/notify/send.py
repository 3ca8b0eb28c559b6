"""Sends a message to everybody who is to have it: one that cannot be reached costs the others nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from queue import Empty, Queue
from threading import Thread
from typing import TypeAlias

from sf_audit.delivery.notify.mail import send_mail
from sf_audit.delivery.notify.message import Message
from sf_audit.delivery.notify.through_apprise import send_through_apprise
from sf_audit.delivery.notify.webhook import post
from sf_audit.errors import AuditError, NotSent, UsageProblem
from sf_audit.model.counts import count
from sf_audit.rulebook.workspace.notify_settings import NotifySettings

#: For one mail or post, whatever the server does.
_MOST_S = 40.0

#: By its name, a secret; empty where nobody gave it.
Secrets: TypeAlias = Callable[[str], str]


def destinations(settings: NotifySettings) -> Iterator[str]:
    """In words, who is told."""
    if settings.mail is not None:
        yield f"mail to {', '.join(settings.mail.to)} by {settings.mail.server}"
    yield from (f"webhook {name}" for name in settings.webhooks)
    yield from (f"Apprise {name}" for name in settings.apprise)


def send(message: Message, settings: NotifySettings, secrets: Secrets, most_seconds: float = _MOST_S) -> None:
    """Tell everybody. Raises the error of the one, or NotSent with those of several, that it could not reach."""
    problems: list[AuditError] = []
    for name, told in zip(destinations(settings), _ways(message, settings, secrets), strict=True):
        try:
            _within(most_seconds, name, told)
        except AuditError as problem:
            problems.append(problem)
    if len(problems) == 1:
        raise problems[0]
    if problems:
        hints = " ".join(dict.fromkeys(problem.hint for problem in problems))
        raise NotSent("; ".join(map(str, problems)), hint=hints)


def _within(seconds: float, name: str, told: Callable[[], None]) -> None:
    """Wait no longer: a server that sends a byte now and then keeps every time limit of a connection."""
    ended: Queue[Exception | None] = Queue()

    def run() -> None:
        try:
            told()
            ended.put(None)
        except Exception as problem:  # noqa: BLE001 - raised where somebody waits for it
            ended.put(problem)

    Thread(target=run, name=f"telling {name}", daemon=True).start()
    try:
        problem = ended.get(timeout=seconds)
    except Empty:
        raise NotSent(
            f"{name}: no answer within {count(round(seconds), 'second')}",
            hint="Look at that server. It may have arrived all the same.",
        ) from None
    if problem is not None:
        raise problem


def _ways(message: Message, settings: NotifySettings, secrets: Secrets) -> Iterator[Callable[[], None]]:
    mail = settings.mail
    if mail is not None:
        yield lambda: send_mail(mail, message, _secret("smtp-password", secrets) if mail.user else "")
    for name in settings.webhooks:
        yield partial(_with_secret, post, name, f"webhook-{name}", message, secrets)
    for name in settings.apprise:
        yield partial(_with_secret, send_through_apprise, name, f"apprise-{name}", message, secrets)


def _with_secret(
    sending: Callable[[str, str, Message], None], name: str, secret: str, message: Message, secrets: Secrets
) -> None:
    sending(name, _secret(secret, secrets), message)


def _secret(name: str, secrets: Secrets) -> str:
    found = secrets(name)
    if not found:
        variable = f"SF_AUDIT_{name.upper().replace('-', '_')}"
        raise UsageProblem(
            f"the secret {name} is not there",
            hint=f"Give it as {variable}, or as the credential notify.{name} (LoadCredentialEncrypted=).",
        )
    return found
