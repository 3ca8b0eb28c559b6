"""`sf-audit login | logout | orgs`: orgs by name, with their secrets in the keyring."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from sf_audit.cli.connect import wire_of
from sf_audit.cli.options import Target, trust_options
from sf_audit.cli.output import say
from sf_audit.cli.path_types import NamedPath
from sf_audit.connector.api.identity import identify
from sf_audit.connector.signin.credentials import (
    AccessToken,
    ClientCredentials,
    Credentials,
    JwtBearer,
    LegacyPassword,
    SfCli,
)
from sf_audit.connector.signin.environment import stored_secret
from sf_audit.connector.signin.named_orgs import NamedOrg, NamedOrgs, Way
from sf_audit.connector.signin.signin import sign_in
from sf_audit.connector.signin.vault import Vault
from sf_audit.errors import UsageProblem
from sf_audit.model.review import OrgIdentity
from sf_audit.review.run import translate_errors

SECRETS = {
    Way.CLIENT_CREDENTIALS: ("client-secret",),
    Way.ACCESS_TOKEN: ("access-token",),
    Way.PASSWORD: ("password", "security-token"),
}


#: "Reset Your Security Token": none is wanted from trusted IP ranges.
_OPTIONAL = frozenset({"security-token"})


@click.command()
@click.argument("alias", metavar="NAME")
@click.option(
    "--way",
    type=click.Choice([way.value for way in Way]),
    default=Way.JWT.value,
    show_default=True,
    help="How to sign in.",
)
@click.option("--address", default="", help="The My Domain, for example https://acme.my.salesforce.com.")
@click.option("--client-id", default="", help="The consumer key of the External Client App.")
@click.option("--username", default="", help="The auditor user.")
@click.option("--key-file", type=NamedPath(dir_okay=False, path_type=Path), help="The private key, mode 0600.")
@click.option("--audience", default="", help="The audience of the JWT; the My Domain if left out.")
@click.option("--target-org", default="", help="The name of the login in the Salesforce CLI.")
@trust_options
def login(  # noqa: PLR0913 - one parameter per option
    alias: str,
    *,
    way: str,
    address: str,
    client_id: str,
    username: str,
    key_file: Path | None,
    audience: str,
    target_org: str,
    target: Target,
) -> None:
    """Sign in to an org and remember it by a NAME. Secrets are asked for and go to the keyring, never to a file.

    A secret that the environment or systemd gives (SF_AUDIT_CLIENT_SECRET) is used and not asked for, nor kept.
    The name pins the org: later runs refuse another org, or a sandbox in place of production, behind it, and so does
    another login by that name until `sf-audit logout`.
    """
    chosen = Way(way)
    made = NamedOrg(
        alias,
        chosen,
        _needed(address, "--address", chosen, but=Way.SF_CLI),
        "00D000000000000",
        is_sandbox=False,
        username=username,
        client_id=client_id,
        audience=audience,
        key_file=str(key_file.resolve()) if key_file else "",
        target_org=target_org,
        ca_bundle=str(target.ca_bundle.resolve()) if target.ca_bundle else "",
        trusted=target.trusted,
    )
    _complete(made)
    org = _opened(made, target)
    NamedOrgs().add(_pinned(made, org.instance_url, org.id, is_sandbox=org.is_sandbox))
    kind = "sandbox" if org.is_sandbox else "production"
    say(f"Signed in to {org.name} ({org.id}, {kind}). Next: sf-audit doctor --org {alias}")


@click.command()
@click.argument("alias", metavar="NAME")
def logout(alias: str) -> None:
    """Forget an org and its secrets."""
    org = NamedOrgs().find(alias)
    vault = Vault()
    for secret_name in SECRETS.get(org.way, ()) if vault.exists else ():
        vault.forget(alias, secret_name)
    NamedOrgs().remove(alias)
    say(f"Forgot {alias}.")


@click.command()
def orgs() -> None:
    """List the orgs that have a name."""
    known = NamedOrgs().list()
    for org in known:
        say(f"{org.name:<20} {org.org_id}  {'sandbox' if org.is_sandbox else 'production':<10} {org.address}")
    if not known:
        say("No org has a name yet. Sign in: sf-audit login NAME --way jwt --address …")


def _opened(made: NamedOrg, target: Target) -> OrgIdentity:
    """The org behind the name. Only when that is no other than before are the secrets kept that a person typed."""
    vault = Vault()
    known = next((org_entry for org_entry in NamedOrgs().list() if org_entry.name == made.name), None)
    given = {
        secret_name: stored_secret(made.name, secret_name, os.environ) for secret_name in SECRETS.get(made.way, ())
    }
    typed = _typed([secret_name for secret_name, secret in given.items() if not secret], vault)
    org = _tried(_credentials(made, given | typed), target)
    if known is not None:
        known.confirm(org.id, is_sandbox=org.is_sandbox)
    for secret_name, secret in typed.items():
        vault.keep(made.name, secret_name, secret)
    return org


def _typed(missing: Sequence[str], vault: Vault) -> dict[str, str]:
    """What a person types, asked for only where it can be kept; a security token may be left empty."""
    if set(missing) - _OPTIONAL:
        vault.require()
    if not vault.exists:
        return {}
    typed = {secret_name: _asked(secret_name) for secret_name in missing}
    return {secret_name: secret for secret_name, secret in typed.items() if secret}


def _asked(secret_name: str) -> str:
    if secret_name not in _OPTIONAL:
        return str(click.prompt(secret_name, hide_input=True))
    return str(
        click.prompt(
            f"{secret_name} (none is wanted from trusted IPs)", default="", hide_input=True, show_default=False
        )
    )


def _tried(credentials: Credentials, target: Target) -> OrgIdentity:
    """The org that these credentials open."""
    client = sign_in(credentials, wire_of(target))
    with translate_errors():
        return identify(client, client.instance_url)


def _needed(given: str, option: str, way: Way, *, but: Way) -> str:
    if not given and way is not but:
        raise UsageProblem(f"signing in by {way} needs {option}", hint="See sf-audit login --help.")
    return given


def _complete(org: NamedOrg) -> None:
    """Raise UsageProblem for an option that the way of signing in needs, before any secret is asked for."""
    given = {"--client-id": org.client_id, "--username": org.username, "--key-file": org.key_file}
    for option in _NEEDED.get(org.way, ()):
        _needed(given[option], option, org.way, but=Way.SF_CLI)


_NEEDED = {
    Way.JWT: ("--client-id", "--username", "--key-file"),
    Way.CLIENT_CREDENTIALS: ("--client-id",),
    Way.PASSWORD: ("--username",),
}


def _credentials(org: NamedOrg, secrets: dict[str, str]) -> Credentials:
    match org.way:
        case Way.JWT:
            return JwtBearer(org.address, org.client_id, org.username, Path(org.key_file), org.audience)
        case Way.CLIENT_CREDENTIALS:
            return ClientCredentials(org.address, org.client_id, secrets["client-secret"])
        case Way.SF_CLI:
            return SfCli(org.target_org or org.name)
        case Way.ACCESS_TOKEN:
            return AccessToken(org.address, secrets["access-token"])
        case Way.PASSWORD:
            return LegacyPassword(org.address, org.username, secrets["password"], secrets.get("security-token", ""))


def _pinned(org: NamedOrg, address: str, org_id: str, *, is_sandbox: bool) -> NamedOrg:
    return replace(org, address=org.address or address, org_id=org_id, is_sandbox=is_sandbox)
