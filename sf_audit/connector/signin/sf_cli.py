"""Use the login that the Salesforce CLI keeps: for a person at a desk, without an app of its own.

Since 2.136.8 `sf org display` no longer prints the token (it says “[REDACTED] …”); `sf org auth show-access-token`
does. An older CLI does not know that command and still prints the token with the rest.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from typing import Any

from sf_audit.connector.http.tokens import Grant
from sf_audit.connector.http.transport import Wire
from sf_audit.connector.signin.credentials import SfCli
from sf_audit.connector.signin.token_endpoint import vouched
from sf_audit.errors import SignInRefused, UsageProblem

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,120}")
_HIDDEN = re.compile("redacted", re.IGNORECASE)
_SECONDS = 120


def sign_in(credentials: SfCli, wire: Wire, *, program: str = "sf") -> Grant:
    """A Grant from the CLI's login. Raises UsageProblem without a CLI, SignInRefused without a login."""
    found = shutil.which(program)
    if found is None:
        raise UsageProblem(
            "the Salesforce CLI is not on this machine's PATH",
            hint="Install @salesforce/cli, or sign in by JWT or client credentials.",
        )
    if not _NAME.fullmatch(credentials.target_org):
        raise UsageProblem("that is not a name that the Salesforce CLI gives to an org", hint="See `sf org list`.")
    shown = _result(found, "org", "display", "--target-org", credentials.target_org, "--json")
    token = _token(found, credentials.target_org) or _shown_token(shown)
    instance = shown.get("instanceUrl")
    if not token or not isinstance(instance, str):
        raise SignInRefused(
            f"the Salesforce CLI has no usable login for “{credentials.target_org}”",
            hint=f"Sign in again: sf org login web --alias {credentials.target_org}",
        )
    return Grant(token, vouched(instance, wire.hosts), str(shown.get("id") or ""))


def _token(program: str, target: str) -> str:
    result = _result(program, "org", "auth", "show-access-token", "--target-org", target, "--no-prompt", "--json")
    return _shown_token(result)


def _shown_token(result: Mapping[str, Any]) -> str:
    token = result.get("accessToken") or result.get("token")
    return token if isinstance(token, str) and not _HIDDEN.search(token) else ""


def _result(program: str, *words: str) -> Mapping[str, Any]:
    """What the CLI answers under `result`; nothing when it failed. Its own words are not passed on."""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; the org's name is checked, and no shell reads it
            [program, *words], capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
        document = json.loads(done.stdout.decode("utf-8", "replace").partition("{")[2].join(("{", "")))
    except (OSError, ValueError, RecursionError, subprocess.TimeoutExpired):
        return {}
    result = document.get("result") if isinstance(document, dict) and done.returncode == 0 else None
    if isinstance(result, str):
        return {"accessToken": result}
    return result if isinstance(result, dict) else {}
