"""Six months of a small company: what people mend, what comes back, and what happens to the rules and the reviews.

Every review goes the way of `sf-audit review --snapshot`: a sealed snapshot, rule files of the workspace, the archive
and its chain. The clock stands still in each of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import time_machine

from sf_audit.delivery.publish import publish
from sf_audit.model.review import OrgIdentity, Review
from sf_audit.review.run import judged
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.manifest import Auditor, ManifestExtras
from sf_audit.snapshot.needs import ALL_ROWS, Source
from sf_audit.snapshot.staging import Staging

ORG = OrgIdentity("00D000000000001EAA", "Acme", False, "https://acme.my.salesforce.com", "America/New_York")

_RULE = """\
title: {title}
why: Somebody needs it.
fix: Fill it.
severity: {severity}
owner: {owner}
{was}check:
  filled:
    object: {object}
    field: {field}
{when}"""

_CONFIG = """\
people:
  dana: {name: Dana Ruiz, contact: dana@acme.example}
burn_down: {until: 2026-12-31, reason: Years of imports, approved_by: dana}
"""


@dataclass(frozen=True)
class Run:
    """One review: when its snapshot was taken, and whose field is empty in which object, by the letters of records.

    `hidden` is an object whose fields the auditor user did not see, `renamed`, `narrowed` and `removed` what people did
    to the rules before it.
    """

    at: datetime
    industry: str = ""
    phone: str = ""
    email: str = ""
    next_step: str = ""
    hidden: str = ""
    renamed: bool = False
    narrowed: bool = False
    removed: bool = False


def _at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 5, 30, tzinfo=UTC)


#: In the order in which they were judged: the snapshot of March only after that of April. In May nobody looked.
RUNS: Mapping[str, Run] = {
    "January": Run(_at(1, 31), industry="ABEF", phone="AB", email="ABC", next_step="A"),
    "February": Run(_at(2, 27), industry="AEFG", phone="AB", email="ABCD"),
    "February again": Run(_at(2, 28), industry="AEF", phone="AB", email="ABCD"),
    "April": Run(_at(4, 30), industry="ABE", phone="A", email="AD", next_step="B", renamed=True),
    "March": Run(_at(3, 31), industry="ACEF", phone="A", email="ABD", hidden="Contact"),
    "June": Run(_at(6, 30), "ABE", "A", "ADE", "A", renamed=True, narrowed=True, removed=True),
    "July": Run(_at(7, 31), "BDE", "", "ACE", "", renamed=True, narrowed=True, removed=True),
}


def play(workspace: Path) -> dict[str, Review]:
    """All reviews, by the names of their runs, in the order in which they were made."""
    (workspace / "rules" / "quality").mkdir(parents=True)
    (workspace / "sf-audit.yaml").write_text(_CONFIG)
    return {name: _reviewed(workspace, run) for name, run in RUNS.items()}


def _reviewed(workspace: Path, run: Run) -> Review:
    with time_machine.travel(run.at, tick=False):
        _write_rules(workspace / "rules" / "quality", run)
        snapshot = _snapshot(workspace / "snapshots", run)
        standards = replace(Standards.of(workspace).only(["own"]), whole=True)
        with judged(snapshot, standards, workspace) as found:
            publish(found, workspace, None, ("html", "markdown"), redact=False)
            return found.review


def _write_rules(folder: Path, run: Run) -> None:
    for path in folder.iterdir():
        path.unlink()
    rules = {
        "industry": ("medium", "sales_ops", "Account", "Industry"),
        "next-step": ("critical", "sales_ops", "Opportunity", "NextStep"),
    }
    rules["reachable" if run.renamed else "email"] = ("high", "sales_ops", "Contact", "Email")
    if not run.removed:
        rules["phone"] = ("low", "it", "Account", "Phone")
    for name, (severity, owner, table, field) in rules.items():
        title = f"{field} of each {table} is filled"
        when = "    when: {Type: Customer}\n" if run.narrowed and name == "industry" else ""
        was = "was: [own/quality/email]\n" if name == "reachable" else ""
        text = _RULE.format(title=title, severity=severity, owner=owner, object=table, field=field, was=was, when=when)
        (folder / f"{name}.yaml").write_text(text)


def _snapshot(root: Path, run: Run) -> Path:
    """Accounts A to D are customers, E to H are partners."""
    fields = {
        "Account": {"Industry": run.industry, "Phone": run.phone},
        "Contact": {"Email": run.email},
        "Opportunity": {"NextStep": run.next_step},
    }
    begun = Staging.begin(root, ORG, tool_version="1", started=run.at, plan_sha256=run.at.isoformat())
    with begun as staging:
        for table, empty in fields.items():
            shown = {} if run.hidden == table else empty
            columns = {name: FieldType("string") for name in ("Type", "OwnerId", "Name", *shown)}
            writer = staging.table(table, Source.DATA, {"Id": FieldType("id"), **columns})
            rows = [_row(table, letter, shown) for letter in "ABCDEFGH"]
            writer.page("1", pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in ("Id", *columns)])))
            writer.finish(queries=[f"SELECT {table}"], count_before=8, count_after=8, row_filter=ALL_ROWS)
        auditor = Auditor("005000000000009AAA", "auditor@acme.test", ("ViewAllData",))
        return staging.commit(ManifestExtras(auditor, "rules", run.at))


def _row(table: str, letter: str, empty: Mapping[str, str]) -> dict[str, str | None]:
    prefix = {"Account": "001", "Contact": "003", "Opportunity": "006"}[table]
    kind = "Customer" if letter in "ABCD" else "Partner"
    row = {
        "Id": f"{prefix}00000000000{ord(letter) - 64}AAA",
        "Type": kind,
        "OwnerId": "005000000000001AAA",
        "Name": letter,
    }
    return {**row, **{field: None if letter in letters else "there" for field, letters in empty.items()}}
