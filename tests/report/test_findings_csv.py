"""findings.csv opens in a spreadsheet, and runs nothing there."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from itertools import islice, repeat
from pathlib import Path

import pytest

from sf_audit.report.findings_csv import COLUMNS, findings_csv, write_by_rule
from sf_audit.report.rule_names import csv_of

ROW: dict[str, object] = dict.fromkeys(COLUMNS) | {
    "rule": "quality/contact-email-filled",
    "object": "Contact",
    "id": "0035g00000D0001AAC",
    "because": '=cmd|"/c calc"',
    "first_seen": date(2026, 8, 2),
    "at_stake": -5,
}


def test_lines() -> None:
    lines = list(findings_csv([ROW]))

    assert lines == [
        '"rule","object","id","part","because","severity","owner","partner","record_owner_id",'
        '"first_seen","due","waived_until","at_stake","key","currency"\r\n',
        '"quality/contact-email-filled","Contact","0035g00000D0001AAC",,"\'=cmd|""/c calc""",'
        ',,,,"2026-08-02",,,-5,,\r\n',
    ]


def test_a_reader_gets_the_text_back() -> None:
    rows = list(csv.DictReader(StringIO("".join(findings_csv([ROW | {"because": 'a "b", c\nd'}])), newline="")))

    assert rows[0]["because"] == 'a "b", c d'


def test_no_findings_is_a_header() -> None:
    assert len(list(findings_csv([]))) == 1


def test_millions_are_never_held() -> None:
    assert len(list(islice(findings_csv(repeat(ROW)), 3))) == 3


def test_a_cell_never_spills_into_the_next() -> None:
    line = list(findings_csv([ROW | {"because": "x" * 3_000_000}]))[1]

    assert len(line) < 32_767


def test_each_rule_has_a_file_of_its_findings(tmp_path: Path) -> None:
    other = ROW | {"rule": "own/it’s"}
    rows = [ROW | {"id": "1"}, ROW | {"id": "2"}, other | {"id": "3"}, ROW | {"id": "4"}]

    write_by_rule(rows, tmp_path)

    assert {path.name: _ids(path) for path in tmp_path.iterdir()} == {
        "findings.quality.contact-email-filled.csv": ["1", "2", "4"],
        "findings.own.it_2019s.csv": ["3"],
    }


def test_findings_that_are_written_again_take_the_place_of_others(tmp_path: Path) -> None:
    for _ in range(2):
        write_by_rule([ROW | {"id": "1"}], tmp_path)

    assert _ids(tmp_path / csv_of("quality/contact-email-filled")) == ["1"]


@pytest.mark.parametrize(
    ("rule", "file"),
    [
        ("own/a.b", "findings.own.a_2eb.csv"),
        ("own/a_b", "findings.own.a_5fb.csv"),
        ("own/../x", "findings.own._2e_2e.x.csv"),
        ("own/" + "x" * 300, f"findings.own.{'x' * 146}-d94bde10.csv"),
    ],
)
def test_no_rule_is_called_by_what_is_no_file(rule: str, file: str) -> None:
    assert csv_of(rule) == file


def _ids(path: Path) -> list[str]:
    return [row["id"] for row in csv.DictReader(StringIO(path.read_text(encoding="utf-8"), newline=""))]
