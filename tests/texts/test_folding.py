"""Which texts are the same to a reader."""

from __future__ import annotations

import re
from datetime import date
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sf_audit.expectations.days import Calendar
from sf_audit.expectations.filled import BLANKS
from sf_audit.expectations.records import Records
from sf_audit.expectations.texts.fold import LETTERS, fold, folded_sql, join_folds

SAME = [
    ("Straße", "STRASSE"),
    ("ÉTÉ", "e\u0301te\u0301"),
    ("O’Brien", "O'BRIEN"),
    ("O´Brien", "O`Brien"),
    ("OʼBrien", "o‘brien"),
    ("Coca–Cola", "Coca-Cola"),
    ("Coca\u2011Cola", "coca‒cola"),
    ("Ａｃｍｅ　Ｇｍｂｈ", "acme gmbh"),
    ("Acme  \t Inc", "\u00a0Acme Inc "),
    ("Acme\u200b Inc", "Acme Inc"),
    ("Ac\u00adme", "Acme"),
    ("ﬁrma", "Firma"),
    ("ΣΊΣΥΦΟΣ", "σίσυφος"),
    ("№ 5", "No 5"),
    ("“Acme”", '"acme"'),
    ("㈱Acme", "(株)acme"),
    ("Acme\nInc", "acme inc"),
]
DIFFERENT = [("Müller", "Muller"), ("Acme Inc", "AcmeInc"), ("A&B", "A and B"), ("Acme, Inc", "Acme Inc"), ("o", "0")]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_the_same_to_a_reader(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_two_names(left: str, right: str) -> None:
    assert fold(left) != fold(right)


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_sql_lowers_letters_as_folding_does(connection: duckdb.DuckDBPyConnection) -> None:
    letters = re.findall(f"[{LETTERS}]", "".join(map(chr, range(0x20, 0xD7FF))))

    lowered = connection.execute("SELECT lower(unnest($1::VARCHAR[]))", [letters]).fetchall()

    assert len(letters) > 33_000
    assert [fold(letter) for letter in letters] == [row[0] for row in lowered]


@given(
    st.lists(
        st.text(st.sampled_from("aÀÉßσΣςΩЖй가각漢かがｶ\u0301\u3099\u11a8 '’-–İıﬁ" + BLANKS)), min_size=20, max_size=40
    )
)
def test_sql_folds_as_python_does(connection: duckdb.DuckDBPyConnection, texts: list[str]) -> None:
    records = Records(connection, "texts", Calendar(date(2026, 3, 9), ZoneInfo("UTC")), {"value": "VARCHAR"})
    connection.execute("CREATE OR REPLACE TABLE texts AS SELECT unnest($1::VARCHAR[]) AS value", [texts])

    join = join_folds("a", "value", records, "true")

    told = connection.execute(f"SELECT value, {folded_sql('a', 'value', records)} FROM texts {join}").fetchall()
    records.close()
    assert told == [(text, fold(text)) for text, _ in told]
    assert len(told) == len(texts)
