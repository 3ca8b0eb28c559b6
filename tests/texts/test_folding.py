"""Which texts are the same to a reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sf_audit.expectations.texts.fold import fold

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
