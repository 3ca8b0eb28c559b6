"""What was read, from where, by whom, and how one can tell that it is all there.

For an auditor the manifest is the information produced by the entity: the auditor user and what that user
may see, every query, the server's counts before and after, times in UTC, the hashes of tool, rules and pages,
and the hash of the manifest before it, so that a chain of months cannot be rewritten in the middle.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from sf_audit.errors import IntegrityBroken
from sf_audit.model.counts import count
from sf_audit.model.review import OrgIdentity, Unread
from sf_audit.model.timings import Timing
from sf_audit.snapshot import layout
from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.declared import DeclaredEntry, is_consistent
from sf_audit.snapshot.ids import is_org_id
from sf_audit.snapshot.json_file import read_stored
from sf_audit.snapshot.needs import Clause, Source
from sf_audit.snapshot.plain_names import require_relative, shown

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page of a table. `key` is the reader's name for it; `uncastable` counts values a column could not hold."""

    file: str
    key: str
    rows: int
    bytes: int
    sha256: str
    uncastable: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowDrop:
    """The rows that a table had in the last snapshot that could be believed, where it has far fewer now."""

    rows: int
    sequence: int
    taken: datetime


@dataclass(frozen=True, slots=True)
class LoadedFrom:
    """Where the records of a table were read instead of from the org, and how fresh they were.

    `version` is the state as the place itself counts. `loaded` is the newest load that a row tells of, `newest` the
    last change of a record there. `org_records` and `org_newest` are what the org said when that was read, `trusted`
    what was believed because the settings say so. Sharing hides no row there, so the records may be more than the
    auditor user sees in the org.
    """

    place: str
    version: str = ""
    loaded: datetime | None = None
    newest: datetime | None = None
    left_out: int = 0
    org_records: int | None = None
    org_newest: datetime | None = None
    trusted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One table: how it was read and what became of it. The counts are the server's, before and after.

    `unfiltered` says that every row of the object was asked for; `row_filter`, which rows were asked for, None where
    the snapshot does not say. `row_drop` is explained in `sf_audit.snapshot.row_drop`, `record_count` in
    `sf_audit.salesforce.record_counts`: the org's own count, None where it has none that can be compared with the rows.
    `loaded_from` is set where the records were not read from the org.
    """

    name: str
    source: Source
    columns: Mapping[str, FieldType]
    rows: int = 0
    pages: tuple[PageEntry, ...] = ()
    queries: tuple[str, ...] = ()
    count_before: int | None = None
    count_after: int | None = None
    unseen: Mapping[str, Unread] = field(default_factory=dict)
    unread: Unread | None = None
    rows_hidden: bool = False
    covers: tuple[str, ...] = ()
    uncovered: Mapping[str, Unread] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    unfiltered: bool = False
    row_drop: RowDrop | None = None
    row_filter: tuple[Clause, ...] | None = None
    record_count: int | None = None
    loaded_from: LoadedFrom | None = None


@dataclass(frozen=True, slots=True)
class Auditor:
    """Who signed in, and the permissions of that user that decide what can be seen."""

    id: str
    username: str
    permissions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ManifestExtras:
    """What a run knows of itself when it has read everything. `finished` in UTC.

    `all_rules` is false where it was read for some of the rules only, and so lacks what the others look at. `timings`
    say how long planning and reading took, table by table.
    """

    auditor: Auditor
    rules_sha256: str
    finished: datetime
    tool_sha256: str = ""
    api_version: str = ""
    api_calls: int = 0
    api_limit: int = 0
    clock_offset_seconds: float | None = None
    notes: tuple[str, ...] = ()
    all_rules: bool = True
    timings: tuple[Timing, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """How far the chain of an org's evidence had come: its number of entries, and the SHA-256 of the last one."""

    entries: int = 0
    head: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The first page of a snapshot. `previous` is the SHA-256 of the manifest before it, if there was one.

    `chain` is where the chain stood when this was written; None where there was no chain yet. `declared` are the
    registers of that day.
    """

    sequence: int
    org: OrgIdentity
    started: datetime
    tool_version: str
    plan_sha256: str
    run: ManifestExtras
    tables: Mapping[str, TableEntry]
    previous: str | None = None
    chain: Position | None = None
    declared: Mapping[str, DeclaredEntry] = field(default_factory=dict)
    schema_version: int = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class _Versioned:
    """What every version of a manifest has, and so is read first."""

    schema_version: int


_EDITED = "It was edited. Restore it from a backup, or move its folder away and collect again."

_MANIFEST = TypeAdapter(Manifest)
_VERSION = TypeAdapter(_Versioned)


def written(manifest: Manifest) -> bytes:
    """The manifest as canonical JSON: the same facts give the same bytes, and so the same hash."""
    return canonical(_MANIFEST.dump_python(manifest, mode="json"))


def read(payload: bytes, where: str) -> Manifest:
    """The manifest in the bytes; IntegrityBroken, naming `where`, if they hold none that this version reads."""
    try:
        version = _VERSION.validate_json(payload).schema_version
        if version == SCHEMA_VERSION:
            return _checked(_MANIFEST.validate_json(payload), where)
    except ValidationError as problem:
        raise IntegrityBroken(
            f"{where} is not the manifest of a snapshot ({count(problem.error_count(), 'problem')})",
            hint="It was not written by sf-audit. Restore it from a backup, or collect again.",
        ) from None
    raise IntegrityBroken(
        f"{where} has schema version {version}; this version of sf-audit reads {SCHEMA_VERSION}",
        hint="Use the version of sf-audit that wrote it, or a later one.",
    )


def _checked(manifest: Manifest, where: str) -> Manifest:
    """The manifest, if nothing in it leads out of its folder; IntegrityBroken otherwise."""
    if not is_org_id(manifest.org.id):
        raise IntegrityBroken(f"{where} names no org: {shown(manifest.org.id)}", hint=_EDITED)
    for name, table in manifest.tables.items():
        files = [page.file for page in table.pages]
        require_relative(where, *files)
        if table.name != name or not all(layout.is_page_file(file, name) for file in files):
            raise IntegrityBroken(f"{where} has pages of {shown(name)} that are of another table", hint=_EDITED)
    for name, entry in manifest.declared.items():
        if not is_consistent(name, entry):
            raise IntegrityBroken(f"{where} names {shown(entry.file)} as the register {shown(name)}", hint=_EDITED)
    return manifest


def sealed(folder: Path) -> Manifest:
    """The manifest of a snapshot's folder; IntegrityBroken unless its bytes have the hash in the seal."""
    path = folder / layout.MANIFEST
    payload, seal = read_stored(path), read_stored(folder / layout.SEAL)
    if seal != seal_of(payload):
        raise IntegrityBroken(f"{path} is not what was written", hint="Restore it from a backup, or collect again.")
    return read(payload, str(path))


def seal_of(payload: bytes) -> bytes:
    """The content of the file beside a manifest, in the form that `sha256sum --check` reads."""
    return f"{sha256(payload)}  {layout.MANIFEST}\n".encode()


def canonical(value: object) -> bytes:
    """JSON with sorted keys and one line feed at the end."""
    return (json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def sha256(payload: bytes) -> str:
    """The SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(payload).hexdigest()
