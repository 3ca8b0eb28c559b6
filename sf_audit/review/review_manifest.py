"""What proves a stored review: the hashes of its files, of what it was judged by and from, and who wrote it where.

It is written into the review's folder before that folder gets its name, and is an entry of the org's chain. Files that
come or go later are entries of their own: the manifest stays as it was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from sf_audit import __version__
from sf_audit.errors import IntegrityBroken
from sf_audit.model.counts import count
from sf_audit.snapshot import layout
from sf_audit.snapshot.chain import Chain, ChainWriter
from sf_audit.snapshot.chain_entry import Fingerprint, Kind, Operator
from sf_audit.snapshot.chain_folders import relative
from sf_audit.snapshot.ids import is_org_id
from sf_audit.snapshot.json_file import read_stored
from sf_audit.snapshot.manifest import Position, canonical, seal_of, sha256
from sf_audit.snapshot.plain_names import require_plain
from sf_audit.snapshot.sealing import write_sealed

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a review was judged from and by: its auditor, the hashes of its snapshot's manifest and of its rules.

    `sources` are the hashes of the files that people wrote (`sf-audit.yaml`, `waivers.yaml`, rules), by their names.
    """

    auditor: str
    snapshot: str
    rules_sha256: str
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReviewManifest:
    """The manifest of a review. `written` in UTC; `previous` is the hash of the manifest of the review before it."""

    org_id: str
    period: str
    number: int
    written: datetime
    by: Operator
    judgement: Judgement
    files: Mapping[str, Fingerprint]
    chain: Position
    previous: str | None = None
    schema_version: int = _VERSION


@dataclass(frozen=True, slots=True)
class Sealing:
    """Seals a review and enters it into the chain of its org."""

    chain: Chain
    judgement: Judgement

    def next_number(self, writer: ChainWriter, period: Path) -> int:
        """The first number that no review of the period ever had, also none that is gone."""
        prefix = f"{relative(self.chain.workspace, period)}/"
        known = (entry.folder for entry in writer.lines.entries if entry.kind is Kind.REVIEW)
        return max((int(folder.removeprefix(prefix)) for folder in known if folder.startswith(prefix)), default=0) + 1

    def seal(self, writer: ChainWriter, folder: Path, period: str, number: int) -> str:
        """Write the manifest of what is in the folder; answers its hash."""
        manifest = ReviewManifest(
            org_id=self.chain.org_id,
            period=period,
            number=number,
            written=datetime.now(UTC),
            by=Operator.here(__version__),
            judgement=self.judgement,
            files={path.name: Fingerprint.of(path) for path in sorted(folder.iterdir())},
            chain=writer.position,
            previous=next((entry.manifest for entry in writer.lines.entries[::-1] if entry.kind is Kind.REVIEW), None),
        )
        payload = canonical(_MANIFEST.dump_python(manifest, mode="json"))
        write_sealed(folder, payload, self.chain.signer)
        return sha256(payload)

    def enter(self, writer: ChainWriter, folder: Path, manifest: str) -> None:
        """Say in the chain that the review came."""
        writer.add(Kind.REVIEW, relative(self.chain.workspace, folder), manifest=manifest)


_MANIFEST = TypeAdapter(ReviewManifest)


def read_manifest(folder: Path) -> ReviewManifest:
    """The manifest of a stored review; IntegrityBroken where it is not what was written."""
    path = folder / layout.MANIFEST
    payload = read_stored(path)
    if read_stored(folder / layout.SEAL) != seal_of(payload):
        raise IntegrityBroken(f"{path} is not what was written", hint="Restore it from a backup.")
    try:
        manifest = _MANIFEST.validate_json(payload)
    except ValidationError as problem:
        raise IntegrityBroken(
            f"{path} is not the manifest of a review ({count(problem.error_count(), 'problem')})",
            hint="Restore it from a backup, or use the version of sf-audit that wrote it.",
        ) from None
    require_plain(path, manifest.period, *manifest.files)
    if manifest.schema_version != _VERSION or not is_org_id(manifest.org_id):
        raise IntegrityBroken(f"{path} is not the manifest of a review", hint="Restore it from a backup.")
    return manifest


def is_sealed(folder: Path) -> bool:
    """Whether the folder has a manifest, or a part of one; reviews from before sealing have none."""
    return any((folder / name).exists() for name in (layout.MANIFEST, layout.SEAL, layout.SIGNATURE))
