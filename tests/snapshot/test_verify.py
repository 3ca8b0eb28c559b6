from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from sf_audit.errors import IntegrityBroken
from sf_audit.snapshot.manifest import seal_of
from sf_audit.snapshot.store import open_snapshot
from sf_audit.snapshot.verify import verify
from tests.snapshot.small_snapshot import collect


def test_any_flipped_bit_is_found(tmp_path: Path) -> None:
    folder = collect(tmp_path, "first")
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    chance = random.Random(20261122)

    for _ in range(100):
        file = chance.choice(files)
        written = file.read_bytes()
        place = chance.randrange(len(written))
        file.write_bytes(written[:place] + bytes([written[place] ^ 1 << chance.randrange(8)]) + written[place + 1 :])
        problems = verify(folder).problems
        file.write_bytes(written)

        assert len(problems) == 1, (file, place)

    assert verify(folder).problems == ()


PART = "tables/Account/part-00000.parquet"


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: (folder / PART).unlink(), f"{PART} is missing"),
        (lambda folder: (folder / PART).write_bytes(b""), f"{PART} is not what was written"),
        (lambda folder: (folder / "manifest.json").unlink(), "manifest.json is missing"),
        (lambda folder: (folder / "manifest.sha256").unlink(), "manifest.sha256 is missing"),
        (lambda folder: (folder / "manifest.json").write_bytes(b"{}"), "manifest.json is not what was written"),
        (lambda folder: (folder / "tables" / "Lead.parquet").touch(), "Lead.parquet does not belong to the snapshot"),
        (lambda folder: (folder / "pruned.json").write_bytes(b"[{}, 1]"), "pruned.json is not what was written"),
        (
            lambda folder: shutil.copy(folder / "tables/Account/part-00001.parquet", folder / PART),
            f"{PART} has the content of tables/Account/part-00001.parquet",
        ),
    ],
)
def test_a_damaged_snapshot_is_not_opened_and_the_file_is_named(
    tmp_path: Path, damage: Callable[[Path], object], said: str
) -> None:
    folder = collect(tmp_path, "first")
    damage(folder)

    with pytest.raises(IntegrityBroken) as broken:
        open_snapshot(folder, scratch=tmp_path / "scratch")

    assert said in str(broken.value)


def test_a_page_replaced_by_a_link_is_missing(tmp_path: Path) -> None:
    folder = collect(tmp_path, "first")
    shutil.move(folder / PART, tmp_path / "elsewhere")
    (folder / PART).symlink_to(tmp_path / "elsewhere")

    assert verify(folder).problems == (f"{folder / PART} is missing",)


def test_a_rewritten_manifest_breaks_the_chain(tmp_path: Path) -> None:
    first = collect(tmp_path, "first")
    second = collect(tmp_path, "second")
    other = collect(tmp_path / "other", "forged")
    shutil.rmtree(first)
    shutil.copytree(other, first)

    assert verify(first).problems == ()
    assert verify(second).problems == (
        f"{first / 'manifest.json'} is not the manifest that {second.name} was built upon",
    )


def test_when_time_is_up_names_and_sizes_are_still_compared(tmp_path: Path) -> None:
    folder = collect(tmp_path, "first")

    hurried = verify(folder, within=timedelta(0))
    (folder / PART).write_bytes(b"short")

    assert (hurried.files, hurried.unread, hurried.problems) == (0, 3, ())
    assert verify(folder, within=timedelta(0)).problems == (f"{folder / PART} is not what was written",)
    with pytest.raises(IntegrityBroken):
        open_snapshot(folder, scratch=tmp_path / "scratch", verify=False)


def test_a_snapshot_of_a_later_version_is_refused_as_such(tmp_path: Path) -> None:
    folder = collect(tmp_path, "first")
    manifest = (folder / "manifest.json").read_bytes().replace(b'"schema_version": 1', b'"schema_version": 2')
    (folder / "manifest.json").write_bytes(manifest)
    (folder / "manifest.sha256").write_bytes(seal_of(manifest))

    with pytest.raises(IntegrityBroken, match="has schema version 2; this version of sf-audit reads 1"):
        open_snapshot(folder, scratch=tmp_path / "scratch")
