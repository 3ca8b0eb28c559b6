"""What is SOQL and what is not, whatever the org."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from sf_audit.demo.soql.errors import SoqlError
from sf_audit.demo.soql.grammar import parse
from sf_audit.demo.soql.syntax import (
    Call,
    Children,
    Comparison,
    DateWord,
    FieldsOf,
    Grouping,
    Junction,
    Membership,
    Not,
    Order,
    Path,
    Selected,
    SemiJoin,
    Source,
    Text,
    TypeOf,
    When,
)


def literal(written: str) -> object:
    where = parse(f"SELECT Id FROM A WHERE x = {written}").where
    assert isinstance(where, Comparison)
    return where.right


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("'it\\'s'", Text("it's", "it's")),
        ("'a\\nb\\\\c\\\"d'", Text('a\nb\\c"d', 'a\nb\\\\c"d')),
        ("'\\u0041\\u00e9'", Text("Aé", "Aé")),
        ("'\\ud83d\\ude00'", Text("😀", "😀")),
        ("'50\\% o\\_f %'", Text("50% o_f %", "50\\% o\\_f %")),
        ("''", Text("", "")),
        ("12", Decimal(12)),
        ("-1.50", Decimal("-1.50")),
        (".5", Decimal("0.5")),
        ("USD5000.25", Decimal("5000.25")),
        ("TRUE", True),
        ("False", False),
        ("Null", None),
        ("2024-04-16", date(2024, 4, 16)),
        ("2024-04-16T19:00:00Z", datetime(2024, 4, 16, 19)),  # noqa: DTZ001
        ("2024-04-16T19:00:00.250+02:00", datetime(2024, 4, 16, 17, 0, 0, 250_000)),  # noqa: DTZ001
        ("2024-04-16T19:00:00+0000", datetime(2024, 4, 16, 19)),  # noqa: DTZ001
        ("2024-04-16t19:00:00-01:30", datetime(2024, 4, 16, 20, 30)),  # noqa: DTZ001
        ("today", DateWord("TODAY", None, 27)),
        ("LAST_N_DAYS:30", DateWord("LAST_N_DAYS", 30, 27)),
    ],
)
def test_values_are_read_as_the_platform_reads_them(written: str, value: object) -> None:
    assert literal(written) == value


def test_a_whole_query_keeps_every_clause() -> None:
    query = parse(
        "select a.Id, Owner.Name, (SELECT Id FROM Contacts), COUNT(Id) n, TYPEOF What WHEN Account THEN Phone, Name "
        "ELSE Id END from Account a USING SCOPE mine WHERE x = 1 AND NOT y LIKE 'z%' WITH SECURITY_ENFORCED "
        "GROUP BY ROLLUP(x, CALENDAR_YEAR(y)) HAVING COUNT(Id) > 1 ORDER BY x DESC NULLS LAST, y LIMIT 5 OFFSET 7 "
        "FOR VIEW UPDATE TRACKING"
    )

    assert query.items[0] == Selected(Path(("a", "Id"), 7))
    assert query.items[1] == Selected(Path(("Owner", "Name"), 13))
    assert isinstance(query.items[2], Children)
    assert query.items[3] == Selected(Call("COUNT", Path(("Id",), 58), 52), "n")
    assert query.items[4] == TypeOf(
        Path(("What",), 72),
        (When("Account", (Path(("Phone",), 95), Path(("Name",), 102)), 82),),
        (Path(("Id",), 112),),
    )
    assert query.source == Source("Account", "a", 124)
    assert query.scope == "mine"
    assert isinstance(query.where, Junction)
    assert isinstance(query.where.conditions[1], Not)
    assert query.grouping is Grouping.ROLLUP
    assert [str(one) for one in query.group_by if isinstance(one, Path)] == ["x"]
    assert isinstance(query.having, Comparison)
    assert [(one.descending, one.nulls_last) for one in query.order_by] == [(True, True), (False, False)]
    assert (query.limit, query.offset) == (5, 7)
    assert query.notes == {"WITH SECURITY_ENFORCED", "FOR VIEW", "UPDATE TRACKING"}


def test_words_of_the_language_are_names_where_no_word_can_stand() -> None:
    query = parse("SELECT Type, Order, Fields, End FROM Group WHERE Last = 1 AND Limit = 2 ORDER BY Group, Scope")

    assert query.source == Source("Group", "", 37)
    assert [str(item.expression) for item in query.items if isinstance(item, Selected)] == [
        "Type",
        "Order",
        "Fields",
        "End",
    ]
    assert query.order_by == (Order(Path(("Group",), 81)), Order(Path(("Scope",), 88)))


def test_fields_count_and_old_style_aliases() -> None:
    assert parse("SELECT FIELDS(all) FROM A LIMIT 200").items == (FieldsOf("ALL", 7),)
    assert parse("SELECT count() FROM A").items == (Selected(Call("count", None, 7)),)
    assert parse("SELECT Id FROM Contact c, c.Account a").source.aliases == (("a", Path(("c", "Account"), 26)),)


def test_lists_and_semi_joins() -> None:
    where = parse("SELECT Id FROM A WHERE b NOT IN ('x', null) AND c IN (SELECT D FROM E) AND f EXCLUDES ('g;h')").where

    assert isinstance(where, Junction)
    first, second, third = where.conditions
    assert first == Membership(Path(("b",), 23), "NOT IN", (Text("x", "x"), None), 23)
    assert isinstance(second, SemiJoin)
    assert third == Membership(Path(("f",), 75), "EXCLUDES", (Text("g;h", "g;h"),), 75)


@pytest.mark.parametrize(
    ("query", "token", "column"),
    [
        ("SELECT Id FROM A WHERE a = 1 AND b = 2 OR c = 3", "OR", 40),
        ("SELECT Id FROM A WHERE a = 1 OR b = 2 AND c = 3", "AND", 39),
        ("SELECT Id FROM", "<EOF>", 15),
        ("SELECT Id", "<EOF>", 10),
        ("", "<EOF>", 1),
        ("SELECT , FROM A", ",", 8),
        ("SELECT Id FROM A;", ";", 17),
        ("SELECT * FROM A", "*", 8),
        ("SELECT Id FROM A WHERE x = :id", ":id", 28),
        ("SELECT Id FROM A WHERE x = 'a' 'b'", "'b'", 32),
        ("SELECT Id FROM A LIMIT x", "x", 24),
        ("SELECT Id FROM A WHERE x IN ()", ")", 30),
        ("SELECT Id FROM A -- comment", "-", 18),
        ("DELETE FROM A", "DELETE", 1),
        ("SELECT AND x FROM A", "AND", 8),
        ("SELECT Id FROM A IN WHERE x = 1", "IN", 18),
        ("SELECT MAX(x) last FROM A", "last", 15),
        ("SELECT Id FROM A WHERE x = AND y = 1", "AND", 28),
        ("SELECT Id FROM A WHERE x = 1 y = 2", "y", 30),
    ],
)
def test_what_does_not_belong_is_named_and_pointed_at(query: str, token: str, column: int) -> None:
    with pytest.raises(SoqlError) as refused:
        parse(query)

    assert refused.value.code == "MALFORMED_QUERY"
    assert refused.value.status == 400
    assert refused.value.message.endswith(f"^\nERROR at Row:1:Column:{column}\nunexpected token: '{token}'")


def test_the_row_of_a_query_in_lines() -> None:
    with pytest.raises(SoqlError) as refused:
        parse("SELECT Id\nFROM A\nWHERE x == 1")

    assert refused.value.message == "\nWHERE x == 1\n         ^\nERROR at Row:3:Column:10\nunexpected token: '='"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT Id FROM A WHERE x = 'open", "unterminated string literal"),
        ("SELECT Id FROM A WHERE x = 'a\\q'", "Illegal character sequence '\\q'"),
        ("SELECT Id FROM A WHERE x = 2024-13-01", "Invalid date: 2024-13-01"),
        ("SELECT Id FROM A WHERE x = 2024-02-30T00:00:00Z", "Invalid datetime"),
        ("SELECT Id FROM A LIMIT -1", "LIMIT must be a whole number"),
        ("SELECT Id FROM A WHERE x = '" + "y" * 100_000 + "'", "100,000 characters"),
    ],
)
def test_other_malformed_queries_say_why(query: str, said: str) -> None:
    with pytest.raises(SoqlError) as refused:
        parse(query)

    assert refused.value.code == "MALFORMED_QUERY"
    assert said in refused.value.message


@pytest.mark.parametrize(
    "query", ["SELECT Id FROM A WHERE " + "NOT " * 2_000 + "x = 1", f"SELECT {'F(' * 999}x{')' * 999} FROM A"]
)
def test_deep_nesting_is_too_complicated(query: str) -> None:
    with pytest.raises(SoqlError) as refused:
        parse(query)

    assert refused.value.code == "QUERY_TOO_COMPLICATED"
