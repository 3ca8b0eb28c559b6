"""Named orgs and their secrets: pinned, private, and never in plain text."""

from __future__ import annotations

import pytest
from keyring.backend import KeyringBackend  # noqa: TID251 - a keyring of our own, in memory
from keyring.backends import chainer, fail, null  # noqa: TID251 - those that must be refused
from keyring.errors import KeyringLocked  # noqa: TID251 - what real ones raise

from sf_audit.connector.signin.vault import Vault
from sf_audit.errors import UsageProblem
from tests.connector.vault_scenes import Memory, unlisted


@unlisted
class Locked(Memory):
    __module__ = "keyring.backends.SecretService"

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked


@unlisted
class PlaintextKeyring(Memory):
    pass


@unlisted
class FromSomebody(Memory):
    """Nothing in its name says how it keeps secrets."""


@unlisted
class Chain(chainer.ChainerBackend):
    def __init__(self, *backends: KeyringBackend) -> None:
        self._chained = backends

    @property
    def backends(self) -> tuple[KeyringBackend, ...]:
        return self._chained


def from_alt() -> KeyringBackend:
    """A backend as keyrings.alt brings it: only its module tells."""
    made = unlisted(type("Keyring", (Memory,), {"__module__": "keyrings.alt.file"}))()
    return made


def test_a_secret_is_kept_found_and_forgotten() -> None:
    vault = Vault(Memory())

    vault.keep("acme", "client-secret", "canary")
    found = vault.find("acme", "client-secret")
    vault.forget("acme", "client-secret")
    vault.forget("acme", "client-secret")

    assert (found, vault.find("acme", "client-secret"), vault.find("other", "client-secret")) == ("canary", None, None)


@pytest.mark.parametrize(
    "backend",
    [
        fail.Keyring(),
        null.Keyring(),
        PlaintextKeyring(),
        FromSomebody(),
        from_alt(),
        Chain(from_alt(), fail.Keyring()),
        Chain(),
    ],
)
def test_a_keyring_that_is_not_safe_is_refused_with_other_ways(backend: KeyringBackend) -> None:
    with pytest.raises(UsageProblem) as refused:
        Vault(backend).keep("acme", "client-secret", "canary")

    for way in (
        "SF_AUDIT_CLIENT_SECRET",
        "SF_AUDIT_PASSWORD",
        "SF_AUDIT_SECURITY_TOKEN",
        "$CREDENTIALS_DIRECTORY",
        "0600",
    ):
        assert way in refused.value.hint
    assert not getattr(backend, "held", {})


def test_a_chain_is_used_without_its_plain_text_end() -> None:
    safe, plain = Memory(), from_alt()

    Vault(Chain(safe, plain)).keep("acme", "client-secret", "canary")

    assert (len(safe.held), vars(plain)["held"]) == (1, {})


def test_a_locked_keyring_says_so() -> None:
    with pytest.raises(UsageProblem, match="did not give the secret"):
        Vault(Locked()).find("acme", "client-secret")
