"""By a webhook that takes `{"text": …}`, as Slack, Mattermost and Google Chat do."""

from __future__ import annotations

from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from sf_audit.delivery.notify.message import Message
from sf_audit.errors import NotSent, UsageProblem
from sf_audit.report.hostile import chat_text
from sf_audit.rulebook.workspace.notify_settings import ON_THIS_MACHINE

_TIMEOUT_S = (10, 30)

#: A post that was answered so was not taken; a connection that broke may have been, and is not tried again.
_TRY_AGAIN = Retry(
    total=3,
    connect=3,
    read=0,
    redirect=0,
    backoff_factor=0.5,
    status_forcelist=(429, 502, 503, 504),
    allowed_methods=None,
    respect_retry_after_header=False,  # a server must not make this one wait for hours
)


def post(name: str, address: str, message: Message) -> None:
    """Post it. Raises NotSent; the address is a secret, and so in no message."""
    _require_encryption(name, address)
    text = "\n".join(map(chat_text, (message.subject, *message.text().splitlines())))
    with requests.Session() as session:
        session.mount(address, HTTPAdapter(max_retries=_TRY_AGAIN))
        try:
            answer = session.post(address, json={"text": text}, timeout=_TIMEOUT_S, allow_redirects=False, stream=True)
        except requests.RequestException as problem:
            says = f"the webhook {name} could not be reached ({type(problem).__name__})"
            raise NotSent(says, hint=f"Look at its address, the secret webhook-{name}.") from None
        with answer:
            if answer.status_code // 100 != 2:
                hint = f"Look at its address, the secret webhook-{name}."
                raise NotSent(f"the webhook {name} took no message ({answer.status_code})", hint=hint)


def _require_encryption(name: str, address: str) -> None:
    hint = f"See the secret webhook-{name}."
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise UsageProblem(f"the address of the webhook {name} is none", hint=hint) from None
    if not (host and (parts.scheme == "https" or (parts.scheme == "http" and host in ON_THIS_MACHINE))):
        raise UsageProblem(f"the address of the webhook {name} does not begin with https://", hint=hint)
