"""Reviews against their manifests and the chain: what was written, and what entries say was changed since."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sf_audit.evidence.checked import Checked
from sf_audit.review.archive import CURRENT
from sf_audit.review.review_manifest import ReviewManifest, read_manifest
from sf_audit.snapshot import disk, layout
from sf_audit.snapshot.chain_changes import CHANGES
from sf_audit.snapshot.chain_entry import Entry, Fingerprint, Kind
from sf_audit.snapshot.chain_folders import numbered, relative

_SEALS = frozenset({layout.MANIFEST, layout.SEAL, layout.SIGNATURE})


@dataclass(frozen=True, slots=True)
class ReviewProofs:
    """What the chain says of the reviews of one org in a workspace."""

    workspace: Path
    entries: tuple[Entry, ...]

    def check(self, folder: Path, checked: Checked) -> None:
        """One sealed review in its place."""
        with checked.collecting():
            checked.problems += _of_another_place(folder, read_manifest(folder))
        self.check_files(folder, checked)

    def check_files(self, folder: Path, checked: Checked) -> None:
        """The files of a sealed review, wherever it lies."""
        with checked.collecting():
            self._compare(folder, read_manifest(folder).files, _SEALS, checked)

    def check_unsealed(self, folder: Path, checked: Checked) -> None:
        """A review from before sealing: what the chain found when it began, if it has begun."""
        name = relative(self.workspace, folder)
        begun = next((entry for entry in self.entries if entry.kind is Kind.BEGIN), None)
        found = {
            file.removeprefix(f"{name}/"): is_there
            for file, is_there in (begun.files if begun else {}).items()
            if file.startswith(f"{name}/")
        }
        if begun is None or not found:
            checked.unsealed.append(f"{folder} is not sealed (written before sealing)")
            return
        with checked.collecting():
            self._compare(folder, found, frozenset(), checked)
        since = f"the chain knows it since {begun.at:%Y-%m-%d}"
        checked.unsealed.append(f"{folder} is not sealed (written before sealing); {since}")

    def _compare(
        self, folder: Path, written: Mapping[str, Fingerprint], beside: frozenset[str], checked: Checked
    ) -> None:
        """The files now with those that were written, as later entries changed them."""
        expected, before = dict(written), dict(written)
        name = relative(self.workspace, folder)
        for entry in (entry for entry in self.entries if entry.folder == name and entry.kind in CHANGES):
            before = dict(expected)
            checked.problems += _not_as_known(folder, entry, expected)
            expected = {file: is_there for file, is_there in expected.items() if file not in entry.removed}
            expected |= entry.files
        unfinished = bool(self.entries) and self.entries[-1].folder == name and self.entries[-1].kind in CHANGES
        with disk.said_plainly(folder):
            actual = {path.name: _fingerprint(path) for path in sorted(folder.iterdir()) if path.name not in beside}
        if unfinished and actual != expected and _is_between(actual, before, expected):
            checked.notes.append(f"{folder}: its last change was interrupted; the next review or prune finishes it")
        else:
            checked.problems += _differences(folder, actual, expected)
        known = [is_there for is_there in actual.values() if is_there]
        checked.counted(len(known), sum(is_there.bytes for is_there in known))


def check_current(period: Path, checked: Checked) -> None:
    """`current` of a period leads to one of its reviews and nowhere else."""
    link = period / CURRENT
    if not os.path.lexists(link):
        return
    if not link.is_symlink() or os.readlink(link) not in {folder.name for folder in numbered(period)}:
        checked.problems.append(f"{link} does not lead to a review of {period.name}")


def _of_another_place(folder: Path, manifest: ReviewManifest) -> Iterator[str]:
    where = (manifest.org_id, manifest.period, str(manifest.number))
    if where != (folder.parent.parent.name, folder.parent.name, folder.name):
        yield f"{folder} is the review {'/'.join(where)}"


def _not_as_known(folder: Path, entry: Entry, expected: Mapping[str, Fingerprint]) -> Iterator[str]:
    """What an entry replaced or removed had been changed by somebody else before."""
    for name, gone in entry.removed.items():
        if expected.get(name) != gone:
            yield f"{folder / name} was not what was written when entry {entry.number} of the chain replaced it"


def _fingerprint(path: Path) -> Fingerprint | None:
    """None for what is no file: a folder, a link, a device."""
    return Fingerprint.of(path) if path.is_file() and not path.is_symlink() else None


def _is_between(
    actual: Mapping[str, Fingerprint | None], before: Mapping[str, Fingerprint], after: Mapping[str, Fingerprint]
) -> bool:
    """Whether each file is as it was before the last change, or as it is to be."""
    return all(actual.get(name) in {before.get(name), after.get(name)} for name in {*actual, *before, *after})


def _differences(
    folder: Path, actual: Mapping[str, Fingerprint | None], expected: Mapping[str, Fingerprint]
) -> Iterator[str]:
    for name in sorted(expected.keys() | actual.keys()):
        if name not in expected:
            yield f"{folder / name} does not belong to the review"
        elif name not in actual:
            yield f"{folder / name} is missing"
        elif actual[name] != expected[name]:
            yield f"{folder / name} is not what was written"
