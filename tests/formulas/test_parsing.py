"""Text to tree: what is read, how it binds, and what is refused, where and in which words."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from sf_audit.formulas.parsing import parse
from sf_audit.formulas.syntax import Call, FormulaError, Literal, Name, Node, names
from sf_audit.formulas.writing import written
from tests.formulas.own import ALL, FEWER, without_one


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", Decimal(1)),
        ("0.50", Decimal("0.50")),
        (".5", Decimal("0.5")),
        ("-3", Decimal(-3)),
        ("+3", Decimal(3)),
        ("true", True),
        ("FALSE", False),
        ("Null", None),
        ('""', ""),
        ("'it\\'s'", "it's"),
        ('"a\\\\d\\n\\T\\"b\\""', 'a\\d\n\t"b"'),
        ('"Größe 北京 🚀"', "Größe 北京 🚀"),
        ("'/* text */ // text'", "/* text */ // text"),
    ],
)
def test_literals(text: str, value: object) -> None:
    assert parse(text) == Literal(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a || b && c", "a || (b && c)"),
        ("a && b = c", "a && (b = c)"),
        ("a = b < c", "a = (b < c)"),
        ("a < b + c", "a < (b + c)"),
        ("a + b ^ c", "a + (b ^ c)"),
        ("a ^ b * c", "a ^ (b * c)"),
        ("a * -b", "a * (-b)"),
        ("-a ^ b", "(-a) ^ b"),
        ("!a && b", "(!a) && b"),
        ("NOT a = b", "(NOT a) = b"),
        ("NOT(a) && b", "(NOT(a)) && b"),
        ("a - b - c", "(a - b) - c"),
        ("a / b / c", "(a / b) / c"),
        ("2 ^ 3 ^ 2", "(2 ^ 3) ^ 2"),
        ("a & b + c", "(a & b) + c"),
        ("a = b = c", "(a = b) = c"),
        ("if(A, B, C)", "IF(A, B, C)"),
        ("a||b||c", "OR(a, b, c)"),
        ("!!a", "NOT(NOT(a))"),
        ("+a", "a"),
        ("- + -a", "-(-a)"),
        ("a = + b", "a = b"),
    ],
)
def test_operators_bind_as_on_the_platform(text: str, same: str) -> None:
    assert parse(text) == parse(same)


def test_a_tree_says_what_was_written() -> None:
    tree = parse("and(/* why */ Amount >= 10.5, !ISBLANK (ns__F__c))")

    assert tree == Call(
        "AND",
        (
            Call(">=", (Name("Amount"), Literal(Decimal("10.5")))),
            Call("NOT", (Call("ISBLANK", (Name("ns__F__c"),)),)),
        ),
    )


def test_names_are_told_once_in_any_case_in_the_order_of_their_use() -> None:
    assert names(parse("IF($User.Id = ownerid, Account.Name, OwnerId & ACCOUNT.NAME)")) == (
        "$User.Id",
        "ownerid",
        "Account.Name",
    )


def test_what_is_written_reads_the_same_again() -> None:
    trees = [parse(formula) for formula in ALL]

    assert [parse(written(tree)) for tree in trees] == trees


def test_a_formula_without_one_parenthesis_or_comma_is_refused() -> None:
    read = []
    for formula in FEWER:
        known = names(parse(formula))
        for damaged in without_one(formula):
            try:
                parse(damaged, known=known)
            except FormulaError:
                continue
            read.append(damaged)

    assert read == []


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "the formula is empty"),
        (" \n", 1, 1, "the formula is empty"),
        ("\na b", 2, 3, "b where an operator or the end should be"),
        ("a\n\n  § b", 3, 3, "§ where an operator should be"),
        ("a " + "b" * 40, 1, 3, "b" * 30 + "… where an operator or the end should be"),
        ("/* only */", 1, 1, "the formula is only a comment"),
        ("a b", 1, 3, "b where an operator or the end should be"),
        ("AND(a,\n  b c)", 2, 5, "c where an operator, a comma or a closing parenthesis should be"),
        ("AND(a", 1, 6, "the formula ends where a comma or a closing parenthesis should be"),
        ("a)", 1, 2, ") where the end should be"),
        ("a +", 1, 4, "the formula ends where a value should be"),
        ("a + * b", 1, 5, "* where a value should be"),
        ("IF(a, b)", 1, 1, "IF takes 3 arguments, not 2"),
        ("x &&\nISNEW(a)", 2, 1, "ISNEW takes no arguments, not 1"),
        ("AND()", 1, 1, "AND takes at least 1 argument, not 0"),
        ("FIND(a)", 1, 1, "FIND takes 2 or 3 arguments, not 1"),
        ("CASE(a, 1, 2)", 1, 1, "CASE takes an even number of arguments, at least 4, not 3"),
        ("CASE(a, 1, 2, 3, 4)", 1, 1, "CASE takes an even number of arguments, at least 4, not 5"),
        ("NOT(a, b)", 1, 6, ", where a closing parenthesis should be"),
        ("a__c(b)", 1, 1, "a__c is no name of a function, and a field cannot be called"),
        ("$User.Id(b)", 1, 1, "$User.Id is no name of a function, and a field cannot be called"),
        ("A__cB__cC__c = 1", 1, 1, "A__cB__cC__c can be the name of nothing"),
        ("A__cStatus = 1", 1, 1, "A__cStatus can be the name of nothing"),
        ("Account..Name", 1, 1, "Account..Name can be the name of nothing"),
        ("Account. = 1", 1, 1, "Account. can be the name of nothing"),
        ("a // b", 1, 3, "// begins no comment of a formula"),
        ("// b", 1, 1, "// begins no comment of a formula"),
        ("a /* b", 1, 3, "this comment has no end"),
        ("/* b", 1, 1, "this comment has no end"),
        ("a /* /* b */ */", 1, 15, "/ where a value should be"),
        ("{!a}", 1, 1, "{ begins no part of a formula"),
        ("größe > 1", 1, 3, "ö where an operator should be"),
        ("a # b", 1, 3, "# where an operator should be"),
        ("1e5", 1, 2, "e5 where an operator or the end should be"),
        ("a = 'x", 1, 5, "this text has no end, a line break, or a backslash before a character that needs none"),
        ('a = "x\ny"', 1, 5, "this text has no end, a line break, or a backslash before a character that needs none"),
        ('"\\d"', 1, 1, "this text has no end, a line break, or a backslash before a character that needs none"),
        ("'it''s'", 1, 5, "'s' where an operator or the end should be"),
        ("a := b", 1, 3, ": where an operator should be"),
        ("a ! b", 1, 3, "! where an operator or the end should be"),
        ("a and b", 1, 3, "and where an operator or the end should be"),
        ("TRUE()", 1, 5, "( where an operator or the end should be"),
        ("\x00", 1, 1, "\x00 where a value should be"),
    ],
)
def test_what_is_refused(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)

    assert str(caught.value) == f"Line {line}, column {column}: {message}"
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("'x", "Text ends with the quote that it began with; a backslash is written twice."),
        ("/* x", "A comment ends with */."),
        ("a // x", "A comment is written /* so */."),
        ("{!x}", "{!…} is a merge field of flows and templates, which is another language."),
        ("A__cB__cC__c", "Two names without an operator or a comma between them?"),
        ("A__c(1)", "An operator or a comma before the parenthesis?"),
        ("a b", ""),
        ("IF(a)", ""),
    ],
)
def test_what_to_do_about_it(text: str, hint: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)

    assert caught.value.hint == hint


def test_a_thousand_calls_within_each_other_are_read_and_no_more() -> None:
    tree = parse("NOT(" * 1_000 + "a" + ")" * 1_000)

    assert isinstance(tree, Call)
    assert tree.depth == 1_000
    with pytest.raises(FormulaError, match="Line 1, column 1: calls are nested more than 1,000 deep"):
        parse("NOT(" * 1_001 + "a" + ")" * 1_001)


def test_twenty_thousand_characters_are_read_and_no_more() -> None:
    assert parse("a" + " " * 19_999) == Name("a")
    with pytest.raises(FormulaError, match="column 20001: the formula has 20,001 characters; at most 20,000 are read"):
        parse("a" + " " * 20_000)


def test_a_name_that_is_no_field_is_refused_with_the_nearest() -> None:
    with pytest.raises(FormulaError) as caught:
        parse("AND(\n  ISBLANK(Industri), $Permission.X, Account.Name = '')", known=["Industry", "Name"])

    assert str(caught.value) == "Line 2, column 11: Industri is no field here"
    assert caught.value.hint == "Did you mean Industry?"


def test_the_place_of_a_name_is_where_it_is_one() -> None:
    with pytest.raises(FormulaError, match="Line 2, column 10: Gone__c is no field here"):
        parse("/* Gone__c */ AND('Gone__c' = \"Gone__c\", NotGone__c,\n ISBLANK(Gone__c))", known=["NotGone__c"])


def test_fields_are_known_in_any_case() -> None:
    assert parse("ISBLANK(INDUSTRY)", known=["Industry"]) == Call("ISBLANK", (Name("INDUSTRY"),))


@pytest.mark.parametrize(
    "hostile",
    [
        "(" * 10_000,
        "(" * 10_000 + "a" + ")" * 10_000,
        "!" * 10_000 + "a",
        "-" * 10_000 + "a",
        "IF(a," * 5_000,
        "NOT(" * 4_000 + "a" + ")" * 4_000,
        "a+" * 9_999 + "a",
        "x" * 100_000,
        "/*" * 10_000,
        "'" * 9_999,
        '"' + "\\\\" * 9_000,
        "a" + " " * 100_000,
    ],
    ids=lambda hostile: hostile[:6],
)
def test_hostile_text_ends_with_an_error_soon(hostile: str) -> None:
    began = time.perf_counter()

    with pytest.raises(FormulaError):
        parse(hostile)

    assert time.perf_counter() - began < 2


def test_many_parentheses_of_a_formula_are_read() -> None:
    assert parse("(" * 1_500 + "a" + ")" * 1_500) == Name("a")


def test_five_hundred_formulas_are_read_within_a_second() -> None:
    formulas = ALL[:500]
    parse("a")
    began = time.perf_counter()

    trees: list[Node] = [parse(formula) for formula in formulas]

    assert len(trees) == 500
    assert time.perf_counter() - began < 1
