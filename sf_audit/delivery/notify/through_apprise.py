"""Through Apprise, which knows more than a hundred services. The one door to it."""

from __future__ import annotations

import logging

from sf_audit.delivery.notify.message import Message
from sf_audit.errors import NotSent, UsageProblem


def send_through_apprise(name: str, address: str, message: Message) -> None:
    """Send it to an address of Apprise. Raises NotSent; the address is a secret, and so in no message."""
    try:
        from apprise import Apprise, NotifyFormat  # noqa: TID251 - the one door
    except ImportError:
        raise UsageProblem(
            f"the address {name} is one for Apprise, which is not installed", hint='pip install "sf-audit[notify]"'
        ) from None
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)  # it says addresses
    service = Apprise()
    hint = f"Look at the secret apprise-{name}."
    if not service.add(address):
        raise UsageProblem(f"Apprise does not know the address {name}", hint=hint)
    if not service.notify(body=message.text(), title=message.subject, body_format=NotifyFormat.TEXT):
        raise NotSent(f"Apprise could not send to {name}", hint=hint)
