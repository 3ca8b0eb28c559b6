"""What picklists offer for each record type, as the org says it."""

from __future__ import annotations

import pytest

from sf_audit.errors import SignInRefused
from sf_audit.model.review import Reason
from sf_audit.snapshot.needs import Need, Source
from tests.connector_reading.gathering import Gather
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import Reply, Row, error, said, text_field

MASTER, RETAIL = "012000000000000AAA", "012000000000001AAA"
WANTED = Need("record_type_values", frozenset(), source=Source.RECORD_TYPES, of=frozenset({"Account"}))


def offers(**fields: list[str]) -> Reply:
    values = {name: {"values": [{"label": value, "value": value} for value in some]} for name, some in fields.items()}
    return said({"eTag": "x", "picklistFieldValues": values})


def listed(values: object) -> Reply:
    return said({"picklistFieldValues": {"Rating": {"values": values}}})


def address(record_type: str) -> str:
    return f"ui-api/object-info/Account/picklist-values/{record_type}"


@pytest.fixture
def types(org: Org) -> list[Row]:
    org.add("Account", [text_field("Rating", "picklist")], [])
    org.record_types["Account"] = [
        {"recordTypeId": RETAIL, "developerName": "Retail", "name": "Retail business"},
        {"recordTypeId": MASTER, "developerName": "Master", "name": "Master"},
    ]
    org.resources[address(RETAIL)] = offers(Rating=["Hot", "Cold"], Type=[])
    org.resources[address(MASTER)] = offers(Rating=["Hot", "Warm"])
    return org.record_types["Account"]


def test_each_record_type_is_asked_for(org: Org, gather: Gather, types: list[Row]) -> None:
    found = gather(WANTED)

    assert found.rows("record_type_values") == [
        {"object": "Account", "record_type": RETAIL, "field": "Rating", "value": "Hot"},
        {"object": "Account", "record_type": RETAIL, "field": "Rating", "value": "Cold"},
        {"object": "Account", "record_type": RETAIL, "field": "Type", "value": None},
        {"object": "Account", "record_type": MASTER, "field": "Rating", "value": "Hot"},
        {"object": "Account", "record_type": MASTER, "field": "Rating", "value": "Warm"},
    ]
    assert found["record_type_values"].queries == (f"GET {address(RETAIL)}", f"GET {address(MASTER)}")
    assert found["record_type_values"].covers == ("Account",)
    assert found["record_type_values"].uncovered == {}


@pytest.mark.parametrize(
    ("reply", "reason", "code"),
    [
        (error("INSUFFICIENT_ACCESS", 403), Reason.OBJECT_NOT_READABLE, "INSUFFICIENT_ACCESS"),
        (said({"picklistFieldValues": [1]}), Reason.INCOMPLETE, "UNEXPECTED_PICKLIST_VALUES"),
        (
            said({"picklistFieldValues": {"Rating": {"values": [{"value": 7}]}}}),
            Reason.INCOMPLETE,
            "UNEXPECTED_PICKLIST_VALUES",
        ),
        (said({"picklistFieldValues": {"Rating": {"values": "Hot"}}}), Reason.INCOMPLETE, "UNEXPECTED_VALUES"),
        (said([]), Reason.INCOMPLETE, "UNEXPECTED_PICKLIST_VALUES"),
    ],
)
def test_a_record_type_that_is_refused_costs_itself(
    org: Org, gather: Gather, types: list[Row], reply: Reply, reason: Reason, code: str
) -> None:
    org.resources[address(RETAIL)] = reply

    found = gather(WANTED)

    assert {row["record_type"] for row in found.rows("record_type_values")} == {MASTER}
    assert found["record_type_values"].unread is None
    unread = found["record_type_values"].uncovered[f"Account.{RETAIL}"]
    assert (unread.reason, unread.detail.rpartition("(")[2]) == (reason, f"{code})")
    assert "Account" in unread.detail
    assert "Retail business" in unread.detail
    assert unread.unlocked_by == "Read on Account, or a rule without that record type"


def test_a_session_that_ends_ends_the_run(org: Org, gather: Gather, types: list[Row]) -> None:
    org.resources[address(RETAIL)] = error("INVALID_SESSION_ID", 401)

    with pytest.raises(SignInRefused):
        gather(WANTED)
