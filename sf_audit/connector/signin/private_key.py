"""The private key of the JWT sign-in: looked at before it is used, and never shown."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from sf_audit.errors import UsageProblem
from sf_audit.small_file import read_small_file

_MAKE = "Make one with: openssl req -x509 -newkey rsa:2048 -nodes -days 365 -keyout sf-audit.key -out sf-audit.crt"
_LARGEST = 1 << 16


def read_private_key(path: Path, environ: Mapping[str, str] = os.environ) -> RSAPrivateKey:
    """The RSA key in a PEM file that its owner alone can read. Raises UsageProblem."""
    text = _read(path, environ)
    try:
        key = load_pem_private_key(text, password=None)
    except TypeError:
        raise UsageProblem(
            f"the private key in {path} has a passphrase",
            hint=f"Nobody is there to type it: openssl rsa -in {path} -out plain.key; chmod 600 plain.key",
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        raise UsageProblem(f"{path} does not hold a private key in PEM form", hint=_not_a_key(text)) from None
    if not isinstance(key, RSAPrivateKey):
        raise UsageProblem(f"the private key in {path} is not an RSA key", hint=f"Salesforce takes RS256. {_MAKE}")
    if key.key_size < 2048:
        raise UsageProblem(f"the RSA key in {path} has {key.key_size} bits, 2048 are needed", hint=_MAKE)
    return key


def refuse_others(path: Path, name: str, status: os.stat_result) -> None:
    """UsageProblem where somebody beside the owner of this file, called `name`, may read it."""
    if os.name == "posix" and status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsageProblem(f"other users of this machine may read the {name} in {path}", hint=f"chmod 600 {path}")


def _read(path: Path, environ: Mapping[str, str]) -> bytes:
    def guarded(status: os.stat_result) -> None:
        if not _from_systemd(path, environ):
            refuse_others(path, "private key", status)

    try:
        return read_small_file(path, _LARGEST, guarded)
    except OSError as problem:
        raise UsageProblem(
            f"the private key file {path} cannot be read: {problem.strerror}", hint=f"Look at its path. {_MAKE}"
        ) from None


def _from_systemd(path: Path, environ: Mapping[str, str]) -> bool:
    """systemd guards its credentials with an ACL, which shows as readable by the group."""
    folder = environ.get("CREDENTIALS_DIRECTORY")
    return bool(folder) and path.resolve().is_relative_to(Path(folder or ".").resolve())


def _not_a_key(text: bytes) -> str:
    if b"BEGIN CERTIFICATE" in text:
        return "This is the certificate, which goes into the app; the key is the other file."
    if b"BEGIN OPENSSH" in text:
        return "This is an SSH key; Salesforce wants one from openssl. " + _MAKE
    return _MAKE
