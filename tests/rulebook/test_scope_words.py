"""Which records a rule means, in words: every comparison, and one value as well as several."""

from __future__ import annotations

import pytest

from sf_audit.rulebook.settings.scope_words import scope_words
from sf_audit.rulebook.settings.when import when


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "all records of Case"),
        ({"IsClosed": False}, "records of Case where IsClosed is false"),
        ({"Type": "Bug"}, "records of Case where Type is “Bug”"),
        ({"Type": ["Bug", "Wish"]}, "records of Case where Type is “Bug” or “Wish”"),
        ({"Type": ["Bug", "Idea", "Wish"]}, "records of Case where Type is “Bug”, “Idea” or “Wish”"),
        ({"Type": {"not": "Bug"}}, "records of Case where Type is not “Bug”"),
        ({"Type": {"not": ["Bug", "Wish"]}}, "records of Case where Type is neither “Bug” nor “Wish”"),
        ({"Type": {"is": "filled"}}, "records of Case where Type is filled"),
        ({"Type": {"is": "empty"}}, "records of Case where Type is empty"),
        ({"Size__c": {"at_least": 5}}, "records of Case where Size__c is at least 5"),
        ({"Size__c": {"at_most": 5.5}}, "records of Case where Size__c is at most 5.5"),
        ({"CreatedDate": {"older_than": "1 day"}}, "records of Case where CreatedDate is more than 1 day ago"),
        ({"CreatedDate": {"newer_than": "9 days"}}, "records of Case where CreatedDate is less than 9 days ago"),
        ({"A": True, "B": True}, "records of Case where A is true, and B is true"),
    ],
)
def test_a_scope_reads_as_a_sentence(said: dict[str, object], words: str) -> None:
    assert scope_words("Case", when(said)) == words
