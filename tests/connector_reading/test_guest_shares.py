"""What is shared with guest users, as the org counts it."""

from __future__ import annotations

import re
from typing import Any

from sf_audit.connector.api.identity import RecordVisibility
from sf_audit.model.review import Reason, Unread
from sf_audit.snapshot.needs import CUSTOM_OBJECTS, Need, Source
from tests.connector_reading.gathering import Gather
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import Row, error, said, text_field

GUEST = "005000000000001AAA"
GROUP = "00G000000000001EAA"


def shares(*names: str) -> Need:
    return Need("guest_shares", frozenset(), source=Source.COUNTS, of=frozenset(names), some_will_do=True)


def with_objects(org: Org, *names: str, guests: int = 1) -> None:
    rows = [{"Id": f"00500000000000{at}AAA", "UserType": "Guest", "IsActive": True} for at in range(guests)]
    org.add("User", [text_field("UserType"), text_field("IsActive", "boolean")], rows)
    for name in (*names, "GroupMember"):
        org.add(name, [text_field("GroupId"), text_field("UserOrGroupId")], [])


def counts(*rows: Row) -> Any:
    return said({"totalSize": len(rows), "done": True, "records": list(rows)})


def asked(org: Org) -> list[str]:
    return [found[1] for line in org.arrived if (found := re.search(r"COUNT\S*?\+FROM\+(\w+)", line))]


def test_each_object_is_counted_by_cause_and_recipient_and_nothing_is_read(org: Org, gather: Gather) -> None:
    with_objects(org, "Account", "AccountShare", "Lead", "LeadShare", "Visit__c", "Visit__Share", "Contact")
    org.fail_once(r"AccountShare\+WHERE\+RowCause", counts({"UserOrGroupId": GROUP, "RowCause": "GuestRule", "n": 12}))
    org.fail_once(r"AccountShare\+WHERE\+User", counts({"UserOrGroupId": GUEST, "RowCause": "Owner", "n": 3}))
    for name in ("LeadShare", "LeadShare", "Visit__Share", "Visit__Share"):
        org.fail_once(rf"FROM\+{name}", counts())

    found = gather(shares("Account", "Lead", "Contact", CUSTOM_OBJECTS))

    assert found.rows("guest_shares") == [
        {"object": "Account", "recipient": GROUP, "row_cause": "GuestRule", "shares": 12},
        {"object": "Account", "recipient": GUEST, "row_cause": "Owner", "shares": 3},
        {"object": "Lead", "recipient": None, "row_cause": None, "shares": 0},
        {"object": "Visit__c", "recipient": None, "row_cause": None, "shares": 0},
        {"object": "Contact", "recipient": None, "row_cause": None, "shares": None},
    ]
    assert not found["guest_shares"].uncovered
    assert sorted(asked(org)) == ["AccountShare"] * 2 + ["LeadShare"] * 2 + ["User"] + ["Visit__Share"] * 2
    assert found["guest_shares"].queries[2] == (
        "SELECT UserOrGroupId, RowCause, COUNT(Id) n FROM AccountShare"
        " WHERE RowCause IN ('GuestRule','GuestParentImplicit','GuestPersonImplicit')"
        " GROUP BY UserOrGroupId, RowCause"
    )


def test_without_a_guest_user_one_question_is_enough_whatever_the_auditor_sees(org: Org, gather: Gather) -> None:
    with_objects(org, "Account", "AccountShare", guests=0)

    found = gather(shares("Account", "Opportunity"), seen=RecordVisibility(all_rows=False))

    assert (found.rows("guest_shares"), asked(org)) == ([], ["User"])
    assert not found["guest_shares"].uncovered


def test_shares_that_may_be_hidden_are_counted_and_the_object_is_not_covered(org: Org, gather: Gather) -> None:
    with_objects(org, "Account", "AccountShare")
    org.fail_once(r"FROM\+AccountShare", counts({"UserOrGroupId": GUEST, "RowCause": "GuestRule", "n": 1}))
    org.fail_once(r"FROM\+AccountShare", counts())

    found = gather(shares("Account"), seen=RecordVisibility(all_rows=False))

    assert [row["shares"] for row in found.rows("guest_shares")] == [1]
    assert dict(found["guest_shares"].uncovered) == {
        "Account": Unread(
            Reason.ROWS_HIDDEN,
            "only those records of AccountShare that are shared with the auditor user can be counted",
            "View All Records on Account, or View All Data",
        )
    }


def test_a_query_that_is_refused_costs_its_object_alone(org: Org, gather: Gather) -> None:
    with_objects(org, "Account", "AccountShare", "Lead", "LeadShare")
    org.fail_once(r"AccountShare\+WHERE\+User", error("INSUFFICIENT_ACCESS", 403))
    for name in ("AccountShare", "LeadShare", "LeadShare"):
        org.fail_once(rf"FROM\+{name}", counts())

    found = gather(shares("Account", "Lead"))

    assert [(row["object"], row["shares"]) for row in found.rows("guest_shares")] == [("Lead", 0)]
    assert dict(found["guest_shares"].uncovered) == {
        "Account": Unread(
            Reason.OBJECT_NOT_READABLE,
            "the org did not count the shares of Account (INSUFFICIENT_ACCESS)",
            "Read on Account",
        )
    }


def test_where_guest_users_are_refused_no_object_is_covered(org: Org, gather: Gather) -> None:
    with_objects(org, "Account", "AccountShare")
    org.fail_once(r"FROM\+User", error("INSUFFICIENT_ACCESS", 403))

    found = gather(shares("Account"))

    assert dict(found["guest_shares"].uncovered) == {
        "Account": Unread(
            Reason.OBJECT_NOT_READABLE, "the org did not count the guest users (INSUFFICIENT_ACCESS)", "View All Users"
        )
    }


def test_an_answer_that_is_no_count_is_not_taken_for_none(org: Org, gather: Gather) -> None:
    garbled: list[Row] = [
        {"UserOrGroupId": GUEST, "RowCause": "GuestRule", "n": "many"},
        {"UserOrGroupId": None, "RowCause": "GuestRule", "n": 1},
        {"UserOrGroupId": GUEST, "RowCause": 5, "n": 1},
        {"UserOrGroupId": GUEST, "RowCause": "GuestRule", "n": True},
    ]
    names = [f"Part_{at}__c" for at in range(len(garbled))]
    with_objects(org, *names, *(name.replace("__c", "__Share") for name in names))
    for name, row in zip(names, garbled, strict=True):
        share = name.replace("__c", "__Share")
        org.fail_once(rf"FROM\+{share}", counts(row))
        org.fail_once(rf"FROM\+{share}", counts())

    found = gather(shares(*names))

    assert found.rows("guest_shares") == []
    assert {unread.reason for unread in found["guest_shares"].uncovered.values()} == {Reason.INCOMPLETE}
    assert sorted(found["guest_shares"].uncovered) == names


def members(*groups: str) -> Any:
    records = [{"GroupId": group} for group in groups]
    return said({"totalSize": len(records), "done": True, "records": records})


def test_what_goes_to_a_group_that_a_guest_was_left_in_is_counted_too(org: Org, gather: Gather) -> None:
    outer = "00G000000000002EAA"
    with_objects(org, "Account", "AccountShare")
    for reply in (members(GROUP), members(outer), members(GROUP)):
        org.fail_once(r"SELECT\+GroupId", reply)
    for reply in (counts(), counts(), counts({"UserOrGroupId": outer, "RowCause": "Rule", "n": 40})):
        org.fail_once(r"FROM\+AccountShare", reply)

    found = gather(shares("Account"))

    assert found.rows("guest_shares") == [{"object": "Account", "recipient": outer, "row_cause": "Rule", "shares": 40}]
    assert any(f"IN+%28%27{GROUP}%27%2C%27{outer}%27%29+AND+RowCause+NOT+IN" in line for line in org.arrived)


def test_where_the_groups_of_guests_are_refused_direct_shares_still_count(org: Org, gather: Gather) -> None:
    with_objects(org, "Account", "AccountShare")
    org.fail_once(r"SELECT\+GroupId", error("INSUFFICIENT_ACCESS", 403))
    for reply in (counts({"UserOrGroupId": GUEST, "RowCause": "GuestRule", "n": 2}), counts()):
        org.fail_once(r"FROM\+AccountShare", reply)

    found = gather(shares("Account"))

    assert [row["shares"] for row in found.rows("guest_shares")] == [2]
    assert dict(found["guest_shares"].uncovered) == {
        "Account": Unread(
            Reason.OBJECT_NOT_READABLE,
            "the org did not count the groups that guest users are in (INSUFFICIENT_ACCESS)",
            "View Setup and Configuration",
        )
    }
