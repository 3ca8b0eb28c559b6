"""Signatures under manifests and entries of the chain: Ed25519 (RFC 8032), with a key that the workspace names.

A hash shows that something changed. A signature shows that whoever changed it did not have the key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sf_audit.errors import UsageProblem
from sf_audit.small_file import read_small_file

_LARGEST = 1 << 16

MAKE_KEY = "Make one with: sf-audit signing-key --file PATH, or openssl genpkey -algorithm ed25519 -out PATH"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature in Base64, and the fingerprint of the key that made it."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with one private key, which leaves this object in no form."""

    _private: Ed25519PrivateKey

    @classmethod
    def of_pem(cls, pem: bytes, where: str) -> Signer:
        """The key in PEM text; UsageProblem, naming `where`, if it is none of this kind."""
        try:
            key = serialization.load_pem_private_key(pem, password=None)
        except TypeError:
            raise UsageProblem(
                f"the signing key in {where} has a passphrase", hint=f"Nobody types it. {MAKE_KEY}"
            ) from None
        except (ValueError, UnsupportedAlgorithm):
            raise UsageProblem(f"{where} holds no private key in PEM form", hint=MAKE_KEY) from None
        if not isinstance(key, Ed25519PrivateKey):
            raise UsageProblem(f"the key in {where} is not an Ed25519 key", hint=MAKE_KEY)
        return cls(key)

    @property
    def fingerprint(self) -> str:
        """By which people tell keys apart."""
        return _fingerprint(self._private.public_key())

    def confirm(self, signature: Signature, payload: bytes) -> bool:
        """Whether this key made the signature of exactly these bytes."""
        return PublicKeys({self.fingerprint: self._private.public_key()}).confirm(signature, payload)

    def sign(self, payload: bytes) -> Signature:
        """The signature of the bytes."""
        return Signature(self.fingerprint, base64.b64encode(self._private.sign(payload)).decode())


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The keys whose signatures are believed, by fingerprint."""

    keys: Mapping[str, Ed25519PublicKey]

    @classmethod
    def of_files(cls, paths: Iterable[Path]) -> PublicKeys:
        """The public keys in PEM files; UsageProblem for a file that holds none."""
        found = (_public_key(path) for path in paths)
        return cls({_fingerprint(key): key for key in found})

    def confirm(self, signature: Signature, payload: bytes) -> bool:
        """Whether one of these keys made the signature of exactly these bytes."""
        key = self.keys.get(signature.key)
        if key is None:
            return False
        try:
            key.verify(base64.b64decode(signature.value, validate=True), payload)
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True


def new_key() -> tuple[bytes, bytes]:
    """A new private key and its public key, both in PEM form."""
    private = Ed25519PrivateKey.generate()
    secret = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return secret, _pem(private.public_key())


def _public_key(path: Path) -> Ed25519PublicKey:
    try:
        key = serialization.load_pem_public_key(read_small_file(path, _LARGEST))
    except OSError as problem:
        raise UsageProblem(
            f"{path} cannot be read: {problem.strerror}", hint="Name the file of the public key."
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        hint = "It is what `sf-audit signing-key` printed, or: openssl pkey -in KEY -pubout"
        raise UsageProblem(f"{path} holds no public key in PEM form", hint=hint) from None
    if not isinstance(key, Ed25519PublicKey):
        raise UsageProblem(f"the key in {path} is not an Ed25519 key", hint=MAKE_KEY)
    return key


def _fingerprint(key: Ed25519PublicKey) -> str:
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


def _pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
