"""An answer that would not fit into memory is given up before it is read; a large one of Salesforce is not."""

from __future__ import annotations

import json

import pytest

from sf_audit.connector.http.answer_sizes import MOST_VALUES, has_too_many_values, largest

MB = 1 << 20


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/services/data/v62.0/query", 64 * MB),
        ("/services/data/v62.0/query?q=SELECT+Id+FROM+Account", 64 * MB),
        ("/services/data/v62.0/queryAll", 64 * MB),
        ("/services/data/v62.0/query/01gRO0000016PIAYA2-500", 64 * MB),
        ("/services/data/v62.0/tooling/query", 64 * MB),
        ("/services/data/v62.0/composite", 96 * MB),
        ("/services/data/v62.0/tooling/composite", 96 * MB),
        ("/services/data/v62.0/sobjects/Account/describe", 32 * MB),
        ("/services/data/v162.0/tooling/sobjects", 32 * MB),
        ("query", 64 * MB),
        ("/services/data/v62.0/limits", 4 * MB),
        ("/services/data/v62.0/jobs/query", 4 * MB),
        ("/services/data/v62.0/compositeOfAnother", 4 * MB),
        ("/services/oauth2/userinfo", 4 * MB),
        ("/services/data", 4 * MB),
    ],
)
def test_how_large_an_answer_may_be_goes_by_what_was_asked(path: str, size: int) -> None:
    assert largest(path) == size


@pytest.mark.parametrize("begins", ["[", "{", ","])
def test_values_are_counted_before_they_are_made(begins: str) -> None:
    assert has_too_many_values((begins * (MOST_VALUES + 1)).encode())
    assert not has_too_many_values((begins * MOST_VALUES).encode())


def test_values_of_all_three_beginnings_count_together() -> None:
    third = MOST_VALUES // 3
    body = "[" * third + "{" * third + "," * (MOST_VALUES - 2 * third)

    assert not has_too_many_values(body.encode())
    assert has_too_many_values((body + ",").encode())


@pytest.mark.parametrize(
    "text",
    [
        "," * (MOST_VALUES + 9),
        '"' + "[" * (MOST_VALUES + 9),
        "{" * MOST_VALUES + '"' + "{" * 9,
        "\\" + "," * (MOST_VALUES + 9),
        '\\"' + "," * (MOST_VALUES + 9) + "\\",
    ],
    ids=["plain", "after a quote", "around a quote", "after a backslash", "after both"],
)
def test_a_long_text_is_one_value(text: str) -> None:
    body = json.dumps({"Description": text}).encode()

    assert json.loads(body) == {"Description": text}
    assert not has_too_many_values(body)


@pytest.mark.parametrize("text", ['"', "\\", '\\"', "x" * MB, '"' * (MB - 2) + "\\"])
def test_what_comes_after_a_text_counts(text: str) -> None:
    body = json.dumps([text]).encode()[:-1] + b",1" * MOST_VALUES + b"]"

    assert has_too_many_values(body)
    assert not has_too_many_values(json.dumps([text]).encode()[:-1] + b",1" * (MOST_VALUES - 1) + b"]")
