"""Whether a snapshot is still what was written: every file there, none changed, none added."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sf_audit.errors import IntegrityBroken
from sf_audit.model.counts import count
from sf_audit.snapshot import disk, layout
from sf_audit.snapshot.declared import DECLARED, DeclaredEntry
from sf_audit.snapshot.manifest import Manifest, PageEntry, sealed, sha256
from sf_audit.snapshot.tombstone import pruned

_ADVICE = "Restore the file from a backup, or collect again; the other snapshots are not touched by this."


@dataclass(frozen=True, slots=True)
class Verified:
    """Files and bytes whose hash was compared, and what is wrong, each problem naming its file.

    `unread` files were only looked at by name and size, because the time was up.
    """

    files: int
    bytes: int
    problems: tuple[str, ...]
    unread: int = 0

    def insist(self) -> None:
        """Raise IntegrityBroken if there is any problem."""
        if self.problems:
            others = len(self.problems) - 1
            more = f" (and {count(others, 'more problem')})" if others else ""
            raise IntegrityBroken(self.problems[0] + more, hint=_ADVICE)


def verify(folder: Path, *, within: timedelta | None = None) -> Verified:
    """Compare a snapshot's files with its manifest: names and sizes of all, and hashes until the time is up."""
    try:
        manifest = sealed(folder)
        gone = pruned(folder)
    except IntegrityBroken as broken:
        return Verified(0, 0, (str(broken),))
    with disk.said_plainly(folder):
        pages = _pages(manifest, gone)
        problems = [*_links(folder), *_strangers(folder, manifest, gone), *_broken_chain(folder, manifest)]
        return _with_hashes(folder, pages, problems, within)


def _pages(manifest: Manifest, gone: Mapping[str, object]) -> list[PageEntry | DeclaredEntry]:
    pages = [page for name, table in manifest.tables.items() if name not in gone for page in table.pages]
    return [*pages, *_registers(manifest)]


def _registers(manifest: Manifest) -> list[DeclaredEntry]:
    """The registers that have a table."""
    return [entry for entry in manifest.declared.values() if entry.file]


def _with_hashes(
    folder: Path, pages: list[PageEntry | DeclaredEntry], problems: list[str], within: timedelta | None
) -> Verified:
    began = time.monotonic()
    names = {page.sha256: page.file for page in pages}
    files = size = unread = 0
    for page in pages:
        path = folder / page.file
        if not path.is_file() or path.is_symlink():
            problems.append(f"{path} is missing")
        elif within is not None and time.monotonic() - began >= within.total_seconds():
            unread += 1
            if path.stat().st_size != page.bytes:
                problems.append(f"{path} is not what was written")
        else:
            files, size = files + 1, size + page.bytes
            if (found := _sha256(path)) != page.sha256:
                problems.append(f"{path} {_instead(names.get(found))}")
    return Verified(files, size, tuple(problems), unread)


def _links(folder: Path) -> Iterator[str]:
    """Folders of a snapshot are folders: behind a link is what somebody else may change."""
    for path in (folder, folder / DECLARED, folder / layout.TABLES, *sorted((folder / layout.TABLES).glob("*"))):
        if path.is_symlink():
            yield f"{path} is a link, where a snapshot has a folder"


def _instead(other: str | None) -> str:
    return f"has the content of {other}" if other else "is not what was written"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _strangers(folder: Path, manifest: Manifest, gone: Mapping[str, object]) -> Iterator[str]:
    """Files that no manifest names. Of a pruned table some may be left, if the pruning was interrupted."""
    known = {layout.MANIFEST, layout.SEAL, layout.SIGNATURE}
    known |= {layout.TOMBSTONE} if gone else set()
    known |= {page.file for table in manifest.tables.values() for page in table.pages}
    known |= {entry.file for entry in _registers(manifest)}
    for path in sorted(folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        if path.relative_to(folder).as_posix() not in known:
            yield f"{path} does not belong to the snapshot"


def _broken_chain(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Manifests are never pruned, so the one before is beside this one unless somebody took it away."""
    if manifest.previous is None:
        return
    before = [stored for stored in layout.snapshots(folder.parent) if stored.sequence < manifest.sequence]
    if not before:
        return
    path = before[-1].folder / layout.MANIFEST
    if not path.is_file() or sha256(path.read_bytes()) != manifest.previous:
        yield f"{path} is not the manifest that {folder.name} was built upon"
