"""One entry of the chain of an org's evidence: what came, changed or went, when, by whom, and why."""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from sf_audit.errors import IntegrityBroken
from sf_audit.snapshot.plain_names import require_plain, require_relative
from sf_audit.snapshot.signing import Signature


class Kind(StrEnum):
    """What an entry is about."""

    BEGIN = "begin"
    """The chain begins; `files` are those that were there already, by their paths in the workspace."""
    SNAPSHOT = "snapshot"
    REVIEW = "review"
    FORMAT = "format"
    """A stored review was written in another format."""
    NAMES = "names"
    """Names of records and people were removed from a stored review."""
    PRUNE = "prune"
    """Pages of a snapshot were removed."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The SHA-256 of a file and its size."""

    sha256: str
    bytes: int

    @classmethod
    def of(cls, path: Path) -> Fingerprint:
        """Of a file as it is now."""
        with path.open("rb") as file:
            return cls(hashlib.file_digest(file, "sha256").hexdigest(), os.fstat(file.fileno()).st_size)


@dataclass(frozen=True, slots=True)
class Operator:
    """The user of the operating system, the machine, and the version of the tool that wrote something."""

    user: str
    host: str
    tool_version: str

    @classmethod
    def here(cls, tool_version: str) -> Operator:
        """Who runs this process."""
        try:
            user = pwd.getpwuid(os.getuid()).pw_name  # not what the environment says, which anybody sets
        except KeyError:  # no name for this user id, as in many containers
            user = f"uid {os.getuid()}"
        return cls(user, socket.gethostname(), tool_version)


@dataclass(frozen=True, slots=True)
class Entry:
    """`folder` is relative to the workspace; `manifest` is the SHA-256 of the manifest of what came.

    `files` are what is in the folder now under these names, `removed` what is there no more. `reason` is for people.
    `previous` is the SHA-256 of the entry before, empty for the first.
    """

    number: int
    kind: Kind
    at: datetime
    by: Operator
    previous: str
    folder: str = ""
    manifest: str = ""
    files: Mapping[str, Fingerprint] = field(default_factory=dict)
    removed: Mapping[str, Fingerprint] = field(default_factory=dict)
    tables: tuple[str, ...] = ()
    reason: str = ""

    def written(self) -> bytes:
        """The bytes that are signed: canonical JSON on one line."""
        return _compact(_ENTRY.dump_python(self, mode="json"))


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it stands in the file, with its signature if the workspace has a key."""

    entry: Entry
    signature: Signature | None = None

    def written(self) -> bytes:
        """The line, with its end."""
        return _compact(_LINE.dump_python(self, mode="json")) + b"\n"

    @property
    def sha256(self) -> str:
        """What the next entry holds of this one."""
        return hashlib.sha256(self.written()).hexdigest()


_ENTRY = TypeAdapter(Entry)
_LINE = TypeAdapter(Line)


def read_line(payload: bytes, where: str) -> Line:
    """The line in the bytes, which end with a line feed; IntegrityBroken where it is not as it was written."""
    try:
        line = _LINE.validate_json(payload)
    except ValidationError:
        raise IntegrityBroken(f"{where} is not an entry of the chain", hint=ADVICE) from None
    if line.written() != payload:
        raise IntegrityBroken(f"{where} is not what was written", hint=ADVICE)
    _require_inside(line.entry, where)
    return line


def _require_inside(entry: Entry, where: str) -> None:
    if entry.folder:
        require_relative(where, entry.folder)
    if entry.kind in {Kind.FORMAT, Kind.NAMES}:
        require_plain(where, *entry.files, *entry.removed)
    else:
        require_relative(where, *entry.files, *entry.removed)


def _compact(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()


ADVICE = "Restore the folder `chain` from a backup. What is in doubt until then is everything from that entry on."
