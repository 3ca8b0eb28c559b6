"""One suite, two engines: ours on DuckDB and plain Great Expectations on pandas say the same."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from sf_audit.expectations.asks import (
    Ask,
    Between,
    DaysFromToday,
    EachOneOf,
    Filled,
    InOrder,
    LengthBetween,
    Matches,
    OneOf,
    RefersTo,
    Unique,
    ValidEmail,
    ValidPhone,
)
from sf_audit.expectations.days import Calendar
from sf_audit.expectations.measure import measure
from sf_audit.expectations.prepared import Prepared
from sf_audit.expectations.records import Records, kinds
from sf_audit.expectations.standard import Measured, Standard
from sf_audit.snapshot.needs import ALL_ROWS, Clause, Comparison, Filter
from tests.expectations.pandas_oracle import Oracle
from tests.expectations.small_snapshots import Build, failing

TODAY = date(2026, 3, 9)
COLUMNS = {
    "Id": "VARCHAR",
    "OwnerId": "VARCHAR",
    "Name": "VARCHAR",
    "Type": "VARCHAR",
    "Interests__c": "VARCHAR",
    "Email": "VARCHAR",
    "Phone": "VARCHAR",
    "ParentId": "VARCHAR",
    "Amount": "DOUBLE",
    "Count__c": "BIGINT",
    "Active__c": "BOOLEAN",
    "CreatedDate": "TIMESTAMP",
    "ClosedDate": "TIMESTAMP",
    "CloseDate": "DATE",
}
OTHERS = {"Id": "VARCHAR", "Type": "VARCHAR", "Count__c": "BIGINT"}

TEXTS = [
    None,
    "",
    " ",
    "\t\n",
    "\u00a0",
    "\u3000",
    "\u200b\ufeff",
    "\u2800",
    "\u2060 ",
    "Acme",
    "acme ",
    " ACME",
    "\u00a0Acme",
    "Ünïcode GmbH",
    "ÜNÏCODE GMBH",
    "日本語",
    "two\nlines",
    "two\r\nlines",
    "100%",
    "%s %(a)s",
    "it's",
    '"quoted"',
    "a;b",
    "'; DROP TABLE Account; --",
    ":name $1 ?",
    "\\d+",
    "{curly}",
    "[x]",
    "null",
    "NA",
    "007",
    "1e5",
    "x" * 300,
    "😀",
    "e\u0301",
    "\u200bAcme\u200b",
    "~tilde",
    "\x7fdel",
]
EMAILS = [
    None,
    "",
    "a@example.com",
    "first.last+tag@mail.example.org",
    "bad",
    "a@b",
    "a b@example.com",
    "@example.com",
    "a..b@example.com",
    "ü@example.com",
    "a@münchen.de",
    "a@example.com\n",
    "a@-x.com",
    "x@test",
    "\u00a0",
    "a@EXAMPLE.COM",
    "o'hara@example.com",
]
PHONES = [
    None,
    "",
    "+1 (212) 555-0100",
    "212-555-0100",
    "+44 20 7946 0958",
    "call me",
    "1",
    "+1 212 555 01000 999999",
    "911",
    "2125550100 ext 5",
    "+999 1",
    "(212) 555 0100",
    "\u2800",
    "++1 212 555 0100",
]

SCOPES: dict[str, Filter] = {
    "all": ALL_ROWS,
    "in": frozenset({Clause("Type", Comparison.IN, ("Customer", "it's"))}),
    "not in": frozenset({Clause("Type", Comparison.NOT_IN, ("Customer",))}),
    "filled": frozenset({Clause("Name", Comparison.FILLED), Clause("Type", Comparison.EMPTY)}),
    "flag": frozenset({Clause("Active__c", Comparison.IN, (True,))}),
    "bounds": frozenset({Clause("Count__c", Comparison.AT_LEAST, (2,)), Clause("Amount", Comparison.AT_MOST, (50.5,))}),
    "old": frozenset({Clause("CreatedDate", Comparison.OLDER_THAN_DAYS, (2,))}),
    "new": frozenset({Clause("CreatedDate", Comparison.NEWER_THAN_DAYS, (2,)), Clause("Type", Comparison.FILLED)}),
    "day": frozenset({Clause("CloseDate", Comparison.AT_LEAST, ("2026-03-08",))}),
    "moment": frozenset({Clause("CreatedDate", Comparison.AT_MOST, ("2026-03-08",))}),
}
ASKS: dict[str, Ask] = {
    "filled": Filled("Name"),
    "filled number": Filled("Amount"),
    "matches": Matches("Name", "^[A-Z]"),
    "matches hostile": Matches("Name", r"%|'|\$1|:name"),
    "matches forbidden": Matches("Name", "(?i)^acme", forbidden=True),
    "one of": OneOf("Type", frozenset({"Customer", "Partner", "it's", "100%"})),
    "one of none": OneOf("Type", frozenset()),
    "one of forbidden": OneOf("Type", frozenset({"Other", "%s"}), forbidden=True),
    "one of numbers": OneOf("Count__c", frozenset({1, 2, 3})),
    "one of flags": OneOf("Active__c", frozenset({True})),
    "several": EachOneOf("Interests__c", frozenset({"a", "b"})),
    "several forbidden": EachOneOf("Interests__c", frozenset({"c"}), forbidden=True),
    "between": Between("Amount", 0, 50.5),
    "at least": Between("Count__c", low=2),
    "at most": Between("Amount", high=-1),
    "length": LengthBetween("Name", 2, 10),
    "length at most": LengthBetween("Name", high=4),
    "days": DaysFromToday("CloseDate", -1, 1),
    "days of moments": DaysFromToday("CreatedDate", -1, 0),
    "from today": DaysFromToday("CreatedDate", low=0),
    "in order": InOrder("CreatedDate", "ClosedDate"),
    "in order by day": InOrder("CreatedDate", "CloseDate"),
    "unique": Unique(("Name",)),
    "unique as it is": Unique(("Name",), folded=False),
    "unique together": Unique(("Name", "Type", "Count__c")),
    "refers": RefersTo("ParentId", "Parent"),
    "refers to some": RefersTo("ParentId", "Parent", frozenset({Clause("Count__c", Comparison.AT_LEAST, (2,))})),
    "refers by another key": RefersTo("Type", "Parent", key="Type"),
    "does not refer": RefersTo(
        "ParentId", "Parent", frozenset({Clause("Count__c", Comparison.AT_LEAST, (2,))}), forbidden=True
    ),
    "email": ValidEmail("Email"),
    "phone": ValidPhone("Phone"),
    "phone abroad": ValidPhone("Phone", "GB"),
}


def rows(seed: int, count: int) -> list[dict[str, Any]]:
    """Records that hold what people, imports and attackers put into fields."""
    chance = random.Random(seed)
    moments = [
        None,
        *(datetime.fromisoformat("2026-03-08T02:30") + timedelta(hours=hours) for hours in range(-60, 60, 5)),
    ]
    return [
        {
            "Id": f"001{number:015}",
            "OwnerId": chance.choice([None, "005000000000001AAA", "005000000000002AAA"]),
            "Name": chance.choice(TEXTS),
            "Type": chance.choice(["Customer", "Partner", "Other", "it's", "%s", " ", None]),
            "Interests__c": chance.choice(["a", "a;b", "a;c", "c", "", None, "a;b;c", ";"]),
            "Email": chance.choice(EMAILS),
            "Phone": chance.choice(PHONES),
            "ParentId": chance.choice([None, "001A", "001B", "001C", "001a", ""]),
            "Amount": chance.choice([None, -1.0, 0.0, 0.1, 50.5, 50.51, 1e12]),
            "Count__c": chance.choice([None, 0, 1, 2, 3, 4]),
            "Active__c": chance.choice([None, True, False]),
            "CreatedDate": chance.choice(moments),
            "ClosedDate": chance.choice(moments),
            "CloseDate": chance.choice([None, *(date(2026, 3, 5) + timedelta(days=days) for days in range(8))]),
        }
        for number in range(count)
    ]


PARENTS: list[dict[str, Any]] = [
    {"Id": "001A", "Type": "Customer", "Count__c": 1},
    {"Id": "001B", "Type": None, "Count__c": 2},
    {"Id": None, "Type": "x", "Count__c": 9},
]


EVERYTHING = tuple(ASKS)
DAYS = ("days", "days of moments", "from today", "in order by day")


@pytest.mark.parametrize(
    ("zone", "asks", "seed"),
    [
        ("America/New_York", EVERYTHING, 1),
        ("Asia/Tokyo", EVERYTHING, 4),
        ("Pacific/Auckland", DAYS, 2),
        ("Asia/Kolkata", DAYS, 3),
    ],
)
def test_both_engines_find_the_same_records(snapshot_of: Build, zone: str, asks: tuple[str, ...], seed: int) -> None:
    chance = random.Random(seed)
    records = rows(seed, 200)
    standards = {key: Standard("Account", ASKS[key], "", SCOPES[chance.choice([*SCOPES])]) for key in asks}
    standards |= {f"scope {name}": Standard("Account", Filled("Email"), "", SCOPES[name]) for name in ("old", "moment")}
    if asks is EVERYTHING:
        standards |= {f"scope {name}": Standard("Account", Filled("Email"), "", SCOPES[name]) for name in SCOPES}
    snapshot = snapshot_of({"Account": (COLUMNS, records), "Parent": (OTHERS, PARENTS)}, today=TODAY, time_zone=zone)
    connection = snapshot.connection
    columns = Prepared(Records(connection, "Account", Calendar.of(zone, TODAY), kinds(connection, "Account")))
    for key, one in standards.items():
        columns.add(key, one)
    columns.records.close()

    expected = Oracle(records, {"Parent": PARENTS}, TODAY, zone).judge(standards, columns)
    found = measure(snapshot, standards)

    listed = failing(snapshot, "Account")
    told = {
        key: (one.in_scope, one.checked, listed.get(key, [])) for key, one in found.items() if isinstance(one, Measured)
    }
    assert told == expected
    assert {key: len(ids) for key, (_, _, ids) in expected.items()} == {
        key: one.broken for key, one in found.items() if isinstance(one, Measured)
    }
