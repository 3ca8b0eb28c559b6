"""Everything that signs somebody in to a served org: made for one run, as its certificate is.

Clients differ in what they can do: some take a token, some a user name with a password, some only an app. A served
org lets each of them in.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sf_audit.demo.server.settings import ConnectedApp, Credential, ServerSettings

KEY_FILE = "jwt-key.pem"


@dataclass(frozen=True, slots=True)
class WaysIn:
    """A user's credentials and an app's; `jwt_key_file` signs assertions of the JWT bearer flow."""

    username: str
    password: str
    security_token: str
    client_id: str
    client_secret: str
    refresh_token: str
    jwt_key_file: str


def ways_in(username: str, folder: Path) -> ServerSettings:
    """The settings of a server that takes new credentials, which are in `sign-in.json` in that folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    private, public = _key_pair()
    key_file = folder / KEY_FILE
    _write(key_file, private)
    made = WaysIn(
        username=username,
        password=secrets.token_urlsafe(12),
        security_token=secrets.token_hex(12),
        client_id=f"3MVG9{secrets.token_hex(40)}",
        client_secret=secrets.token_hex(32).upper(),
        refresh_token=f"5Aep861{secrets.token_urlsafe(40)}",
        jwt_key_file=str(key_file),
    )
    _write(folder / "sign-in.json", json.dumps(asdict(made), indent=2).encode())
    return ServerSettings(
        users=(Credential(username, made.password, made.security_token),),
        apps=(ConnectedApp(made.client_id, made.client_secret, public),),
        refresh_tokens=(made.refresh_token,),
    )


def _key_pair() -> tuple[bytes, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private, public.decode()


def _write(file: Path, content: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
