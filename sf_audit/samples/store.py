"""Where samples are kept: `samples/<org id>/<time>.json`, one small file each, written whole or not at all.

A second sample of a day stands beside the first: who reads them takes the day's highest use. They are no evidence by
themselves; a review holds what it used of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from sf_audit.errors import IntegrityBroken
from sf_audit.model.sample import Sample
from sf_audit.snapshot.disk import said_plainly, write_whole
from sf_audit.snapshot.ids import is_org_id
from sf_audit.snapshot.json_file import read_json_file
from sf_audit.snapshot.layout import org_folder
from sf_audit.snapshot.lock import lock_org
from sf_audit.snapshot.plain_names import refuse_link

SAMPLES = "samples"
SCHEMA_VERSION = 1

#: As configuration: a year, and the month in which somebody asks.
KEPT_DAYS = 397

_FILE = re.compile(r"[0-9]{8}T[0-9]{6}Z\.json")
_WHEN = "%Y%m%dT%H%M%SZ.json"


@dataclass(frozen=True, slots=True)
class Stored:
    """The samples of an org that could be read, oldest first, and what is wrong with the others."""

    samples: tuple[Sample, ...] = ()
    problems: tuple[str, ...] = ()


def sampled_orgs(workspace: Path) -> list[str]:
    """The orgs of which a workspace has samples."""
    root = workspace / SAMPLES
    return sorted(path.name for path in root.iterdir() if is_org_id(path.name)) if root.is_dir() else []


def keep(workspace: Path, sample: Sample) -> Path:
    """Add a sample; its file. AnotherRun while another one of this org is kept."""
    home = refuse_link(org_folder(workspace / SAMPLES, sample.org_id))
    lock = lock_org(home)
    try:
        path = home / _name(sample.taken)
        written = _adapter().dump_json(sample, indent=1)
        write_whole(path, b'{"schema_version": %d, "sample": %s}\n' % (SCHEMA_VERSION, written))
    finally:
        lock.release()
    return path


def stored(workspace: Path, org_id: str, since: datetime | None = None, until: datetime | None = None) -> Stored:
    """The samples of an org, of these times by the names of their files. A file that is none costs itself alone."""
    samples, problems = [], []
    for path in _files(workspace, org_id):
        if (since and path.name < _name(since)) or (until and path.name > _name(until)):
            continue
        try:
            samples.append(_read(path, org_id))
        except IntegrityBroken:
            problems.append(f"{path.name} is damaged, or no sample of this org")
    return Stored(tuple(sorted(samples, key=lambda sample: sample.taken)), tuple(problems))


def forget_samples(workspace: Path, org_id: str, now: datetime) -> int:
    """Remove the samples that are kept no longer; how many there were. AnotherRun while one is kept."""
    oldest = _name(now - timedelta(days=KEPT_DAYS))
    old = [path for path in _files(workspace, org_id) if path.name < oldest]
    if not old:
        return 0
    lock = lock_org(old[0].parent)
    try:
        for path in old:
            with said_plainly(path):
                path.unlink(missing_ok=True)
    finally:
        lock.release()
    return len(old)


def _name(when: datetime) -> str:
    return f"{when.astimezone(UTC):{_WHEN}}"


def _files(workspace: Path, org_id: str) -> Iterator[Path]:
    home = refuse_link(org_folder(workspace / SAMPLES, org_id))
    if home.is_dir():
        yield from sorted(path for path in home.iterdir() if _FILE.fullmatch(path.name))


def _read(path: Path, org_id: str) -> Sample:
    document = read_json_file(path)
    if isinstance(document, dict) and document.get("schema_version") == SCHEMA_VERSION:
        try:
            sample = _adapter().validate_python(document.get("sample"))
        except ValidationError:
            sample = None
        if sample is not None and sample.org_id == org_id and sample.taken.tzinfo is not None:
            return sample
    raise IntegrityBroken(f"{path} is not a sample of this org", hint="Remove it; the other samples are used.")


@cache
def _adapter() -> TypeAdapter[Sample]:
    return TypeAdapter(Sample)
