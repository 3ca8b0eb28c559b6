"""Whether a number is what the child records come to: which records of a tiny org break it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sf_audit.checks.adds_up import AddsUp
from sf_audit.expectations.measure import measure
from sf_audit.model.review import Reason
from sf_audit.rulebook.settings.tolerance import Difference
from sf_audit.rulebook.settings.when import when
from sf_audit.snapshot.tables import Snapshot
from tests.checks.looking import look, unread, verdict
from tests.checks.test_verbs_of_dates import refused
from tests.checks.verb_rows import HIDDEN_ROWS
from tests.expectations.conftest import snapshot_of
from tests.expectations.small_snapshots import failing

__all__ = ["snapshot_of"]

Row = dict[str, Any]


def adds_up(**settings: Any) -> AddsUp:
    defaults = {"object": "Opportunity", "field": "Amount", "child": "OpportunityLineItem", "by": "OpportunityId"}
    return AddsUp(**{**defaults, **settings})


def deals(*amounts: float | None, **more: Any) -> list[Row]:
    return [{"Id": f"006{number}", "Amount": amount, **more} for number, amount in enumerate(amounts)]


def item(of: int | None, price: float | None, **more: Any) -> Row:
    return {"OpportunityId": None if of is None else f"006{of}", "TotalPrice": price, **more}


def org(opportunities: list[Row], *items: Row) -> dict[str, list[Row]]:
    return {
        "Opportunity": opportunities,
        "OpportunityLineItem": [{"Id": f"00k{number}", **row} for number, row in enumerate(items)],
    }


ITEMS = [item(0, 10.1), item(0, 20.2), item(1, 5), item(1, None), item(2, 7), item(None, 99), item(9, 99)]


def test_the_sum_of_the_children_is_the_number() -> None:
    data = org(deals(30.3, 5, 8, 0, 1, None), *ITEMS)
    check = adds_up(sum_of="TotalPrice")

    seen, ids = look(check, data)

    assert ids == ["0062", "0064"]
    assert verdict(check, data).checked == 5
    assert (
        getattr(getattr(seen, "breaches", None), "because", "")
        == "Amount is not the sum of TotalPrice of its OpportunityLineItem records"
    )


@pytest.mark.parametrize(
    ("settings", "broken", "checked"),
    [
        ({}, ["0060", "0061", "0062", "0064"], 5),
        ({"smallest_of": "TotalPrice"}, ["0060", "0062"], 3),
        ({"largest_of": "TotalPrice"}, ["0060", "0062"], 3),
        ({"sum_of": "TotalPrice", "tolerance": Difference(1)}, [], 5),
        ({"sum_of": "TotalPrice", "tolerance": Difference(0.99)}, ["0062", "0064"], 5),
        ({"sum_of": "TotalPrice", "tolerance": Difference(0.125, of_share=True)}, ["0064"], 5),
        ({"sum_of": "TotalPrice", "where": when({"TotalPrice": {"at_least": 6}})}, ["0061", "0062", "0064"], 5),
    ],
)
def test_children_come_to_what_is_asked(settings: dict[str, Any], broken: list[str], checked: int) -> None:
    data = org(deals(30.3, 5, 8, 0, 1, None), *ITEMS)
    check = adds_up(**settings)

    assert look(check, data)[1] == broken
    assert verdict(check, data).checked == checked


def test_how_many_children_there_are() -> None:
    data = org(deals(2, 3, 1, 0), *ITEMS)

    seen, ids = look(adds_up(), data)

    assert ids == ["0061"]
    assert getattr(getattr(seen, "breaches", None), "because", "") == (
        "Amount is not the number of its OpportunityLineItem records"
    )


def test_amounts_of_several_currencies_are_not_added() -> None:
    opportunities = [
        {**row, "CurrencyIsoCode": currency}
        for row, currency in zip(deals(10, 10, 11, 11, 10), ("EUR", "EUR", "EUR", "USD", "EUR"), strict=True)
    ]
    data = org(
        opportunities,
        item(0, 5, CurrencyIsoCode="EUR"),
        item(0, 5, CurrencyIsoCode="EUR"),
        item(1, 5, CurrencyIsoCode="EUR"),
        item(1, 6, CurrencyIsoCode="USD"),
        item(2, 10, CurrencyIsoCode="EUR"),
        item(3, 10, CurrencyIsoCode="EUR"),
    )
    check = adds_up(sum_of="TotalPrice")

    assert look(check, data)[1] == ["0062", "0064"]
    assert verdict(check, data).checked == 3
    assert look(adds_up(), org(opportunities, *ITEMS))[1] == ["0060", "0061", "0062", "0063", "0064"]


def test_children_that_sharing_hides_neither_blame_nor_acquit() -> None:
    data = org(deals(30.3, 4), *ITEMS)

    seen = unread(adds_up(sum_of="TotalPrice"), data, {"OpportunityLineItem": HIDDEN_ROWS})

    assert (seen.reason, seen.unlocked_by) == (Reason.ROWS_HIDDEN, "View All Records on Opportunity, or View All Data")


@pytest.mark.parametrize(
    "hidden", ["Opportunity.Amount", "OpportunityLineItem.TotalPrice", "OpportunityLineItem.OpportunityId"]
)
def test_a_hidden_field_is_not_checked(hidden: str) -> None:
    seen = unread(adds_up(sum_of="TotalPrice"), org(deals(1), *ITEMS), hidden=[hidden])

    assert (seen.reason, seen.unlocked_by) == (Reason.FIELD_NOT_VISIBLE, f"Read on {hidden}")


def test_nothing_to_judge_is_not_applicable() -> None:
    check = adds_up(sum_of="TotalPrice")

    assert verdict(check, org([], *ITEMS)).checked == 0
    assert verdict(check, org(deals(None, None), *ITEMS)).checked == 0
    assert look(check, org(deals(0, 1)))[1] == ["0061"]
    assert look(check, org(deals(0, 1), item(0, None), item(1, None)))[1] == ["0061"]
    assert verdict(adds_up(largest_of="TotalPrice"), org(deals(0, 1), item(0, None))).checked == 0


@pytest.mark.parametrize("kind", ["DECIMAL(38,2)", "DOUBLE"])
def test_many_sums_are_those_of_plain_python(snapshot_of: Callable[..., Snapshot], kind: str) -> None:
    random = Random(5)
    parents, children, expected = [], [], []
    for number in range(300):
        prices = [Decimal(random.randrange(-100, 100_000)) / 100 for _ in range(random.randrange(6))]
        amount = sum(prices, Decimal(0)) + random.choice([Decimal(0), Decimal(0), Decimal("0.01"), Decimal("-0.02")])
        parents.append({"Id": f"{number:03}", "Amount": amount})
        children += [{"OpportunityId": f"{number:03}", "TotalPrice": price} for price in prices]
        if abs(amount - sum(prices)) > Decimal("0.01"):
            expected.append(f"{number:03}")
    random.shuffle(children)
    tables = {
        "Opportunity": ({"Id": "VARCHAR", "Amount": kind}, parents),
        "OpportunityLineItem": ({"OpportunityId": "VARCHAR", "TotalPrice": kind}, children),
    }
    snapshot = snapshot_of(tables)

    measure(snapshot, {"x": adds_up(sum_of="TotalPrice", tolerance=Difference(0.01)).standard(snapshot)})

    assert failing(snapshot, "Opportunity") == {"x": expected}
    assert 40 < len(expected) < 150


BEGIN = "adds_up: {object: Opportunity, field: Amount, child: OpportunityLineItem, by: OpportunityId"


@pytest.mark.parametrize(
    ("check", "says"),
    [
        (BEGIN + ", sum_of: TotalPrice, largest_of: Quantity}", "7: check.adds_up: write one of sum_of, smallest_of"),
        (
            BEGIN + ', sum_of: TotalPrice, tolerance: "1,5%"}',
            "7: check.adds_up.tolerance: “1,5%” has a decimal comma: write 1.5%",
        ),
        (BEGIN + ", sum_of: TotalPrice, tolerance: -1}", "7: check.adds_up.tolerance: write a number that is not neg"),
        (BEGIN + ", sum_of: TotalPrice, tolerance: '1'}", "7: check.adds_up.tolerance: write a number without quotes"),
        (
            BEGIN + ", sum_of: OpportunityLineItem.TotalPrice}",
            "7: check.adds_up.sum_of: “OpportunityLineItem.TotalPrice” names its object too: write "
            "`child: OpportunityLineItem` and `sum_of: TotalPrice`",
        ),
        (
            "adds_up: {object: Opportunity, field: Amount, child: OpportunityLineItem}",
            "7: check.adds_up.by: is missing",
        ),
    ],
)
def test_a_wrong_setting_is_told_with_its_line(tmp_path: Path, check: str, says: str) -> None:
    assert refused(tmp_path, check).startswith(says)


def test_a_share_is_written_as_one(tmp_path: Path) -> None:
    assert refused(tmp_path, BEGIN + ", sum_of: TotalPrice, tolerance: 1%, at_most: 3}").startswith(
        "7: check.adds_up.at_most: there is no such key"
    )
