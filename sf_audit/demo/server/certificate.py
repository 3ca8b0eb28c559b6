"""TLS for 127.0.0.1: a certificate authority made for one run, and a certificate signed by it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import trustme


@dataclass(frozen=True, slots=True)
class Certificate:
    """Where the files are: `authority` is what clients are to trust, `chain` holds the key as well."""

    authority: Path
    chain: Path


def issue(folder: Path) -> Certificate:
    """A certificate for 127.0.0.1 and localhost; both files are readable by their owner alone."""
    authority = trustme.CA(organization_name="sf-audit demo org")
    served = authority.issue_cert("127.0.0.1", "localhost", "::1")
    certificate = Certificate(folder / "demo-ca.pem", folder / "demo-server.pem")
    _write(certificate.authority, authority.cert_pem.bytes())
    _write(certificate.chain, served.private_key_and_cert_chain_pem.bytes())
    return certificate


def _write(file: Path, content: bytes) -> None:
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
