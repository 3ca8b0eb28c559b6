"""Singular and plural, as people read them."""

import pytest

from sf_audit.model.counts import count, last_days


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 rules"), (1, "1 rule"), (2, "2 rules"), (1204, "1,204 rules"), (1_000_001, "1,000,001 rules")],
)
def test_one_thing_is_singular_and_any_other_number_plural(number: int, words: str) -> None:
    assert count(number, "rule") == words


@pytest.mark.parametrize(("number", "words"), [(0, "0 users have"), (1, "1 user has"), (2, "2 users have")])
def test_a_verb_goes_with_its_number(number: int, words: str) -> None:
    assert count(number, "user has", "users have") == words


@pytest.mark.parametrize(("number", "words"), [(1, "the last day"), (2, "the last 2 days"), (90, "the last 90 days")])
def test_a_period_of_one_day_has_no_number(number: int, words: str) -> None:
    assert last_days(number) == words
