"""Whoever watches a run hears of every table that is not whole, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sf_audit.connector.api.identity import RecordVisibility
from sf_audit.connector.collect.collect import NullProgress, collect
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.plan import build_plan
from sf_audit.model.review import OrgIdentity
from sf_audit.snapshot.needs import need
from sf_audit.snapshot.staging import Staging
from tests.connector_reading.reading_org import ORG_ID, Org
from tests.connector_reading.replies import text_field

TAKEN = datetime(2026, 3, 10, 12, tzinfo=UTC)
ACME = OrgIdentity(ORG_ID, "Acme", False, "https://127.0.0.1", "America/New_York", "Enterprise Edition")


class Heard(NullProgress):
    """Remembers the last word on each table."""

    def __init__(self) -> None:
        self.notes: dict[str, str] = {}

    def done(self, table: str, note: str) -> None:
        self.notes[table] = note


def test_an_id_that_came_twice_is_told(org: Org, client: Client, tmp_path: Path) -> None:
    org.add("Lead", [text_field("Name")], [{"Id": "00Q000000000001AAA", "Name": name} for name in ("Ada", "Eve")])
    plan, describes = build_plan(client, [need("Lead", "Name")], ACME, TAKEN)
    heard = Heard()

    with Staging.begin(tmp_path, ACME, tool_version="1", started=TAKEN, plan_sha256=plan.sha256) as staging:
        collect(client, plan, describes, staging, visibility=RecordVisibility(all_rows=True), progress=heard)

    assert "with that of another row" in heard.notes["Lead"]
