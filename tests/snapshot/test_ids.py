from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sf_audit.snapshot.ids import eighteen, normalised, well_formed

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


@pytest.mark.parametrize(
    ("fifteen", "complete"),
    [
        ("0014000000BMFoI", "0014000000BMFoIAAX"),
        ("000000000000000", "000000000000000AAA"),
        ("AAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAA555"),
        ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaAAA"),
        ("Aaaaaaaaaaaaaaa", "AaaaaaaaaaaaaaaBAA"),
        ("aaaaaaaaaaaaaaA", "aaaaaaaaaaaaaaAAAQ"),
    ],
)
def test_the_checksum_follows_from_the_capital_letters(fifteen: str, complete: str) -> None:
    assert eighteen(fifteen) == complete
    assert eighteen(complete) == complete


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0014000000BMFo",
        "0014000000BMFoIA",
        "0014000000BMFoIAAXA",
        "0014000000BMFoIAAA",
        "0014000000bmfoiAAX",
        "0014000000BMFoIaax",
        "0014000000BMFo-",
        "0014000000BMFoI\n",
        "É014000000BMFoI",
        "００１４０００００００BMFoI",
    ],
)
def test_what_is_no_id_is_refused_one_by_one_and_in_columns(text: str) -> None:
    with pytest.raises(ValueError, match=r"record id"):
        eighteen(text)

    assert normalised(pa.chunked_array([[text]])).to_pylist() == [None]
    assert well_formed(pa.chunked_array([[text]])).to_pylist() == [False]


@given(st.lists(st.none() | st.text(LETTERS, min_size=15, max_size=15) | st.text(LETTERS + "É-", max_size=19)))
def test_a_column_is_normalised_as_its_values_are(values: list[str | None]) -> None:
    column = pa.chunked_array([pa.array(values, pa.string()).slice(1), pa.array(values, pa.string())])

    assert normalised(column).to_pylist() == [one_by_one(value) for value in values[1:] + values]


@given(st.lists(st.text(LETTERS, min_size=15, max_size=15), min_size=1))
def test_a_normalised_column_stays_as_it_is(values: list[str]) -> None:
    once = normalised(pa.chunked_array([values]))

    assert normalised(once).equals(once)
    assert well_formed(once).to_pylist() == [True] * len(values)


def test_null_is_neither_well_formed_nor_not() -> None:
    assert well_formed(pa.chunked_array([pa.array([None, "x"], pa.string())])).to_pylist() == [None, False]


def one_by_one(value: str | None) -> str | None:
    try:
        return None if value is None else eighteen(value)
    except ValueError:
        return None
