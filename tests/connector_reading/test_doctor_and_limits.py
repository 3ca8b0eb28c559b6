"""`doctor` asks for the limits, because nothing else tells whether the auditor may see them."""

from __future__ import annotations

from datetime import UTC, datetime

from reading_org import ORG_ID, Org, error

from sf_audit.cli.doctor import with_limits
from sf_audit.connector.client import Client
from sf_audit.connector.plan import draw
from sf_audit.findings import OrgIdentity
from sf_audit.snapshot.needs import Need, Source

TAKEN = datetime(2026, 3, 10, 12, tzinfo=UTC)
ACME = OrgIdentity(ORG_ID, "Acme", False, "https://127.0.0.1", "America/New_York", "Enterprise Edition")
LIMITS = Need("org_limits", frozenset({"name"}), source=Source.LIMITS)


def test_refused_limits_name_the_permission(org: Org, client: Client) -> None:
    plan, _ = draw(client, [LIMITS], ACME, TAKEN)
    org.fail_once("^GET limits", error("INSUFFICIENT_ACCESS", 403))

    (table,) = with_limits(client, plan).tables

    assert table.unread is not None
    assert table.unread.unlocked_by == "View Setup and Configuration"


def test_limits_that_are_said_change_nothing(org: Org, client: Client) -> None:
    plan, _ = draw(client, [LIMITS], ACME, TAKEN)

    assert with_limits(client, plan) == plan
