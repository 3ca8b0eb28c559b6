"""SOSL over real HTTPS: words are found as words, where they were asked for, and nothing is guessed."""

from __future__ import annotations

from typing import Any

import pytest

from sf_audit.demo.schema import OrgData
from tests.demo.server.handmade_org import Client, Serve

DATA = "/services/data/v62.0"


def found(client: Client, sosl: str) -> list[dict[str, Any]]:
    answer = client.get(f"{DATA}/search", q=sosl)
    assert answer.status_code == 200, answer.text
    return answer.json()["searchRecords"]


def names(client: Client, sosl: str) -> list[object]:
    return [one.get("Name", one.get("LastName")) for one in found(client, sosl)]


def test_a_record_is_given_as_in_a_query(client: Client) -> None:
    assert found(client, "FIND {Ito} IN NAME FIELDS RETURNING Contact(Id, LastName)") == [
        {
            "attributes": {"type": "Contact", "url": f"{DATA}/sobjects/Contact/003d00000000001AAA"},
            "Id": "003d00000000001AAA",
            "LastName": "Ito",
        }
    ]


@pytest.mark.parametrize(
    ("sosl", "expected"),
    [
        ("FIND {account 12} RETURNING Account(Name)", ["Account 12"]),
        ("FIND {Acc*} RETURNING Account(Name ORDER BY NumberOfEmployees DESC LIMIT 2)", ["Account 25", "Account 24"]),
        ("FIND {Acc} RETURNING Account(Name)", []),
        (
            "FIND {Account} RETURNING Account(Name WHERE NumberOfEmployees > 23 ORDER BY Name)",
            ["Account 24", "Account 25"],
        ),
        ("FIND {Account} RETURNING Account(Name WHERE Name IN ('Account 3', '(') ORDER BY Name)", ["Account 3"]),
        ("find {ito@demo.example} in email fields returning Contact(LastName), User(Name)", ["Ito"]),
        ("FIND {Account} IN NAME FIELDS RETURNING Contact(LastName), Account(Name) LIMIT 1", ["Account 1"]),
        ("FIND {100\\% of it} RETURNING Account(Name)", []),
    ],
)
def test_words_are_found_where_they_are_looked_for(client: Client, sosl: str, expected: list[str]) -> None:
    assert names(client, sosl) == expected


def test_a_wildcard_of_like_is_no_wildcard_here(serve: Serve, org: OrgData) -> None:
    org.rows.execute('UPDATE "Account" SET "Name" = \'half 50% off\' WHERE "Name" = \'Account 9\'')
    client = serve()

    assert names(client, "FIND {50%} RETURNING Account(Name)") == ["half 50% off"]
    assert names(client, "FIND {5__} RETURNING Account(Name)") == []


def test_without_objects_every_one_is_searched(client: Client) -> None:
    assert [one["attributes"]["type"] for one in found(client, "FIND {Ito}")] == ["Contact"]


@pytest.mark.parametrize(
    ("sosl", "code", "message"),
    [
        ("", "MALFORMED_SEARCH", "A search string has to be specified"),
        (
            "FIND Ito",
            "MALFORMED_SEARCH",
            "No search term found. The search term must be enclosed in braces.",
        ),
        ("FIND {i}", "MALFORMED_SEARCH", "search term must be longer than one character: i"),
        ("FIND {Ito OR Low}", "MALFORMED_SEARCH", "unexpected token: OR"),
        ("FIND {Ito} RETURNING Contact(Id) WITH SNIPPET", "MALFORMED_SEARCH", "unexpected token: WITH"),
        ("FIND {Ito} RETURNING Contact(Id", "MALFORMED_SEARCH", "unexpected token: <EOF>"),
        ("FIND {Ito} RETURNING Nothing(Id)", "INVALID_TYPE", "sObject type 'Nothing' is not supported."),
    ],
)
def test_what_is_not_understood_is_refused(client: Client, sosl: str, code: str, message: str) -> None:
    answer = client.get(f"{DATA}/search", q=sosl)

    assert (answer.status_code, answer.json()) == (400, [{"message": message, "errorCode": code}])


def test_a_field_that_is_not_there_is_refused_as_in_a_query(client: Client) -> None:
    answer = client.get(f"{DATA}/search", q="FIND {Ito} RETURNING Contact(Nothing)")

    assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, "INVALID_FIELD")
