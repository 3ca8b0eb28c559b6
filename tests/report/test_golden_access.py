"""What each form of each answer about access looks like, kept as files (`make golden`)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sf_audit.report.access.formats import ACCESS_FORMATS, AccessFormat, Answer
from tests.report.access_answers import answers

Golden = Callable[[str, str], None]

ANSWERS = answers("Onboarding", "Ada Lovelace", "permission set Onboarding gives ManageUsers")
SPITEFUL = answers(*["<script>alert(1)</script>\"'{{7*7}}\u202egpj\0\x1b[2J=1+1"] * 3)

#: The ending of each kind of file: a form of another kind is not kept, and so fails.
ENDINGS = {"text/plain": "txt", "text/csv": "csv", "application/json": "json", "text/html": "html"}


def every_form(of: tuple[Answer, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("form", "answer"),
        [(form, answer) for form in ACCESS_FORMATS.values() for answer in of if type(answer) in form.pieces],
        ids=lambda each: getattr(each, "name", type(each).__name__),
    )


@every_form(ANSWERS)
def test_form(form: AccessFormat, answer: Answer, golden: Golden) -> None:
    golden(file_of(form, answer), "".join(form.written(answer)))


@every_form(SPITEFUL)
def test_form_with_hostile_names(form: AccessFormat, answer: Answer, golden: Golden) -> None:
    golden(file_of(form, answer, "-hostile"), "".join(form.written(answer)))


def file_of(form: AccessFormat, answer: Answer, kind: str = "") -> str:
    """`access-why-csv.csv` and `access-why-csv-hostile.csv`."""
    return f"access-{type(answer).__name__.lower()}-{form.name}{kind}.{ENDINGS[form.media_type]}"
