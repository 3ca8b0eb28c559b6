"""Descriptions that real orgs gave, read without loss; skipped where the recordings are not at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sf_audit.connector.api.describe import Describes
from sf_audit.connector.api.identity import RecordVisibility
from sf_audit.connector.collect.described_tables import describe_fields, describe_picklist_values
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.scope import columns_of
from sf_audit.model.review import Reason
from sf_audit.snapshot.needs import need
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import said

RECORDED = Path(__file__).parents[3] / "shared" / "recordings" / "describe"

pytestmark = pytest.mark.skipif(not RECORDED.is_dir(), reason="no recordings here")


@pytest.fixture
def describes(org: Org, client: Client) -> Describes:
    for name in ("Account", "Contact", "Lead", "Opportunity", "Case", "Event"):
        recorded = json.loads((RECORDED / f"cci__GET_sobjects_{name}_describe__00.json").read_text())
        answer = recorded["response"]["json"] if "json" in recorded["response"] else recorded["response"]["body"]
        org.fail_once(f"sobjects/{name}/describe", said(answer if isinstance(answer, dict) else json.loads(answer)))
    return Describes(client)


@pytest.mark.parametrize(
    ("name", "fields"),
    [("Account", 68), ("Contact", 59), ("Lead", 54), ("Event", 48), ("Opportunity", 40), ("Case", 35)],
)
def test_every_recorded_field_is_described(describes: Describes, name: str, fields: int) -> None:
    assert len(describes.fields(name)) == fields


def test_recorded_types_flags_and_lookups_are_kept(describes: Describes) -> None:
    account = describes.fields("Account")

    assert account["BillingAddress"].type == "address"
    assert (account["AnnualRevenue"].type, account["AnnualRevenue"].precision) == ("currency", 18)
    assert account["Description"].filterable is False
    assert account["OwnerId"].references == ("User",)
    assert account["OwnerId"].relationship == "Owner"


def test_recorded_describes_become_tables(describes: Describes) -> None:
    account = describes.object("Account")

    assert account is not None
    assert describe_fields([account]).num_rows == 68
    assert "Prospect" in describe_picklist_values([account])["value"].to_pylist()


def test_a_compound_address_is_left_to_its_parts(describes: Describes) -> None:
    found = columns_of(need("Account", "BillingAddress BillingCity"), describes)

    assert list(found.fields) == ["BillingCity"]
    assert found.unseen["BillingAddress"].reason is Reason.UNSUPPORTED


def test_line_items_are_seen_with_their_opportunity() -> None:
    seen = RecordVisibility(all_rows=False, objects=frozenset({"Opportunity"}))

    assert not seen.hides("OpportunityLineItem")
    assert seen.hides("QuoteLineItem")
