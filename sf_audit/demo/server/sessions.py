"""Who is signed in: tokens of the form that clients check, and when they end."""

from __future__ import annotations

import secrets
import threading
import time


class Sessions:
    """The tokens of one org. They look like `00D…15 characters…!…`, which the Salesforce CLI insists on."""

    def __init__(self, organization_id: str, lifetime: float) -> None:
        self._organization = organization_id[:15]
        self._lifetime = lifetime
        self._ends: dict[str, float] = {}
        self._lock = threading.Lock()

    def open(self) -> str:
        """A new token, good for the lifetime of the settings."""
        token = f"{self._organization}!{secrets.token_hex(40)}"
        with self._lock:
            self._ends[token] = time.monotonic() + self._lifetime
        return token

    def seconds_left(self, token: str) -> float:
        """How long the token is still good; 0 for one that is unknown, revoked or too old."""
        with self._lock:
            return max(0.0, self._ends.get(token, 0.0) - time.monotonic())

    def revoke(self, token: str) -> bool:
        """End one session; whether there was one."""
        with self._lock:
            return self._ends.pop(token, None) is not None

    def expire_all(self) -> None:
        """End every session at once, as an administrator can."""
        with self._lock:
            self._ends.clear()
