"""Answers of a loopback org."""

from __future__ import annotations

from collections.abc import Callable

from sf_audit.connector.http.client import Client
from tests.connector.loopback_org import Handler

LIMITS = "/services/data/v62.0/limits"


Connect = Callable[..., Client]


def ok(handler: Handler) -> None:
    handler.say({"fine": True})


def refused(status: int, body: bytes = b"", **headers: str) -> Callable[[Handler], None]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.reply(status, body, {"Content-Type": "text/html", **named})
