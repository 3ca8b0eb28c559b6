"""What one API of the org refuses, another may answer: the table is read all the same, and the manifest says how."""

from __future__ import annotations

import pytest

from sf_audit.model.review import Reason
from sf_audit.snapshot.needs import need
from tests.connector_reading.gathering import Gather
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import Reply, Row, error, text_field

CREATE, POLL, PAGE = r"^POST jobs/query\?", r"^GET jobs/query/\w+\?", r"^GET jobs/query/\w+/results"
FOR_EVER = 40


def always(org: Org, pattern: str, reply: Reply) -> None:
    for _ in range(FOR_EVER):
        org.fail_once(pattern, reply)


REFUSALS = {
    "quota": error("LIMIT_EXCEEDED", 400),
    "quota of Bulk API": error("ExceededQuota", 400),
    "quota, as 403": error("EXCEEDEDQUOTA", 403),
    "object": error("INVALIDENTITY", 400),
    "feature": error("FUNCTIONALITY_NOT_ENABLED", 403),
    "feature of Bulk API": error("FeatureNotEnabled", 400),
    "column": error("INVALID_FIELD", 400, "No such column 'Email' on entity 'Contact'."),
    "compound column": error("API_ERROR", 400),
    "permission": error("INSUFFICIENT_ACCESS", 403),
}


@pytest.mark.parametrize("where", [CREATE, POLL, PAGE], ids=["create", "poll", "page"])
@pytest.mark.parametrize("refusal", ["quota", "quota of Bulk API", "quota, as 403"])
def test_a_spent_bulk_quota_sends_the_reading_over_rest(
    org: Org, contact_rows: list[Row], gather: Gather, where: str, refusal: str
) -> None:
    always(org, where, REFUSALS[refusal])

    found = gather(need("Contact", "Name Email"), bulk_from=100)

    assert (found["Contact"].unread, found["Contact"].rows, dict(found["Contact"].unseen)) == (None, 250, {})
    assert {row["Id"]: row["Email"] for row in found.rows("Contact")} == {
        row["Id"]: row["Email"] for row in contact_rows
    }
    assert [note for note in found["Contact"].notes if "it was read over REST" in note]


def test_a_quota_that_ends_between_two_pages_leaves_no_row_twice(
    org: Org, contact_rows: list[Row], gather: Gather
) -> None:
    always(org, PAGE + r".*locator=L1", REFUSALS["quota"])

    found = gather(need("Contact", "Name"), bulk_from=100)

    assert (found["Contact"].unread, found["Contact"].rows) == (None, 250)


@pytest.mark.parametrize("refusal", REFUSALS)
def test_what_bulk_alone_refuses_is_read_over_rest_with_every_column(
    org: Org, contact_rows: list[Row], gather: Gather, refusal: str
) -> None:
    always(org, CREATE, REFUSALS[refusal])

    found = gather(need("Contact", "Name Email"), bulk_from=100)

    assert (found["Contact"].unread, found["Contact"].rows, dict(found["Contact"].unseen)) == (None, 250, {})
    assert sum(row["Email"] is not None for row in found.rows("Contact")) == 214


@pytest.mark.parametrize(
    "message",
    [
        "ExceededQuota : the limit of query jobs is exceeded",
        "InvalidBatch : Failed to process query: LIMIT_EXCEEDED: no",
        "FeatureNotEnabled : no",
        "Failed to process query: FUNCTIONALITY_NOT_ENABLED: no",
        "InvalidBatch : Failed to process query: INVALID_FIELD: No such column 'Email' on entity 'Contact'.",
        "INVALIDENTITY: Entity 'Contact' is not supported by the Bulk API.",
    ],
)
def test_a_job_that_fails_for_what_bulk_alone_refuses_is_read_over_rest(
    org: Org, contact_rows: list[Row], gather: Gather, message: str
) -> None:
    org.job_states = [{"state": "Failed", "errorMessage": message}]

    found = gather(need("Contact", "Name Email"), bulk_from=100)

    assert (found["Contact"].unread, found["Contact"].rows, dict(found["Contact"].unseen)) == (None, 250, {})


def test_a_column_that_both_refuse_is_left_out_and_named(org: Org, contact_rows: list[Row], gather: Gather) -> None:
    always(org, CREATE, REFUSALS["column"])
    always(org, r"query\?q=SELECT\+Id.*Email.*FROM\+Contact", REFUSALS["column"])

    found = gather(need("Contact", "Name Email"), bulk_from=100)

    assert (found["Contact"].unread, found["Contact"].rows) == (None, 250)
    assert found["Contact"].unseen["Email"].reason is Reason.FIELD_NOT_VISIBLE


def test_the_quota_of_bulk_is_the_reason_where_rest_does_not_take_the_query(
    org: Org, contact_rows: list[Row], gather: Gather
) -> None:
    always(org, r"query\?q=SELECT\+Id", error("QUERY_TIMEOUT"))
    always(org, CREATE, REFUSALS["quota"])

    found = gather(need("Contact", "Name"))

    unread = found["Contact"].unread
    assert unread is not None
    assert unread.reason is Reason.BUDGET_SPENT
    assert unread.unlocked_by == "Run again when the org has bulk queries left"


PAGE_FOR_PEOPLE = {"Content-Type": "text/html"}


@pytest.mark.parametrize("status", [413, 414, 431])
@pytest.mark.parametrize("body", [b"<html>Request-URI Too Long</html>", b""])
def test_an_address_that_is_too_long_is_sent_as_the_body_of_a_bulk_job(
    org: Org, contact_rows: list[Row], gather: Gather, status: int, body: bytes
) -> None:
    always(org, r"^GET query\?q=SELECT\+Id", Reply(status, PAGE_FOR_PEOPLE, body))

    found = gather(need("Contact", "Name"))

    assert (found["Contact"].unread, found["Contact"].rows, len(found.jobs)) == (None, 250, 1)
    assert [note for note in found["Contact"].notes if f"REST refused the query (HTTP_{status})" in note]


@pytest.mark.parametrize("status", [403, 404])
def test_a_page_for_people_is_never_taken_for_a_missing_object(
    org: Org, contact_rows: list[Row], gather: Gather, status: int
) -> None:
    org.add("Lead", [text_field("Name")], [{"Id": "00Q000000000001AAA", "Name": "x"}])
    always(org, r"Lead/describe", Reply(status, PAGE_FOR_PEOPLE, b"<html>Blocked by the company</html>"))

    found = gather(need("Contact", "Name"), need("Lead", "Name"))

    unread = found["Lead"].unread
    assert found["Contact"].unread is None
    assert unread is not None
    assert unread.reason is Reason.INCOMPLETE
    assert "proxy" in unread.unlocked_by
