"""A plan carried out: what was read is whole, what was not says why, and nothing is guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sf_audit.connector.api.identity import identify
from sf_audit.connector.bulk.jobs import clean_up
from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.connector.http.client import Client
from sf_audit.errors import SignInRefused, UsageProblem
from sf_audit.model.review import Reason
from sf_audit.snapshot.needs import need
from tests.connector_reading.contacts import CONTACT_FIELDS, contacts
from tests.connector_reading.gathering import ACME, Gather
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import Row, error, said, text_field


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
