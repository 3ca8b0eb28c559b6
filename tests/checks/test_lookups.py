"""Lookups that name nothing, something in the wrong state, or lead back to where they began."""

from __future__ import annotations

import random
import time
from typing import Any

import pyarrow as pa
import pytest

from sf_audit.checks.no_cycle import NoCycle
from sf_audit.checks.refers_to import RefersTo
from sf_audit.expectations.hierarchy import on_circles
from sf_audit.model.review import FailingRows, Reason, Unread
from sf_audit.rulebook.settings.when import when
from sf_audit.snapshot.needs import ALL_ROWS
from tests.checks.access_rows import Row
from tests.checks.looking import Rows, look, unread, verdict
from tests.checks.verb_rows import HIDDEN_ROWS

ACCOUNTS: tuple[Row, ...] = (
    {"Id": "001A", "Type": "Customer"},
    {"Id": "001B", "Type": "Former customer"},
    {"Id": "001C", "Type": None},
)
DEALS: tuple[Row, ...] = (
    {"Id": "006A", "AccountId": "001A", "IsClosed": False},
    {"Id": "006B", "AccountId": "001B", "IsClosed": False},
    {"Id": "006C", "AccountId": "001C", "IsClosed": False},
    {"Id": "006D", "AccountId": "001X", "IsClosed": False},
    {"Id": "006E", "AccountId": None, "IsClosed": False},
    {"Id": "006F", "AccountId": " ", "IsClosed": False},
    {"Id": "006G", "AccountId": "001B", "IsClosed": True},
)
ORG: Rows = {"Account": ACCOUNTS, "Opportunity": DEALS}
OPEN = when({"IsClosed": False})


def refers(**more: Any) -> RefersTo:
    return RefersTo(**{"object": "Opportunity", "field": "AccountId", "to": "Account", **more})


def because(check: RefersTo, rows: Rows = ORG) -> str:
    found = verdict(check, rows).breaches
    assert isinstance(found, FailingRows)
    return found.because


def test_a_lookup_to_no_record_is_named() -> None:
    assert look(refers(), ORG)[1] == ["006D"]
    assert verdict(refers(), ORG).checked == 5
    assert because(refers()) == "AccountId names no record of Account"
    assert look(refers(), {"Account": (), "Opportunity": DEALS})[1] == ["006A", "006B", "006C", "006D", "006G"]


@pytest.mark.parametrize(
    ("where", "broken"),
    [
        ({"Type": {"not": "Former customer"}}, ["006B"]),
        ({"Type": ["customer", "Former customer"]}, ["006C"]),
        ({"Type": {"is": "filled"}}, ["006C"]),
        ({"Type": {"is": "empty"}}, ["006A", "006B"]),
    ],
)
def test_a_lookup_to_a_record_in_another_state_is_named(where: dict[str, Any], broken: list[str]) -> None:
    assert look(refers(when=OPEN, where=when(where)), ORG)[1] == broken


def test_that_the_record_exists_is_a_standard_of_its_own() -> None:
    check = refers(when=OPEN, where=when({"Type": {"not": "Former customer"}}))

    assert (verdict(check, ORG).checked, verdict(check, ORG).broken) == (3, 1)
    assert because(check) == "AccountId names a record of Account that does not meet the condition on Type"


def test_hidden_records_may_exist_and_be_in_any_state() -> None:
    hidden = {"Account": HIDDEN_ROWS}
    found = verdict(refers(where=when({"Type": {"not": "Former customer"}})), ORG, hidden)

    assert unread(refers(), ORG, hidden).reason is Reason.ROWS_HIDDEN
    assert (found.broken, found.unread.reason if found.unread else None) == (2, Reason.ROWS_HIDDEN)
    assert unread(
        refers(where=when({"Type": {"is": "filled"}})), {"Account": ACCOUNTS[:1], "Opportunity": DEALS}, hidden
    ).reason is (Reason.ROWS_HIDDEN)


@pytest.mark.parametrize("field", ["Opportunity.AccountId", "Account.Type"])
def test_a_hidden_field_proves_nothing(field: str) -> None:
    check = refers(where=when({"Type": {"not": "Former customer"}}))

    assert unread(check, ORG, hidden=[field]).reason is Reason.FIELD_NOT_VISIBLE
    assert unread(check, ORG, hidden=["Account"]).reason is Reason.OBJECT_NOT_READABLE


def test_all_records_are_read_so_that_a_narrower_rule_hides_none() -> None:
    judged, named = refers(where=when({"Type": "Customer", "IsPersonAccount": False})).needs()

    assert (named.table, named.rows, named.columns) == ("Account", ALL_ROWS, frozenset({"Id", "Type"}))
    assert named.optional == {"IsPersonAccount"}
    assert judged.table == "Opportunity"


def test_in_an_org_without_person_accounts_every_account_is_a_company() -> None:
    person = refers(where=when({"IsPersonAccount": True}))

    assert look(refers(where=when({"IsPersonAccount": False})), ORG)[1] == []
    assert look(person, ORG)[1] == ["006A", "006B", "006C", "006G"]


TASKS: tuple[Row, ...] = (
    {"Id": "00TA", "WhatId": "006A"},
    {"Id": "00TB", "WhatId": "006X"},
    {"Id": "00TC", "WhatId": "001X"},
    {"Id": "00TD", "WhatId": "a01X"},
    {"Id": "00TE", "WhatId": None},
)


def described(*names: tuple[str, str], **facts: object) -> Rows:
    rows = tuple({"object": owner, "field": name, "type": "reference", "html": False, **facts} for owner, name in names)
    return {"describe_fields": rows}


@pytest.mark.parametrize(
    "description",
    [
        {},
        described(("Task", "WhatId"), reference_to="Account;Opportunity;Visit__c"),
        described(("Task", "WhatId"), reference_to="Account;Opportunity", key_prefixes="001;006"),
    ],
)
def test_of_a_lookup_to_several_objects_only_ids_of_one_are_judged(description: Rows) -> None:
    check = RefersTo(object="Task", field="WhatId", to="Opportunity")
    seen, broken = look(check, {"Task": TASKS, "Opportunity": DEALS, **description})

    assert broken == ["00TB"]
    assert not isinstance(seen, Unread)
    assert seen.checked == 2


def test_ids_of_a_custom_object_are_known_by_its_description() -> None:
    check = RefersTo(object="Task", field="WhatId", to="Visit__c")
    lookup = {"object": "Task", "field": "WhatId", "type": "reference", "reference_to": "Account;Visit__c"}
    own = {"object": "Visit__c", "field": "Id", "type": "id", "reference_to": None, "key_prefixes": "a01"}
    visits = {"Task": TASKS, "Visit__c": ({"Id": "a01A"},)}

    assert look(check, visits | {"describe_fields": (lookup, own)})[1] == ["00TD"]
    assert unread(check, visits | {"describe_fields": (lookup | {"key_prefixes": None},)}).detail == (
        "which of the ids in Task.WhatId are of Visit__c is not known"
    )


@pytest.mark.parametrize("seed", range(6))
def test_lookups_are_those_of_plain_python(seed: int) -> None:
    chance = random.Random(seed)
    accounts = [{"Id": f"001{number:03}", "Type": chance.choice(["a", "b", None])} for number in range(50)]
    deals: list[dict[str, Any]] = [
        {"Id": f"006{number:03}", "AccountId": chance.choice([*(f"001{name:03}" for name in range(80)), None, ""])}
        for number in range(300)
    ]
    types = {account["Id"]: account["Type"] for account in accounts}
    rows = {"Account": accounts, "Opportunity": deals}

    assert look(refers(), rows)[1] == [
        deal["Id"] for deal in deals if deal["AccountId"] and deal["AccountId"] not in types
    ]
    assert look(refers(where=when({"Type": {"not": "a"}})), rows)[1] == [
        deal["Id"] for deal in deals if types.get(deal["AccountId"]) == "a"
    ]


def tree(*links: tuple[str, str | None]) -> Rows:
    return {"Account": tuple({"Id": name, "ParentId": parent, "Type": name} for name, parent in links)}


UP = NoCycle(object="Account", field="ParentId")


@pytest.mark.parametrize(
    ("links", "broken"),
    [
        ([("a", None), ("b", "a"), ("c", "b")], []),
        ([("a", "a")], ["a"]),
        ([("a", "b"), ("b", "a")], ["a", "b"]),
        ([("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("e", "d")], ["a", "b", "c"]),
        ([("a", "b"), ("b", "a"), ("c", "d"), ("d", "c"), ("e", "e"), ("f", "e"), ("g", None)], list("abcde")),
        ([("a", "x"), ("b", "a")], []),
        ([("a", " "), ("b", "")], []),
        ([("a", "A"), ("A", None)], []),
        ([], []),
    ],
)
def test_only_records_on_a_circle_are_named(links: list[tuple[str, str | None]], broken: list[str]) -> None:
    assert look(UP, tree(*links))[1] == broken


def test_a_circle_may_run_through_records_out_of_scope() -> None:
    org = tree(("a", "b"), ("b", "a"), ("c", None))
    check = NoCycle(object="Account", field="ParentId", when=when({"Type": ["a", "c"]}))
    (need,) = check.needs()

    assert look(check, org)[1] == ["a"]
    assert verdict(check, org).checked == 1
    assert (need.rows, need.columns) == (ALL_ROWS, frozenset({"Id", "ParentId", "Type"}))


def test_what_is_said_of_a_circle_and_what_hidden_records_leave_open() -> None:
    found = verdict(UP, tree(("a", "a")), {"Account": HIDDEN_ROWS})

    assert isinstance(found.breaches, FailingRows)
    assert found.breaches.because == "ParentId leads back to the record itself"
    assert found.unread is not None
    assert unread(UP, tree(("a", "b")), {"Account": HIDDEN_ROWS}).reason is Reason.ROWS_HIDDEN
    assert unread(UP, tree(("a", "b")), hidden=["Account.ParentId"]).reason is Reason.FIELD_NOT_VISIBLE


@pytest.mark.parametrize("seed", range(20))
def test_circles_are_those_of_plain_python(seed: int) -> None:
    chance = random.Random(seed)
    names = [str(number) for number in range(chance.choice([1, 2, 7, 60, 300]))]
    above = {name: chance.choice([*names, *names, None, "elsewhere"]) for name in names}

    def comes_back(name: str) -> bool:
        at: str | None = above[name]
        for _ in names:
            if at == name:
                return True
            at = above.get(at or "")
        return False

    assert look(UP, tree(*above.items()))[1] == sorted(name for name in names if comes_back(name))


@pytest.mark.parametrize("last", [None, "0", "50000"])
def test_a_chain_of_100_000_records_takes_no_time(last: str | None) -> None:
    names = [str(number) for number in range(100_000)]
    began = time.perf_counter()

    found = on_circles(pa.chunked_array([names]), pa.chunked_array([pa.array([*names[1:], last])]))

    assert time.perf_counter() - began < 10
    assert len(found) == {None: 0, "0": 100_000, "50000": 50_000}[last]
