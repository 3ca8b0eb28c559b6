"""Where secrets live: the keyring of the machine. The one door to `keyring`.

A keyring that keeps secrets as plain text is worse than none, because nobody expects it: with keyrings.alt installed, a
headless Linux machine silently writes base64 to a file. So only keyrings of operating systems are used, as keyring
itself brings them; any other is refused, and the error says which other ways there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from sf_audit.errors import UsageProblem

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend  # noqa: TID251 - the one door

_SERVICE = "sf-audit"
_SAFE = frozenset(f"keyring.backends.{name}" for name in ("SecretService", "libsecret", "kwallet", "macOS", "Windows"))
_OTHER_WAYS = (
    "Without a keyring, give the secret by SF_AUDIT_CLIENT_SECRET, SF_AUDIT_ACCESS_TOKEN, or SF_AUDIT_PASSWORD with "
    "SF_AUDIT_SECURITY_TOKEN, by a file in systemd's $CREDENTIALS_DIRECTORY (LoadCredentialEncrypted=), or sign in by "
    "JWT with a key file of mode 0600."
)


class Vault:
    """Keeps the secrets of named orgs. Raises UsageProblem when this machine has no safe place for them."""

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        self._given = backend

    @property
    def place(self) -> str:
        """What the keyring calls itself, for `doctor`."""
        return str(self._backend().name)

    @property
    def exists(self) -> bool:
        """Whether this machine has a safe place for secrets at all."""
        try:
            return self._safe() is not None
        except UsageProblem:
            return False

    def require(self) -> None:
        """Raises UsageProblem where there is no safe place, before anybody types a secret in vain."""
        self._backend()

    def keep(self, org: str, secret_name: str, secret: str) -> None:
        """Store a secret of an org, in place of an earlier one."""
        backend = self._backend()
        with _opened("did not take the secret"):
            backend.set_password(_SERVICE, f"{org}/{secret_name}", secret)

    def find(self, org: str, secret_name: str) -> str | None:
        """A secret of an org; None when it has none."""
        backend = self._backend()
        with _opened("did not give the secret"):
            return backend.get_password(_SERVICE, f"{org}/{secret_name}")

    def forget(self, org: str, secret_name: str) -> None:
        """Remove a secret of an org; one that is not there is gone already."""
        backend = self._backend()
        from keyring.errors import PasswordDeleteError  # noqa: TID251 - the one door

        with _opened("did not remove the secret"), suppress(PasswordDeleteError):
            backend.delete_password(_SERVICE, f"{org}/{secret_name}")

    def _safe(self) -> KeyringBackend | None:
        return next((backend for backend in _chain(self._given or _of_this_machine()) if _is_safe(backend)), None)

    def _backend(self) -> KeyringBackend:
        safe = self._safe()
        if safe is None:
            raise UsageProblem("this machine has no keyring that keeps secrets safe", hint=_OTHER_WAYS)
        return safe


def _of_this_machine() -> KeyringBackend:
    """What the package finds. It is imported here, so that a run that needs no keyring does without it."""
    try:
        import keyring  # noqa: TID251 - the one door
    except ImportError as missing:
        raise UsageProblem(
            f"the Python package keyring cannot be imported ({missing.name or 'a part of it'} is missing)",
            hint=f"Install it again: pip install keyring. {_OTHER_WAYS}",
        ) from None
    return keyring.get_keyring()


@contextmanager
def _opened(refused: str) -> Iterator[None]:
    from keyring.errors import KeyringError  # noqa: TID251 - the one door

    try:
        yield
    except KeyringError:
        raise UsageProblem(f"the keyring of this machine {refused}", hint=f"Unlock it. {_OTHER_WAYS}") from None


def _chain(backend: KeyringBackend) -> Iterator[KeyringBackend]:
    """The backends behind a chain, each by itself: a chain falls through to the plain-text one at its end."""
    behind = getattr(backend, "backends", None)
    if behind is None:
        yield backend
        return
    yield from behind


def _is_safe(backend: KeyringBackend) -> bool:
    """Whether this is the keyring of an operating system: keyring's `macOS` is a package, the others are modules."""
    return any(f"{type(backend).__module__}.".startswith(f"{module}.") for module in _SAFE)
