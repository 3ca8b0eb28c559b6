"""A plan carried out against the org of a test: what was left in the staging folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sf_audit.connector.api.identity import RecordVisibility
from sf_audit.connector.bulk.jobs import PollPolicy
from sf_audit.connector.collect.collect import Settings, collect
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.plan import build_plan
from sf_audit.model.review import OrgIdentity
from sf_audit.snapshot.manifest import TableEntry
from sf_audit.snapshot.needs import Need
from sf_audit.snapshot.pages import decoded
from sf_audit.snapshot.staging import Staging
from sf_audit.warehouse.source import RecordSource
from tests.connector_reading.reading_org import ORG_ID, Org
from tests.connector_reading.replies import Row

TAKEN = datetime(2026, 3, 10, 12, tzinfo=UTC)
ALL = RecordVisibility(all_rows=True)
ACME = OrgIdentity(ORG_ID, "Acme", False, "https://127.0.0.1", "America/New_York", "Enterprise Edition")


class Gathered:
    """What a run left in the staging folder."""

    def __init__(self, staging: Staging, tables: dict[str, TableEntry]) -> None:
        self.tables = tables
        self.own = staging.jobs
        self.jobs = staging.jobs.left()
        self._folder = staging.folder / "snapshot"

    def __getitem__(self, name: str) -> TableEntry:
        return self.tables[name]

    def rows(self, name: str) -> list[Row]:
        return [row for page in self.tables[name].pages for row in decoded(self._folder / page.file).to_pylist()]


Gather = Callable[..., Gathered]


@pytest.fixture
def gather(org: Org, client: Client, tmp_path: Path, patience: PollPolicy) -> Gather:
    def run(
        *needs: Need,
        seen: RecordVisibility = ALL,
        bulk_from: int = 10_000,
        workers: int = 3,
        held: Sequence[RecordSource] = (),
    ) -> Gathered:
        elsewhere = {source.object.lower(): source for source in held}
        plan, describes = build_plan(client, needs, ACME, TAKEN, held=elsewhere)
        begun = Staging.begin(tmp_path, ACME, tool_version="1", started=TAKEN, plan_sha256=plan.sha256)
        with begun as staging:
            settings = Settings(workers=workers, bulk_from=bulk_from, patience=patience)
            collect(client, plan, describes, staging, visibility=seen, settings=settings)
            tables = {name: writer.entry for name, writer in staging._writers.items()}
            return Gathered(staging, tables)

    return run
