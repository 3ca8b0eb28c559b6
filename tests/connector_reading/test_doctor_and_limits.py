"""`doctor` asks what describe does not tell: whether the org says its limits, and answers a query on each object."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sf_audit.cli.doctor.probes import asked
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.plan import build_plan
from sf_audit.model.review import OrgIdentity
from sf_audit.snapshot.needs import Need, Source, need
from tests.connector_reading.reading_org import ORG_ID, Org
from tests.connector_reading.replies import Reply, error, said, text_field

TAKEN = datetime(2026, 3, 10, 12, tzinfo=UTC)
ACME = OrgIdentity(ORG_ID, "Acme", False, "https://127.0.0.1", "America/New_York", "Enterprise Edition")
LIMITS = Need("org_limits", frozenset({"name"}), source=Source.LIMITS)


def test_refused_limits_name_the_permission(org: Org, client: Client) -> None:
    plan, describes = build_plan(client, [LIMITS], ACME, TAKEN)
    org.fail_once("^GET limits", error("INSUFFICIENT_ACCESS", 403))

    (table,) = asked(client, plan, describes).tables

    assert table.unread is not None
    assert table.unread.unlocked_by == "View Setup and Configuration"


def test_limits_that_are_said_change_nothing(org: Org, client: Client) -> None:
    plan, describes = build_plan(client, [LIMITS], ACME, TAKEN)

    assert asked(client, plan, describes) == plan


def test_a_limit_that_is_not_said_is_missing(client: Client) -> None:
    wanted = Need("org_limits", frozenset({"name"}), source=Source.LIMITS, of=frozenset({"DailyApiRequests", "FileMB"}))
    plan, describes = build_plan(client, [wanted], ACME, TAKEN)

    (table,) = asked(client, plan, describes).tables

    assert {name: one.unlocked_by for name, one in table.objects.uncovered.items()} == {
        "FileMB": "View Setup and Configuration; storage limits need Manage Users"
    }


def test_a_limit_of_another_form_is_missing(org: Org, client: Client) -> None:
    wanted = Need("org_limits", frozenset({"name"}), source=Source.LIMITS, of=frozenset({"DailyApiRequests"}))
    plan, describes = build_plan(client, [wanted], ACME, TAKEN)
    org.fail_once("^GET limits", said({"DailyApiRequests": {"Max": 1.5, "Remaining": 1}, "Other": {"Max": "1"}}))

    (table,) = asked(client, plan, describes).tables

    assert {name: unread.detail for name, unread in table.objects.uncovered.items()} == {
        "DailyApiRequests": "the org reported the limit DailyApiRequests in a form that is not documented"
    }


@pytest.mark.parametrize("answer", [said([]), said("none"), said({"DailyApiRequests": []}), said(None)])
def test_limits_of_any_form_let_a_run_begin(org: Org, client: Client, answer: Reply) -> None:
    org.fail_once("^GET limits", answer)

    client.start_budget()

    assert client.budget.limit == 0


def test_an_object_that_is_described_and_not_answered_is_noticed(org: Org, client: Client) -> None:
    org.add("Lead", [text_field("Company")], [])
    org.add("Case", [text_field("Subject")], [])
    plan, describes = build_plan(client, [need("Lead", "Company"), need("Case", "Subject")], ACME, TAKEN)
    org.fail_once("^GET query.*Lead", error("INSUFFICIENT_ACCESS", 403))

    told = {
        table.need.table: table.unread.unlocked_by if table.unread else ""
        for table in asked(client, plan, describes).tables
    }

    assert told == {"Lead": "Read on Lead", "Case": ""}
