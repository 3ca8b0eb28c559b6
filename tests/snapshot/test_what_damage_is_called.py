"""What is stored and is not as it was written is named, with what is wrong and what can be done."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sf_audit.errors import AuditError, IntegrityBroken, UsageProblem
from sf_audit.snapshot import layout, plain_names
from sf_audit.snapshot.ids import eighteen
from sf_audit.snapshot.json_file import read_json_file
from sf_audit.snapshot.manifest import canonical, read, seal_of, sealed, sha256
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.signing import MAKE_KEY, PublicKeys, Signer, new_key
from sf_audit.snapshot.store import open_snapshot
from sf_audit.snapshot.verify import verify
from tests.snapshot.small_snapshot import COLUMNS, collect, extras, page, staging

RESTORE = "Restore it from a backup, or move its folder away."
EDITED = "It was edited. Restore it from a backup, or move its folder away and collect or review again."

MANIFEST_EDITED = "It was edited. Restore it from a backup, or move its folder away and collect again."


def said(work: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(AuditError) as refused:
        work()
    return str(refused.value), refused.value.hint


@pytest.mark.parametrize(
    ("text", "why"),
    [("{", "not JSON"), ("[" * 200_000, "nested too deeply"), ("", "not JSON"), ("NaN nothing", "not JSON")],
)
def test_json_that_is_none_is_damage(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "attempt.json"
    path.write_text(text)

    assert said(lambda: read_json_file(path)) == (f"{path} is not what was written: {why}", RESTORE)


def test_a_file_that_is_none_is_damage(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "true").write_text("1")
    (tmp_path / "link").symlink_to(tmp_path / "true")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")

    assert said(lambda: read_json_file(tmp_path / "absent")) == (f"{tmp_path / 'absent'} is missing", RESTORE)
    for name in ("folder", "link", "dangling"):
        path = tmp_path / name
        assert said(partial(read_json_file, path)) == (f"{path} is not a file that sf-audit wrote", RESTORE)
    assert read_json_file(tmp_path / "true") == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("001", "A record id has 15 or 18 letters and digits; this one has 3 characters"),
        ("x", "A record id has 15 or 18 letters and digits; this one has 1 character"),
        ("0014000000BMFo-", "A record id has 15 or 18 letters and digits; this one has 15 characters"),
        ("0014000000BMFoIAAY", "The last three characters of this record id do not belong to the first fifteen"),
    ],
)
def test_an_id_that_is_none_says_why(text: str, why: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 (its whole text is compared)
        eighteen(text)

    assert str(refused.value) == why


def test_an_org_without_an_id_has_no_folder(tmp_path: Path) -> None:
    assert said(lambda: layout.org_folder(tmp_path, "acme")) == (
        f"“acme” is not the id of an org, so {tmp_path} has no folder for it",
        "An org's id has 15 or 18 letters and digits. Move what is called so out of the workspace.",
    )


def test_names_that_lead_elsewhere_are_told_from_those_that_are_links(tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(tmp_path)

    assert said(lambda: plain_names.require_plain("the manifest", "a", "../b")) == (
        "the manifest names “../b”, which is no plain name in its folder",
        EDITED,
    )
    assert said(lambda: plain_names.require_relative("the manifest", "a/b", "a//b")) == (
        "the manifest names “a//b”, which is not inside its folder",
        EDITED,
    )
    assert said(lambda: plain_names.inside(tmp_path, "linked/b", "the manifest")) == (
        f"{tmp_path / 'linked'} is a link, where the manifest means a folder",
        EDITED,
    )
    assert said(lambda: plain_names.refuse_link(tmp_path / "linked")) == (
        f"{tmp_path / 'linked'} is a link to elsewhere",
        "Remove the link; sf-audit makes its own folder.",
    )
    assert plain_names.shown("a\x1b[2J" + "b" * 200) == "“a\N{REPLACEMENT CHARACTER}[2J" + "b" * 75 + "”"


def changed(folder: Path, change: Callable[[dict[str, object]], object]) -> bytes:
    document = json.loads((folder / "manifest.json").read_bytes())
    change(document)
    return canonical(document)


def test_a_manifest_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    folder = collect(tmp_path, "first")

    assert said(lambda: read(b"[]", "it"))[0] == "it is not the manifest of a snapshot (1 problem)"
    assert said(lambda: read(b"[]", "it"))[1] == (
        "It was not written by sf-audit. Restore it from a backup, or collect again."
    )
    later = changed(folder, lambda document: document.update(schema_version="999"))
    assert said(lambda: read(later, "it")) == (
        "it has schema version 999; this version of sf-audit reads "
        f"{json.loads((folder / 'manifest.json').read_bytes())['schema_version']}",
        "Use the version of sf-audit that wrote it, or a later one.",
    )
    nobody = changed(folder, lambda document: document["org"].update(id="acme"))  # type: ignore[attr-defined]
    assert said(lambda: read(nobody, "it")) == ("it names no org: “acme”", MANIFEST_EDITED)
    swapped = changed(
        folder,
        lambda document: document["tables"].update(Account=document["tables"]["User"]),  # type: ignore[attr-defined,index]
    )
    assert said(lambda: read(swapped, "it")) == ("it has pages of “Account” that are of another table", MANIFEST_EDITED)


def test_a_manifest_whose_seal_is_of_another_is_not_read(tmp_path: Path) -> None:
    folder = collect(tmp_path, "first")
    (folder / "manifest.sha256").write_bytes(seal_of(b"another"))

    assert said(lambda: sealed(folder)) == (
        f"{folder / 'manifest.json'} is not what was written",
        "Restore it from a backup, or collect again.",
    )


def test_what_is_no_key_says_what_would_be(tmp_path: Path) -> None:
    secret, public = new_key()
    (tmp_path / "no.pem").write_bytes(b"no key")
    (tmp_path / "key.pem").write_bytes(public)

    assert said(lambda: Signer.of_pem(public, "SF_AUDIT_SIGNING_KEY")) == (
        "SF_AUDIT_SIGNING_KEY holds no private key in PEM form",
        MAKE_KEY,
    )
    assert said(lambda: PublicKeys.of_files([tmp_path / "no.pem"])) == (
        f"{tmp_path / 'no.pem'} holds no public key in PEM form",
        "It is what `sf-audit signing-key` printed, or: openssl pkey -in KEY -pubout",
    )
    assert said(lambda: PublicKeys.of_files([tmp_path / "absent.pem"])) == (
        f"{tmp_path / 'absent.pem'} cannot be read: No such file or directory",
        "Name the file of the public key.",
    )
    signer = Signer.of_pem(secret, "SF_AUDIT_SIGNING_KEY")
    assert list(PublicKeys.of_files([tmp_path / "key.pem"]).keys) == [signer.fingerprint]


def test_a_key_of_another_kind_or_with_a_passphrase_is_refused(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    other = generate_private_key(SECP256R1())
    locked = Ed25519PrivateKey.generate().private_bytes(pem, pkcs8, serialization.BestAvailableEncryption(b"x"))
    unlocked = other.private_bytes(pem, pkcs8, serialization.NoEncryption())
    (tmp_path / "ec.pem").write_bytes(
        other.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    )

    assert said(lambda: Signer.of_pem(locked, "the keyring")) == (
        "the signing key in the keyring has a passphrase",
        f"Nobody types it. {MAKE_KEY}",
    )
    assert said(lambda: Signer.of_pem(unlocked, "the keyring")) == (
        "the key in the keyring is not an Ed25519 key",
        MAKE_KEY,
    )
    assert said(lambda: PublicKeys.of_files([tmp_path / "ec.pem"])) == (
        f"the key in {tmp_path / 'ec.pem'} is not an Ed25519 key",
        MAKE_KEY,
    )


def test_the_kinds_of_errors_end_a_run_as_they_should(tmp_path: Path) -> None:
    with pytest.raises(IntegrityBroken):
        read_json_file(tmp_path / "absent")
    with pytest.raises(UsageProblem):
        Signer.of_pem(b"", "the keyring")


def test_problems_of_a_snapshot_are_counted_and_the_first_is_named(tmp_path: Path) -> None:
    folder = collect(tmp_path, "first")
    pages = sorted((folder / "tables" / "Account").iterdir())
    for damaged in range(2):
        pages[damaged].unlink()
        found = verify(folder)

        assert found.problems == tuple(f"{page} is missing" for page in pages[: damaged + 1])
        more = " (and 1 more problem)" if damaged else ""
        assert said(found.insist)[0] == f"{pages[0]} is missing{more}"


def test_a_folder_of_a_snapshot_that_is_a_link_is_named(tmp_path: Path) -> None:
    folder = collect(tmp_path, "first")
    (folder / "tables").rename(tmp_path / "elsewhere")
    (folder / "tables").symlink_to(tmp_path / "elsewhere")

    assert f"{folder / 'tables'} is a link, where a snapshot has a folder" in verify(folder).problems


def test_a_page_whose_columns_are_others_is_not_opened(tmp_path: Path) -> None:
    with staging(tmp_path) as gathering:
        writer = gathering.table("Account", Source.DATA, COLUMNS)
        writer.page("one", page(("001000000000001AAA",)))
        writer.finish(queries=["SELECT Id FROM Account"], count_before=1, count_after=1)
        with pytest.raises(ValueError, match="Account is already being written"):
            gathering.table("Account", Source.DATA, COLUMNS)
        folder = gathering.commit(extras())
    part = folder / "tables" / "Account" / "part-00000.parquet"

    for columns in ({"Id": ["x"], "Name": ["x"]}, {"Id": ["x"], "Name": [1], "Amount": [1.5]}):
        pq.write_table(pa.table(columns), part)
        document = json.loads((folder / "manifest.json").read_bytes())
        document["tables"]["Account"]["pages"][0]["sha256"] = sha256(part.read_bytes())
        document["tables"]["Account"]["pages"][0]["bytes"] = part.stat().st_size
        (folder / "manifest.json").write_bytes(canonical(document))
        (folder / "manifest.sha256").write_bytes(seal_of(canonical(document)))
        column = "Amount" if "Amount" not in columns else "Name"

        assert said(lambda: open_snapshot(folder, scratch=tmp_path / "scratch")) == (
            f"{part} is not what was written: it has no column {column} of the type that the manifest declares",
            "Restore it from a backup, or collect again.",
        )
