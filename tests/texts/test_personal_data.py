"""Which texts hold numbers of cards, accounts and people, and which only look so.

The numbers of cards are those that payment companies publish for tests, those of accounts are the examples of the
“IBAN Registry” (SWIFT), those of people the examples in the documents of their states; none is of anybody.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from importlib import import_module

import duckdb
import pytest

from sf_audit.expectations.texts.cards import holds_card
from sf_audit.expectations.texts.personal_data import _NATIONAL_IDS, KINDS, holds_none, may_hold

CARDS = (
    "4111111111111111",
    "4111 1111 1111 1111",
    "4111-1111-1111-1111",
    "4111.1111.1111.1111",
    "4012888888881881",
    "4222222222222",
    "4222 222 222 222",
    "5555 5555 5555 4444",
    "5105105105105100",
    "2223003122003222",
    "2720 9900 0000 0007",
    "CC-4111-1111-1111-1111",
    "3782 822463 10005",
    "371449635398431",
    "6011 1111 1111 1117",
    "3056 930902 5904",
    "38520000023237",
    "3530111333300000",
    "6200000000000005",
    "6304000000000000",
    "4000000000000000006",
    "4111\u00a01111\u00a01111\u00a01111",
    "4111\u20111111\u20111111\u20111111",
    "4111–1111–1111–1111",
    "４１１１ １１１１ １１１１ １１１１",
    "4111&nbsp;1111&nbsp;1111&nbsp;1111",
    "41111111\u200b11111111",
    "4111 11111111 1111",
)
AROUND = ("{}", "Card: {}.", "card no {}, exp 12/27", "({})", "番号{}です", "{}\n", "x {} 12")


@pytest.mark.parametrize("number", CARDS)
@pytest.mark.parametrize("around", AROUND)
def test_a_card_is_found_wherever_it_stands(number: str, around: str) -> None:
    assert not holds_none("card", around.format(number))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no number",
        "4111111111111112",  # wrong check digit
        "4111 1111 1111 1112",
        "411111111111111",  # a digit too few
        "41111111111111111",  # a digit too many
        "a4111111111111111",
        "4111111111111111a",
        "1234567890123452",  # no card begins so
        "9999999999999995",
        "0000 0000 0000 0000",
        "+4111111111111111",
        "0.4111111111111111",
        "4111111111111111.25",
        "SO-4111111111111111",
        "INV/4111111111111111",
        "4111111111111111-7",
        "41-11-11-11-11-11-11-11",
        "4111 1111-1111 1111",
        "4111  1111  1111  1111",
        "4111\n1111\n1111\n1111",
        "4006381333931",  # an article (EAN)
        "+1 (415) 555-2671, +1 (415) 555-2672",
        "0049 30 1234 5678 9012",
        "550e8400-e29b-41d4-a716-446655440000",
        "2026-03-16 12:00:00.000000",
        "490154203237518",  # an IMEI has the same check digit
        "8944500102198304826",  # and so has a SIM card
        "0015e00000ABCDEAA2 5005e00000ABCDEAA2",
    ],
)
def test_what_is_no_card_is_left_alone(text: str) -> None:
    assert holds_none("card", text)


@pytest.mark.parametrize(
    "text",
    [
        "DE89370400440532013000",
        "DE89 3704 0044 0532 0130 00",
        "de89 3704 0044 0532 0130 00",
        "IBAN: GB29 NWBK 6016 1331 9268 19.",
        "FR1420041010050500013M02606",
        "NO93 8601 1117 947",
        "MT84MALT011000012345MTLCAST001S",
        "NL91-ABNA-0417-1643-00",
        "pay to BE68 5390 0754 7034 by Friday 12 March",
        "DE89 3704 0044 0532 0130 00 BIC COBADEFFXXX",
        "DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000",
        "ＤＥ89370400440532013000",
    ],
)
def test_an_account_is_found(text: str) -> None:
    assert not holds_none("iban", text)


@pytest.mark.parametrize(
    "text",
    [
        "DE88370400440532013000",  # wrong check digits
        "DE8937040044053201300",  # too short for its country
        "DE893704004405320130000",
        "XX89370400440532013000",
        "XDE89370400440532013000",
        "DE89370400440532013000X",
        "on 12 March 2024 we met",
        "AB12CDEF34GHIJ56KLMN78",
    ],
)
def test_what_is_no_account_is_left_alone(text: str) -> None:
    assert holds_none("iban", text)


PEOPLE = {
    "be_nn": ("85.07.30-033 28", "85073003328"),
    "bg_egn": ("7523169263",),
    "br_cpf": ("390.533.447-05", "39053344705"),
    "ch_ahv": ("756.9217.0769.85", "7569217076985"),
    "cn_ric": ("360426199101010071",),
    "cz_rc": ("710319/2745",),
    "de_idnr": ("36 574 261 809", "36574261809"),
    "ee_ik": ("36805280109",),
    "es_dni": ("54362315K", "54362315-K"),
    "es_nie": ("x2482300w", "X-2482300-W"),
    "fi_hetu": ("131052-308T", "131052A308T"),
    "fr_nir": ("2 95 10 99 126 111 93", "295109912611193"),
    "it_codice_fiscale": ("RCCMNL83S18D969H",),
    "lt_asmens": ("33309240064",),
    "mx_curp": ("BOXW310820HNERXN09",),
    "no_fodselsnummer": ("151086 95088", "15108695088"),
    "pl_pesel": ("44051401359",),
    "ro_cnp": ("1630615123457",),
    "se_personnummer": ("880320-0016", "19880320-0016"),
    "tr_kimlik": ("17291716060",),
    "us_ssn": ("536-90-4399", "536 90 4399"),
    "za_id": ("7503305044089", "750330 5044 089"),
}


def test_every_kind_has_an_example() -> None:
    assert set(PEOPLE) == set(_NATIONAL_IDS) == set(KINDS) - {"card", "iban"}


@pytest.mark.parametrize(("kind", "number"), [(kind, number) for kind, some in PEOPLE.items() for number in some])
def test_a_national_id_is_found_by_its_check_digits(kind: str, number: str) -> None:
    wrong = number[:2] + str((int(number[2]) + 1) % 10) + number[3:] if number[2].isdigit() else number[:-1]

    assert not holds_none(kind, number)
    assert not holds_none(f"card {kind}", f"Id: {number}, please")
    assert holds_none("card iban", number)
    assert holds_none(kind, f"a{number}")
    assert holds_none(kind, f"{number}7")
    assert holds_none(kind, f"+{number}") or not number[0].isdigit()
    assert wrong == number or kind in {"cz_rc", "us_ssn"} or holds_none(kind, wrong)


@pytest.mark.parametrize("text", ["536904399", "000-12-3456", "666-12-3456", "123-456-7890", "536-90-43990"])
def test_what_is_no_social_security_number_is_left_alone(text: str) -> None:
    assert holds_none("us_ssn", text)


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def passed(connection: duckdb.DuckDBPyConnection, kinds: tuple[str, ...], texts: list[str]) -> set[str]:
    query = f"SELECT value FROM (SELECT unnest($1) AS value) WHERE {may_hold(kinds, 'value')}"
    return {row[0] for row in connection.execute(query, [texts]).fetchall()}


def test_the_first_look_lets_every_number_through(connection: duckdb.DuckDBPyConnection) -> None:
    for kinds, numbers in [(("card",), CARDS), (("iban",), ("DE89 3704 0044 0532 0130 00", "nl91-abna-0417-1643-00"))]:
        texts = [around.format(number) for number in numbers for around in AROUND]
        assert passed(connection, kinds, texts) == set(texts)
    for kind, some in PEOPLE.items():
        texts = [number.replace("-", mark) for number in some for mark in ("-", "‑")]
        assert passed(connection, (kind,), texts) == set(texts)
        assert passed(connection, KINDS, texts) == set(texts)
    assert passed(connection, ("card", "iban"), ["no number", "12 March 2026", "Room 4711, +49 30 123", ""]) == set()


@pytest.mark.parametrize("seed", range(4))
def test_the_first_look_stops_no_text_that_holds_one(connection: duckdb.DuckDBPyConnection, seed: int) -> None:
    chance = random.Random(seed)
    people = [number for some in PEOPLE.values() for number in some]
    parts = [*CARDS[:12], *people, *"aZ0479-–. /+_&;", "\u00a0", "\u200b", "DE89"]
    texts = ["".join(chance.choice(parts) for _ in range(chance.choice([1, 2, 3, 5]))) for _ in range(1500)]
    kinds = tuple(chance.sample(KINDS, 6))

    holding = {text for text in texts if not holds_none(" ".join(kinds), text)}
    assert holding <= passed(connection, kinds, texts)


def test_random_numbers_are_cards_as_often_as_their_check_digit_says() -> None:
    chance = random.Random(7)
    numbers = [str(chance.randrange(10**15, 10**16)) for _ in range(20_000)]
    luhn = import_module("stdnum.luhn")
    visa = [number for number in numbers if number[0] == "4"]

    assert list(filter(holds_card, visa)) == list(filter(luhn.is_valid, visa))
    assert sum(map(holds_card, numbers)) < len(numbers) / 25


def test_a_long_text_takes_no_time() -> None:
    began = time.perf_counter()

    assert holds_none(" ".join(KINDS), "1 " * 50_000 + "a1" * 16_000 + "9" * 32_000 + "DE89" * 8_000)
    assert time.perf_counter() - began < 20
