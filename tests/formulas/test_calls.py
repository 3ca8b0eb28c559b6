"""What functions come to with exact values, blanks and values that are not exactly known."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sf_audit.formulas.calls import CALLS, all_true, any_true, arbitrary, chosen, fires, opposite, picked
from sf_audit.formulas.values import Blank, Open, Some, Value

SOME = Some()
UNDECIDED, NEITHER, NOT_TRUE, FREE = Open.UNDECIDED, Open.NEITHER, Open.NOT_TRUE, Open.FREE
NOT_A = Some(frozenset({"a"}))
FIVE, SIX = Decimal(5), Decimal(6)
ABOVE_FIVE = Some(frozenset({FIVE}), SIX)


@pytest.mark.parametrize(
    ("function", "arguments", "value"),
    [
        ("=", ("a", "a"), True),
        ("=", ("a", "A"), False),
        ("=", ("", SOME), False),
        ("=", (SOME, ""), False),
        ("=", ("", Blank.FIELD), True),
        ("=", (Blank.FIELD, ""), True),
        ("=", (Blank.FIELD, "a"), False),
        ("=", ("a", Blank.LOOKUP), False),
        ("=", (Blank.FIELD, Blank.FIELD), UNDECIDED),
        ("=", (Blank.NUMBER, FIVE), UNDECIDED),
        ("=", (Blank.NULL, ""), UNDECIDED),
        ("=", (Blank.PICKLIST, "a"), UNDECIDED),
        ("=", ("a", NOT_A), False),
        ("=", (NOT_A, "a"), False),
        ("=", (NOT_A, "b"), UNDECIDED),
        ("=", (SOME, "b"), FREE),
        ("=", (SOME, NOT_A), FREE),
        ("=", (FIVE, Decimal("5.0")), True),
        ("=", (True, Decimal(1)), UNDECIDED),
        ("=", (ABOVE_FIVE, FIVE), False),
        ("=", (NEITHER, False), UNDECIDED),
        ("<", (FIVE, SIX), True),
        ("<", (SIX, FIVE), False),
        ("<", (FIVE, FIVE), False),
        ("<", (FIVE, ABOVE_FIVE), True),
        ("<", (ABOVE_FIVE, FIVE), False),
        ("<", (ABOVE_FIVE, ABOVE_FIVE), UNDECIDED),
        ("<", (SOME, FIVE), FREE),
        ("<", (SOME, SOME), FREE),
        ("<", ("a", "b"), UNDECIDED),
        ("<", (Blank.NUMBER, FIVE), UNDECIDED),
        ("<", (FIVE, ""), UNDECIDED),
        ("<", (UNDECIDED, FIVE), UNDECIDED),
        ("&", ("a", "b"), "ab"),
        ("&", ("", Blank.FIELD), ""),
        ("&", (SOME, "b"), SOME),
        ("&", (Blank.NULL, "b"), "b"),
        ("&", (Blank.NUMBER, "b"), UNDECIDED),
        ("+", (FIVE, SIX), Decimal(11)),
        ("+", ("a", "b"), "ab"),
        ("+", ("a", SOME), SOME),
        ("+", (FIVE, SOME), FREE),
        ("+", (FIVE, Blank.FIELD), UNDECIDED),
        ("ISBLANK", ("",), True),
        ("ISBLANK", (" ",), False),
        ("ISBLANK", (Decimal(0),), False),
        ("ISBLANK", (Blank.MULTIPICKLIST,), True),
        ("ISBLANK", (SOME,), False),
        ("ISBLANK", (NEITHER,), UNDECIDED),
        ("ISNULL", ("",), False),
        ("ISNULL", (Blank.DATE,), True),
        ("ISNULL", (Blank.NULL,), True),
        ("ISNULL", (Blank.FIELD,), UNDECIDED),
        ("ISNULL", (SOME,), False),
        ("BLANKVALUE", ("", "x"), "x"),
        ("BLANKVALUE", ("y", "x"), "y"),
        ("BLANKVALUE", (UNDECIDED, "x"), UNDECIDED),
        ("NULLVALUE", ("", "x"), ""),
        ("NULLVALUE", (Blank.NUMBER, FIVE), FIVE),
        ("NULLVALUE", (Blank.LOOKUP, FIVE), UNDECIDED),
        ("ISPICKVAL", (Blank.PICKLIST, ""), True),
        ("ISPICKVAL", (Blank.PICKLIST, "a"), False),
        ("ISPICKVAL", ("a", "a"), True),
        ("ISPICKVAL", (SOME, SOME), UNDECIDED),
        ("ISPICKVAL", (Blank.MULTIPICKLIST, ""), UNDECIDED),
        ("INCLUDES", (Blank.MULTIPICKLIST, "a"), False),
        ("INCLUDES", (Blank.MULTIPICKLIST, ""), UNDECIDED),
        ("INCLUDES", (SOME, "a"), FREE),
        ("INCLUDES", ("a", "a"), UNDECIDED),
        ("PICKLISTCOUNT", (Blank.MULTIPICKLIST,), Decimal(0)),
        ("PICKLISTCOUNT", (SOME,), FREE),
        ("PICKLISTCOUNT", ("a",), UNDECIDED),
        ("TEXT", (Blank.PICKLIST,), ""),
        ("TEXT", (Blank.NUMBER,), UNDECIDED),
        ("TEXT", ("a",), "a"),
        ("TEXT", (FIVE,), UNDECIDED),
        ("TEXT", (SOME,), SOME),
        ("LEN", ("",), Decimal(0)),
        ("LEN", ("abc",), Decimal(3)),
        ("LEN", (SOME,), FREE),
        ("LEN", (Blank.NUMBER,), UNDECIDED),
        ("CONTAINS", ("abc", "b"), True),
        ("CONTAINS", ("abc", "x"), False),
        ("CONTAINS", ("", "b"), NEITHER),
        ("CONTAINS", (Blank.FIELD, "b"), NEITHER),
        ("CONTAINS", ("abc", ""), UNDECIDED),
        ("CONTAINS", ("abc", Blank.FIELD), UNDECIDED),
        ("CONTAINS", (SOME, "b"), FREE),
        ("CONTAINS", ("abc", SOME), FREE),
        ("BEGINS", ("abc", "a"), True),
        ("BEGINS", ("abc", "b"), False),
        ("BEGINS", ("", "b"), NEITHER),
        ("FIND", ("b", ""), Decimal(0)),
        ("FIND", ("b", "", FIVE), Decimal(0)),
        ("FIND", ("", ""), UNDECIDED),
        ("FIND", ("b", SOME), FREE),
        ("ISNUMBER", ("",), False),
        ("ISNUMBER", (SOME,), FREE),
        ("REGEX", ("", "a?"), True),
        ("REGEX", ("", "a"), False),
        ("REGEX", ("", "(?=a)"), UNDECIDED),
        ("REGEX", ("", "\ud800"), UNDECIDED),
        ("REGEX", ("", SOME), UNDECIDED),
        ("REGEX", (SOME, "a"), FREE),
        ("REGEX", ("a", "a"), UNDECIDED),
        ("TRIM", (" a ",), "a"),
        ("UPPER", ("aß",), "ASS"),
        ("LOWER", ("A",), "a"),
        ("LOWER", ("A", "tr"), UNDECIDED),
        ("LOWER", ("", "tr"), ""),
        ("LEFT", ("abc", Decimal(2)), "ab"),
        ("LEFT", ("abc", Decimal(-1)), ""),
        ("RIGHT", ("abc", Decimal(1)), "c"),
        ("RIGHT", ("abc", Decimal(0)), ""),
        ("MID", ("abcd", Decimal(2), Decimal(2)), "bc"),
        ("MID", ("abcd", Decimal(0), Decimal(1)), "a"),
        ("MID", ("abcd", Decimal(1), Decimal(-1)), ""),
        ("LEFT", (SOME, Decimal(2)), FREE),
        ("LEFT", ("abc", "b"), UNDECIDED),
        ("SUBSTITUTE", ("aba", "a", "c"), "cbc"),
        ("SUBSTITUTE", ("aba", "a", FIVE), UNDECIDED),
        ("INITCAP", ("abc",), UNDECIDED),
        ("INITCAP", (Blank.FIELD,), ""),
    ],
)
def test_what_functions_come_to(function: str, arguments: tuple[Value, ...], value: Value) -> None:
    found = CALLS[function](*arguments)

    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (False, False, False, False),
        (True, UNDECIDED, UNDECIDED, True),
        (False, UNDECIDED, False, UNDECIDED),
        (UNDECIDED, UNDECIDED, UNDECIDED, UNDECIDED),
        (True, NEITHER, NOT_TRUE, True),
        (False, NEITHER, False, NOT_TRUE),
        (UNDECIDED, NEITHER, NOT_TRUE, UNDECIDED),
        (NOT_TRUE, NEITHER, NOT_TRUE, NOT_TRUE),
        (True, SOME, UNDECIDED, True),
        (False, Blank.NULL, False, UNDECIDED),
    ],
)
def test_and_or(left: Value, right: Value, both: Value, either: Value) -> None:
    assert all_true(left, right) is all_true(right, left) is both
    assert any_true(left, right) is any_true(right, left) is either


@pytest.mark.parametrize(
    ("value", "turned", "stops"),
    [
        (True, False, True),
        (False, True, False),
        (NEITHER, NEITHER, False),
        (NOT_TRUE, UNDECIDED, False),
        (UNDECIDED, UNDECIDED, UNDECIDED),
        (Blank.NULL, UNDECIDED, UNDECIDED),
        (SOME, UNDECIDED, UNDECIDED),
    ],
)
def test_not_and_what_it_means_for_the_save(value: Value, turned: Value, stops: Value) -> None:
    assert opposite(value) is turned
    assert fires(value) is stops


@pytest.mark.parametrize(
    ("condition", "when_true", "when_false", "value"),
    [
        (True, "a", "b", "a"),
        (False, "a", "b", "b"),
        (UNDECIDED, "a", "b", UNDECIDED),
        (NEITHER, "a", "a", "a"),
        (UNDECIDED, True, Decimal(1), UNDECIDED),
    ],
)
def test_if(condition: Value, when_true: Value, when_false: Value, value: Value) -> None:
    assert chosen(condition, when_true, when_false) == value


def test_any_other_function() -> None:
    assert arbitrary() is FREE
    assert arbitrary(SOME, FIVE) is FREE
    assert arbitrary(FIVE) is UNDECIDED
    assert arbitrary(SOME, "") is UNDECIDED
    assert arbitrary(SOME, NEITHER) is UNDECIDED
    assert picked(UNDECIDED, "a") is UNDECIDED
