"""Tables about the org itself, what costs a call, and what progress and errors say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sf_audit.connector.bulk.jobs import PollPolicy
from sf_audit.connector.collect.collect import Settings, collect
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.plan import build_plan
from sf_audit.errors import SignInRefused
from sf_audit.model.review import Reason
from sf_audit.snapshot.needs import Need, Source, need
from sf_audit.snapshot.staging import Staging
from tests.connector_reading.contacts import CONTACT_FIELDS
from tests.connector_reading.gathering import ACME, ALL, TAKEN, Gather
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import Reply, Row, error, said, text_field


@pytest.mark.parametrize("stops_in", ["Plan__c", "Visit__c"])
def test_parents_that_were_read_are_not_asked_for_again(org: Org, gather: Gather, stops_in: str) -> None:
    names = ("Plan__c", "Visit__c")
    for name in names:
        org.add(name, [text_field("A__c"), text_field("B__c")], [])
    rows = [
        {"EntityDefinition.QualifiedApiName": name, "DurableId": f"{name}.{one}", "QualifiedApiName": one}
        for name in names
        for one in ("A__c", "B__c")
    ]
    org.add("FieldDefinition", [text_field("QualifiedApiName"), text_field("DurableId")], rows)
    org.batch = 1
    wanted = Need("FieldDefinition", frozenset({"QualifiedApiName"}), source=Source.TOOLING, of=frozenset(names))
    cursor = {"Plan__c": 0, "Visit__c": 1}[stops_in]
    org.faults += [(f"query/0r8{cursor:012d}", error("INVALID_SESSION_ID", 401))] * 2
    with pytest.raises(SignInRefused):
        gather(wanted)

    found = gather(wanted)

    assert [row["DurableId"] for row in found.rows("FieldDefinition")] == [row["DurableId"] for row in rows]
    assert found["FieldDefinition"].unread is None


def field_rows(names: tuple[str, ...]) -> list[Row]:
    """Three rows of FieldPermissions for each object."""
    return [
        {"Id": f"01k00000000{ord(name[0])}0{one}AAA", "SobjectType": name, "Field": f"{name}.F{one}__c"}
        for name in names
        for one in "123"
    ]


FIELD_GRANTS = Need("FieldPermissions", frozenset({"SobjectType", "Field"}), of=frozenset({"Account", "Case", "Lead"}))


@pytest.mark.parametrize(("stops_at", "again"), [(0, ["Account", "Case", "Lead"]), (3, ["Case", "Lead"])])
def test_objects_whose_field_permissions_were_read_are_not_asked_again(
    org: Org, gather: Gather, stops_at: int, again: list[str]
) -> None:
    names = ("Account", "Case", "Lead")
    for name in names:
        org.add(name, [], [])
    org.add("FieldPermissions", [text_field("SobjectType"), text_field("Field")], field_rows(names))
    org.batch = 1
    org.faults += [(f"query/0r8{stops_at:012d}", error("INVALID_SESSION_ID", 401))] * 2
    with pytest.raises(SignInRefused):
        gather(FIELD_GRANTS)
    before = len(org.arrived)

    found = gather(FIELD_GRANTS)

    asked = [one for one in org.arrived[before:] if "SobjectType+FROM+FieldPermissions" in one]
    assert [name for name in names if any(f"%27{name}%27" in one for one in asked)] == again
    assert len(asked) == len(again)
    assert found.rows("FieldPermissions") == field_rows(names)
    assert found["FieldPermissions"].unread is None


def test_field_permissions_that_the_org_counts_and_does_not_give_make_the_table_incomplete(
    org: Org, gather: Gather
) -> None:
    names = ("Account", "Case", "Lead")
    for name in names:
        org.add(name, [], [])
    org.add("FieldPermissions", [text_field("SobjectType"), text_field("Field")], field_rows(names))
    rows = field_rows(("Case",))[:2]
    org.fail_once(r"SobjectType\+FROM.*Case", said({"totalSize": 2, "done": True, "records": rows}))

    unread = gather(FIELD_GRANTS)["FieldPermissions"].unread

    assert unread is not None
    assert unread.detail == "FieldPermissions is incomplete: 8 rows came where the org counts 9"


def test_what_was_read_of_an_object_is_dropped_where_the_org_refuses_the_rest(org: Org, gather: Gather) -> None:
    names = ("Account", "Case", "Lead")
    for name in names:
        org.add(name, [], [])
    org.add("FieldPermissions", [text_field("SobjectType"), text_field("Field")], field_rows(names))
    org.batch = 1
    org.fail_once("query/0r8000000000003", error("QUERY_TOO_COMPLICATED", 400))

    found = gather(FIELD_GRANTS)

    assert found.rows("FieldPermissions") == field_rows(("Account", "Lead"))
    assert list(found["FieldPermissions"].uncovered) == ["Case"]
    assert set(found["FieldPermissions"].covers) == {"Account", "Lead"}


def test_describe_becomes_two_tables(org: Org, gather: Gather) -> None:
    values = [{"value": "Hot", "label": "Hot", "active": True}, {"value": "Old", "label": "Old", "active": False}]
    org.add("Lead", [text_field("Rating", "picklist", picklistValues=values, length=40)], [])
    of = frozenset({"Lead"})

    found = gather(
        Need("describe_fields", frozenset(), source=Source.DESCRIBE, of=of),
        Need("describe_picklist_values", frozenset(), source=Source.DESCRIBE, of=of),
    )

    assert [(row["field"], row["type"], row["length"]) for row in found.rows("describe_fields")] == [
        ("Id", "id", 0),
        ("Rating", "picklist", 40),
    ]
    assert [(row["value"], row["active"]) for row in found.rows("describe_picklist_values")] == [
        ("Hot", True),
        ("Old", False),
    ]
    assert set(found["describe_fields"].covers) == {"Lead"}


def test_the_formula_of_a_field_is_kept_where_the_org_shows_it(org: Org, gather: Gather) -> None:
    shown = text_field("Open__c", "boolean", calculated=True, calculatedFormula="ISBLANK(Rating)")
    org.add("Lead", [shown, text_field("Sum__c", "double", calculated=True, calculatedFormula=None)], [])

    found = gather(Need("describe_fields", frozenset(), source=Source.DESCRIBE, of=frozenset({"Lead"})))

    assert [(row["field"], row["formula"] or "") for row in found.rows("describe_fields")] == [
        ("Id", ""),
        ("Open__c", "ISBLANK(Rating)"),
        ("Sum__c", ""),
    ]


def test_limits_are_read_without_the_figures_of_single_apps(org: Org, gather: Gather) -> None:
    found = gather(Need("org_limits", frozenset(), source=Source.LIMITS))

    assert found.rows("org_limits") == [{"name": "DailyApiRequests", "maximum": 15000, "remaining": 14000}]


def test_a_limit_that_is_no_number_costs_no_other(org: Org, gather: Gather) -> None:
    limits = {"Fine": {"Max": 9, "Remaining": -2}, "Huge": {"Max": 10**30, "Remaining": 1}, "Part": {"Max": 1.5}}
    org.fail_once("^GET limits", said(limits))

    found = gather(Need("org_limits", frozenset(), source=Source.LIMITS))

    assert found.rows("org_limits") == [{"name": "Fine", "maximum": 9, "remaining": -2}]
    assert {name: unread.detail for name, unread in dict(found["org_limits"].uncovered).items()} == {
        name: f"the org reported the limit {name} in a form that is not documented" for name in ("Huge", "Part")
    }


def test_limits_that_are_refused_name_the_permission(org: Org, gather: Gather) -> None:
    org.fail_once("^GET limits", error("INSUFFICIENT_ACCESS", 403))

    found = gather(Need("org_limits", frozenset(), source=Source.LIMITS))

    assert found["org_limits"].unread is not None
    assert found["org_limits"].unread.unlocked_by == "View Setup and Configuration"


def lookups(org: Org) -> list[Row]:
    accounts = [{"Id": f"001{at:012d}AAA", "Name": f"Account {at}"} for at in range(5)]
    org.add("Account", [text_field("Name")], accounts)
    account = text_field("AccountId", "reference", referenceTo=["Account"], relationshipName="Account")
    org.add(
        "Contact",
        [account],
        [
            {"Id": f"003{at:012d}AAA", "AccountId": one}
            for at, one in enumerate([accounts[0]["Id"], "001000000000007AAA", "001000000000009AAA", None])
        ],
    )
    return accounts


def test_a_record_that_came_late_is_no_orphan(org: Org, gather: Gather) -> None:
    accounts = lookups(org)
    org.after["Contact"] = lambda: accounts.append({"Id": "001000000000007AAA", "Name": "Late"})

    found = gather(need("Account", "Name"), need("Contact", "AccountId"), workers=1)

    assert [row["Name"] for row in found.rows("Account")] == [*(f"Account {at}" for at in range(5)), "Late"]
    assert found["Account"].unread is None
    assert found["Account"].notes == ("2 missing records were asked for again: 1 found, 1 does not exist",)


def test_orphans_that_cannot_be_confirmed_are_noted(org: Org, gather: Gather) -> None:
    lookups(org)
    org.fail_once("Account.*IN", error("QUERY_TIMEOUT"))

    found = gather(need("Account", "Name"), need("Contact", "AccountId"))

    assert found["Account"].notes == ("lookups to missing records could not be confirmed (QUERY_TIMEOUT)",)


def test_a_plan_costs_describes_and_one_count(org: Org, contact_rows: list[Row], client: Client) -> None:
    plan, _ = build_plan(client, [need("Contact", "Name Email")], ACME, TAKEN)

    (line,) = plan.queries
    assert (line.soql, line.how, line.rows) == ("SELECT Id,Email,Name FROM Contact", "rest", 250)
    assert line.calls == 3
    assert line.bytes > 250 * 18
    assert sorted(org.arrived) == ["GET limits/recordCount?sObjects=Contact", "GET sobjects/Contact/describe?"]


def test_the_same_plan_has_the_same_hash(org: Org, contact_rows: list[Row], client: Client) -> None:
    first, _ = build_plan(client, [need("Contact", "Name Email")], ACME, TAKEN)
    second, _ = build_plan(client, [need("Contact", "Email Name")], ACME, TAKEN)
    other, _ = build_plan(client, [need("Contact", "Name")], ACME, TAKEN)

    assert first.sha256 == second.sha256 != other.sha256


def test_a_parent_column_is_read_through_its_lookup(org: Org, gather: Gather) -> None:
    org.add("User", [text_field("Name")], [])
    owner = text_field("OwnerId", "reference", referenceTo=["Group", "User"], relationshipName="Owner")
    org.add("Lead", [owner], [{"Id": "00Q000000000001EAA", "Owner.Name": "Ana"}])

    found = gather(need("Lead", "Owner.Name Owner.Nickname"))

    assert [row["Owner.Name"] for row in found.rows("Lead")] == ["Ana"]
    assert found["Lead"].unseen["Owner.Nickname"].unlocked_by == "Read on Lead.Owner.Nickname"


def test_errors_hold_no_value_of_a_record(org: Org, contact_rows: list[Row], gather: Gather) -> None:
    org.page_faults[0] = [
        lambda reply: replace(reply, body=reply.body.replace(b'"c1@example.org"', b'"c1@example.org","secret"'))
    ] * 5

    found = gather(need("Contact", "Name Email"), bulk_from=100)

    assert found["Contact"].unread is not None
    assert "example" not in found["Contact"].unread.detail


def test_a_describe_that_is_no_describe_costs_one_table(org: Org, contact_rows: list[Row], gather: Gather) -> None:
    org.add("Lead", CONTACT_FIELDS, [])
    html = Reply(200, {"Content-Type": "text/html"}, b"<html>Sign in to the proxy</html>")
    for _ in range(2):
        org.fail_once("Lead/describe", html)

    found = gather(need("Contact", "Name"), need("Lead", "Name"))

    assert found["Lead"].unread is not None
    assert found["Lead"].unread.reason is Reason.INCOMPLETE
    assert (found["Contact"].unread, found["Contact"].rows) == (None, 250)


class Listener:
    """Keeps what a person would see."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str, object]] = []

    def start(self, table: str, total: int | None) -> None:
        self.said.append(("start", table, total))

    def advance(self, table: str, rows: int) -> None:
        self.said.append(("advance", table, rows))

    def done(self, table: str, note: str) -> None:
        self.said.append(("done", table, note))


def test_progress_is_told_page_by_page(
    org: Org, contact_rows: list[Row], client: Client, tmp_path: Path, patience: PollPolicy
) -> None:
    listener = Listener()
    plan, describes = build_plan(client, [need("Contact", "Name"), need("Quote", "Name")], ACME, TAKEN)
    settings = Settings(workers=1, bulk_from=100, patience=patience)
    with Staging.begin(tmp_path, ACME, tool_version="1", started=TAKEN, plan_sha256=plan.sha256) as staging:
        collect(client, plan, describes, staging, visibility=ALL, progress=listener, settings=settings)

    assert listener.said == [
        ("start", "Contact", 250),
        ("advance", "Contact", 100),
        ("advance", "Contact", 100),
        ("advance", "Contact", 50),
        ("done", "Contact", ""),
        ("done", "Quote", "Quote is not visible to the auditor user, or this org does not have it"),
    ]
