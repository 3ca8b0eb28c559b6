"""A workspace whose evidence can be written, changed as somebody would who hides something, and verified."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sf_audit.evidence.verify import OrgEvidence, verify_org
from sf_audit.review.archive import Archive
from sf_audit.review.review_manifest import Judgement, Sealing
from sf_audit.snapshot.chain import Chain
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.retention import Pruned, prune
from sf_audit.snapshot.signing import PublicKeys, Signer
from sf_audit.snapshot.staging import Staging
from tests.snapshot.small_snapshot import ACCOUNTS, COLUMNS, ORG, STARTED, USERS, extras, page

PERIOD = "2026-11"
NOW = STARTED + timedelta(days=2)


@dataclass(frozen=True)
class Evidence:
    """What is stored of the small org in a workspace."""

    workspace: Path
    signer: Signer | None = None

    @classmethod
    def copied(cls, prepared: Path, workspace: Path) -> Evidence:
        shutil.copytree(prepared, workspace, symlinks=True)
        return cls(workspace)

    @property
    def chain(self) -> Chain:
        return Chain(self.workspace, ORG.id, self.signer)

    @property
    def entries(self) -> Path:
        return self.workspace / "chain" / ORG.id / "entries.jsonl"

    @property
    def head(self) -> Path:
        return self.workspace / "chain" / ORG.id / "head.json"

    @property
    def snapshots(self) -> list[Path]:
        return sorted((self.workspace / "snapshots" / ORG.id).glob("0*"))

    def review(self, number: int) -> Path:
        return self.workspace / "reviews" / ORG.id / PERIOD / str(number)

    def fill(self) -> None:
        """Two runs."""
        for day in (0, 1):
            self.collect(STARTED + timedelta(days=day))
            self.publish(day + 60)

    def collect(self, started: datetime, *, chained: bool = True) -> Path:
        begun = Staging.begin(
            self.workspace / "snapshots",
            ORG,
            tool_version="1.0",
            started=started,
            plan_sha256=started.isoformat(),
            chain=self.chain if chained else None,
        )
        with begun as staging:
            for name, wanted in (("Account", ACCOUNTS), ("User", USERS)):
                writer = staging.table(name, Source.DATA, COLUMNS)
                for key in sorted(wanted.keys() - writer.keys):
                    writer.page(key, page(wanted[key], f"{started:%d}"))
                if not writer.finished:
                    rows = sum(map(len, wanted.values()))
                    writer.finish(queries=["SELECT"], count_before=rows, count_after=rows)
            return staging.commit(extras())

    def publish(self, score: int, *, sealed: bool = True) -> Path:
        judgement = Judgement("auditor@acme.test", "0" * 64, "1" * 64, {"waivers.yaml": "2" * 64})

        def fill(folder: Path) -> None:
            said = {"status": "complete", "started": "2026-11-22T06:00:00Z", "score": score}
            (folder / "review.json").write_text(json.dumps(said))
            (folder / "findings.csv").write_text("rule,id\nquality/a,001000000000001AAA\n")
            pq.write_table(pa.table({"key": ["k"], "first_seen": ["2026-01-01"]}), folder / "findings.parquet")
            (folder / "labels.parquet").write_bytes(b"names")

        sealing = Sealing(self.chain, judgement) if sealed else None
        return Archive.of(self.workspace, ORG.id).write(PERIOD, fill, sealing)

    def prune(self, days: int = 2) -> Pruned:
        now = STARTED + timedelta(days=days)
        return prune(self.workspace / "snapshots", ORG.id, now=now, chain=self.chain)

    def verified(self, keys: PublicKeys | None = None, now: datetime = NOW) -> OrgEvidence:
        return verify_org(self.workspace, ORG.id, keys, now=now)

    @property
    def problems(self) -> list[str]:
        return self.verified().checked.problems

    def forge_tombstone(self, snapshot: Path, *tables: str) -> None:
        """As `pruned.json` is written: the days, and their hash."""
        days = dict.fromkeys(tables, "2026-11-23")
        seal = hashlib.sha256(_canonical(days)).hexdigest()
        (snapshot / "pruned.json").write_bytes(_canonical([days, seal]))


def reseal(folder: Path, said: object) -> None:
    """Write a manifest and the hash that goes with it, as anybody can."""
    payload = _canonical(said)
    (folder / "manifest.json").write_bytes(payload)
    (folder / "manifest.sha256").write_text(f"{hashlib.sha256(payload).hexdigest()}  manifest.json\n")


def _canonical(value: object) -> bytes:
    return (json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()
