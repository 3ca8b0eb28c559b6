"""Where things are in a workspace's snapshots folder, and what they are called.

<org id>/
    .lock                           held while a run collects, commits or prunes
    .jobs                           query jobs of ours that are still in the org
    .staging/                       an unfinished snapshot; journals say which pages are whole
    000007-20261122T164057Z/        a snapshot: sequence, and UTC time at which it was started
        manifest.json               what was read, with the hash of every page
        manifest.sha256             the hash of manifest.json
        manifest.sig                only where the workspace has a key: the signature of manifest.json
        tables/<table>/part-00000.parquet
        declared/<register>.parquet what people declared, as it was on that day
        pruned.json                 only where pages were removed on purpose
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sf_audit.errors import IntegrityBroken
from sf_audit.snapshot.ids import eighteen
from sf_audit.snapshot.plain_names import is_plain, shown

MANIFEST = "manifest.json"
SEAL = "manifest.sha256"
SIGNATURE = "manifest.sig"
TOMBSTONE = "pruned.json"
TABLES = "tables"
JOBS = ".jobs"

_FOLDER = re.compile(r"(?P<sequence>[0-9]{6,})-[0-9]{8}T[0-9]{6}Z")
_PAGE = re.compile(r"part-[0-9]{5,}\.parquet")
_TABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,127}")


@dataclass(frozen=True, slots=True, order=True)
class Stored:
    """One snapshot on disk. The order is that of the sequence: a clock may jump back."""

    sequence: int
    folder: Path


def org_folder(root: Path, org_id: str) -> Path:
    """Where one org's snapshots are; the org's id may have 15 or 18 characters. IntegrityBroken where it is none."""
    try:
        return root / eighteen(org_id)
    except ValueError:
        raise IntegrityBroken(
            f"{shown(org_id)} is not the id of an org, so {root} has no folder for it",
            hint="An org's id has 15 or 18 letters and digits. Move what is called so out of the workspace.",
        ) from None


def snapshots(home: Path) -> list[Stored]:
    """The snapshots in an org's folder, oldest first."""
    if not home.is_dir():
        return []
    named = ((_FOLDER.fullmatch(entry.name), entry) for entry in home.iterdir())
    return sorted(Stored(int(match["sequence"]), entry) for match, entry in named if match)


def folder_name(sequence: int, started: datetime) -> str:
    """The name of a snapshot's folder."""
    return f"{sequence:06d}-{started.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def page_file(table: str, number: int) -> str:
    """Where a page is, relative to its snapshot; ValueError where the table's name is no API name."""
    if not _TABLE.fullmatch(table) or not is_plain(table):
        raise ValueError(f"“{table}” is not the API name of an object")
    return f"{TABLES}/{table}/part-{number:05d}.parquet"


def is_page_file(file: str, table: str) -> bool:
    """Whether this is where a page of the table is."""
    folder, _, name = file.rpartition("/")
    return folder == f"{TABLES}/{table}" and bool(_TABLE.fullmatch(table) and _PAGE.fullmatch(name))
