"""The access token of a run: renewed by one thread for all, and not for ever.

Every renewal is a login. A server that refuses each new token would lock the user out, so a run may renew three
times, and a call that is refused with a new token ends the run.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from sf_audit.errors import SignInRefused

#: A session lasts two hours by default, a run far less.
MOST_RENEWALS = 3

_TOKEN = re.compile(r"[!-~]{1,8192}")
_NEW_TOKEN = "Set a new SF_AUDIT_ACCESS_TOKEN, or name an org that signs in by JWT or client credentials."  # noqa: S105


@dataclass(frozen=True, slots=True)
class Grant:
    """What a sign-in brings. `org_id` and `user_id` are empty where the way of signing in does not say them."""

    token: str = field(repr=False)
    instance_url: str
    org_id: str = ""
    user_id: str = ""

    def __post_init__(self) -> None:
        # A line break in a header is an error that shows the header.
        if not _TOKEN.fullmatch(self.token):
            raise SignInRefused("the access token is empty, or has characters that none has", hint=_NEW_TOKEN)


class TokenKeeper:
    """Holds the token, and renews it when the org no longer takes it. Safe to share between threads."""

    def __init__(self, grant: Grant, renew: Callable[[], Grant] | None = None) -> None:
        self._token = grant.token
        self._renew = renew
        self._renewals = 0
        self._lock = threading.Lock()

    @property
    def token(self) -> str:
        """The token to send."""
        return self._token

    @property
    def renewable(self) -> bool:
        """Whether this run can sign in again by itself."""
        return self._renew is not None

    def renew(self, refused: str) -> None:
        """Replace the token that was refused, unless another thread already has. Raises SignInRefused."""
        with self._lock:
            if self._token != refused:
                return
            if self._renew is None:
                raise SignInRefused(
                    "the access token is not, or no longer, valid, and cannot be renewed",
                    hint=_NEW_TOKEN,
                )
            if self._renewals >= MOST_RENEWALS:
                raise SignInRefused(
                    f"the org ended the session {MOST_RENEWALS + 1} times in one run",
                    hint="Look at the session timeout of the auditor user's profile and at the app's policies.",
                )
            self._renewals += 1
            self._token = self._renew().token
