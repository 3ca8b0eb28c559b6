"""Counts of the org that it does not give: what to grant is the object, not its count."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sf_audit.connector.api.identity import RecordVisibility
from sf_audit.connector.collect.collect import collect
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.plan import build_plan
from sf_audit.model.review import OrgIdentity, Reason
from sf_audit.snapshot.needs import Need, Source
from sf_audit.snapshot.staging import Staging
from tests.connector_reading.reading_org import ORG_ID, Org
from tests.connector_reading.replies import error, text_field

TAKEN = datetime(2026, 3, 10, 12, tzinfo=UTC)
ACME = OrgIdentity(ORG_ID, "Acme", False, "https://127.0.0.1", "America/New_York", "Enterprise Edition")


def test_a_refused_count_asks_for_read_on_its_object(org: Org, client: Client, tmp_path: Path) -> None:
    org.add("Lead", [text_field("Score__c")], [])
    org.fail_once("COUNT", error("INSUFFICIENT_ACCESS", 400))
    counts = Need("fill_counts", frozenset(), source=Source.COUNTS, of=frozenset({"Lead"}))
    plan, describes = build_plan(client, [counts], ACME, TAKEN)

    with Staging.begin(tmp_path, ACME, tool_version="1", started=TAKEN, plan_sha256=plan.sha256) as staging:
        collect(client, plan, describes, staging, visibility=RecordVisibility(all_rows=True))
        unread = staging._writers["fill_counts"].entry.uncovered["Lead"]

    assert unread.reason is Reason.OBJECT_NOT_READABLE
    assert unread.unlocked_by == "Read on Lead"
