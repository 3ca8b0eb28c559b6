"""A key signs manifests and entries; without it verify says so, and with another one it fails."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from sf_audit.errors import UsageProblem
from sf_audit.snapshot.signing import PublicKeys, Signer, new_key
from tests.evidence.stored_evidence import Evidence
from tests.snapshot.small_snapshot import STARTED


def keys(folder: Path, name: str) -> tuple[Signer, PublicKeys]:
    secret, public = new_key()
    path = folder / f"{name}.pub"
    path.write_bytes(public)
    return Signer.of_pem(secret, name), PublicKeys.of_files([path])


@pytest.fixture
def signed(tmp_path: Path) -> tuple[Evidence, PublicKeys]:
    signer, public = keys(tmp_path, "ours")
    evidence = Evidence(tmp_path / "workspace", signer)
    evidence.fill()
    evidence.prune()
    return evidence, public


def test_what_the_key_signed_is_confirmed(signed: tuple[Evidence, PublicKeys]) -> None:
    evidence, public = signed

    found = evidence.verified(public)

    assert found.checked.problems == []
    assert found.signed == f"consistent, signed by key {evidence.signer.fingerprint}" if evidence.signer else ""
    assert len(list(evidence.workspace.rglob("manifest.sig"))) == 4


def test_without_the_public_key_nothing_is_claimed(signed: tuple[Evidence, PublicKeys]) -> None:
    evidence, _ = signed

    assert evidence.verified().signed.startswith("consistent; signed by a key that calls itself ")


def test_another_key_confirms_nothing(signed: tuple[Evidence, PublicKeys], tmp_path: Path) -> None:
    evidence, _ = signed
    _, other = keys(tmp_path, "other")

    problems = evidence.verified(other).checked.problems

    assert len([problem for problem in problems if "is not signed by a key that you named" in problem]) == 5
    assert len([problem for problem in problems if "is not the signature of that manifest" in problem]) == 4


def test_a_workspace_made_anew_is_not_signed(signed: tuple[Evidence, PublicKeys], tmp_path: Path) -> None:
    _, public = signed
    forged = Evidence(tmp_path / "forged")
    forged.fill()

    assert forged.problems == []
    assert forged.verified(public).checked.problems == ["no entry of the chain is signed, and a public key was named"]


def test_entries_after_the_last_signed_one_are_a_problem(signed: tuple[Evidence, PublicKeys]) -> None:
    evidence, public = signed
    Evidence(evidence.workspace).publish(100)

    assert evidence.verified(public).checked.problems == ["the newest entry of the chain is not signed"]


def test_a_key_that_comes_later_vouches_for_what_was_before(evidence: Evidence, tmp_path: Path) -> None:
    signer, public = keys(tmp_path, "late")
    Evidence(evidence.workspace, signer).collect(STARTED + timedelta(days=1, hours=1))

    assert evidence.verified(public).checked.problems == []


def test_a_signature_of_another_entry_is_none(signed: tuple[Evidence, PublicKeys]) -> None:
    evidence, public = signed
    review = evidence.review(1) / "manifest.sig"
    review.write_bytes((evidence.review(2) / "manifest.sig").read_bytes())

    (problem,) = evidence.verified(public).checked.problems

    assert problem == f"{review} is not the signature of that manifest by a key that you named"


@pytest.mark.parametrize("text", [b"", b"x", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key_is_said(text: bytes, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(text)

    with pytest.raises(UsageProblem, match="holds no private key"):
        Signer.of_pem(text, "the file")
    with pytest.raises(UsageProblem, match="holds no public key"):
        PublicKeys.of_files([tmp_path / "key"])


def test_a_signer_shows_nothing_of_its_key() -> None:
    secret, _ = new_key()
    signer = Signer.of_pem(secret, "x")

    assert secret.decode().splitlines()[1] not in repr(signer)
