"""Whether an org's own matching rules find duplicates: what cannot be decided is said as unknown."""

from __future__ import annotations

import pytest

from sf_audit.duplicates.filter_logic import Answer, holds
from sf_audit.duplicates.org_rules import MatchingItem, MatchingRule, Values

_ANSWERS: dict[int, Answer] = {1: True, 2: False, 3: None}


@pytest.mark.parametrize(
    ("logic", "answer"),
    [
        ("1", True),
        ("2", False),
        ("3", None),
        ("1 AND 2", False),
        ("1 AND 3", None),
        ("2 AND 3", False),
        ("1 OR 3", True),
        ("2 or 3", None),
        ("1 AND (2 OR 3)", None),
        ("1 AND (2 OR 1)", True),
        ("(1 AND 3) OR 1", True),
        ("2 OR 1 AND 2", False),
        ("NOT 2 AND 1", True),
        ("NOT 3", None),
        ("((1))", True),
        ("1AND(2OR1)", True),
        (" ", False),
        ("", False),
        ("4", None),
        ("1 AND", None),
        ("(" * 2_000 + "1" + ")" * 2_000, None),
        ("NOT " * 2_000 + "1", None),
        ("1 2", None),
        ("(1", None),
        ("1)", None),
        ("1 XOR 2", None),
        ("AND 1", None),
    ],
)
def test_filter_logic_is_unknown_only_where_the_unknown_decides(logic: str, answer: Answer) -> None:
    assert holds(logic, _ANSWERS) is answer


def item(field: str, method: str = "Exact", *, blanks: bool = False) -> MatchingItem:
    return MatchingItem(field, method, blanks)


def rule(*items: MatchingItem, logic: str = "", name: str = "Own") -> MatchingRule:
    return MatchingRule("Own", name, logic, items)


ANN: Values = {"Email": "ann@a.example.com", "LastName": "Wolke", "Phone": ""}
LOUD: Values = {"Email": "ANN@a.example.com ", "LastName": "WOLKE", "Phone": "1"}
OTHER: Values = {"Email": "ann+fair@a.example.com", "LastName": "Wolcke", "Phone": ""}


@pytest.mark.parametrize(
    ("matching", "right", "answer"),
    [
        (rule(item("Email")), LOUD, True),
        (rule(item("Email")), OTHER, False),
        (rule(item("LastName", "LastName")), LOUD, True),
        (rule(item("LastName", "LastName")), OTHER, None),
        (rule(item("Email"), item("LastName", "LastName")), OTHER, False),
        (rule(item("Email"), item("LastName", "LastName"), logic="1 OR 2"), OTHER, None),
        (rule(item("Phone")), LOUD, False),
        (rule(item("Phone", "Phone", blanks=True)), LOUD, False),
        (rule(item("Phone")), OTHER, False),
        (rule(item("Phone", "Phone", blanks=True)), OTHER, True),
        (rule(item("Loyalty__c")), LOUD, None),
        (rule(item("Email"), item("Loyalty__c")), OTHER, False),
        (rule(), LOUD, None),
        (rule(item("Email"), name="Standard_Contact_Match_Rule_v1_1"), OTHER, None),
        (rule(item("Email"), name="Standard_Contact_Match_Rule_v1_1"), LOUD, True),
    ],
)
def test_exact_comparisons_are_decided_and_fuzzy_ones_are_not(
    matching: MatchingRule, right: Values, answer: Answer
) -> None:
    assert matching.matches(ANN, right) is answer
    assert matching.matches(right, ANN) is answer


def test_a_group_is_caught_where_each_later_record_is_like_one_before_it() -> None:
    by_mail = rule(item("Email"))

    assert by_mail.catches([ANN, LOUD, ANN]) is True
    assert by_mail.catches([ANN, LOUD, OTHER]) is False
    assert rule(item("LastName", "LastName")).catches([ANN, LOUD, OTHER]) is None
