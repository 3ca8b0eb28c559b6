"""Which numbers can be called, value by value, and that SQL accepts no more than the library does."""

from __future__ import annotations

import random
from collections.abc import Iterator

import duckdb
import phonenumbers
import pyarrow as pa
import pytest

from sf_audit.expectations.texts import phone_forms
from sf_audit.expectations.texts.phone import is_callable

CALLABLE = [
    ("+1 415 555 2671", "DE"),
    ("(415) 555-2671", "US"),
    ("415.555.2671", "US"),
    ("1-415-555-2671", "US"),
    ("1-800-FLOWERS", "US"),
    ("415-555-2671 x12", "US"),
    ("415-555-2671 ext. 12", "US"),
    ("+49 (0) 30 901820", "US"),
    ("+49 (0)30-901820", "US"),
    ("030 901820", "DE"),
    ("030/901820", "DE"),
    ("0049 30 901820", "DE"),
    ("011 49 30 901820", "US"),
    ("+44 20 7946 0018", "US"),
    ("020 7946 0018", "GB"),
    ("+39 02 1234 5678", "US"),
    ("＋４９ ３０ ９０１８２０", "US"),
    ("+800 1234 5678", "US"),
    ("204-234-5678", "CA"),
]
NOT_CALLABLE = [
    ("000-000-0000", "US"),
    ("1111111111", "US"),
    ("(999) 999-9999", "US"),
    ("123-456-7890", "US"),
    ("0123456789", "US"),
    ("+1 111 111 1111", "DE"),
    ("+49 0", "DE"),
    ("+999 123456", "US"),
    ("030 901820", "US"),
    ("call the front desk", "US"),
    ("see notes", "US"),
    ("12", "US"),
    ("+1 212 55", "US"),
    ("+44 20 7946 0958 0958 0958", "US"),
    ("911", "US"),
    ("ann@acme.com", "US"),
    ("-", "US"),
    ("+", "US"),
]


@pytest.mark.parametrize(("number", "region"), CALLABLE)
def test_can_be_called(number: str, region: str) -> None:
    assert is_callable(number, region)


@pytest.mark.parametrize(("number", "region"), NOT_CALLABLE)
def test_cannot_be_called(number: str, region: str) -> None:
    assert not is_callable(number, region)


def numbers(region: str, chance: random.Random) -> Iterator[str]:
    """Numbers like those of the plan, with some digits changed, and what may stand before them."""
    plan = phonenumbers.PhoneMetadata.metadata_for_region(region)
    assert plan is not None
    trunk, code = plan.national_prefix or "", str(plan.country_code)
    kinds = (plan.fixed_line, plan.mobile, plan.toll_free, plan.premium_rate, plan.voip)
    for example in [kind.example_number for kind in kinds if kind and kind.example_number]:
        for _ in range(8):
            digits = list(example)
            for _ in range(chance.choice([1, 2, 3, 8])):
                digits[chance.randrange(len(digits))] = str(chance.randrange(10))
            number = "".join(digits)[: chance.choice([30, 30, 30, -1])] + chance.choice(["", "", "", "7"])
            before = chance.choice(
                ["", "", trunk, trunk, code, "00", "0", "1", f"+{code}", f"+{code}", f"+{code}{trunk}"]
            )
            yield chance.choice(["{}{}", "{} {}", "({}) {}", "{}-{}"]).format(before, number)


def test_the_library_accepts_what_sql_accepts(connection: duckdb.DuckDBPyConnection) -> None:
    chance = random.Random(7)
    asked = [
        (number, region) for region in sorted(phonenumbers.SUPPORTED_REGIONS) for number in numbers(region, chance)
    ]
    columns = {"value": [number for number, _ in asked], "region": [region for _, region in asked]}
    connection.register("asked", pa.table(columns))
    connection.execute(f"CREATE TABLE numbers AS SELECT * FROM {phone_forms.coded('asked')}")
    accepted: set[tuple[str, str]] = set()
    regions = sorted(phonenumbers.SUPPORTED_REGIONS)
    for some in (regions[start : start + 40] for start in range(0, len(regions), 40)):
        codes = sorted({str(phonenumbers.country_code_for_region(region)) for region in some})
        for condition in (
            f"starts_with(value, '+') AND {phone_forms.surely_abroad('digits', 'code', codes)}",
            f"NOT starts_with(value, '+') AND {phone_forms.surely_at_home('digits', 'region', some)}",
        ):
            accepted.update(connection.execute(f"SELECT value, region FROM numbers WHERE {condition}").fetchall())

    assert [pair for pair in accepted if not is_callable(*pair)] == []
    assert len(accepted) > len(asked) / 10
