"""The manifest of a folder with what proves it: its hash, and its signature where the workspace has a key."""

from __future__ import annotations

from pathlib import Path

from sf_audit.errors import IntegrityBroken
from sf_audit.snapshot import disk, layout
from sf_audit.snapshot.json_file import read_stored
from sf_audit.snapshot.manifest import seal_of
from sf_audit.snapshot.signing import PublicKeys, Signature, Signer


def write_sealed(folder: Path, payload: bytes, signer: Signer | None) -> None:
    """Write a manifest into a folder that is not in its place yet."""
    disk.write_whole(folder / layout.MANIFEST, payload)
    disk.write_whole(folder / layout.SEAL, seal_of(payload))
    if signer:
        signature = signer.sign(payload)
        disk.write_whole(folder / layout.SIGNATURE, f"{signature.key} {signature.value}\n".encode())


def signed_by(folder: Path, keys: PublicKeys | Signer | None) -> str:
    """The fingerprint of the key that signed the folder's manifest, empty where nobody did.

    IntegrityBroken where keys are given and none of them made the signature.
    """
    path = folder / layout.SIGNATURE
    if not path.exists():
        return ""
    key, _, value = read_stored(path).decode("ascii", "replace").strip().partition(" ")
    if keys and not keys.confirm(Signature(key, value), read_stored(folder / layout.MANIFEST)):
        raise IntegrityBroken(
            f"{path} is not the signature of that manifest by a key that you named",
            hint="Name the public key it was signed with, or restore the folder from a backup.",
        )
    return key
