"""The credentials of a named org: what its entry says, and its secrets from wherever this machine keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sf_audit.connector.signin.credentials import (
    AccessToken,
    ClientCredentials,
    Credentials,
    JwtBearer,
    LegacyPassword,
    SfCli,
)
from sf_audit.connector.signin.environment import stored_secret
from sf_audit.connector.signin.named_orgs import NamedOrg, Way
from sf_audit.connector.signin.vault import Vault
from sf_audit.errors import UsageProblem


def credentials_of(org: NamedOrg, vault: Vault, environ: Mapping[str, str]) -> Credentials:
    """What signs in to the org. Raises UsageProblem for a secret that is nowhere.

    systemd's files and the environment come before the keyring: where they are set, nobody can unlock one.
    """

    def secret(secret_name: str) -> str:
        return _secret(org, secret_name, vault, environ)

    match org.way:
        case Way.JWT:
            return JwtBearer(org.address, org.client_id, org.username, Path(org.key_file), org.audience)
        case Way.CLIENT_CREDENTIALS:
            return ClientCredentials(org.address, org.client_id, secret("client-secret"))
        case Way.SF_CLI:
            return SfCli(org.target_org)
        case Way.ACCESS_TOKEN:
            return AccessToken(org.address, secret("access-token"))
        case Way.PASSWORD:
            return LegacyPassword(org.address, org.username, secret("password"), _security_token(org, vault, environ))


def _secret(org: NamedOrg, secret_name: str, vault: Vault, environ: Mapping[str, str]) -> str:
    found = stored_secret(org.name, secret_name, environ) or vault.find(org.name, secret_name)
    if not found:
        raise UsageProblem(
            f"there is no {secret_name} for “{org.name}”", hint=f"Store it: sf-audit login {org.name} --way {org.way}"
        )
    return found


def _security_token(org: NamedOrg, vault: Vault, environ: Mapping[str, str]) -> str:
    """It may be nowhere: from trusted IP ranges none is wanted ("Reset Your Security Token")."""
    found = stored_secret(org.name, "security-token", environ)
    return found or (vault.find(org.name, "security-token") or "" if vault.exists else "")
