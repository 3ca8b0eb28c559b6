"""Every output with hostile names, the limits of a sheet, and what the picture shows."""

from __future__ import annotations

import ast
import csv
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sf_audit.cli.access.commands import access
from sf_audit.errors import UsageProblem
from sf_audit.model.access import (
    About,
    Diff,
    Way,
    Who,
    Why,
)
from sf_audit.model.attack import Attack
from sf_audit.report.access.formats import (
    ACCESS_FORMATS,
    MATRIX_FORMATS,
    AccessFormat,
    Answer,
    MatrixFormat,
    forms_of,
)
from sf_audit.report.access.matrix import Grid, matrix_xlsx
from sf_audit.report.access.page import access_page
from sf_audit.report.access.picture import MOST, picture
from sf_audit.report.workbook import COLUMNS, ROWS, Sheet, insist_on_room, write_workbook
from tests.report.access_answers import answers

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOSTILE = "=cmd|' /C calc'!A0\x1b]0;x\x07<script>alert(1)</script>{{7*7}}\u202e&quot;]]>\ud800"
WHY, WHO, DIFF, ATTACK = ANSWERS = answers(HOSTILE, HOSTILE, HOSTILE)
ABOUT = About("00D000000000001EAA", HOSTILE, NOW)


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
    assert HOSTILE.replace("\ud800", "\ufffd") in set(texts_in(json.loads(text)))


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


def texts_in(value: object) -> Iterator[str]:
    """Every text of a document that is a whole value."""
    match value:
        case str():
            yield value
        case list() | dict():
            for part in value.values() if isinstance(value, dict) else value:
                yield from texts_in(part)


def test_every_form_is_of_an_answer_that_is_tried_here() -> None:
    assert {kind for form in ACCESS_FORMATS.values() for kind in form.pieces} == set(map(type, ANSWERS))


@pytest.mark.parametrize("answer", [Why, Who, Diff, Attack])
def test_every_answer_can_be_read_and_processed(answer: type[Answer]) -> None:
    assert {"text", "json"} <= {form.name for form in forms_of(answer)}


@pytest.mark.parametrize("answer", [Why, Who, Diff, Attack])
def test_a_command_offers_the_forms_of_its_answer_and_no_other(answer: type[Answer]) -> None:
    command = access.commands[answer.__name__.lower()]

    offered = {option for parameter in command.params for option in parameter.opts}

    of_forms = {form.option for form in ACCESS_FORMATS.values()} - {""}
    assert offered & of_forms == {form.option for form in forms_of(answer)} - {""}


def test_the_command_line_knows_no_form_but_those_of_the_lists() -> None:
    rooms = [
        node.module
        for path in (Path(__file__).parents[2] / "sf_audit" / "cli").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("sf_audit.report.access")
    ]

    assert set(rooms) == {"sf_audit.report.access.formats"}


class HostileTables:
    """A matrix of two rights and one user, all of them with hostile names."""

    columns = ("signature", "kind", "object", "field", "target", "right", "conditional")
    signatures = (0,)

    def rights(self) -> Iterator[pa.RecordBatch]:
        facts = {"kind": "app", "object": HARMFUL, "field": HARMFUL, "target": HARMFUL, "conditional": False}
        rows = [{"signature": 0, **facts, "right": right} for right in ("use", HARMFUL)]
        yield pa.RecordBatch.from_pylist([{column: row[column] for column in self.columns} for row in rows])

    def users(self) -> pa.Table:
        return pa.table({"user_id": ["005000000000001AAA"], "name": [HARMFUL], "signature": [0]})

    def write(self, rights: Path, users: Path) -> int:
        pq.write_table(pa.Table.from_batches(self.rights()), rights)
        pq.write_table(self.users(), users)
        return 2


#: Arrow has no half of a surrogate pair.
HARMFUL = HOSTILE.replace("\ud800", "")


def _files_csv(rights: Path, users: Path) -> None:
    for path in (rights, users):
        _sheet(path.read_text(encoding="utf-8"), WHY)


def _files_xlsx(rights: Path, users: Path) -> None:
    assert not users.exists()
    with zipfile.ZipFile(rights) as book:
        for number in (1, 2):
            sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            cells = [each for each in sheet.iter() if each.tag.endswith("}c")]
            assert {cell.get("t") for cell in cells} == {"inlineStr"}
            assert not {"\x1b", "\u202e"} & set("".join(sheet.itertext()))


def _files_parquet(rights: Path, users: Path) -> None:
    assert set(pq.read_table(rights).column("target").to_pylist()) == {HARMFUL}
    assert pq.read_table(users).column("name").to_pylist() == [HARMFUL]


#: What must be true of the files of each form of the matrix: a form without an entry fails.
HARMLESS_FILES: Mapping[str, Callable[[Path, Path], None]] = {
    ".parquet": _files_parquet,
    ".csv": _files_csv,
    ".xlsx": _files_xlsx,
}


@pytest.mark.parametrize("form", MATRIX_FORMATS.values(), ids=MATRIX_FORMATS)
def test_no_form_of_the_matrix_does_anything_but_show_it(form: MatrixFormat, tmp_path: Path) -> None:
    rights, users = tmp_path / f"rights{form.suffix}", tmp_path / f"users{form.suffix}"

    form.write(HostileTables(), rights, users)

    HARMLESS_FILES[form.suffix](rights, users)


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


class WaitingTables(HostileTables):
    """A right that is held at any time, and one that a session must activate."""

    def rights(self) -> Iterator[pa.RecordBatch]:
        facts = {"kind": "object", "object": "Account", "field": "", "target": "Account"}
        rows = [{"signature": 0, **facts, "right": right, "conditional": right == "edit"} for right in ("read", "edit")]
        yield pa.RecordBatch.from_pylist([{column: row[column] for column in self.columns} for row in rows])


def test_a_sheet_says_in_words_what_is_held_only_in_a_session(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"

    matrix_xlsx(WaitingTables(), path, tmp_path / "users")

    with zipfile.ZipFile(path) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert "read, edit (only in a session)" in list(sheet.itertext())
