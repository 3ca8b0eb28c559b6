"""A plan carried out: what was read is whole, what was not says why, and nothing is guessed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sf_audit.connector.api.describe import DescribedField, Describes
from sf_audit.connector.api.identity import RecordVisibility, identify, record_visibility, whoami
from sf_audit.connector.bulk.jobs import PollPolicy, clean_up
from sf_audit.connector.collect.collect import Settings, collect
from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.plan import build_plan
from sf_audit.errors import SignInRefused, UsageProblem
from sf_audit.model.review import Reason
from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.manifest import Auditor
from sf_audit.snapshot.needs import CUSTOM_OBJECTS, Clause, Comparison, Need, Source, need
from sf_audit.snapshot.staging import Staging
from tests.connector_reading.gathering import ACME, ALL, TAKEN, Gather
from tests.connector_reading.reading_org import CONTACT_FIELDS, Org, Reply, Row, contacts, error, said, text_field


def test_the_org_says_who_it_is(org: Org, client: Client) -> None:
    assert identify(client, "https://127.0.0.1") == ACME


def test_an_org_in_a_zone_that_this_machine_does_not_know_is_said_before_anything_is_read(
    org: Org, client: Client
) -> None:
    org.rows["Organization"][0]["TimeZoneSidKey"] = "Atlantis/Poseidonis"

    with pytest.raises(UsageProblem, match="“Atlantis/Poseidonis”, is not known") as wrong:
        identify(client, "https://127.0.0.1")

    assert "tzdata" in wrong.value.hint


@pytest.mark.parametrize("name", ["", "00D", "../../elsewhere", "001000000000001AAA", "00D000000000001AAA", "x" * 18])
def test_an_org_without_an_org_id_is_no_answer(org: Org, client: Client, name: str) -> None:
    org.rows["Organization"][0]["Id"] = name

    with pytest.raises(ApiError) as garbled:
        identify(client, "https://127.0.0.1")

    assert garbled.value.kind is Kind.INVALID_RESPONSE


@pytest.mark.parametrize(("bulk_from", "jobs"), [(10_000, 0), (100, 1)])
def test_every_row_of_a_table_is_read(
    org: Org, contact_rows: list[Row], gather: Gather, bulk_from: int, jobs: int
) -> None:
    found = gather(need("Contact", "Name Email"), bulk_from=bulk_from)

    assert found["Contact"].unread is None
    assert (found["Contact"].count_before, found["Contact"].rows, found["Contact"].count_after) == (250, 250, 250)
    assert {row["Id"]: row["Email"] for row in found.rows("Contact")} == {
        row["Id"]: row["Email"] for row in contact_rows
    }
    assert len(found.jobs) == jobs


def test_jobs_are_deleted_when_the_caller_says_so(
    org: Org, contact_rows: list[Row], client: Client, gather: Gather
) -> None:
    found = gather(need("Contact", "Name"), bulk_from=100)

    assert org.deleted == []
    assert clean_up(client, found.own) == 1
    assert org.deleted == list(found.jobs)
    assert found.own.left() == ()


def test_a_job_that_still_runs_is_aborted_before_it_is_deleted(
    org: Org, contact_rows: list[Row], client: Client, gather: Gather
) -> None:
    found = gather(need("Contact", "Name"), bulk_from=100)
    org.fail_once("^DELETE", error("INVALIDJOBSTATE", 400))

    assert clean_up(client, found.own) == 1
    assert [one.split()[0] for one in org.arrived[-3:]] == ["DELETE", "PATCH", "DELETE"]
    assert found.own.left() == ()


def test_a_job_that_takes_too_long_is_replaced_by_short_queries(
    org: Org, contact_rows: list[Row], gather: Gather
) -> None:
    org.job_states = [{"state": "Failed", "errorMessage": "QUERY_TIMEOUT: too long"}]

    found = gather(need("Contact", "Name"), bulk_from=100)

    assert (found["Contact"].unread, found["Contact"].rows) == (None, 250)
    assert found["Contact"].notes == (
        "the bulk job took too long, so the rows were read in short queries",
        "read along Id, 2,000 rows at a time",
    )


def test_a_hidden_field_is_named_with_what_unlocks_it(org: Org, contact_rows: list[Row], gather: Gather) -> None:
    found = gather(need("Contact", "Name Phone"))

    unseen = found["Contact"].unseen["Phone"]
    assert (unseen.reason, unseen.unlocked_by) == (
        Reason.FIELD_NOT_VISIBLE,
        "Read on Contact.Phone, if the field exists: View Setup and Configuration shows whether it does",
    )
    assert found["Contact"].queries == ("SELECT Id,Name FROM Contact",)
    assert found["Contact"].unread is None


def test_an_optional_field_that_is_not_there_is_no_loss(org: Org, contact_rows: list[Row], gather: Gather) -> None:
    found = gather(need("Contact", "Name", optional="Email CurrencyIsoCode"))

    assert found["Contact"].queries == ("SELECT Id,Email,Name FROM Contact",)
    assert found["Contact"].unseen == {}


def test_a_compound_field_is_never_asked_for(org: Org, gather: Gather) -> None:
    org.add("Contact", [*CONTACT_FIELDS, text_field("MailingAddress", "address")], contacts(3))

    found = gather(need("Contact", "Name MailingAddress"))

    assert found["Contact"].unseen["MailingAddress"].reason is Reason.UNSUPPORTED


@pytest.mark.parametrize("bulk_from", [10_000, 100])
def test_a_field_that_goes_meanwhile_is_dropped_and_named(
    org: Org, contact_rows: list[Row], gather: Gather, bulk_from: int
) -> None:
    def people_hide_it() -> None:
        org.fields["Contact"] = [one for one in org.fields["Contact"] if one["name"] != "Email"]

    org.after["Contact"] = people_hide_it

    found = gather(need("Contact", "Name Email"), bulk_from=bulk_from)

    assert found["Contact"].unseen["Email"].unlocked_by == "Read on Contact.Email"
    assert found["Contact"].unread is None
    assert found["Contact"].rows == 250


def test_an_object_that_is_not_visible_is_refused_by_name(org: Org, gather: Gather) -> None:
    found = gather(need("Quote", "Name"), need("Order", "Name", required=False))

    unread = found["Quote"].unread
    assert unread is not None
    assert (unread.reason, unread.unlocked_by) == (
        Reason.OBJECT_NOT_READABLE,
        "Read on Quote, if the object exists: View Setup and Configuration shows whether it does",
    )
    assert "Order" not in found.tables


def test_what_bulk_refuses_is_read_over_rest(org: Org, contact_rows: list[Row], gather: Gather) -> None:
    org.not_bulk.add("Contact")

    found = gather(need("Contact", "Name"), bulk_from=100)

    assert (found["Contact"].unread, found["Contact"].rows) == (None, 250)
    assert found["Contact"].notes == ("Bulk API 2.0 refused the query (INVALIDENTITY); it was read over REST",)


def test_what_rest_finds_too_slow_is_read_with_bulk(org: Org, contact_rows: list[Row], gather: Gather) -> None:
    org.fail_once("q=SELECT\\+Id", error("QUERY_TIMEOUT"))

    found = gather(need("Contact", "Name"))

    assert (found["Contact"].unread, found["Contact"].rows, len(found.jobs)) == (None, 250, 1)


def test_a_count_that_times_out_is_unverified(org: Org, contact_rows: list[Row], gather: Gather) -> None:
    for _ in range(2):
        org.fail_once("COUNT", error("QUERY_TIMEOUT"))

    found = gather(need("Contact", "Name"))

    assert found["Contact"].unread is None
    assert (found["Contact"].count_before, found["Contact"].count_after) == (None, None)
    assert found["Contact"].notes == ("the number of rows is unverified: COUNT() was refused (QUERY_TIMEOUT)",)


def test_a_living_org_is_recorded(org: Org, contact_rows: list[Row], gather: Gather) -> None:
    org.after["Contact"] = lambda: contact_rows.extend(contacts(252)[250:])

    found = gather(need("Contact", "Name"))

    assert found["Contact"].unread is None
    assert found["Contact"].notes == ("the org counted 250 rows before and 252 after",)


def test_fewer_rows_than_the_org_counts_are_incomplete(org: Org, contact_rows: list[Row], gather: Gather) -> None:
    org.fail_once(
        "q=SELECT\\+Id",
        said({"totalSize": 0, "done": True, "records": []}),
    )

    found = gather(need("Contact", "Name"))

    assert found["Contact"].unread is not None
    assert found["Contact"].unread.reason is Reason.INCOMPLETE


def test_a_page_that_stays_wrong_is_incomplete_and_the_others_are_whole(
    org: Org, contact_rows: list[Row], gather: Gather
) -> None:
    org.add("Lead", CONTACT_FIELDS, [{**row, "Id": "00Q" + row["Id"][3:-3] + "EAA"} for row in contacts(5)])
    org.page_faults[1] = [lambda reply: replace(reply, cut=300)] * 5

    found = gather(need("Contact", "Name"), need("Lead", "Name"), bulk_from=100)

    assert found["Contact"].unread is not None
    assert found["Contact"].unread.reason is Reason.INCOMPLETE
    assert (found["Lead"].unread, found["Lead"].rows) == (None, 5)


def test_a_second_run_reads_only_what_the_first_did_not(org: Org, contact_rows: list[Row], gather: Gather) -> None:
    org.add("Account", CONTACT_FIELDS, [{**row, "Id": "001" + row["Id"][3:]} for row in contacts(5)])
    org.faults += [("results.*L1", error("INVALID_SESSION_ID", 401))] * 2
    needs = (need("Account", "Name"), need("Contact", "Name"))
    with pytest.raises(SignInRefused):
        gather(*needs, bulk_from=100, workers=1)
    org.arrived.clear()

    found = gather(*needs, bulk_from=100, workers=1)

    assert (found["Account"].rows, found["Contact"].rows) == (5, 250)
    assert found["Contact"].unread is None
    assert sum("results" in one for one in org.arrived) == 2


def test_a_spent_allowance_is_a_reason_not_a_crash(org: Org, contact_rows: list[Row], gather: Gather) -> None:
    org.fail_once("q=SELECT\\+Id", error("REQUEST_LIMIT_EXCEEDED", 403))

    found = gather(need("Contact", "Name"))

    assert found["Contact"].unread is not None
    assert found["Contact"].unread.reason is Reason.BUDGET_SPENT


@pytest.mark.parametrize(
    ("seen", "hidden"),
    [
        (RecordVisibility(True), False),
        (RecordVisibility(False), True),
        (RecordVisibility(None), True),
        (RecordVisibility(False, frozenset({"Contact"})), False),
    ],
)
def test_rows_may_be_hidden_unless_the_auditor_sees_all(
    org: Org, contact_rows: list[Row], gather: Gather, seen: RecordVisibility, hidden: bool
) -> None:
    org.add("User", [text_field("Name")], [{"Id": "005000000000001AAA", "Name": "Ana"}])

    found = gather(need("Contact", "Name"), need("User", "Name"), seen=seen)

    assert found["Contact"].rows_hidden is hidden
    assert found["User"].rows_hidden is False


def test_the_org_says_who_looks_and_what_that_user_may(org: Org, client: Client) -> None:
    permissions = ["PermissionsViewAllData", "PermissionsViewSetup", "PermissionsModifyAllData"]
    org.add(
        "UserPermissionAccess",
        [text_field(permission, "boolean") for permission in permissions],
        [{"PermissionsViewAllData": True, "PermissionsViewSetup": True, "PermissionsModifyAllData": False}],
    )
    org.fail_once("userinfo", said({"user_id": "005000000000001AAA", "preferred_username": "auditor@acme.example"}))

    auditor = whoami(client, Describes(client))

    assert auditor == Auditor(
        "005000000000001AAA", "auditor@acme.example", ("PermissionsViewAllData", "PermissionsViewSetup")
    )
    assert record_visibility(client, auditor) == RecordVisibility(all_rows=True)


def test_view_all_records_of_single_objects_counts(org: Org, client: Client) -> None:
    org.add("UserPermissionAccess", [text_field("PermissionsViewAllData")], [{"PermissionsViewAllData": False}])
    seen = said({"totalSize": 1, "done": True, "records": [{"SobjectType": "Contact"}]})
    org.fail_once("ObjectPermissions", seen)

    found = record_visibility(client, Auditor("005000000000001AAA", "auditor@acme.example"))

    assert found == RecordVisibility(all_rows=False, objects=frozenset({"Contact"}))
    assert (found.hides("Contact"), found.hides("Lead"), found.hides("User")) == (False, True, False)


def test_permission_sets_answer_where_the_org_has_no_row_about_the_user(org: Org, client: Client) -> None:
    org.fail_once("FROM\\+PermissionSet\\+", said({"totalSize": 1, "done": True, "records": [{"Id": "0PS"}]}))
    org.fail_once("ObjectPermissions", said({"totalSize": 0, "done": True, "records": []}))

    assert record_visibility(client, Auditor("005000000000001AAA", "")) == RecordVisibility(all_rows=True)


def test_a_durable_id_is_text() -> None:
    field = DescribedField("EntityDefinitionId", "reference", references=("EntityDefinition",))

    assert field.kind == FieldType("string")


def test_an_org_that_does_not_say_leaves_it_open(org: Org, client: Client) -> None:
    auditor = whoami(client, Describes(client))

    assert auditor == Auditor("", "")
    assert record_visibility(client, auditor) == RecordVisibility(all_rows=None)


def test_days_are_counted_in_the_time_zone_of_the_org(org: Org, gather: Gather) -> None:
    org.add("Case", [text_field("CreatedDate", "datetime")], [])

    found = gather(need("Case", "Id", rows=frozenset({Clause("CreatedDate", Comparison.OLDER_THAN_DAYS, (90,))})))

    assert found["Case"].queries == ("SELECT Id,CreatedDate FROM Case WHERE CreatedDate < 2025-12-10T05:00:00Z",)


def test_fields_of_custom_objects_are_asked_for_one_object_at_a_time(org: Org, gather: Gather) -> None:
    for name in ("Visit__c", "Plan__c"):
        org.add(name, [text_field("Note__c")], [])
    org.add(
        "FieldDefinition",
        [text_field("QualifiedApiName"), text_field("DurableId"), text_field("Description")],
        [
            {
                "EntityDefinition.QualifiedApiName": name,
                "DurableId": f"{name}.Note__c",
                "QualifiedApiName": "Note__c",
                "Description": f"of {name}",
            }
            for name in ("Visit__c", "Plan__c", "Account")
        ],
    )
    wanted = Need(
        "FieldDefinition",
        frozenset({"QualifiedApiName", "Description"}),
        source=Source.TOOLING,
        of=frozenset({CUSTOM_OBJECTS, "Hidden"}),
    )

    found = gather(wanted)

    assert [row["Description"] for row in found.rows("FieldDefinition")] == ["of Plan__c", "of Visit__c"]
    assert set(found["FieldDefinition"].covers) == {CUSTOM_OBJECTS, "Plan__c", "Visit__c"}
    assert found["FieldDefinition"].uncovered["Hidden"].reason is Reason.OBJECT_NOT_READABLE
    assert found["FieldDefinition"].queries[0] == (
        "SELECT DurableId,Description,QualifiedApiName FROM FieldDefinition "
        "WHERE EntityDefinition.QualifiedApiName = 'Plan__c'"
    )


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


def test_limits_are_read_without_the_figures_of_single_apps(org: Org, gather: Gather) -> None:
    found = gather(Need("org_limits", frozenset(), source=Source.LIMITS))

    assert found.rows("org_limits") == [{"name": "DailyApiRequests", "maximum": 15000, "remaining": 14000}]


def test_limits_that_are_refused_name_the_permission(org: Org, gather: Gather) -> None:
    org.fail_once("^GET limits", error("INSUFFICIENT_ACCESS", 403))

    found = gather(Need("org_limits", frozenset(), source=Source.LIMITS))

    assert found["org_limits"].unread is not None
    assert found["org_limits"].unread.unlocked_by == "View Setup and Configuration"


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
        {"object": "Account", "field": "Region__c", "filled": 3, "total": 5},
        {"object": "Account", "field": "Tags__c", "filled": 2, "total": 5},
        {"object": "Account", "field": "Done__c", "filled": 1, "total": 5},
    ]
    assert found["fill_counts"].uncovered["Account.Story__c"].reason is Reason.UNSUPPORTED
    assert set(found["fill_counts"].covers) == {"Account"}


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
    assert found["Account"].notes == ("2 missing records were asked for again: 1 found, the others do not exist",)


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
