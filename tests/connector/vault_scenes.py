"""Keyrings, safe and unsafe, and an org to keep."""

from __future__ import annotations

from keyring.backend import KeyringBackend  # noqa: TID251 - a keyring of our own, in memory
from keyring.errors import PasswordDeleteError  # noqa: TID251 - what real ones raise


def unlisted(kind: type) -> type:
    """keyring offers every subclass that it sees to the whole process; these are for this file alone."""
    KeyringBackend._classes.discard(kind)
    return kind


@unlisted
class Memory(KeyringBackend):
    """Goes as the keyring of a desktop: only its module tells."""

    __module__ = "keyring.backends.SecretService"
    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.held.pop((service, username), None) is None:
            raise PasswordDeleteError
