"""Who is the platform itself, by type and by reserved user name; and who only looks like it."""

from __future__ import annotations

import duckdb
import pytest

from sf_audit.salesforce.platform_users import PLATFORM_USERS, RESERVED_USERNAME


def reserved(username: str) -> bool:
    with duckdb.connect() as connection:
        rows = connection.execute("SELECT regexp_matches(lower(?), ?)", [username, RESERVED_USERNAME]).fetchall()
    return rows == [(True,)]


@pytest.mark.parametrize(
    "username",
    [
        "autoproc@00d5g000004abcdeau",
        "automatedclean@00d5g000004abcdeau",
        "cloud@00d5g000004abcdeau",
        "integration@00d5g000004abcdeau.com",
        "integration@00D5g000004abcd.com",
        "insightssecurity@00d5g000004abcdeau.com",
        "insightsintegration@00d5g000004abcdeau.com",
        "integration@00d5g000004abcdeau.com.uat",
        "chatty.00d5g000004abcdeau.b6tvwtniwrax@chatter.salesforce.com",
    ],
)
def test_a_reserved_user_name_is_the_platforms(username: str) -> None:
    assert reserved(username)


@pytest.mark.parametrize(
    "username",
    [
        "integration@alpine-bikes.com",
        "cloud@alpine-bikes.com",
        "security@00d5g000004.com",
        "ada@00d5g000004abcdeau.com",
        "my.integration@00d5g000004abcdeau.com",
        "integration@00d5g000004abcdeauevil.com",
        "chatty.bike@alpine-bikes.com",
    ],
)
def test_a_user_name_that_only_looks_so_is_a_persons(username: str) -> None:
    assert not reserved(username)


def test_each_of_them_is_known_by_something_and_has_its_page() -> None:
    assert all((one.user_types or one.logins) and one.source for one in PLATFORM_USERS)
