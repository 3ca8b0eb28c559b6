"""What is wrong with a value is said in words of the file: never in those of the library that reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, get_args

import pytest
from pydantic import BeforeValidator
from pydantic_core import PydanticKnownError, core_schema

from sf_audit.errors import UsageProblem
from sf_audit.rulebook.files.validate import validated
from sf_audit.rulebook.files.yaml_file import Written, read_yaml
from sf_audit.rulebook.rules.check import checks
from sf_audit.rulebook.rules.load import RuleFile
from sf_audit.rulebook.workspace import config

LIBRARY = re.compile(
    r"[Ii]nput (should|is)|[Vv]alid(ation)? |[Ff]ield required|[Vv]alue error|[Aa]ssertion|should (have|be|match)|"
    r"[Uu]nexpected|[Uu]nable|pydantic|NoneType|Keys should|argument|integer|dictionary|instance|tuple"
)

#: What a message of the library says of the bounds.
BOUNDS: dict[str, Any] = dict.fromkeys(
    [
        "attribute",
        "error",
        "method_name",
        "class_name",
        "encoding",
        "encoding_error",
        "expected",
        "class",
        "discriminator",
        "tag",
        "expected_tags",
        "expected_schemes",
        "pattern",
        "field_type",
    ],
    "x",
) | dict.fromkeys(
    [
        "gt",
        "ge",
        "lt",
        "le",
        "multiple_of",
        "min_length",
        "max_length",
        "actual_length",
        "max_digits",
        "decimal_places",
        "whole_digits",
        "tz_expected",
        "tz_actual",
        "expected_version",
    ],
    7,
)


@pytest.mark.parametrize("kind", sorted({*get_args(core_schema.ErrorType)} - {"value_error", "assertion_error"}))
def test_every_kind_of_error_is_said_in_our_words(tmp_path: Path, kind: Any) -> None:
    def refuse(_: object) -> object:
        raise PydanticKnownError(kind, BOUNDS)

    written = file(tmp_path, "key: value\n")

    with pytest.raises(UsageProblem) as caught:
        validated(dict[str, Annotated[str, BeforeValidator(refuse)]], written, written.content)

    assert str(caught.value).startswith(f"{tmp_path / 'wrong.yaml'}:1: key: ")
    assert not LIBRARY.search(said(caught.value)), said(caught.value)
    assert not re.search(r"[{}]", said(caught.value))


@dataclass(frozen=True)
class Place:
    """A class that people write in a file, and one of its keys."""

    kind: type
    key: str

    def __str__(self) -> str:
        return f"{self.kind.__name__}.{self.key}"


def places() -> Iterator[Place]:
    written = [kind for kind in vars(config).values() if isinstance(kind, type) and is_dataclass(kind)]
    for kind in (RuleFile, *checks().values(), *written):
        yield from (Place(kind, field.name) for field in fields(kind))


WRONG = (
    "''",
    "' '",
    "null",
    "-1",
    "1.5",
    "1e400",
    ".nan",
    "99999999999999999999999999",
    "true",
    "x y",
    "10%",
    "1,000",
    "-5 days",
    "900000 days",
    "31.12.2026",
    "2026-02-01T10:00:00",
    "[]",
    "[[]]",
    "[{}]",
    "[null, -1]",
    "{}",
    "{a: b}",
    "{a: {b: c}}",
    "{critical: -1}",
)


@pytest.mark.parametrize("place", list(places()), ids=str)
def test_no_value_is_answered_with_words_of_the_library(tmp_path: Path, place: Place) -> None:
    for value in WRONG:
        with suppress(UsageProblem):
            written = file(tmp_path, f"{place.key}: {value}\n")
            validated(place.kind, written, written.content)
            continue
        found = problem_of(place.kind, tmp_path)

        assert found.startswith("1: "), value
        assert not LIBRARY.search(found), (value, found)


def problem_of(kind: type, folder: Path) -> str:
    written = read_yaml(folder / "wrong.yaml")
    with pytest.raises(UsageProblem) as caught:
        validated(kind, written, written.content)
    return str(caught.value).partition("wrong.yaml:")[2]


def file(folder: Path, text: str) -> Written:
    path = folder / "wrong.yaml"
    path.write_text(text)
    return read_yaml(path)


def said(problem: UsageProblem) -> str:
    return str(problem).partition("wrong.yaml:1: ")[2]
