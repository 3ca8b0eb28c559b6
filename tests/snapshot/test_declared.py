"""Registers are frozen with a snapshot: they have hashes, are verified as pages are, and old snapshots have none."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from sf_audit.errors import IntegrityBroken
from sf_audit.snapshot.declared import Declaration
from sf_audit.snapshot.manifest import seal_of, sealed
from sf_audit.snapshot.store import open_snapshot
from sf_audit.snapshot.verify import verify
from tests.snapshot.small_snapshot import collect, extras, staging

RACI = Declaration(
    "raci",
    pa.table({"activity": ["Clean-up"], "responsible": [["tom", "dana"]]}),
    "registers/raci.csv",
    "ab" * 32,
)
REFUSED = Declaration("decisions", None, "registers/decisions.yaml", "", ("registers/decisions.yaml:1: is empty",))


def freeze(root: Path, *declarations: Declaration) -> Path:
    with staging(root) as gathering:
        return gathering.commit(extras(), declarations=declarations)


def test_a_register_comes_back_as_it_was_declared(tmp_path: Path) -> None:
    folder = freeze(tmp_path, RACI, REFUSED)
    snapshot = open_snapshot(folder, scratch=tmp_path / "scratch")

    assert snapshot.declared_rows("raci") == [{"activity": "Clean-up", "responsible": ["tom", "dana"]}]
    assert snapshot.rows("SELECT unnest(responsible) FROM declared.raci ORDER BY 1") == [("dana",), ("tom",)]
    assert snapshot.declared_rows("decisions") == snapshot.declared_rows("requests") == []
    assert snapshot.declared["raci"].written_in == "registers/raci.csv"
    assert snapshot.declared["decisions"].refused == ("registers/decisions.yaml:1: is empty",)
    assert sorted(path.name for path in (folder / "declared").iterdir()) == ["raci.parquet"]


FILE = "declared/raci.parquet"


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda folder: (folder / FILE).unlink(), f"{FILE} is missing"),
        (lambda folder: (folder / FILE).write_bytes(b""), f"{FILE} is not what was written"),
        (lambda folder: (folder / "declared/more.parquet").touch(), "more.parquet does not belong to the snapshot"),
        (lambda folder: _behind_a_link(folder), "is a link, where a snapshot has a folder"),
    ],
)
def test_a_changed_register_is_found(tmp_path: Path, damage: Callable[[Path], object], says: str) -> None:
    folder = freeze(tmp_path, RACI)
    assert verify(folder).problems == ()
    damage(folder)

    assert any(says in problem for problem in verify(folder).problems)
    with pytest.raises(IntegrityBroken):
        open_snapshot(folder, scratch=tmp_path / "scratch")


def _behind_a_link(folder: Path) -> None:
    shutil.move(folder / "declared", folder.parent / "elsewhere")
    (folder / "declared").symlink_to(folder.parent / "elsewhere")


def test_a_manifest_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    folder = freeze(tmp_path, RACI)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["declared"]["raci"]["file"] = "../../secret.parquet"
    payload = json.dumps(manifest).encode()
    (folder / "manifest.json").write_bytes(payload)
    (folder / "manifest.sha256").write_bytes(seal_of(payload))

    with pytest.raises(IntegrityBroken, match="as the register “raci”"):
        sealed(folder)


def test_a_snapshot_from_before_registers_were_kept_still_opens(tmp_path: Path) -> None:
    folder = collect(tmp_path, "first")
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["declared"]
    payload = json.dumps(manifest).encode()
    (folder / "manifest.json").write_bytes(payload)
    (folder / "manifest.sha256").write_bytes(seal_of(payload))

    snapshot = open_snapshot(folder, scratch=tmp_path / "scratch")

    assert dict(snapshot.declared) == {}
    assert snapshot.declared_rows("raci") == []


def test_what_an_attempt_before_had_frozen_is_not_kept(tmp_path: Path) -> None:
    with staging(tmp_path) as gathering:
        (gathering.folder / "snapshot" / "declared").mkdir()
        (gathering.folder / "snapshot" / "declared" / "requests.parquet").touch()
        folder = gathering.commit(extras(), declarations=[RACI])

    assert verify(folder).problems == ()
