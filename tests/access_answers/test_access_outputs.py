"""Every output with hostile names, the limits of a sheet, and what the picture shows."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest

from sf_audit.errors import UsageProblem
from sf_audit.model.access import (
    About,
    Changed,
    Diff,
    Holding,
    Lost,
    Opened,
    Person,
    Records,
    Remedy,
    Shift,
    Unknown,
    Way,
    Who,
    Why,
)
from sf_audit.report.access.formats import ACCESS_FORMATS, AccessFormat, Answer
from sf_audit.report.access.page import access_page
from sf_audit.report.access.picture import MOST, picture
from sf_audit.report.access.sheet import COLUMNS, ROWS, Grid, Sheet, insist_on_room, write_workbook

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOSTILE = "=cmd|' /C calc'!A0\x1b]0;x\x07<script>alert(1)</script>{{7*7}}\u202e&quot;]]>\ud800"
ABOUT = About("00D000000000001EAA", HOSTILE, NOW)
WHY = Why(
    about=ABOUT,
    person=Person("005000000000001AAA", HOSTILE),
    asked=HOSTILE,
    answer="yes",
    ways=(
        Way("set", "0PS000000000001AAA", HOSTILE, HOSTILE, HOSTILE, namespace=HOSTILE),
        Way("group", "0PS000000000002AAA", HOSTILE, HOSTILE, HOSTILE, members=(HOSTILE,), closed=HOSTILE),
    ),
    remedies=(Remedy((HOSTILE,), (Lost("app", HOSTILE, "use"),), 3),),
    notes=(HOSTILE,),
    records=Records(HOSTILE, HOSTILE, HOSTILE, HOSTILE, (Opened(*(HOSTILE,) * 4, False, HOSTILE),), (HOSTILE,)),
)
WHO = Who(
    ABOUT,
    HOSTILE,
    9,
    (Holding("005000000000001AAA", HOSTILE, HOSTILE, (HOSTILE,)),),
    {HOSTILE: 1},
    (Unknown("005000000000002AAA", HOSTILE, HOSTILE, HOSTILE),),
    HOSTILE,
)
DIFF = Diff(
    ABOUT,
    NOW,
    (Shift((Person("005000000000001AAA", HOSTILE),), (Changed(True, "app", HOSTILE, "use", (HOSTILE,)),)),),
    (Unknown("005000000000002AAA", HOSTILE, HOSTILE),),
    (HOSTILE,),
)


ANSWERS: tuple[Answer, ...] = (WHY, WHO, DIFF)


def _text(text: str, answer: Answer) -> None:
    assert "cmd|" in text
    assert not {"\x1b", "\x07", "\u202e", "\ud800"} & set(text)


def _sheet(text: str, answer: Answer) -> None:
    rows = list(csv.reader(StringIO(text)))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [one for row in rows for one in row if one[:1] in set("=+-@")]
    assert not {"\x1b", "\u202e", "\ud800"} & set("".join(map("".join, rows)))


def _json(text: str, answer: Answer) -> None:
    assert text.isascii()
    assert json.loads(text)["about"]["org_name"] == HOSTILE.replace("\ud800", "\ufffd")


def _page(text: str, answer: Answer) -> None:
    html5lib.HTMLParser(strict=True).parse(text)
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in text
    assert "script-src" not in text
    assert not [one for one in ("<script", "\x1b", "\u202e", "style=", "onload") if one in text.split("</style>")[1]]
    assert text.count("<svg") == 1
    assert "{{7*7}}" in text


#: What must be true of each kind of file: a form of another kind is not tested, and so fails.
HARMLESS: Mapping[str, Callable[[str, Answer], None]] = {
    "text/plain": _text,
    "text/csv": _sheet,
    "application/json": _json,
    "text/html": _page,
}


@pytest.mark.parametrize(
    ("form", "answer"),
    [(form, answer) for form in ACCESS_FORMATS.values() for answer in ANSWERS if type(answer) in form.pieces],
    ids=lambda one: getattr(one, "name", type(one).__name__),
)
def test_no_form_of_an_answer_does_anything_but_show_it(form: AccessFormat, answer: Answer) -> None:
    HARMLESS[form.media_type]("".join(form.written(answer)), answer)


@pytest.mark.parametrize("form", ACCESS_FORMATS.values(), ids=ACCESS_FORMATS)
def test_every_form_takes_why_and_the_printed_ones_every_answer(form: AccessFormat) -> None:
    assert set(form.pieces) == ({Why} if form.to_file else {Why, Who, Diff})


def test_the_picture_is_well_formed_and_says_in_words_what_it_shows() -> None:
    drawn = ElementTree.fromstring(str(picture(WHY)))

    classes = [one.get("class") for one in drawn.iter() if one.get("class")]
    assert (classes.count("line open"), classes.count("line closed")) == (3, 3)
    assert (classes.count("box end"), classes.count("box open"), classes.count("box closed")) == (2, 2, 2)
    assert drawn.find("desc") is not None


def test_more_ways_than_a_picture_can_show_are_in_the_list_and_counted() -> None:
    ways = tuple(
        Way("set", f"0PS{number}", f"Set{number}", "grant", f"permission set Set{number}") for number in range(45)
    )
    page = access_page(Why(ABOUT, WHY.person, "ManageUsers", "yes", ways=ways))

    assert page.count("<rect") == 2 + 2 * MOST
    assert f"{45 - MOST} more ways only in the list" in page
    assert "<li>permission set <bdi>Set44</bdi></li>" in page


def test_a_name_that_is_in_its_way_twice_is_isolated_twice_and_escaped() -> None:
    way = Way("group", "0PG1", "<b>", "grant", "permission set group <b>; muted in group <b>", closed="muted")

    page = access_page(Why(ABOUT, WHY.person, "ManageUsers", "no", ways=(way,)))

    name = "<bdi>&lt;b&gt;</bdi>"
    assert f"<li>permission set group {name}; muted in group {name}</li>" in page


def test_without_ways_there_is_no_picture() -> None:
    page = access_page(Why(ABOUT, WHY.person, "ManageUsers", "not_checked", because="it was not read"))

    assert "<svg" not in page
    assert "Not checked" in page


def test_every_cell_of_the_workbook_is_text(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"

    write_workbook(path, [Grid([0, 1], {("app", HOSTILE): {1: "=1+1"}, ("app", "b"): {0: "use"}}).sheet()])

    with zipfile.ZipFile(path) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        assert [name for name in book.namelist() if "external" in name.lower()] == []
    cells = [one for one in sheet.iter() if one.tag.endswith("}c")]
    assert {cell.get("t") for cell in cells} == {"inlineStr"}
    assert not [one for one in sheet.iter() if one.tag.endswith("}f")]
    assert ["".join(cell.itertext()) for cell in cells][:4] == ["kind", "target", "signature 0", "signature 1"]


@pytest.mark.parametrize(
    ("size", "width", "refused"),
    [
        (ROWS - 1, 2, ""),
        (ROWS, 2, "the sheet “Rights” would need 1,048,577 rows, and a sheet has 1,048,576"),
        (1, COLUMNS, ""),
        (1, COLUMNS + 1, "the sheet “Rights” would need 16,385 columns, and a sheet has 16,384"),
    ],
)
def test_what_a_sheet_cannot_hold_is_refused_by_name(size: int, width: int, refused: str) -> None:
    sheet = Sheet("Rights", ["x"] * width, size, ())

    if not refused:
        insist_on_room([sheet])
        return
    with pytest.raises(UsageProblem) as problem:
        insist_on_room([sheet])
    assert str(problem.value) == refused
