"""Who is one person or one company, and who only looks like it."""

from __future__ import annotations

import pytest

from sf_audit.checks.no_duplicate import NoDuplicate
from tests.duplicates.cases import ONE_COMPANY, ONE_PERSON, OTHER_COMPANIES, OTHER_PEOPLE, numbered
from tests.duplicates.judged import Blamed, blamed

_PEOPLE, _PEOPLE_IDS = numbered((ONE_PERSON, OTHER_PEOPLE), "003")
_COMPANIES, _COMPANY_IDS = numbered((ONE_COMPANY, OTHER_COMPANIES), "001")


@pytest.fixture(scope="module")
def people() -> dict[str, Blamed]:
    return blamed(NoDuplicate(object="Contact"), {"Contact": _PEOPLE})


@pytest.fixture(scope="module")
def companies() -> dict[str, Blamed]:
    return blamed(NoDuplicate(object="Account"), {"Account": _COMPANIES})


@pytest.mark.parametrize("name", ONE_PERSON)
def test_one_person_is_found(people: dict[str, Blamed], name: str) -> None:
    ids = _PEOPLE_IDS[name]

    assert set(ids) <= people.keys()
    assert all(people[record].other in ids and people[record].more == len(ids) - 2 for record in ids)


@pytest.mark.parametrize("name", OTHER_PEOPLE)
def test_two_people_are_not_one(people: dict[str, Blamed], name: str) -> None:
    assert not people.keys() & set(_PEOPLE_IDS[name])


@pytest.mark.parametrize("name", ONE_COMPANY)
def test_one_company_is_found(companies: dict[str, Blamed], name: str) -> None:
    first, second = _COMPANY_IDS[name]

    assert {record: companies[record].other for record in (first, second)} == {first: second, second: first}


@pytest.mark.parametrize("name", OTHER_COMPANIES)
def test_two_companies_are_not_one(companies: dict[str, Blamed], name: str) -> None:
    assert not companies.keys() & set(_COMPANY_IDS[name])
