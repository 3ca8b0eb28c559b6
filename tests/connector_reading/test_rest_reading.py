"""REST answers that end early, turn in circles or lose their place: told apart from a living org."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest

from sf_audit.connector.api.query_reader import RestReader
from sf_audit.connector.api.read_report import Reading
from sf_audit.connector.api.records import text_table
from sf_audit.connector.api.soql import Query, split
from sf_audit.connector.collect.wide_tables import read_in_parts
from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.connector.http.client import Client
from tests.connector_reading.contacts import CONTACT_FIELDS, contacts
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import Reply, Row, error, said, text_field

QUERY = Query("Contact", ("Id", "Name", "Email"))


class Shelf:
    """Keeps the pages of a test."""

    def __init__(self) -> None:
        self.pages: list[pa.Table] = []

    def __call__(self, key: str, table: pa.Table, /, **facts: object) -> None:
        self.pages.append(table)

    @property
    def ids(self) -> list[str]:
        return [value for page in self.pages for value in page["Id"].to_pylist()]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def ids(rows: list[Row]) -> list[str]:
    return [row["Id"] for row in rows]


def test_all_pages_arrive(org: Org, contact_rows: list[Row], client: Client, shelf: Shelf) -> None:
    org.batch = 100

    reading = RestReader(client, QUERY, shelf, key="Id").pages()

    assert (reading.rows, reading.wrong, reading.notes) == (250, None, [])
    assert shelf.ids == ids(contact_rows)
    assert [page.num_rows for page in shelf.pages] == [100, 100, 50]


def test_an_early_end_makes_the_table_incomplete(
    org: Org, contact_rows: list[Row], client: Client, shelf: Shelf
) -> None:
    org.batch = 100
    org.fail_once("query/0r8", said({"totalSize": 250, "done": True, "records": []}))

    reading = RestReader(client, QUERY, shelf, key="Id").pages()

    assert reading.wrong == "100 rows came where 250 were announced, and a second count says 250"


def test_records_that_went_meanwhile_are_noted(org: Org, contact_rows: list[Row], client: Client, shelf: Shelf) -> None:
    org.batch = 100

    def people_delete() -> Reply:
        del contact_rows[100:]
        return said({"totalSize": 250, "done": True, "records": []})

    org.faults.append(("query/0r8", people_delete))

    reading = RestReader(client, QUERY, shelf, key="Id").pages()

    assert reading.wrong is None
    assert reading.notes == [
        "100 rows came where 250 were announced; a second count agrees with the rows, so records came or went meanwhile"
    ]


def test_pages_in_a_circle_end_the_reading(org: Org, contact_rows: list[Row], client: Client, shelf: Shelf) -> None:
    address = "/services/data/v62.0/query/0r8000000000001-100"
    record = {"Id": "003000000000001AAA", "Name": "x", "Email": None}
    circle = said({"totalSize": 9, "done": False, "nextRecordsUrl": address, "records": [record]})
    for _ in range(3):
        org.fail_once("query", circle)

    reading = RestReader(client, QUERY, shelf, key="Id").pages()

    assert reading.wrong == "the pages of a query lead in a circle"
    assert len(org.arrived) == 2


def test_a_lost_cursor_is_read_on_from_the_last_record(
    org: Org, contact_rows: list[Row], client: Client, shelf: Shelf
) -> None:
    org.batch = 60
    org.fail_once("query/0r8", error("INVALID_QUERY_LOCATOR"))

    reading = RestReader(client, QUERY, shelf, key="Id").pages()

    assert reading.wrong is None
    assert reading.notes == ["the org dropped a cursor; read on from the last record"]
    assert shelf.ids == ids(contact_rows)


def test_a_lost_cursor_without_a_key_is_a_refusal(
    org: Org, contact_rows: list[Row], client: Client, shelf: Shelf
) -> None:
    org.batch = 60
    org.fail_once("query/0r8", error("INVALID_QUERY_LOCATOR"))

    with pytest.raises(ApiError) as refused:
        RestReader(client, QUERY, shelf).pages()

    assert refused.value.kind is Kind.LOCATOR


def test_an_object_without_pages_is_walked_along_its_key(org: Org, client: Client, shelf: Shelf) -> None:
    rows = contacts(4500)
    org.add("Contact", CONTACT_FIELDS, rows)
    org.no_query_more.add("Contact")

    reading = RestReader(client, QUERY, shelf, key="Id").pages()

    assert reading.wrong is None
    assert shelf.ids == ids(rows)
    assert [page.num_rows for page in shelf.pages] == [2000, 2000, 500]


def test_a_walk_that_stands_still_is_given_up(org: Org, client: Client, shelf: Shelf) -> None:
    org.add("Contact", CONTACT_FIELDS, contacts(3))
    record = {"Id": "003000000000001AAA", "Name": "x", "Email": None}
    for _ in range(3):
        org.fail_once("LIMIT", said({"totalSize": 1, "done": True, "records": [record]}))

    reading = RestReader(client, QUERY, shelf, key="Id").walk()

    assert reading.wrong == "the org answered the same Id twice"


@pytest.mark.parametrize(
    "answer",
    [
        said({"records": []}),
        said({"totalSize": 1, "done": False, "records": []}),
        said({"totalSize": 1, "done": True, "records": [{"Id": "1"}]}),
        said([]),
        Reply(200, {"Content-Type": "text/html"}, b"<html></html>"),
        Reply(200, body=b'{"totalSize": 1, "done": tr', framing="close"),
    ],
)
def test_an_answer_of_another_shape_is_a_refusal(
    org: Org, contact_rows: list[Row], client: Client, shelf: Shelf, answer: Reply
) -> None:
    for _ in range(2):
        org.fail_once("query", answer)

    with pytest.raises(ApiError) as refused:
        RestReader(client, QUERY, shelf, key="Id").pages()

    assert refused.value.kind is Kind.INVALID_RESPONSE


def test_values_become_text_without_loss() -> None:
    records = [
        {"Id": "1", "Amount": Decimal("9007199254740993.01"), "Open": True, "Count": 7, "Owner": {"Name": "Ana"}},
        {"Id": "2", "Amount": Decimal("1E+3"), "Open": False, "Count": None, "Owner": None},
    ]

    table = text_table(records, ["Id", "Amount", "Open", "Count", "owner.Name"])

    assert table.to_pydict() == {
        "Id": ["1", "2"],
        "Amount": ["9007199254740993.01", "1000"],
        "Open": ["true", "false"],
        "Count": ["7", None],
        "owner.Name": ["Ana", None],
    }


def wide(org: Org) -> tuple[Query, list[Row]]:
    names = [f"Permission{at:04d}__c" for at in range(900)]
    rows = [{"Id": f"0PS{at:012d}AAA", **dict.fromkeys(names, f"{at}")} for at in range(3)]
    org.add("PermissionSet", [text_field(name) for name in names], rows)
    return Query("PermissionSet", ("Id", *names)), rows


def in_parts(client: Client, query: Query, shelf: Shelf) -> Reading:
    return read_in_parts(split(query), shelf, lambda part, sink: RestReader(client, part, sink, key="Id").pages())


def test_a_wide_table_is_read_in_parts_and_joined(org: Org, client: Client, shelf: Shelf) -> None:
    query, rows = wide(org)

    reading = in_parts(client, query, shelf)

    assert (reading.rows, reading.wrong) == (3, None)
    assert sorted(shelf.pages[0].to_pylist(), key=lambda row: row["Id"]) == rows


def test_a_record_that_is_in_one_part_only_spoils_a_wide_table(org: Org, client: Client, shelf: Shelf) -> None:
    query, rows = wide(org)
    org.after["PermissionSet"] = lambda: rows.__delitem__(0)

    assert in_parts(client, query, shelf).wrong == "1 row came in one part of a wide table and not in another"
