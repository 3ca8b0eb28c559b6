"""Where a snapshot is gathered, page by page, until one rename makes it exist.

    with Staging.begin(root, org, tool_version=..., started=..., plan_sha256=...) as staging:
        writer = staging.table("Account", Source.DATA, columns)
        for key, text in pages(beyond=writer.keys):
            writer.page(key, text)
        writer.finish(queries=..., count_before=..., count_after=...)
        folder = staging.commit(extras)

Killed at any moment, the snapshots from before are untouched, and the next run of the same plan finds the
pages that were finished.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import BaseFileLock

from sf_audit.model.review import OrgIdentity
from sf_audit.small_file import FileRefused, read_small_file
from sf_audit.snapshot import disk, layout
from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.chain import Chain
from sf_audit.snapshot.chain_entry import Kind
from sf_audit.snapshot.chain_folders import relative
from sf_audit.snapshot.declared import Declaration, DeclaredEntry, freeze
from sf_audit.snapshot.json_file import read_stored
from sf_audit.snapshot.lock import lock_org
from sf_audit.snapshot.manifest import Manifest, ManifestExtras, Position, canonical, sha256, written
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.own_jobs import OwnJobs
from sf_audit.snapshot.plain_names import refuse_link
from sf_audit.snapshot.row_drop import NONE, Deletions, Now, with_falls
from sf_audit.snapshot.sealing import write_sealed
from sf_audit.snapshot.writer import TableWriter

__all__ = ["REUSE_WITHIN", "Staging", "TableWriter"]

#: Pages of an unfinished run are reused for this long; older ones would mix two days into one snapshot.
REUSE_WITHIN = timedelta(hours=24)

_UNFINISHED = ".staging"
_LONGEST_ATTEMPT = 10_000
_ATTEMPT = "attempt.json"


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What two runs must have in common for the second to go on with the pages of the first."""

    plan_sha256: str
    tool_version: str
    started: datetime

    def written(self) -> bytes:
        return canonical([self.plan_sha256, self.tool_version, self.started.isoformat()])

    def continues(self, earlier: _Attempt) -> bool:
        same = (self.plan_sha256, self.tool_version) == (earlier.plan_sha256, earlier.tool_version)
        return same and abs(self.started - earlier.started) <= REUSE_WITHIN


class Staging:
    """A snapshot in the making. Holds the lock of its org until the `with` block ends.

    `started` is when the first attempt began, if this one goes on with its pages. `jobs` are those of all runs
    of this org, and outlive the snapshot.
    """

    def __init__(
        self, home: Path, org: OrgIdentity, attempt: _Attempt, lock: BaseFileLock, chain: Chain | None
    ) -> None:
        self.org = org
        self.started = attempt.started
        self.folder = home / _UNFINISHED
        self.jobs = OwnJobs(home / layout.JOBS)
        self._home = home
        self._attempt = attempt
        self._lock = lock
        self._chain = chain
        self._writers: dict[str, TableWriter] = {}

    @classmethod
    def begin(
        cls,
        root: Path,
        org: OrgIdentity,
        *,
        tool_version: str,
        started: datetime,
        plan_sha256: str,
        chain: Chain | None = None,
    ) -> Staging:
        """Take the org's lock and open its staging folder; AnotherRun where another run holds the lock.

        `root` is the workspace's snapshots folder, `started` has a time zone. Pages of an unfinished run
        are kept if it had the same plan and tool version and began within REUSE_WITHIN. The snapshot becomes
        an entry of the `chain`; without one it is a snapshot for the moment, and no evidence.
        """
        if chain:
            chain.read()  # one that is broken is said before an org is read for nothing
        home = layout.org_folder(root, org.id)
        lock = lock_org(home)
        try:
            attempt = _opened(home / _UNFINISHED, _Attempt(plan_sha256, tool_version, started))
        except BaseException:
            lock.release()
            raise
        return cls(home, org, attempt, lock, chain)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()

    @property
    def scratch(self) -> Path:
        """A private folder for what a reader has to put down meanwhile; never part of the snapshot."""
        return disk.private_folder(self.folder / "scratch")

    def expect(self, estimate: int) -> None:
        """Raise IntegrityBroken unless the disk has room for a snapshot of so many bytes, twice over."""
        disk.need_room(self.folder, estimate)

    def table(self, name: str, source: Source, columns: Mapping[str, FieldType]) -> TableWriter:
        """The writer of one table, with what an earlier attempt finished of it."""
        if name in self._writers:
            raise ValueError(f"{name} is already being written")
        self._writers[name] = TableWriter(self.folder / "snapshot", self.folder / "journal", name, source, columns)
        return self._writers[name]

    def commit(
        self, extras: ManifestExtras, deletions: Deletions = NONE, declarations: Sequence[Declaration] = ()
    ) -> Path:
        """Make the snapshot exist, and answer its folder. A table that was not finished is recorded as incomplete.

        `deletions` explain why a table may have far fewer rows than in the snapshots before; `declarations` are the
        registers of the workspace.
        """
        self._drop_other_tables(self.folder / "snapshot" / layout.TABLES)
        with self._chain.writing() if self._chain else nullcontext() as writer:
            declared = freeze(self.folder / "snapshot", declarations)
            folder, manifest = self._moved(extras, deletions, declared, writer.position if writer else None)
            if writer:
                writer.add(Kind.SNAPSHOT, relative(writer.chain.workspace, folder), manifest=manifest)
        disk.remove_folder(self.folder)
        return folder

    def _moved(
        self,
        extras: ManifestExtras,
        deletions: Deletions,
        declared: Mapping[str, DeclaredEntry],
        position: Position | None,
    ) -> tuple[Path, str]:
        """Seal the snapshot and give its folder the name by which it exists; answers its manifest's hash too."""
        inside = self.folder / "snapshot"
        stored = layout.snapshots(self._home)
        sequence = stored[-1].sequence + 1 if stored else 1
        entries = {name: writer.entry for name, writer in self._writers.items()}
        payload = written(
            Manifest(
                sequence=sequence,
                org=self.org,
                started=self.started,
                tool_version=self._attempt.tool_version,
                plan_sha256=self._attempt.plan_sha256,
                run=extras,
                tables=with_falls(entries, stored, Now(self.started, self.org.time_zone), deletions),
                previous=sha256(read_stored(stored[-1].folder / layout.MANIFEST)) if stored else None,
                chain=position,
                declared=declared,
            )
        )
        write_sealed(inside, payload, self._chain.signer if self._chain else None)
        folder = self._home / layout.folder_name(sequence, self.started)
        disk.move_folder(inside, folder)
        return folder, sha256(payload)

    def _drop_other_tables(self, tables: Path) -> None:
        """An earlier attempt may have begun a table that this one did not ask for."""
        for folder in sorted(tables.iterdir()):
            if folder.name not in self._writers:
                disk.remove_folder(folder)


def _opened(folder: Path, attempt: _Attempt) -> _Attempt:
    """The attempt to go on with: an earlier one if its pages may be reused, else this one in a new folder.

    Without the folder inside, the earlier attempt was committed, and what its journals remember is old.
    """
    refuse_link(folder)
    earlier = _earlier(folder / _ATTEMPT)
    if earlier and attempt.continues(earlier) and (folder / "snapshot" / layout.TABLES).is_dir():
        return earlier
    disk.remove_folder(folder)
    disk.private_folder(folder / "snapshot" / layout.TABLES)
    disk.private_folder(folder / "journal")
    disk.write_whole(folder / _ATTEMPT, attempt.written())
    return attempt


def _earlier(path: Path) -> _Attempt | None:
    try:
        plan_sha256, tool_version, started = json.loads(read_small_file(path, _LONGEST_ATTEMPT))
        return _Attempt(plan_sha256, tool_version, datetime.fromisoformat(started))
    except (FileNotFoundError, FileRefused, ValueError, TypeError, RecursionError):
        return None
