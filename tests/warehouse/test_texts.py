"""Values of loaders become the text that the org would answer; what no text can say is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pyarrow as pa
import pytest

from sf_audit.snapshot.cast import FieldType, cast
from sf_audit.warehouse.texts import as_text, unfit


def read(values: pa.Array, type: str, zone: str = "UTC", **more: int) -> list[object]:
    """What is stored of a column, and how many values did not fit as the last."""
    field = FieldType(type, **more)
    assert unfit(pa.field("column", values.type), field) == ""
    typed, lost = cast(pa.table({"column": as_text(values, field, zone)}), {"column": field})
    return [*typed["column"].to_pylist(), lost.get("column", 0)]


MIDNIGHT = datetime.fromisoformat("2026-03-01T00:00:00")
NINE = datetime.fromisoformat("2026-03-01T09:00:00")


@pytest.mark.parametrize(
    ("values", "type", "stored"),
    [
        (pa.array([True, False, None]), "boolean", [True, False, None, 0]),
        (
            pa.array(["t", "F", "1", "0", "TRUE", " no ", "", None]),
            "boolean",
            [True, False, True, False, True, False, None, None, 0],
        ),
        (pa.array([1, 0, 2]), "boolean", [True, False, None, 1]),
        (pa.array(["perhaps"]), "boolean", [None, 1]),
        (pa.array([date(2026, 3, 1), None]), "date", [date(2026, 3, 1), None, 0]),
        (pa.array([MIDNIGHT, NINE]), "date", [date(2026, 3, 1), None, 1]),
        (pa.array([MIDNIGHT.replace(tzinfo=UTC)]), "date", [date(2026, 3, 1), 0]),
        (
            pa.array(["2026-03-01", "2026-03-01T00:00:00.000Z", "2026-03-01 00:00:00+00", "1.3.2026"]),
            "date",
            [date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 1), None, 1],
        ),
        (pa.array([NINE], pa.timestamp("ns", "Europe/Berlin")), "datetime", [NINE, 0]),
        (
            pa.array([NINE.replace(microsecond=5000)], pa.timestamp("us")),
            "datetime",
            [NINE.replace(microsecond=5000), 0],
        ),
        (
            pa.array(
                [
                    "2026-03-01 09:00:00+00",
                    "2026-03-01T09:00:00.000+0000",
                    "2026-03-01T10:00:00+01:00",
                    "2026-03-01 09:00:00",
                    "x",
                ]
            ),
            "datetime",
            [NINE, NINE, NINE, NINE, None, 1],
        ),
        (pa.array([time(9, 30)], pa.time64("us")), "time", [time(9, 30), 0]),
        (pa.array([["A", "B"], [], None], pa.list_(pa.string())), "multipicklist", ["A;B", None, None, 0]),
        (pa.array(["A;B"]), "multipicklist", ["A;B", 0]),
        (pa.array(["a", "b", "a"]).dictionary_encode(), "picklist", ["a", "b", "a", 0]),
        (pa.array(["NA", "007", "1e5", " x ", ""]), "string", ["NA", "007", "1e5", " x ", None, 0]),
        (pa.array(["Ü".encode()], pa.binary()), "string", ["Ü", 0]),
        (
            pa.array(["001000000000001", "001000000000001AAA", "001"]),
            "reference",
            ["001000000000001AAA", "001000000000001AAA", None, 1],
        ),
        (pa.array([5.0, 1e19, float("nan")]), "int", [5, None, None, 2]),
        (pa.array([5, None], pa.int32()), "int", [5, None, 0]),
    ],
)
def test_a_value_is_what_its_field_says(values: pa.Array, type: str, stored: list[object]) -> None:
    assert read(values, type) == stored


def test_decimals_keep_their_digits() -> None:
    exact = pa.array([Decimal("12345678901234567890.123456"), Decimal("-0.10")], pa.decimal128(38, 6))

    assert read(exact, "currency", precision=18, scale=2) == [
        Decimal("12345678901234567890.123456"),
        Decimal("-0.10"),
        0,
    ]
    assert read(pa.array(["0.10", "1,000"]), "currency", precision=18, scale=2) == [Decimal("0.10"), None, 1]
    assert read(pa.array([0.1, float("inf")]), "double", precision=18, scale=2) == [Decimal("0.10"), None, 1]


def test_times_without_a_zone_are_in_that_of_the_loader() -> None:
    assert read(pa.array([NINE], pa.timestamp("us")), "datetime", "America/New_York") == [NINE.replace(hour=14), 0]
    assert read(pa.array(["2026-03-01 09:00:00"]), "datetime", "America/New_York") == [NINE.replace(hour=14), 0]
    assert read(pa.array([MIDNIGHT]), "date", "America/New_York") == [date(2026, 3, 1), 0]


def test_a_time_that_clocks_showed_twice_is_the_earlier_one() -> None:
    twice = pa.array([datetime.fromisoformat("2026-11-01T01:30:00")], pa.timestamp("us"))

    assert read(twice, "datetime", "America/New_York") == [datetime.fromisoformat("2026-11-01T05:30:00"), 0]


@pytest.mark.parametrize(
    ("column", "type"),
    [
        (pa.int64(), "string"),
        (pa.float64(), "phone"),
        (pa.bool_(), "picklist"),
        (pa.timestamp("us"), "string"),
        (pa.list_(pa.string()), "string"),
        (pa.struct([("city", pa.string())]), "string"),
        (pa.int64(), "date"),
        (pa.date32(), "datetime"),
        (pa.float64(), "boolean"),
        (pa.int64(), "reference"),
    ],
)
def test_a_column_that_lost_what_its_field_holds_is_refused(column: pa.DataType, type: str) -> None:
    assert unfit(pa.field("column", column), FieldType(type)) == (
        f"is held as {column}, which does not keep what a field of type {type} holds"
    )
