"""The review as a workbook: what people filter, sort and write into, and nothing that a record could make of it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sf_audit.report.formats import FORMATS, Document
from sf_audit.report.review_workbook import STATUSES
from sf_audit.report.workbook import LINKS, Link, Sheet, write_workbook
from tests.report.october_review import october
from tests.report.written import rows_of

XLSX = FORMATS["xlsx"]
SHEETS = [
    *("Summary", "Work plan", "What changed", "Data quality", "Access policy", "System performance"),
    *(
        "Adoption and feedback",
        "Limits",
        "Where it comes from",
        "Requests",
        "Decisions",
        "Weakened",
        "All rules",
        "First records",
        "Findings",
    ),
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """October, written once."""
    review = october()
    folder = tmp_path_factory.mktemp("xlsx")
    XLSX.write(Document(review, lambda: rows_of(review)), folder)
    return folder / XLSX.file


def test_it_has_a_sheet_for_each_part(path: Path) -> None:
    book = load_workbook(path)

    assert book.sheetnames == SHEETS
    assert all(sheet.freeze_panes == "A2" for sheet in book.worksheets)
    assert [sheet.title for sheet in book.worksheets if sheet.auto_filter.ref is None] == ["Summary"]


def test_a_status_is_chosen(path: Path) -> None:
    book = load_workbook(path)

    offered = {
        sheet.title: [(str(each.sqref), each.formula1) for each in sheet.data_validations.dataValidation]
        for sheet in book.worksheets
        if sheet.data_validations.dataValidation
    }
    words = f'"{",".join(STATUSES)}"'
    assert offered == {"Work plan": [("M2:M7", words)], "First records": [("N2:N48", words)]}


def test_the_plan_says_who_does_what_by_when(path: Path) -> None:
    rows = list(load_workbook(path)["Work plan"].values)

    assert rows[0][-2:] == ("Status", "Comment")
    assert [str(cell) for cell in rows[1][:12]] == [
        "2026-10-30 00:00:00",
        "yes",
        "Critical",
        "3 people who are not administrators may modify all data",
        "3",
        "5.5",
        "0",
        "None",
        "IT",
        "Sales Ops",
        "Remove the permission set from the user, or the permission from the set: Setup, Permission Sets.",
        "access/modify-all-data",
    ]
    assert rows[1][12] == "Open"


def test_rules_have_numbers_to_sort_by(path: Path) -> None:
    sheet = load_workbook(path)["Data quality"]
    emails = next(row for row in sheet.iter_rows() if "5,311 contacts" in str(row[2].value))

    assert emails[3].value == 0.889
    assert [cell.value for cell in emails[4:8]] == [0.95, 48_210, 5_311, 0]
    assert [cell.number_format for cell in emails[3:6]] == ["0.0%", "0.0%", "#,##0"]


def test_parts_without_a_source_are_named(path: Path) -> None:
    said = [row[1] for row in load_workbook(path)["Summary"].values if row[0] == "No source"]

    assert said == [
        "Adoption and feedback: no rule was judged",
        "User feedback: nobody's feedback is in this review",
    ]


def test_no_formula_and_no_address_comes_from_a_text(
    hostile_document: Callable[[str], Document], tmp_path: Path
) -> None:
    XLSX.write(hostile_document('=HYPERLINK("http://127.0.0.1/","x")'), tmp_path)

    with zipfile.ZipFile(tmp_path / XLSX.file) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        targets = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".rels"))
    assert len(sheets) == len(SHEETS)
    assert not [each for each in sheets if b"<f>" in each]
    assert b"127.0.0.1" not in targets
    assert b"https://nordwind.lightning.force.com/lightning/r/User/" in targets


def test_the_same_review_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    review = october()

    XLSX.write(Document(review, lambda: rows_of(review)), tmp_path)

    assert (tmp_path / XLSX.file).read_bytes() == path.read_bytes()


def test_what_people_write_into_it_is_read_again(path: Path, tmp_path: Path) -> None:
    book = load_workbook(path)
    book["Work plan"]["M2"] = "In progress"
    book.save(tmp_path / "returned.xlsx")

    assert load_workbook(tmp_path / "returned.xlsx")["Work plan"]["M2"].value == "In progress"


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(tmp_path: Path) -> None:
    rows = ((f"row {number}",) for number in range(1, 24))
    sheet = Sheet("Findings", ("Row",), None, rows, {0: 10})

    write_workbook(tmp_path / "rows.xlsx", [sheet], most_rows=10)

    book = load_workbook(tmp_path / "rows.xlsx")
    assert {each.title: (each.max_row, each["A2"].value, each.auto_filter.ref) for each in book.worksheets} == {
        "Findings": (10, "row 1", "A1:A10"),
        "Findings 2": (10, "row 10", "A1:A10"),
        "Findings 3": (6, "row 19", "A1:A6"),
    }


def test_exactly_full_begins_no_empty_sheet(tmp_path: Path) -> None:
    write_workbook(tmp_path / "rows.xlsx", [Sheet("Rows", ("Row",), None, ((n,) for n in range(9)))], most_rows=10)

    assert load_workbook(tmp_path / "rows.xlsx").sheetnames == ["Rows"]


def test_addresses_beyond_what_a_sheet_takes_are_texts(tmp_path: Path) -> None:
    address = "https://nordwind.my.salesforce.com/003"
    rows = ((Link(str(number), f"{address}{number}"),) for number in range(LINKS + 2))

    write_workbook(tmp_path / "links.xlsx", [Sheet("Links", ("Record",), LINKS + 2, rows)])

    with zipfile.ZipFile(tmp_path / "links.xlsx") as archive:
        counts: Mapping[str, int] = {
            "links": archive.read("xl/worksheets/sheet1.xml").count(b"<hyperlink "),
            "cells": archive.read("xl/worksheets/sheet1.xml").count(b"<c "),
        }
    assert counts == {"links": LINKS, "cells": LINKS + 3}
