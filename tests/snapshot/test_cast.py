from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sf_audit.snapshot.cast import FieldType, arrow_type, cast

CURRENCY = FieldType("currency", 18, 2)


def cast_one(field: FieldType, *texts: str) -> tuple[list[object], int]:
    typed, lost = cast(pa.table({"Field": pa.array(texts, pa.string())}), {"Field": field})
    return typed["Field"].to_pylist(), lost.get("Field", 0)


@pytest.mark.parametrize("kind", ["string", "picklist", "textarea", "phone", "multipicklist", "anyType", "made-up"])
def test_text_stays_text_whatever_it_looks_like(kind: str) -> None:
    texts = ["NA", "Null", "null", "nan", "None", "007", "1e5", "true", "2026-01-01", " ", "a;b", "\u0000", "'=1+1"]

    assert cast_one(FieldType(kind), *texts) == (texts, 0)


@pytest.mark.parametrize("kind", ["string", "boolean", "int", "double", "currency", "date", "datetime", "time", "id"])
def test_empty_is_null_and_not_a_loss(kind: str) -> None:
    assert cast_one(FieldType(kind, 18, 2), "") == ([None], 0)
    assert cast_one(FieldType(kind, 18, 2)) == ([], 0)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (FieldType("boolean"), "true", True),
        (FieldType("boolean"), "false", False),
        (FieldType("int"), "007", 7),
        (FieldType("int"), "-9223372036854775808", -9223372036854775808),
        (FieldType("int"), "12.0", 12),
        (FieldType("date"), "1700-01-01", date(1700, 1, 1)),
        (FieldType("date"), "4000-12-31", date(4000, 12, 31)),
        (FieldType("date"), "2028-02-29", date(2028, 2, 29)),
        (FieldType("time"), "23:59:59.999Z", time(23, 59, 59, 999000)),
        (FieldType("id"), "0014000000BMFoI", "0014000000BMFoIAAX"),
        (FieldType("reference"), "0014000000BMFoIAAX", "0014000000BMFoIAAX"),
        (CURRENCY, "9007199254740993.01", Decimal("9007199254740993.01")),
        (CURRENCY, "1.0E7", Decimal("10000000.00")),
        (FieldType("double", 18, 0), "5600000.0", Decimal(5600000)),
        (FieldType("double", 18, 0), "0.1234567", Decimal("0.123456700000")),
        (FieldType("percent", 3, 0), "1e-30", 1e-30),
        (FieldType("double"), "0.5", 0.5),
    ],
)
def test_a_value_becomes_what_describe_says(field: FieldType, text: str, value: object) -> None:
    assert cast_one(field, text) == ([value], 0)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22T16:40:57.000Z",
        "2026-11-22T16:40:57Z",
        "2026-11-22T16:40:57.000+0000",
        "2026-11-22T16:40:57.000+00:00",
        "2026-11-22T22:10:57.000+0530",
        "2026-11-22T08:40:57-08:00",
    ],
)
def test_every_form_of_a_datetime_is_the_same_moment_in_utc(text: str) -> None:
    assert cast_one(FieldType("datetime"), text) == ([datetime(2026, 11, 22, 16, 40, 57)], 0)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("boolean", "TRUE"),
        ("boolean", "1"),
        ("int", "0x1F"),
        ("int", "1.5"),
        ("int", "99999999999999999999"),
        ("int", "9223372036854775808"),
        ("double", "nan"),
        ("double", "inf"),
        ("double", "1,5"),
        ("double", " 1"),
        ("double", "1e999"),
        ("date", "2026-02-30"),
        ("date", "22.11.2026"),
        ("date", "2026-11-22T00:00:00Z"),
        ("datetime", "2026-11-22T16:40:57"),
        ("datetime", "2026-11-22 16:40:57Z"),
        ("time", "24:00:01.000Z"),
        ("id", "0014000000BMFoIAAA"),
        ("reference", "Account"),
    ],
)
def test_what_does_not_fit_is_null_and_counted_beside_what_does(kind: str, text: str) -> None:
    good = {"boolean": "true", "int": "1", "double": "1", "date": "2026-11-22", "time": "00:00:00.000Z"}
    good |= {"datetime": "2026-11-22T00:00:00.000Z", "id": "000000000000000AAA", "reference": "000000000000000AAA"}

    values, lost = cast_one(FieldType(kind, 18, 2), good[kind], text, good[kind], "", text)

    assert lost == 2
    assert [value is None for value in values] == [False, True, False, True, True]


def test_one_value_with_more_decimals_does_not_cost_the_others_a_digit() -> None:
    values, lost = cast_one(CURRENCY, "9007199254740993.01", "0.0000005")

    assert (values, lost) == ([Decimal("9007199254740993.010000000000"), Decimal("0.000000500000")], 0)


def test_columns_come_in_the_order_of_the_types() -> None:
    typed, _ = cast(pa.table({"B": ["1"], "A": ["x"]}), {"A": FieldType("string"), "B": FieldType("int")})

    assert typed.schema.names == ["A", "B"]
    assert typed.schema.types == [pa.string(), pa.int64()]


@pytest.mark.parametrize("columns", [["A"], ["A", "B", "C"], ["A", "A"]])
def test_other_columns_than_the_table_has_are_refused(columns: list[str]) -> None:
    page = pa.table([pa.array(["1"])] * len(columns), names=columns)

    with pytest.raises(ValueError, match="does not have the columns"):
        cast(page, {"A": FieldType("string"), "B": FieldType("int")})


def test_columns_without_any_value_have_their_type() -> None:
    typed, lost = cast(pa.table({"A": pa.nulls(2)}), {"A": FieldType("datetime")})

    assert (typed.schema.types, lost) == ([pa.timestamp("us")], {})


MOMENTS = st.datetimes(min_value=datetime(1700, 1, 1), max_value=datetime(4000, 12, 31))  # noqa: DTZ001
ROUND_TRIPS: dict[str, tuple[FieldType, st.SearchStrategy[object], Callable[[object], str]]] = {
    "string": (FieldType("string"), st.text(st.characters(exclude_categories=["Cs"]), min_size=1), str),
    "boolean": (FieldType("boolean"), st.booleans(), lambda value: str(value).lower()),
    "int": (FieldType("int"), st.integers(-(2**63), 2**63 - 1), str),
    "currency": (CURRENCY, st.decimals(-(10**16), 10**16, places=2, allow_nan=False), lambda value: f"{value:f}"),
    "double": (FieldType("double"), st.floats(allow_nan=False, allow_infinity=False), repr),
    "date": (FieldType("date"), st.dates(date(1700, 1, 1), date(4000, 12, 31)), str),
    "time": (FieldType("time"), st.times(), lambda value: f"{value:%H:%M:%S.%f}Z"),
    "datetime": (FieldType("datetime"), MOMENTS, lambda value: f"{value:%Y-%m-%dT%H:%M:%S.%f}+0000"),
}


@pytest.mark.parametrize("kind", ROUND_TRIPS)
def test_cast_and_back_is_the_same(kind: str) -> None:
    field, values, text = ROUND_TRIPS[kind]

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.none() | values, max_size=8))
    def holds(sample: list[object]) -> None:
        assert cast_one(field, *("" if value is None else text(value) for value in sample)) == (sample, 0)

    holds()


@settings(max_examples=60, deadline=None)
@given(st.lists(MOMENTS, max_size=5), st.integers(-14 * 60, 14 * 60))
def test_a_zone_moves_the_text_and_not_the_moment(moments: list[datetime], minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    texts = [moment.replace(tzinfo=UTC).astimezone(zone).isoformat() for moment in moments]

    assert cast_one(FieldType("datetime"), *texts) == (moments, 0)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([*ROUND_TRIPS, "id", "reference"]), st.lists(st.text(max_size=20), max_size=6))
def test_no_text_breaks_the_cast_and_no_row_is_lost(kind: str, texts: list[str]) -> None:
    values, lost = cast_one(FieldType(kind, 18, 2), *texts)

    assert len(values) == len(texts)
    assert lost == sum(value is None and text != "" for value, text in zip(values, texts, strict=True))


def test_the_declared_scale_is_the_stored_one() -> None:
    assert arrow_type(CURRENCY) == pa.decimal128(38, 2)
    assert arrow_type(FieldType("currency")) == pa.float64()
    assert arrow_type(FieldType("picklist")) == pa.string()
