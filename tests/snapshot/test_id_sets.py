"""Which ids a set lacks: every one that is in no column of it, once, and no other."""

from __future__ import annotations

import pyarrow as pa
import pytest

from sf_audit.snapshot.id_sets import IdSet

ANN, BOB, CARL, DORA = (f"003000000000{name}AAA" for name in ("ann", "bob", "crl", "dra"))


def column(*chunks: list[str | None]) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(chunk, pa.string()) for chunk in chunks], pa.string())


def test_what_is_in_any_column_is_not_lacking() -> None:
    known = IdSet([column([CARL], [ANN, None]), column([BOB])])

    assert known.lacks(column([BOB, DORA, None], [ANN, DORA], [CARL])) == {DORA}


def test_ids_beyond_the_last_and_before_the_first_are_lacking() -> None:
    known = IdSet([column([BOB, CARL])])

    assert known.lacks(column([ANN, BOB, DORA])) == {ANN, DORA}


def test_letters_of_another_case_are_another_id() -> None:
    known = IdSet([column([ANN])])

    assert known.lacks(column([ANN.replace("ann", "ANN")])) == {ANN.replace("ann", "ANN")}


def test_an_empty_set_lacks_everything_and_an_empty_column_nothing() -> None:
    assert IdSet([]).lacks(column([ANN, ANN])) == {ANN}
    assert IdSet([column([])]).lacks(column([ANN])) == {ANN}
    assert IdSet([column([ANN])]).lacks(column([None], [])) == frozenset()


def test_a_part_of_a_longer_column_is_only_that_part() -> None:
    known = IdSet([column([ANN, BOB, CARL]).slice(1, 1)])

    assert known.lacks(column([ANN, BOB, CARL]).slice(1)) == {CARL}


def test_what_is_no_id_is_refused() -> None:
    with pytest.raises(ValueError, match="a value that is none"):
        IdSet([column([ANN, "003000000000ann"])])
