"""Whether a validation rule stops an empty field, written out for one formula after the other.

A verdict is written as three letters, for a new record, for a value that is taken away and for a record that is saved
again without a value: A always, S sometimes, N never, U unknown.
"""

from __future__ import annotations

import pytest

from sf_audit.formulas.cases import FieldKind
from sf_audit.formulas.stopping import Stopping, Verdict, what_stops_empty
from tests.formulas.own import EMPTY, GATES

LETTERS = {"A": Verdict.ALWAYS, "S": Verdict.SOMETIMES, "N": Verdict.NEVER, "U": Verdict.UNKNOWN}
TEXT, NUMBER, DATE = FieldKind.TEXT, FieldKind.NUMBER, FieldKind.DATE
PICKLIST, MULTIPICKLIST, LOOKUP = FieldKind.PICKLIST, FieldKind.MULTIPICKLIST, FieldKind.LOOKUP


def verdicts(stopping: Stopping) -> str:
    """The three letters."""
    letters = {verdict: letter for letter, verdict in LETTERS.items()}
    return "".join(letters[verdict] for verdict in (stopping.on_insert, stopping.on_clear, stopping.on_resave))


@pytest.mark.parametrize(
    ("formula", "kind", "expected"),
    [
        # Blanks, by type: "ISBLANK", "ISNULL", "BLANKVALUE", "NULLVALUE"
        ("ISBLANK(F)", TEXT, "AAA"),
        ("ISBLANK(F)", NUMBER, "AAA"),
        ("ISBLANK(F)", DATE, "AAA"),
        ("ISBLANK(F)", PICKLIST, "AAA"),
        ("ISBLANK(F)", MULTIPICKLIST, "AAA"),
        ("ISBLANK(F)", LOOKUP, "AAA"),
        ("isblank(f)", TEXT, "AAA"),
        ("NOT(ISBLANK(F))", TEXT, "NNN"),
        ("ISBLANK(F) = TRUE", TEXT, "AAA"),
        ("ISBLANK(F) <> TRUE", TEXT, "NNN"),
        ("ISBLANK(F) != FALSE", TEXT, "AAA"),
        ("ISNULL(F)", TEXT, "NNN"),
        ("ISNULL(F)", NUMBER, "AAA"),
        ("ISNULL(F)", DATE, "AAA"),
        ("ISNULL(F)", PICKLIST, "UUU"),
        ("ISNULL(F)", MULTIPICKLIST, "UUU"),
        ("ISNULL(F)", LOOKUP, "UUU"),
        ('BLANKVALUE(F, "none") = "none"', TEXT, "AAA"),
        ("BLANKVALUE(F, 0) = 0", NUMBER, "AAA"),
        ("BLANKVALUE(F, 1) = 0", NUMBER, "NNN"),
        ("NULLVALUE(F, 0) <= 0", NUMBER, "AAA"),
        ('NULLVALUE(F, "none") = "none"', TEXT, "NNN"),
        # Texts
        ('F = ""', TEXT, "AAA"),
        ('"" == F', TEXT, "AAA"),
        ('F <> ""', TEXT, "NNN"),
        ('F = " "', TEXT, "NNN"),
        ('F <> "Web"', TEXT, "AAA"),
        ('F = "Web"', TEXT, "NNN"),
        ("F = NULL", TEXT, "UUU"),
        ("LEN(F) = 0", TEXT, "AAA"),
        ("LEN(F) < 10", TEXT, "AAA"),
        ("LEN(F) > 10", TEXT, "NNN"),
        ('TRIM(UPPER(LEFT(F, 3))) = ""', TEXT, "AAA"),
        ('F & "" = ""', TEXT, "AAA"),
        ('"x" + F = "x"', TEXT, "AAA"),
        # Blank fields are valid, say the pages of CONTAINS and BEGINS
        ('CONTAINS(F, "@")', TEXT, "NNN"),
        ('NOT(CONTAINS(F, "@"))', TEXT, "NNN"),
        ('NOT(BEGINS(F, "+"))', TEXT, "NNN"),
        ('OR(ISBLANK(F), NOT(CONTAINS(F, "@")))', TEXT, "AAA"),
        ('AND(NOT(CONTAINS(F, "@")), A__c)', TEXT, "NNN"),
        ('OR(NOT(CONTAINS(F, "@")), A__c && ISBLANK(F))', TEXT, "SSS"),
        ('NOT(AND(CONTAINS(F, "@"), A__c))', TEXT, "UUU"),
        ('IF(CONTAINS(F, "@"), FALSE, TRUE)', TEXT, "UUU"),
        ('CONTAINS(F, "@") = FALSE', TEXT, "UUU"),
        ('CONTAINS("a:b", F)', TEXT, "UUU"),
        ('FIND("@", F) = 0', TEXT, "AAA"),
        ("ISNUMBER(F)", TEXT, "NNN"),
        ("OR(LEN(F) <> 10, NOT(ISNUMBER(F)))", TEXT, "AAA"),
        ("NOT(ISNUMBER(F))", TEXT, "AAA"),
        ("VALUE(F) > 3", TEXT, "UUU"),
        ('NOT(REGEX(F, "[0-9]{5}"))', TEXT, "AAA"),
        ('NOT(REGEX(F, "([0-9]{5})?"))', TEXT, "NNN"),
        ('NOT(REGEX(F, "\\\\d+"))', TEXT, "AAA"),
        ('NOT(REGEX(F, "(?=.*x).*"))', TEXT, "UUU"),
        ("NOT(REGEX(F, Pattern__c))", TEXT, "UUU"),
        ('F = "Größe 北京"', TEXT, "NNN"),
        ('F <> "Größe 北京"', TEXT, "AAA"),
        # Picklists
        ('ISPICKVAL(F, "")', PICKLIST, "AAA"),
        ('ISPICKVAL(F, "Web")', PICKLIST, "NNN"),
        ('NOT(ISPICKVAL(F, "Web"))', PICKLIST, "AAA"),
        ('TEXT(F) = ""', PICKLIST, "AAA"),
        ("ISBLANK(TEXT(F))", PICKLIST, "AAA"),
        ("LEN(TEXT(F)) = 0", PICKLIST, "AAA"),
        ('CASE(F, "Web", 1, "Phone", 2, 0) = 0', PICKLIST, "AAA"),
        ('CASE(F, "Web", 1, "", 2, 0) = 2', PICKLIST, "AAA"),
        ('CASE(TEXT(F), "Web", "ok", "bad") = "bad"', PICKLIST, "AAA"),
        ('F = "Web"', PICKLIST, "UUU"),
        ('NOT(INCLUDES(F, "Web"))', MULTIPICKLIST, "AAA"),
        ('INCLUDES(F, "Web")', MULTIPICKLIST, "NNN"),
        ("PICKLISTCOUNT(F) = 0", MULTIPICKLIST, "AAA"),
        ("PICKLISTCOUNT(F) < 2", MULTIPICKLIST, "AAA"),
        ('ISPICKVAL(F, "")', MULTIPICKLIST, "UUU"),
        # Numbers and dates: no document says what a blank one compares with
        ("F = 0", NUMBER, "UUU"),
        ("F < 1", NUMBER, "UUU"),
        ("NOT(F > 0)", NUMBER, "UUU"),
        ("F + 1 > 0", NUMBER, "UUU"),
        ('TEXT(F) = ""', NUMBER, "UUU"),
        ("OR(ISNULL(F), F <> 1)", NUMBER, "AAA"),
        ("OR(F <> 1, ISNULL(F))", NUMBER, "AAA"),
        ("AND(NOT(ISBLANK(F)), F < 0)", NUMBER, "NNN"),
        ("IF(ISBLANK(F), TRUE, F < 0)", NUMBER, "AAA"),
        ("F < TODAY()", DATE, "UUU"),
        ("ISBLANK(F) || F < TODAY()", DATE, "AAA"),
        ("F = NULL", DATE, "UUU"),
        # Lookups, and what is behind them
        ('AccountId = ""', LOOKUP, "NNN"),
        ('F = ""', LOOKUP, "AAA"),
        ("LEN(F) = 0", LOOKUP, "AAA"),
        ("ISBLANK(CASESAFEID(F))", LOOKUP, "AAA"),
        # Saves
        ("AND(ISNEW(), ISBLANK(F))", TEXT, "ANN"),
        ("AND(NOT(ISNEW()), ISBLANK(F))", TEXT, "NAA"),
        ("AND(ISCHANGED(F), ISBLANK(F))", TEXT, "NAN"),
        ("OR(ISNEW(), ISCHANGED(F)) && ISBLANK(F)", TEXT, "AAN"),
        ("AND(NOT(ISCHANGED(F)), ISBLANK(F))", TEXT, "ANA"),
        ("AND(ISBLANK(F), NOT(ISBLANK(PRIORVALUE(F))))", TEXT, "NAN"),
        ("AND(ISBLANK(F), ISBLANK(PRIORVALUE(F)))", TEXT, "ANA"),
        ('ISPICKVAL(F, "") && ISPICKVAL(PRIORVALUE(F), "Web")', PICKLIST, "NSN"),
        ("AND(ISBLANK(F), ISCHANGED(StageName))", TEXT, "NSS"),
        ("AND(ISCLONE(), ISBLANK(F))", TEXT, "SUU"),
        # Other fields
        ('AND(ISPICKVAL(StageName, "Won"), ISBLANK(F))', TEXT, "SSS"),
        ('AND(ISPICKVAL(S, "A"), TEXT(S) = "B", ISBLANK(F))', TEXT, "NNN"),
        ('AND(OR(ISPICKVAL(S, "A"), NOT(ISPICKVAL(S, "A"))), ISBLANK(F))', TEXT, "AAA"),
        ('AND(OR(S = "A", S <> "A"), ISBLANK(F))', TEXT, "AAA"),
        ('AND("A" = S, S <> "A", ISBLANK(F))', TEXT, "NNN"),
        ("AND(5 < Amount, ISBLANK(F))", TEXT, "SSS"),
        (
            "AND(ISBLANK(F), CASE(S, 'A', T, 'B', 'x', 'C', 'y', 'z') = 'x', NOT(ISPICKVAL(S, 'B')), T <> 'x')",
            TEXT,
            "NNN",
        ),
        ("AND(Amount > 10, Amount < 5, ISBLANK(F))", TEXT, "UUU"),
        ("AND(Amount > 5, Amount <= 10, Amount <> 10, ISBLANK(F))", TEXT, "SSS"),
        ("AND(ISBLANK(S), NOT(ISBLANK(S)), ISBLANK(F))", TEXT, "NNN"),
        ("AND(OR(ISBLANK(S), NOT(ISBLANK(s))), ISBLANK(F))", TEXT, "AAA"),
        ("AND(ISBLANK(F), OR(A__c = B__c, B__c <> a__c))", TEXT, "SSS"),
        ("AND(ISBLANK(F), A__c > B__c, B__c < A__c)", TEXT, "SSS"),
        ("AND(ISBLANK(F), A__c > B__c, NOT(B__c < A__c))", TEXT, "UUU"),
        ("AND(ISBLANK(F), NOT(ISCHANGED(S)), ISPICKVAL(PRIORVALUE(S), 'A'), ISPICKVAL(S, 'B'))", TEXT, "NNN"),
        ("AND(ISBLANK(F), ISPICKVAL(PRIORVALUE(S), 'A'), ISPICKVAL(S, 'B'))", TEXT, "NSS"),
        ("AND(ISBLANK(F), CloseDate < DATE(2020, 1, 31))", TEXT, "SSS"),
        ("AND(ISBLANK(F), YEAR(CloseDate) = 2020, YEAR(CloseDate) = 2021)", TEXT, "UUU"),
        ("AND(ISBLANK(F), LEN(Name) = 0, NOT(ISBLANK(Name)))", TEXT, "NNN"),
        ("AND(ISBLANK(F), Flag__c = TRUE, NOT(Flag__c))", TEXT, "NNN"),
        ("AND(ISBLANK(F), CASE(S, 'A', 1, 'B', 1, 0) = 1, S <> 'A', S <> 'B')", TEXT, "NNN"),
        ("AND(ISBLANK(F), IF(A__c, 1, 0) + IF(B__c, 1, 0) = 1)", TEXT, "SSS"),
        ("AND(ISBLANK(F), IF(A__c, 1, 0) + IF(B__c, 1, 0) = 3)", TEXT, "NNN"),
        ("AND(ISBLANK(F), NOT(ISBLANK(Amount)), Amount > 10, Amount < 5)", TEXT, "NNN"),
        ("AND(ISBLANK(F), LEN(Name) > 4, LEN(Name) < 5)", TEXT, "NNN"),
        ("AND(ISBLANK(F), LEN(Name) > 4, LEN(Name) < 6)", TEXT, "SSS"),
        ("AND(ISBLANK(F), Amount > 4, Amount < 5)", TEXT, "SSS"),
        ("AND(ISBLANK(F), PICKLISTCOUNT(Topics__c) < 1, INCLUDES(Topics__c, 'a'))", TEXT, "NNN"),
        ("AND(ISBLANK(F), FIND('x', Name) < 0)", TEXT, "NNN"),
        ("AND(ISBLANK(F), OR(C__c, NOT(ISBLANK(S))), C__c = ISBLANK(S), NOT(C__c))", TEXT, "SSS"),
        ("AND(ISBLANK(F), OR(A__c = ISBLANK(S), A__c = NOT(ISBLANK(S))))", TEXT, "AAA"),
        ("AND(ISBLANK(F), OR(A__c = $Permission.P, A__c <> $Permission.P))", TEXT, "AAA"),
        # A field that is not what the rule is about
        ("Amount > 5", TEXT, "NNN"),
        ("OR(AND(ISBLANK(F), FALSE), Amount > 5)", TEXT, "UUU"),
        ("TRUE", TEXT, "NNN"),
        ("FALSE", TEXT, "NNN"),
        ("ISBLANK(Other__c)", TEXT, "NNN"),
        ("NOT(ISCHANGED(F))", TEXT, "NNN"),
        ('OR(ISBLANK(F), Status__c = "Closed")', TEXT, "AAA"),
        ("ISBLANK(F) && FALSE", TEXT, "NNN"),
        # What is not known
        ("NEW_FUNCTION(F)", TEXT, "UUU"),
        ("AND(ISBLANK(F), NEW_FUNCTION(Other__c))", TEXT, "UUU"),
        ("OR(ISBLANK(F), NEW_FUNCTION(Other__c))", TEXT, "AAA"),
        ("AND(NOT(ISBLANK(F)), NEW_FUNCTION(Other__c))", TEXT, "NNN"),
        ("OR(AND(ISBLANK(F), A__c), NEW_FUNCTION(Other__c))", TEXT, "SSS"),
        ("IF(ISBLANK(F), NULL, FALSE)", TEXT, "UUU"),
        ("NULL", TEXT, "NNN"),
        ("LEN(F)", TEXT, "UUU"),
        ("", TEXT, "UUU"),
        ("/* ISBLANK(F) */", TEXT, "UUU"),
        ("ISBLANK(F", TEXT, "UUU"),
        ("{!ISBLANK(F)}", TEXT, "UUU"),
        ("ISBLANK(F, G)", TEXT, "UUU"),
        ('URLFOR(F) = ""', TEXT, "UUU"),
        ("ISBLANK(F)", FieldKind.CHECKBOX, "UUU"),
        ("ISBLANK(F)", FieldKind.OTHER, "UUU"),
    ],
)
def test_verdicts(formula: str, kind: FieldKind, expected: str) -> None:
    assert verdicts(what_stops_empty(formula, "F", kind)) == expected


@pytest.mark.parametrize(
    ("formula", "field", "expected"),
    [
        ("ISBLANK(Account.Name)", "AccountId", "AAA"),
        ('Account.Industry = "Banking"', "AccountId", "NNN"),
        ('Parent__r.Status__c <> "Open"', "Parent__c", "AAA"),
        ("ISBLANK(Parent__c)", "Parent__c", "AAA"),
        ("ISBLANK(Parents__r.Name)", "Parent__c", "NNN"),
    ],
)
def test_a_parent_is_blank_where_its_lookup_is(formula: str, field: str, expected: str) -> None:
    assert verdicts(what_stops_empty(formula, field, LOOKUP)) == expected


@pytest.mark.parametrize("empty", EMPTY)
def test_every_way_of_writing_it_stops_an_empty_text(empty: str) -> None:
    assert verdicts(what_stops_empty(empty, "Reason__c", TEXT)) == "AAA"


@pytest.mark.parametrize("gate", GATES)
def test_no_gate_is_taken_for_a_rule_about_the_field(gate: str) -> None:
    alone = what_stops_empty(gate, "Reason__c", TEXT)
    stopped = what_stops_empty(f"AND({gate}, ISBLANK(Reason__c))", "Reason__c", TEXT)
    let_through = what_stops_empty(f"AND({gate}, NOT(ISBLANK(Reason__c)))", "Reason__c", TEXT)

    assert verdicts(alone) == "NNN"
    assert stopped.verdict in (Verdict.ALWAYS, Verdict.SOMETIMES)
    assert verdicts(let_through) == "NNN"


def test_over_all_saves() -> None:
    found = {formula: what_stops_empty(formula, "F", TEXT).verdict for formula in (
        "ISBLANK(F)",
        "ISNEW() && ISBLANK(F)",
        "NOT(ISBLANK(F))",
        "NEW_FUNCTION(F)",
        "NOT(ISNEW()) && NEW_FUNCTION(F)",
    )}  # fmt: skip

    assert list(found.values()) == [
        Verdict.ALWAYS,
        Verdict.SOMETIMES,
        Verdict.NEVER,
        Verdict.UNKNOWN,
        Verdict.UNKNOWN,
    ]


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("ISBLANK(F", "Line 1, column 10: the formula ends where a comma or a closing parenthesis should be"),
        ("NEW_FUNCTION(F)", "NEW_FUNCTION is no function that is known."),
        ("HYPERLINK(F, F) = F", "HYPERLINK is not available in validation rules."),
        ("F < 1", "It rests on what no document settles, such as what an empty number compares with."),
    ],
)
def test_why_it_is_unknown(formula: str, why: str) -> None:
    assert what_stops_empty(formula, "F", NUMBER).why == why


def test_what_cannot_be_asked() -> None:
    assert what_stops_empty("NOT(F)", "F", FieldKind.CHECKBOX).why == "A checkbox is never empty."
    assert what_stops_empty("ISBLANK(F)", "F", FieldKind.OTHER).why == "Formulas do not take fields of this type."
    assert what_stops_empty("ISBLANK(G)", "F", FieldKind.OTHER).verdict is Verdict.NEVER


def test_a_field_that_the_object_does_not_have_makes_it_unknown() -> None:
    stopping = what_stops_empty("OR(ISBLANK(F), Gone__c)", "F", TEXT, known=["F", "Here__c"])

    assert stopping.verdict is Verdict.UNKNOWN
    assert stopping.why == "Line 1, column 16: Gone__c is no field here"


def test_what_depends_on_too_much_is_unknown_soon() -> None:
    terms = "+".join(f"IF(A{number}__c, {2**number}, 0)" for number in range(60))

    stopping = what_stops_empty(f"AND(ISBLANK(F), {terms} = 12345)", "F", TEXT)

    assert stopping.verdict is Verdict.UNKNOWN
    assert stopping.why == "It depends on too much at once to be gone through."
