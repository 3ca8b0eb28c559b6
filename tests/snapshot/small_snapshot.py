"""A small snapshot to write and look at; every text in it names its generation, so that a mix would show."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from sf_audit.model.review import OrgIdentity
from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.manifest import Auditor, ManifestExtras
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.pages import decoded
from sf_audit.snapshot.staging import Staging, TableWriter
from sf_audit.snapshot.store import latest
from sf_audit.snapshot.verify import verify

ORG = OrgIdentity("00D000000000001EAA", "Acme", False, "https://acme.my.salesforce.com", "America/New_York")
STARTED = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
COLUMNS = {"Id": FieldType("id"), "Name": FieldType("string"), "Amount": FieldType("currency", 18, 2)}
ACCOUNTS: dict[str, tuple[str, ...]] = {
    "one": ("001000000000001AAA", "001000000000002AAA"),
    "two": ("001000000000003AAA",),
}
USERS: dict[str, tuple[str, ...]] = {"one": ("005000000000001AAA",)}


def staging(root: Path, *, plan: str = "plan", started: datetime = STARTED) -> Staging:
    return Staging.begin(root, ORG, tool_version="1.0", started=started, plan_sha256=plan)


def extras() -> ManifestExtras:
    return ManifestExtras(Auditor("005000000000009AAA", "auditor@acme.test", ("ViewAllData",)), "rules", STARTED)


def page(ids: tuple[str, ...], name: str = "one", amount: str = "1.50") -> pa.Table:
    return pa.table({"Id": list(ids), "Name": [name] * len(ids), "Amount": [amount] * len(ids)})


def collect(root: Path, generation: str) -> Path:
    """Read two tables of that generation as a reader would: only the pages that are not there yet."""
    with staging(root, plan=generation) as gathering:
        for name, wanted in (("Account", ACCOUNTS), ("User", USERS)):
            _read(gathering.table(name, Source.DATA, COLUMNS), wanted, generation)
        return gathering.commit(extras())


def _read(writer: TableWriter, wanted: dict[str, tuple[str, ...]], generation: str) -> None:
    if writer.finished:
        return
    writer.remember(job="750000000000001AAA")
    for key in sorted(wanted.keys() - writer.keys):
        writer.page(key, page(wanted[key], generation), locator=key)
    rows = sum(map(len, wanted.values()))
    writer.finish(queries=[f"SELECT Id FROM {writer.name}"], count_before=rows, count_after=rows)


def content(root: Path) -> list[tuple[str, str]]:
    """Ids and names of the newest snapshot, every hash verified."""
    folder = latest(root, ORG.id)
    assert folder is not None
    verify(folder).insist()
    files = sorted(folder.rglob("*.parquet"))
    return sorted((row["Id"], row["Name"]) for file in files for row in decoded(file).to_pylist())


def whole(generation: str) -> list[tuple[str, str]]:
    return [
        ("001000000000001AAA", generation),
        ("001000000000002AAA", generation),
        ("001000000000003AAA", generation),
        ("005000000000001AAA", generation),
    ]
