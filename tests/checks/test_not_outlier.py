"""Which numbers are far from those of their group."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sf_audit.checks.not_outlier import NotOutlier
from sf_audit.expectations.measure import measure
from sf_audit.model.review import Reason
from sf_audit.rulebook.settings.when import when
from sf_audit.snapshot.tables import Snapshot
from tests.checks.looking import look, unread, verdict
from tests.checks.test_verbs_of_dates import refused
from tests.checks.verb_rows import HIDDEN_ROWS
from tests.expectations.conftest import snapshot_of
from tests.expectations.small_snapshots import failing

__all__ = ["snapshot_of"]

Row = dict[str, Any]


def not_outlier(**settings: Any) -> NotOutlier:
    return NotOutlier(**{"object": "Opportunity", "field": "Amount", **settings})


def deals(amounts: Sequence[float | None], **more: Any) -> list[Row]:
    tag = "".join(str(value)[:1] for value in more.values())
    return [{"Id": f"{tag}{number}", "Amount": amount, **more} for number, amount in enumerate(amounts)]


#: Thirty amounts between 1,000 and 3,900.
USUAL = [1_000 + 100 * number for number in range(30)]


def test_far_is_many_times_more_or_less() -> None:
    amounts = [*USUAL, 2_000_000, 2, 6_000, 0, -5, None]
    org = {"Opportunity": deals(amounts)}

    seen, ids = look(not_outlier(), org)

    assert ids == ["30", "31"]
    assert verdict(not_outlier(), org).checked == 33
    assert (
        getattr(getattr(seen, "breaches", None), "because", "")
        == "Amount is far from that of other Opportunity records"
    )
    assert look(not_outlier(beyond=100), org)[1] == []


def test_the_scale_of_the_value_sees_differences() -> None:
    org = {"Opportunity": deals([*USUAL, 6_000, 8_000, 2, -9_000])}

    assert look(not_outlier(scale="value"), org)[1] == ["31", "33"]
    assert verdict(not_outlier(scale="value"), org).checked == 34


def test_each_group_is_compared_by_itself() -> None:
    euros = deals([*USUAL, 90_000], CurrencyIsoCode="EUR", RecordTypeId=None)
    yen = deals([amount * 100 for amount in (*USUAL, 9)], CurrencyIsoCode="JPY", RecordTypeId=None)
    org = {"Opportunity": [*euros, *yen]}

    seen, ids = look(not_outlier(), org)

    assert ids == ["EN30", "JN30"]
    assert getattr(getattr(seen, "breaches", None), "because", "").endswith(
        "other Opportunity records with the same RecordTypeId and CurrencyIsoCode"
    )
    assert look(not_outlier(by=()), org)[1] == []  # together they are spread so far that nothing is far from them


def test_a_small_group_and_one_without_spread_say_nothing() -> None:
    few = {"Opportunity": deals([*USUAL[:28], 9_000_000])}
    same = {"Opportunity": deals([*[500] * 16, *USUAL[:14], 9_000_000])}

    assert verdict(not_outlier(), few).checked == 0
    assert look(not_outlier(from_records=29), few)[1] == ["28"]
    assert verdict(not_outlier(), same).checked == 0


def test_only_records_in_scope_are_compared() -> None:
    org = {"Opportunity": [*deals([*USUAL, 90_000], Type="New"), *deals([90_000] * 60, Type="Old")]}

    assert look(not_outlier(when=when({"Type": "New"})), org)[1] == ["N30"]
    assert look(not_outlier(), org)[1] == []


def test_nothing_to_judge_is_not_applicable() -> None:
    assert verdict(not_outlier(), {"Opportunity": []}).checked == 0
    assert verdict(not_outlier(), {"Opportunity": deals([None] * 40)}).checked == 0


def test_what_is_hidden_is_not_checked() -> None:
    org = {"Opportunity": deals([*USUAL, 2_000_000])}

    assert unread(not_outlier(), org, {"Opportunity": HIDDEN_ROWS}).reason is Reason.ROWS_HIDDEN
    assert unread(not_outlier(), org, hidden=["Opportunity.Amount"]).unlocked_by == "Read on Opportunity.Amount"


@pytest.mark.parametrize("scale", ["logarithm", "value"])
def test_many_numbers_are_judged_as_in_plain_python(snapshot_of: Callable[..., Snapshot], scale: str) -> None:
    random = Random(2)
    rows: list[Row] = [
        {
            "Id": f"{number:03}",
            "RecordTypeId": random.choice(("A", "B", None)),
            "Amount": round(random.lognormvariate(8, 1.5), 2) if random.random() < 0.95 else None,
        }
        for number in range(500)
    ]
    groups: dict[str | None, list[float]] = defaultdict(list)
    for row in rows:
        if row["Amount"]:
            groups[row["RecordTypeId"]].append(math.log(row["Amount"]) if scale == "logarithm" else row["Amount"])
    expected = []
    for row in rows:
        if row["Amount"]:
            group = groups[row["RecordTypeId"]]
            number = math.log(row["Amount"]) if scale == "logarithm" else row["Amount"]
            median = statistics.median(group)
            spread = statistics.median(abs(other - median) for other in group)
            if 0.6745 * abs(number - median) / spread > 2.5:
                expected.append(row["Id"])
    columns = {"Id": "VARCHAR", "RecordTypeId": "VARCHAR", "Amount": "DECIMAL(38,2)"}
    snapshot = snapshot_of({"Opportunity": (columns, rows)})

    measure(snapshot, {"x": not_outlier(beyond=2.5, scale=scale).standard(snapshot)})

    assert failing(snapshot, "Opportunity") == {"x": expected}
    assert len(expected) > 3


BEGIN = "not_outlier: {object: Opportunity, field: Amount"


@pytest.mark.parametrize(
    ("check", "says"),
    [
        (BEGIN + ", scale: log}", "7: check.not_outlier.scale: write 'logarithm' or 'value'"),
        (BEGIN + ", beyond: 0}", "7: check.not_outlier.beyond: "),
        (BEGIN + ", from_records: 1}", "7: check.not_outlier.from_records: "),
        (BEGIN + ", by: RecordTypeId}", "7: check.not_outlier.by: write a list, for example [a, b]"),
    ],
)
def test_a_wrong_setting_is_told_with_its_line(tmp_path: Path, check: str, says: str) -> None:
    assert refused(tmp_path, check).startswith(says)
