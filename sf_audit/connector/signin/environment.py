"""Sign-in without a keyring: variables of the environment, or the files that systemd hands to a service.

    SF_AUDIT_INSTANCE_URL + SF_AUDIT_ACCESS_TOKEN     an access token that somebody else asked for
    $CREDENTIALS_DIRECTORY/access-token               the same token, by LoadCredential= or LoadCredentialEncrypted=

Secrets of a named org are looked for in the same places, under the org's name first: see `stored_secret`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sf_audit.connector.signin.credentials import AccessToken
from sf_audit.errors import UsageProblem
from sf_audit.small_file import read_small_file

_LARGEST = 1 << 14
_BOTH = "Set SF_AUDIT_INSTANCE_URL, for example https://acme.my.salesforce.com, and SF_AUDIT_ACCESS_TOKEN."


def from_environment(environ: Mapping[str, str]) -> AccessToken | None:
    """The sign-in that the environment names; None when it names none. Raises UsageProblem for half of one."""
    url = environ.get("SF_AUDIT_INSTANCE_URL", "").strip()
    token = environ.get("SF_AUDIT_ACCESS_TOKEN", "").strip() or _file(environ, "access-token")
    if not url and not environ.get("SF_AUDIT_ACCESS_TOKEN"):
        return None
    if not url or not token:
        raise UsageProblem("an access token needs the address of its org, and the other way round", hint=_BOTH)
    return AccessToken(url, token)


def stored_secret(org: str, secret_name: str, environ: Mapping[str, str]) -> str:
    """A secret of a named org from systemd or the environment; empty when neither has it.

    `what` is `client-secret`, `password`, `security-token` or `access-token`. Looked for as `ORG.WHAT` and `WHAT`
    in $CREDENTIALS_DIRECTORY, then as SF_AUDIT_WHAT.
    """
    return (
        _file(environ, f"{org}.{secret_name}")
        or _file(environ, secret_name)
        or environ.get(f"SF_AUDIT_{secret_name.upper().replace('-', '_')}", "").strip()
    )


def _file(environ: Mapping[str, str], name: str) -> str:
    folder = environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        return ""
    try:
        text = read_small_file(Path(folder) / name, _LARGEST).decode("utf-8").strip()
    except FileNotFoundError:
        return ""
    except (OSError, ValueError):
        raise UsageProblem(
            f"the credential {name} in $CREDENTIALS_DIRECTORY cannot be read",
            hint="Look at LoadCredential= of the service.",
        ) from None
    if not text:
        raise UsageProblem(
            f"the credential {name} in $CREDENTIALS_DIRECTORY is empty",
            hint="Write the secret into the file that LoadCredential= of the service names, or take the line away.",
        )
    return text
