"""review.json is the Review, one to one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sf_audit.errors import IntegrityBroken, UsageProblem
from sf_audit.model.review import Action, Change, Outcome, Point, Review, Score
from sf_audit.report.review_json import from_json, to_json


def _few(of: type) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(st.from_type(of), max_size=1).map(tuple)


REVIEWS = st.builds(
    Review,
    started=st.datetimes(timezones=st.just(UTC)),
    finished=st.datetimes(timezones=st.just(UTC)),
    schema_version=st.just(1),
    examples=st.just({}),
    score=st.builds(Score, pillars=st.dictionaries(st.text(), st.none() | st.integers(0, 100), max_size=4)),
    outcomes=st.lists(st.builds(Outcome, at_least=st.floats(0, 1)), max_size=1).map(tuple),
    changes=_few(Change),
    series=st.lists(st.builds(Point, finished=st.datetimes(timezones=st.just(UTC))), max_size=1).map(tuple),
    actions=_few(Action),
)


@given(REVIEWS)
@settings(max_examples=30, deadline=None)
def test_a_review_comes_back_as_it_was(review: Review) -> None:
    assert from_json(to_json(review)) == review


def test_examples_are_left_out(review: Review) -> None:
    written = to_json(review)

    assert "Ines Albrecht" not in written
    assert from_json(written) == replace(review, examples={})


def test_keys_of_the_public_contract(review: Review) -> None:
    document = json.loads(to_json(review))

    assert {
        *("schema_version", "org", "period", "started", "finished", "status", "score", "coverage", "api", "snapshot"),
        *("rules_sha256", "outcomes", "changes", "series", "actions"),
    } <= set(document)
    assert {"id", "name", "is_sandbox", "instance_url"} <= set(document["org"])
    assert document["score"]["pillars"]["access_policy"] == 58
    assert document["snapshot"] == {"manifest_sha256": review.snapshot}
    assert {
        *("rule", "title", "pillar", "status", "reason", "unlocked_by", "checked", "broken", "at_least", "severity"),
        *("owner", "partner", "why", "fix", "meets", "queries", "at_stake", "headline"),
    } <= set(document["outcomes"][0])


def test_keys_of_a_later_version_are_passed_over(review: Review) -> None:
    document = json.loads(to_json(review)) | {"weather": "fair"}

    assert from_json(json.dumps(document)) == replace(review, examples={})


@pytest.mark.parametrize("version", [2, 0, "1", None, True])
def test_an_unknown_version_is_refused(review: Review, version: object) -> None:
    document = json.loads(to_json(review)) | {"schema_version": version}

    with pytest.raises(UsageProblem, match="reads version 1"):
        from_json(json.dumps(document))


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"schema_version": 1}', "[" * 100_000],
    ids=["nothing", "half", "list", "null", "empty", "deep"],
)
def test_a_damaged_document_is_refused(text: str) -> None:
    with pytest.raises((IntegrityBroken, UsageProblem)):
        from_json(text)


def test_the_refusal_names_the_place_and_no_value(review: Review) -> None:
    document = json.loads(to_json(review))
    document["outcomes"][0]["status"] = "secret"

    with pytest.raises(IntegrityBroken) as refused:
        from_json(json.dumps(document))

    assert "outcomes.0.status" in str(refused.value)
    assert "secret" not in str(refused.value)
