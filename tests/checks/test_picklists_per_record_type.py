"""What a picklist offers differs by record type."""

from __future__ import annotations

from typing import Any

from sf_audit.checks.active_picklist_value import ActivePicklistValue
from sf_audit.model.review import Reason, Unread
from sf_audit.snapshot.needs import Clause, Comparison
from tests.checks.looking import look, unread, verdict

RETAIL, WHOLESALE, CLOSED = "012000000000001AAA", "012000000000002AAA", "012000000000003AAA"
MASTER = "012000000000000AAA"
CHECK = ActivePicklistValue(object="Account", field="Rating", per_record_type=True)


def offers(record_type: str, *values: str | None, field: str = "Rating") -> list[dict[str, Any]]:
    return [{"object": "Account", "record_type": record_type, "field": field, "value": value} for value in values]


OFFERED = [*offers(RETAIL, "Hot", "Cold"), *offers(WHOLESALE, "Warm"), *offers(MASTER, "Hot", "Warm", "Cold")]


def account(number: int, record_type: str | None, rating: str | None) -> dict[str, Any]:
    return {"Id": f"00100000000000{number}AAA", "RecordTypeId": record_type, "Rating": rating}


def test_each_record_is_compared_with_what_is_offered_to_its_type() -> None:
    rows = [
        account(1, RETAIL, "Hot"),
        account(2, RETAIL, "Warm"),
        account(3, WHOLESALE, "Warm"),
        account(4, WHOLESALE, "warm"),
        account(5, None, "Warm"),
        account(6, None, "Tepid"),
        account(7, WHOLESALE, None),
        account(8, MASTER, "Cold"),
    ]

    seen, broken = look(CHECK, {"Account": rows, "record_type_values": OFFERED})

    assert broken == ["001000000000002AAA", "001000000000004AAA", "001000000000006AAA"]
    assert not isinstance(seen, Unread)
    assert (seen.checked, seen.broken) == (7, 3)


def test_a_type_to_which_nothing_is_offered_may_have_no_value() -> None:
    offered = [*OFFERED, *offers(CLOSED, None)]
    rows = [account(1, CLOSED, "Hot"), account(2, CLOSED, None), account(3, RETAIL, "Hot")]

    _, broken = look(CHECK, {"Account": rows, "record_type_values": offered})

    assert broken == ["001000000000001AAA"]


def test_each_value_of_a_multi_select_picklist_is_compared() -> None:
    check = ActivePicklistValue(object="Account", field="Rating", per_record_type=True, several=True)
    rows = [account(1, RETAIL, "Hot;Cold"), account(2, RETAIL, "Hot;Warm"), account(3, WHOLESALE, "Warm")]

    _, broken = look(check, {"Account": rows, "record_type_values": OFFERED})

    assert broken == ["001000000000002AAA"]


def test_records_of_a_type_that_the_org_said_nothing_of_are_not_kept() -> None:
    refused = Unread(Reason.OBJECT_NOT_READABLE, "the org refuses Closed", "Read on Account")
    facts = {"record_type_values": {"uncovered": {f"Account.{CLOSED}": refused}}}
    rows = [account(1, RETAIL, "Hot"), account(2, CLOSED, "Hot"), account(3, CLOSED, None)]

    seen = unread(CHECK, {"Account": rows, "record_type_values": OFFERED}, facts)

    assert seen.detail == ("1 record has a record type of which nobody knows what it offers: the org refuses Closed")
    assert (seen.reason, seen.unlocked_by) == (Reason.OBJECT_NOT_READABLE, "Read on Account")


def test_what_is_broken_is_broken_whatever_else_is_not_known() -> None:
    rows = [account(1, RETAIL, "Warm"), account(2, CLOSED, "Hot"), account(3, "012000000000009AAA", "Hot")]

    seen, broken = look(CHECK, {"Account": rows, "record_type_values": OFFERED})

    assert broken == ["001000000000001AAA"]
    assert not isinstance(seen, Unread)
    assert seen.unread is not None
    assert seen.unread.detail == (
        "2 records have a record type of which nobody knows what it offers: the org does not list it"
    )


def test_records_of_other_types_are_no_loss_where_the_rule_leaves_them_out() -> None:
    when = frozenset({Clause("RecordTypeId", Comparison.IN, (RETAIL,))})
    check = ActivePicklistValue(object="Account", field="Rating", per_record_type=True, when=when)

    rows = [account(1, RETAIL, "Hot"), account(2, CLOSED, "Hot")]

    seen = verdict(check, {"Account": rows, "record_type_values": OFFERED})

    assert (seen.checked, seen.broken, seen.unread) == (1, 0, None)


def test_without_any_list_nothing_is_kept() -> None:
    rows = [account(1, RETAIL, "Hot")]

    seen = unread(CHECK, {"Account": rows, "record_type_values": offers(RETAIL, "Hot", field="Type")})

    assert seen.detail == "the org lists no values of Account.Rating for any record type"


def test_without_the_record_type_of_each_record_nothing_is_kept() -> None:
    rows = {"Account": [account(1, RETAIL, "Hot")], "record_type_values": OFFERED}

    assert unread(CHECK, rows, hidden=["Account.RecordTypeId"]).reason is Reason.FIELD_NOT_VISIBLE
    assert unread(CHECK, rows, hidden=["Account.Rating"]).reason is Reason.FIELD_NOT_VISIBLE


def test_no_records_keep_it() -> None:
    seen = look(CHECK, {"Account": [], "record_type_values": OFFERED})[0]

    assert not isinstance(seen, Unread)
    assert (seen.checked, seen.broken) == (0, 0)
