"""One question may be asked ahead; what comes of it is the same as if it had been asked when it was needed."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from sf_audit.connector.bulk import jobs
from sf_audit.connector.bulk.prefetch import Ahead
from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.connector.http.client import Client
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import Row, error

PATH = "jobs/query/750000000000001AAA/results"
HEADER = b'"Id","Name","Email","Last"'


@pytest.fixture(autouse=True)
def job(org: Org, client: Client, contact_rows: list[Row]) -> None:
    jobs.create(client, "SELECT Id,Name,Email,Last FROM Contact")
    org.arrived.clear()


def page(number: int) -> dict[str, str]:
    return {"maxRecords": "100", "locator": f"L{number}"}


def asked(*numbers: int) -> list[str]:
    return [f"GET {PATH}?maxRecords=100&locator=L{number}" for number in numbers]


def soon(what: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5
    while not what():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def test_a_question_asked_ahead_is_asked_once_and_before_its_answer_is_wanted(org: Org, client: Client) -> None:
    with Ahead(client, PATH) as ahead:
        ahead.ask(page(2))
        ahead.ask(page(2))
        assert soon(lambda: org.arrived == asked(2))

        with ahead.answer(page(2)) as stream:
            body = stream.read()

    assert HEADER in body
    assert org.arrived == asked(2)


def test_an_answer_that_was_not_asked_for_ahead_is_asked_for_now(org: Org, client: Client) -> None:
    with Ahead(client, PATH) as ahead, ahead.answer(page(1)) as stream:
        body = stream.read()

    assert HEADER in body
    assert org.arrived == asked(1)


def test_what_was_asked_ahead_waits_while_another_question_is_asked_again(org: Org, client: Client) -> None:
    with Ahead(client, PATH) as ahead:
        ahead.ask(page(2))
        for number in (1, 2):
            with ahead.answer(page(number)) as stream:
                assert HEADER in stream.read()

    assert sorted(org.arrived) == asked(1, 2)


def test_another_question_takes_the_place_of_the_one_before(org: Org, client: Client) -> None:
    with Ahead(client, PATH) as ahead:
        ahead.ask(page(1))
        ahead.ask(page(2))
        with ahead.answer(page(2)) as stream:
            assert HEADER in stream.read()

    assert org.arrived == asked(1, 2)


def test_a_refusal_is_raised_where_the_answer_is_wanted(org: Org, client: Client) -> None:
    org.fail_once("locator=L2", error("REQUEST_LIMIT_EXCEEDED", 403))

    with Ahead(client, PATH) as ahead:
        ahead.ask(page(2))
        with pytest.raises(ApiError) as refused, ahead.answer(page(2)):
            pytest.fail("there is no answer")

    assert refused.value.kind is Kind.LIMIT


def test_an_answer_that_nobody_wants_is_closed_and_its_refusal_forgotten(org: Org, client: Client) -> None:
    org.fail_once("locator=L1", error("SERVER_UNAVAILABLE", 503))

    for number in (1, 2):
        with Ahead(client, PATH) as ahead:
            ahead.ask(page(number))

    assert org.arrived == asked(1, 2)
