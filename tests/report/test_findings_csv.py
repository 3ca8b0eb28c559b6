"""findings.csv opens in a spreadsheet, and runs nothing there."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from itertools import islice, repeat

from sf_audit.report.findings_csv import COLUMNS, findings_csv

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
