"""Whatever the formula is: an answer, and the same for one that means the same."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from sf_audit.formulas.cases import FieldKind
from sf_audit.formulas.functions import FUNCTIONS
from sf_audit.formulas.parsing import parse
from sf_audit.formulas.stopping import Stopping, Verdict, what_stops_empty
from sf_audit.formulas.syntax import Call, Literal, Name, Node
from sf_audit.formulas.writing import written

OPERATORS = ("+", "-", "*", "/", "^", "&", "=", "==", "<>", "!=", "<", "<=", ">", ">=")
NAMES = ("F", "Other__c", "Account.Name", "$User.Id", "OwnerId", "$Permission.P", "$Profile.Name", "RecordType.Name")
LITERALS = ("", "a", "[", "Größe \U0001f680", Decimal(0), Decimal(1), Decimal("-2.5"), True, False, None)

LEAVES = st.sampled_from(NAMES).map(Name) | st.sampled_from(LITERALS).map(Literal)


def _call(name: str, inner: st.SearchStrategy[Node], count: int) -> st.SearchStrategy[Node]:
    return st.tuples(*[inner] * count).map(lambda arguments: Call(name, arguments))


def _calls(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    functions = [
        _call(function.name, inner, count)
        for function in FUNCTIONS.values()
        for count in range(5)
        if function.takes(count)
    ]
    operators = [_call(operator, inner, 2) for operator in OPERATORS * 3]
    return st.one_of(*functions, *operators, _call("BRAND_NEW", inner, 1))


TREES: st.SearchStrategy[Node] = st.recursive(LEAVES, _calls, max_leaves=14)


SIGNS = ("(", ")", ",", "+", "-", "!", "=", "<>", "&&", "||", "^", "/", "/*", "*/", "//", "'", '"', "\\", "\n", "{!")
PARTS = ("[", "]", "}", "$", "$User.Id", ":", "#", ".", "__", "1", ".5", "'a'", '"b"', "é", "\ud800", "\x00", "NULL")
FUNCTION_NAMES = ("F", "F__c", "AND", "NOT", "IF", "CASE", "ISBLANK", "PRIORVALUE", "LEN", "TEXT", "NEW_FUNCTION")
WORDS = st.sampled_from((*SIGNS, *PARTS, *FUNCTION_NAMES))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(WORDS, max_size=16), st.sampled_from(["", " "]))
def test_every_text_has_an_answer(words: list[str], between: str) -> None:
    assert isinstance(what_stops_empty(between.join(words), "F", FieldKind.TEXT), Stopping)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(TREES, st.sampled_from(FieldKind))
def test_every_formula_has_an_answer(tree: Node, kind: FieldKind) -> None:
    text = written(tree)

    stopping = what_stops_empty(text, "F", kind)

    assert isinstance(stopping, Stopping)
    assert (Verdict.UNKNOWN in (stopping.on_insert, stopping.on_clear, stopping.on_resave)) == bool(stopping.why)
    assert written(parse(text)) == text


@settings(max_examples=80, deadline=None, derandomize=True)
@given(TREES)
def test_what_cannot_be_true_stops_nothing_and_what_is_always_true_changes_nothing(tree: Node) -> None:
    text = written(tree)
    kind = FieldKind.TEXT

    never = what_stops_empty(f"AND({text}, FALSE)", "F", kind)
    twice = what_stops_empty(f"NOT(NOT(AND({text}, TRUE)))", "F", kind)
    once = what_stops_empty(f"AND({text})", "F", kind)

    if not once.why or "available" not in once.why:
        assert {never.on_insert, never.on_clear, never.on_resave} == {Verdict.NEVER}
    assert (twice.on_insert, twice.on_clear, twice.on_resave) == (once.on_insert, once.on_clear, once.on_resave)
