"""The chain of an org's evidence: an entry for all that came, changed or went, each with the hash of the one before.

    <workspace>/chain/<org id>/
        entries.jsonl       one entry in each line, only ever added to
        head.json           how many there are, and the hash of the last one
        .lock               held while an entry is written

It lies outside the folders of snapshots and reviews, so that a folder that is taken away is missed, the oldest and
the newest as well. Whoever can write to all of the workspace can make all of it anew; the hash of the last entry,
noted elsewhere, or a signature shows that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from sf_audit import __version__
from sf_audit.errors import IntegrityBroken
from sf_audit.snapshot import disk
from sf_audit.snapshot.chain_changes import CHANGES, drop_unfinished, finish, outgoing, staged
from sf_audit.snapshot.chain_entry import ADVICE, Entry, Fingerprint, Kind, Line, Operator, read_line
from sf_audit.snapshot.chain_folders import relative, there_already, without_entry
from sf_audit.snapshot.json_file import read_stored
from sf_audit.snapshot.layout import org_folder
from sf_audit.snapshot.lock import lock_folder
from sf_audit.snapshot.manifest import Position, canonical
from sf_audit.snapshot.plain_names import refuse_link
from sf_audit.snapshot.sealing import signed_by
from sf_audit.snapshot.signing import Signer

CHAIN = "chain"
_ENTRIES, _HEAD = "entries.jsonl", "head.json"

#: Another run holds the chain for the moment in which it renames a folder.
_WAIT_SECONDS = 60

_POSITION = TypeAdapter(Position)


@dataclass(frozen=True, slots=True)
class Lines:
    """What the file of entries holds. `whole` is false where a crash left a part of a line, or an old head."""

    lines: tuple[Line, ...] = ()
    whole: bool = True

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries, oldest first."""
        return tuple(line.entry for line in self.lines)

    @property
    def position(self) -> Position:
        """Where the chain stands."""
        return Position(len(self.lines), self.lines[-1].sha256) if self.lines else Position()

    def position_before(self, number: int) -> Position:
        """Where the chain stood when the entry of this number was written."""
        return Lines(self.lines[: number - 1]).position


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of one org in a workspace; entries are signed where there is a `signer`."""

    workspace: Path
    org_id: str
    signer: Signer | None = None

    @property
    def folder(self) -> Path:
        """Where it is."""
        return org_folder(self.workspace / CHAIN, self.org_id)

    @property
    def exists(self) -> bool:
        """Whether anything of it is there."""
        return (self.folder / _ENTRIES).exists() or (self.folder / _HEAD).exists()

    def read(self) -> Lines:
        """All entries; IntegrityBroken where one was changed or taken away, the last ones as far as the head says."""
        refuse_link(self.folder)
        if not self.exists:
            return Lines()
        head = _head(self.folder / _HEAD)
        path = self.folder / _ENTRIES
        *whole, torn = (read_stored(path) if path.exists() or head.entries else b"").split(b"\n")
        lines = tuple(_linked(path, whole, head))
        found = Lines(lines, whole=not torn and len(lines) == head.entries)
        _compare(path, found, head)
        return found

    @contextmanager
    def writing(self) -> Iterator[ChainWriter]:
        """The chain, held by this process until the block ends, and healed of what a killed run left."""
        lock = lock_folder(disk.private_folder(refuse_link(self.folder)), wait=_WAIT_SECONDS)
        try:
            writer = ChainWriter(self, self.read())
            writer.heal()
            yield writer
        finally:
            lock.release()


@dataclass(slots=True)
class ChainWriter:
    """Adds entries to a chain that this process holds."""

    chain: Chain
    lines: Lines = field(default_factory=Lines)

    @property
    def position(self) -> Position:
        """Where the chain stands now."""
        return self.lines.position

    def add(
        self,
        kind: Kind,
        folder: str,
        *,
        manifest: str = "",
        files: Mapping[str, Fingerprint] | None = None,
        removed: Mapping[str, Fingerprint] | None = None,
        tables: tuple[str, ...] = (),
        reason: str = "",
        at: datetime | None = None,
    ) -> Entry:
        """Add an entry; it is durable when this returns. `at` is now, unless a run has a time of its own."""
        entry = Entry(
            number=self.position.entries + 1,
            kind=kind,
            at=(at or datetime.now(UTC)).astimezone(UTC),
            by=Operator.here(__version__),
            previous=self.position.head,
            folder=folder,
            manifest=manifest,
            files=dict(files or {}),
            removed=dict(removed or {}),
            tables=tables,
            reason=reason,
        )
        signer = self.chain.signer
        line = Line(entry, signer.sign(entry.written()) if signer else None)
        path = self.chain.folder / _ENTRIES
        if self.lines.lines:
            disk.append(path, line.written())
        else:
            disk.write_whole(path, line.written())
        self.lines = Lines((*self.lines.lines, line))
        self._write_head()
        return entry

    def change(
        self,
        kind: Kind,
        folder: Path,
        fill: Callable[[Path], None],
        *,
        remove: Collection[str] = (),
        reason: str,
    ) -> Entry:
        """Write files into a stored review, and remove others from it, as one entry that says why."""
        files = staged(folder, fill)
        removed = outgoing(folder, {*files, *remove})
        name = relative(self.chain.workspace, folder)
        entry = self.add(kind, name, files=files, removed=removed, reason=reason)
        finish(self.chain.workspace, entry)
        return entry

    def heal(self) -> None:
        """Finish what a killed run began: a torn line, a change, a folder that came without its entry.

        A chain that begins writes down what was there before it.
        """
        workspace, org_id = self.chain.workspace, self.chain.org_id
        if not self.lines.whole:
            disk.write_whole(self.chain.folder / _ENTRIES, b"".join(line.written() for line in self.lines.lines))
            self.lines = Lines(self.lines.lines)
            self._write_head()
        if self.lines.entries and (last := self.lines.entries[-1]).kind in CHANGES:
            finish(workspace, last)
        drop_unfinished(workspace, org_id)
        for kind, folder, manifest in without_entry(workspace, org_id, self.lines.entries, self.position):
            if self.chain.signer and not signed_by(folder, self.chain.signer):
                continue  # a run of ours would have signed it
            self.add(kind, relative(workspace, folder), manifest=manifest, reason="found after an interrupted run")
        if not self.lines.lines and (files := there_already(workspace, org_id)):
            self.add(Kind.BEGIN, "", files=files, reason="written before the chain began")

    def _write_head(self) -> None:
        disk.write_whole(self.chain.folder / _HEAD, canonical(_POSITION.dump_python(self.position, mode="json")))


def _head(path: Path) -> Position:
    """What the head says; a chain whose first entry was being written has none yet."""
    if not path.exists():
        return Position()
    payload = read_stored(path)
    try:
        head = _POSITION.validate_json(payload)
    except ValidationError:
        raise IntegrityBroken(f"{path} is not what was written", hint=ADVICE) from None
    if payload != canonical(_POSITION.dump_python(head, mode="json")):
        raise IntegrityBroken(f"{path} is not what was written", hint=ADVICE)
    return head


def _linked(path: Path, whole: list[bytes], head: Position) -> Iterator[Line]:
    """The lines, each of which holds the hash of the one before."""
    previous = ""
    for number, payload in enumerate(whole, 1):
        where = f"entry {number} of {path}"
        line = read_line(payload + b"\n", where)
        if line.entry.number != number or line.entry.previous != previous:
            raise IntegrityBroken(f"{where} was not written upon the entry before it", hint=ADVICE)
        previous = line.sha256
        yield line


def _compare(path: Path, found: Lines, head: Position) -> None:
    """A run that was killed leaves at most one entry more than the head says; fewer were taken away."""
    count = len(found.lines)
    if count < head.entries:
        missing = head.entries - count
        entries = "the last entry is" if missing == 1 else f"the last {missing} entries are"
        raise IntegrityBroken(f"{path} was cut: {entries} missing", hint=ADVICE)
    if count > head.entries + 1 or found.position_before(head.entries + 1) != head:
        raise IntegrityBroken(f"{path} and {path.with_name(_HEAD)} do not belong together", hint=ADVICE)
