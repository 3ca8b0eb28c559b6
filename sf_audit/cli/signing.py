"""The key that signs a workspace's evidence, and `sf-audit signing-key`, which makes one."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import click

from sf_audit.cli.output import say_document
from sf_audit.cli.path_types import NamedPath
from sf_audit.connector.signin.private_key import refuse_others
from sf_audit.connector.signin.vault import Vault
from sf_audit.errors import UsageProblem
from sf_audit.rulebook.workspace.config import CONFIG_FILE, IN_KEYRING, Config
from sf_audit.small_file import read_small_file
from sf_audit.snapshot.signing import MAKE_KEY, Signer, new_key

#: Under which the keyring keeps the key. No org can have this name: theirs are of small letters.
_KEEPER, _KEY = "EVIDENCE", "signing-key"

_LARGEST = 1 << 16


def signer_of(workspace: Path, config: Config) -> Signer | None:
    """The key that `sf-audit.yaml` names, None where it names none. UsageProblem where it cannot be used."""
    named = config.signing.key if config.signing else ""
    if not named:
        return None
    if named == IN_KEYRING:
        secret = Vault().find(_KEEPER, _KEY)
        if secret is None:
            raise UsageProblem("the keyring holds no signing key", hint="Make one: sf-audit signing-key --keyring")
        return Signer.of_pem(secret.encode(), "the keyring")
    path = workspace / Path(named.removeprefix("file ").strip()).expanduser()
    return Signer.of_pem(_private(path), str(path))


@click.command("signing-key")
@click.option("--file", "path", type=NamedPath(path_type=Path), help="Write the private key into this new file.")
@click.option("--keyring", is_flag=True, help="Keep the private key in the keyring of this machine.")
def signing_key(path: Path | None, keyring: bool) -> None:
    """Make a key that signs snapshots, reviews and the chain; print its public key, for `verify --public-key`.

    Name it in sf-audit.yaml afterwards: `signing: {key: file PATH}`, or `signing: {key: keyring}`. Keep the public key
    where those who can write to the workspace cannot.
    """
    if (path is None) != keyring:
        raise UsageProblem("name one place for the private key", hint="Either --file PATH or --keyring.")
    secret, public = new_key()
    if path is None:
        vault = Vault()
        if vault.find(_KEEPER, _KEY) is not None:
            raise UsageProblem(
                "the keyring holds a signing key already", hint=f"Delete {_KEEPER}/{_KEY} of sf-audit there first."
            )
        vault.keep(_KEEPER, _KEY, secret.decode())
    else:
        _write_private(path, secret)
    say_document([public.decode()])


def _private(path: Path) -> bytes:
    try:
        return read_small_file(path, _LARGEST, partial(refuse_others, path, "signing key"))
    except OSError as problem:
        raise UsageProblem(
            f"the signing key {path} cannot be read: {problem.strerror}",
            hint=f"Look at `signing:` in {CONFIG_FILE}. {MAKE_KEY}",
        ) from None


def _write_private(path: Path, secret: bytes) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except OSError as problem:
        raise UsageProblem(
            f"{path} cannot be made: {problem.strerror}", hint="Name a file that does not exist."
        ) from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
