"""How filled the custom fields are, as the org counts it, and how many records it says there are."""

from __future__ import annotations

import pytest

from sf_audit.model.review import Reason
from sf_audit.snapshot.needs import Need, Source
from tests.connector_reading.gathering import Gather
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import error, said, text_field


def test_the_org_counts_how_filled_its_custom_fields_are(org: Org, gather: Gather) -> None:
    fields = [
        text_field("Region__c"),
        text_field("Tags__c", "multipicklist", aggregatable=False),
        text_field("Done__c", "boolean"),
        text_field("Story__c", "textarea", aggregatable=False, filterable=False),
    ]
    rows = [
        {
            "Id": f"001{at:012d}AAA",
            "Region__c": "N" if at < 3 else None,
            "Tags__c": "a" if at < 2 else None,
            "Done__c": at == 0,
        }
        for at in range(5)
    ]
    org.add("Account", fields, rows)

    found = gather(Need("fill_counts", frozenset(), source=Source.COUNTS, of=frozenset({"Account"})))

    assert found.rows("fill_counts") == [
        {"object": "Account", "field": "Region__c", "filled": 3, "total": 5, "record_count": 5},
        {"object": "Account", "field": "Tags__c", "filled": 2, "total": 5, "record_count": 5},
        {"object": "Account", "field": "Done__c", "filled": 1, "total": 5, "record_count": 5},
    ]
    assert found["fill_counts"].uncovered["Account.Story__c"].reason is Reason.UNSUPPORTED
    assert set(found["fill_counts"].covers) == {"Account"}


@pytest.mark.parametrize("of", ["Account", "__c"])
def test_the_orgs_own_count_is_kept_beside_how_filled_its_fields_are(org: Org, gather: Gather, of: str) -> None:
    for name in ("Account", "Visit__c"):
        org.add(name, [text_field("Region__c")], [{"Id": "001000000000001AAA", "Region__c": "N"}])
    counts = [{"name": "Account", "count": 5000}, {"name": "Visit__c", "count": 400}]
    org.fail_once("limits/recordCount", said({"sObjects": counts}))

    found = gather(Need("fill_counts", frozenset(), source=Source.COUNTS, of=frozenset({of})))

    (row,) = found.rows("fill_counts")
    assert (row["total"], row["record_count"]) == (1, {"Account": 5000, "__c": 400}[of])


def test_where_the_org_does_not_count_its_records_nothing_is_held_against_them(org: Org, gather: Gather) -> None:
    org.add("Account", [text_field("Region__c")], [{"Id": "001000000000001AAA", "Region__c": "N"}])
    org.fail_once("limits/recordCount", error("INSUFFICIENT_ACCESS", 403))

    found = gather(Need("fill_counts", frozenset(), source=Source.COUNTS, of=frozenset({"Account"})))

    assert [row["record_count"] for row in found.rows("fill_counts")] == [None]
