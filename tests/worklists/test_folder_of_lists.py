"""The folder of lists: private, whole or as it was, the same each time, and never in place of other files."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sf_audit.checks.email import Email
from sf_audit.errors import UsageProblem
from sf_audit.model.worklist import Kind, Recipient
from sf_audit.worklists.compose import Lists
from sf_audit.worklists.write import file_stem, write_lists
from tests.worklists.lists import Reviewed, contacts, filled, judged

ALL = ("html", "xlsx", "csv")


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Reviewed:
    typo = {"Id": "003Z", "Name": "Ada", "OwnerId": "005A", "Email": "ada@gmial.com"}
    rules = [filled(), judged(Email(object="Contact", field="Email", mistyped=False), "quality/b")]
    return Reviewed(tmp_path_factory.mktemp("folder"), rules, {"Contact": (*contacts("005A", "005M"), typo)})


@pytest.fixture
def lists(reviewed: Reviewed) -> Iterator[Lists]:
    with reviewed.lists() as found:
        yield found


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_every_recipient_has_a_file_of_each_format(lists: Lists, tmp_path: Path) -> None:
    written = write_lists(lists, ALL, tmp_path / "out")

    assert written == 2
    assert list(files(tmp_path / "out")) == [
        "data-loader/Contact.Email.csv",
        "index.html",
        "lists/person-ana-005A.csv",
        "lists/person-ana-005A.html",
        "lists/person-ana-005A.xlsx",
        "lists/person-mia-005M.csv",
        "lists/person-mia-005M.html",
        "lists/person-mia-005M.xlsx",
        "worklists.json",
    ]
    assert (
        tmp_path / "out/data-loader/Contact.Email.csv"
    ).read_bytes() == b'"Id","Email"\r\n"003Z","ada@gmail.com"\r\n'


def test_nobody_else_can_read_them(lists: Lists, tmp_path: Path) -> None:
    write_lists(lists, ALL, tmp_path / "out")

    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "out").rglob("*") if path.is_file()} == {0o600}
    folders = [tmp_path / "out", *(path for path in (tmp_path / "out").rglob("*") if path.is_dir())]
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}


def test_the_same_review_gives_the_same_files(lists: Lists, tmp_path: Path) -> None:
    write_lists(lists, ALL, tmp_path / "one")
    write_lists(lists, ALL, tmp_path / "two")

    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_what_lay_there_is_replaced_as_a_whole(lists: Lists, tmp_path: Path) -> None:
    write_lists(lists, ALL, tmp_path / "out")
    write_lists(lists, ["csv"], tmp_path / "out")

    assert {Path(name).suffix for name in files(tmp_path / "out")} == {".csv", ".json"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_lay_there_stays_where_the_lists_cannot_all_be_written(lists: Lists, tmp_path: Path) -> None:
    write_lists(lists, ["csv"], tmp_path / "out")
    before = files(tmp_path / "out")

    with pytest.raises(KeyError):
        write_lists(lists, ["csv", "no such format"], tmp_path / "out")

    assert files(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_a_killed_process_left_goes_after_a_day(lists: Lists, tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / f".sf-audit-worklists-{name}").mkdir()
    yesterday = time.time() - 25 * 60 * 60
    os.utime(tmp_path / ".sf-audit-worklists-old", (yesterday, yesterday))

    write_lists(lists, ["csv"], tmp_path / "out")

    assert {path.name for path in tmp_path.iterdir()} == {"out", ".sf-audit-worklists-new"}


def test_other_files_are_not_replaced(lists: Lists, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path)

    for folder in (tmp_path, tmp_path / "notes.txt", tmp_path / "link"):
        with pytest.raises(UsageProblem):
            write_lists(lists, ALL, folder)

    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_is_taken(lists: Lists, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    assert write_lists(lists, ["csv"], tmp_path / "out") == 2


def test_for_programs_it_says_whose_the_lists_are_and_not_how_much_they_have_to_do(
    lists: Lists, tmp_path: Path
) -> None:
    write_lists(lists, ["csv"], tmp_path / "out")

    assert json.loads((tmp_path / "out/worklists.json").read_text(encoding="utf-8")) == {
        "schema_version": 1,
        "org": "00D000000000001EAA",
        "period": "2026-03",
        "by": "owner",
        "snapshot": "sha",
        "redacted": False,
        "missing": [],
        "lists": [
            {"kind": "person", "id": "005A", "files": ["lists/person-ana-005A.csv"]},
            {"kind": "person", "id": "005M", "files": ["lists/person-mia-005M.csv"]},
        ],
        "data_loader": ["data-loader/Contact.Email.csv"],
        "merges": [],
    }


def test_a_workbook_is_read_back(lists: Lists, tmp_path: Path) -> None:
    write_lists(lists, ["xlsx"], tmp_path / "out")

    book = load_workbook(tmp_path / "out/lists/person-ana-005A.xlsx")

    assert book.sheetnames == ["Start here", "Records", "How to fix"]
    header, *rows = book["Records"].iter_rows(values_only=True)
    assert [dict(zip(header, row, strict=True))["Record"] for row in rows] == ["Contact 0", "Ada"]
    assert book["Records"].column_dimensions["Q"].hidden
    assert book["Records"].auto_filter.ref == "A1:Q3"


@pytest.mark.parametrize(
    ("recipient", "stem"),
    [
        (Recipient(Kind.PERSON, "005A", "Søren Bæk"), "person-soren-baek-005A"),
        (Recipient(Kind.PERSON, "005A", "../../etc/passwd"), "person-etc-passwd-005A"),
        (Recipient(Kind.PERSON, "005A", "名前"), "person-005A"),
        (Recipient(Kind.PERSON, "005A", "x" * 500), f"person-{'x' * 40}-005A"),
        (Recipient(Kind.QUEUE, "00GQ", "CON"), "queue-con-00GQ"),
        (Recipient(Kind.ROLE, "sales_ops", "Sales Operations"), "role-sales-ops"),
        (Recipient(Kind.ROLE, "sales-ops"), "role-sales-ops-12122b7c"),
        (Recipient(Kind.ROLE, "Équipe CRM"), "role-equipe-crm-c4ddc9a3"),
    ],
)
def test_names_of_files_are_plain(recipient: Recipient, stem: str) -> None:
    assert file_stem(recipient) == stem
