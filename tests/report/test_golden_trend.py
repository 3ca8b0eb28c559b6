"""What each form of a trend and of a difference looks like, hostile texts included, kept as files (`make golden`)."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO

import pytest

from sf_audit.model.lifecycle import Cohort, Survivors
from sf_audit.model.review import ReviewStatus
from sf_audit.model.trend import By, Cell, Counts, Difference, Month, RuleDifference, Side, Trend, TrendLine
from sf_audit.report.trend.formats import DIFFERENCE_FORMATS, TREND_FORMATS, TrendFormat
from sf_audit.report.trend.redacted import difference_without_contacts, trend_without_contacts

Golden = Callable[[str, str], None]

ENDINGS = {"text/plain": "txt", "text/csv": "csv", "application/json": "json"}
HOSTILE = "<script>alert(1)</script>\"'{{7*7}}\u202egpj\0\x1b[2J=1+1;=2+2"
OWNER = "Mara Lindqvist <mara@acme.example>"
AT = datetime(2026, 11, 2, 5, tzinfo=UTC)
MANY = Counts(1_234_567, 34_567, 0, 200_000, 1_000_000, 999_999, 12, 1)

kinds = pytest.mark.parametrize(("kind", "name"), [("", "Acme"), ("-hostile", HOSTILE)], ids=["plain", "hostile"])


def trend(name: str, by: By = By.RULE) -> Trend:
    """Everything that a trend can show: gaps, parts, millions, long names."""
    cells = Cell(Counts(), True), None, Cell(Counts(5, 1, 0, 1, 3, 0, 4), False), Cell(MANY, True)
    return Trend(
        "00D000000000001EAA",
        name,
        by,
        (
            Month("2026-07", ReviewStatus.COMPLETE, AT, 100, formula=1),
            Month("2026-08"),
            Month("2026-09", ReviewStatus.PARTIAL, AT, 61),
            Month("2026-10", ReviewStatus.FAILED, AT, formula=1),
        ),
        TrendLine("", "", cells),
        (
            TrendLine(name, name, cells),
            TrendLine("own/quality/a-name-that-is-longer-than-its-column", "t", cells),
            TrendLine(OWNER, OWNER, cells),
        ),
        (Cohort("2026-07", 1_234_567, 1_000_000, (Survivors("2026-09", 900_000, 100_000), Survivors("2026-10", 3))),),
        (f"2026-06/{name}",),
    )


def difference(name: str) -> Difference:
    rules = tuple(
        RuleDifference(f"own/{name}", name, "high", OWNER, counts, evaluated)
        for counts, evaluated in ((MANY, True), (Counts(not_evaluated=2), False))
    )
    sides = (
        Side("2026-09/1", ReviewStatus.PARTIAL, AT, 61, formula=1),
        Side(f"2026-10/{name}", ReviewStatus.COMPLETE, AT, None),
    )
    return Difference("00D000000000001EAA", name, *sides, MANY, rules, (name,))


@pytest.mark.parametrize("form", TREND_FORMATS.values(), ids=TREND_FORMATS)
@kinds
def test_trend(form: TrendFormat[Trend], kind: str, name: str, golden: Golden) -> None:
    golden(f"trend-{form.name}{kind}.{ENDINGS[form.media_type]}", "".join(form.pieces(trend(name))))


@pytest.mark.parametrize("form", DIFFERENCE_FORMATS.values(), ids=DIFFERENCE_FORMATS)
@kinds
def test_difference(form: TrendFormat[Difference], kind: str, name: str, golden: Golden) -> None:
    golden(f"diff-{form.name}{kind}.{ENDINGS[form.media_type]}", "".join(form.pieces(difference(name))))


@pytest.mark.parametrize("name", ["Acme", HOSTILE, "x" * 300, "word " * 60])
def test_no_line_of_text_is_longer_than_80_columns(name: str) -> None:
    shown = [*TREND_FORMATS["text"].pieces(trend(name)), *DIFFERENCE_FORMATS["text"].pieces(difference(name))]

    assert max(map(len, "".join(shown).splitlines())) <= 80
    assert not [letter for letter in "".join(shown) if unicodedata.category(letter)[0] == "C" and letter != "\n"]


def test_no_cell_begins_a_formula() -> None:
    shown = [*TREND_FORMATS["csv"].pieces(trend("=1+1")), *DIFFERENCE_FORMATS["csv"].pieces(difference("=1+1"))]

    assert not [
        cell for row in csv.reader(StringIO("".join(shown), newline="")) for cell in row if cell[:1] in "=+-@" and cell
    ]


def test_without_contacts_no_form_says_how_to_reach_anybody() -> None:
    plain, of_both = trend_without_contacts(trend("Acme", By.OWNER)), difference_without_contacts(difference("Acme"))
    shown = [piece for form in TREND_FORMATS.values() for piece in form.pieces(plain)]
    shown += [piece for form in DIFFERENCE_FORMATS.values() for piece in form.pieces(of_both)]

    assert "mara@" not in "".join(shown)
    assert "Mara Lindqvist" in "".join(shown)


def test_json_says_whether_all_is_known() -> None:
    (document,) = TREND_FORMATS["json"].pieces(trend("Acme"))

    assert json.loads(document)["complete"] is False
    assert json.loads(document)["lines"][0]["cells"][1] is None
