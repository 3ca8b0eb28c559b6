"""Who asks less mends nothing: gone findings of a rule whose text changed are told from mended ones."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sf_audit.model.review import Change, Review
from sf_audit.review.archive import REVIEW
from sf_audit.review.rules_file import RULES
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.rules.rule_text import check_of, text_of
from tests.review.months import HIDDEN, PARTLY, Workspace, breaking, rule

JANUARY, FEBRUARY, MARCH = date(2026, 1, 15), date(2026, 2, 15), date(2026, 3, 15)
WIDE = {"object": "Account", "field": "Industry"}
NARROW = {**WIDE, "when": {"Type": "Customer"}}


def asking(settings: dict[str, Any], verb: str = "filled", name: str = "quality/a", **more: Any) -> Rule:
    """A rule as its file would say it."""
    text = text_of(verb, settings)
    check = check_of(text)
    assert check is not None
    return replace(rule(breaking(), name, **more), check=check, text=text)


def accounts(**industries: str | None) -> dict[str, Any]:
    """Partners with these industries, by the last letter of their ids."""
    rows = [{"Id": f"001{letter}", "Industry": said, "Type": "Partner"} for letter, said in industries.items()]
    return {"Account": tuple(rows)}


EIGHT_EMPTY = accounts(**dict.fromkeys("ABCDEFGH"), I="Banking")


def moved(review: Review) -> list[tuple[int, int, int, int, int]]:
    """New, fixed, still open, not evaluated and no longer asked findings, by rule."""
    return [(one.new, one.fixed, one.still_open, one.not_evaluated, one.no_longer_asked) for one in review.changes]


@pytest.mark.parametrize(
    "narrower",
    [
        asking(NARROW),
        asking({**WIDE, "when": {"Industry": {"is": "filled"}}}),
        asking({"object": "Account", "field": "Type"}),
        asking({**WIDE, "values": ["Nonsense"]}, "none_of"),
        asking({"object": "Contact", "field": "Email"}),
    ],
    ids=["when", "only filled ones", "another field", "another verb", "another object"],
)
def test_who_asks_less_of_the_same_records_fixes_nothing(workspace: Workspace, narrower: Rule) -> None:
    workspace.review(JANUARY, asking(WIDE), org=EIGHT_EMPTY)

    review = workspace.review(FEBRUARY, narrower, org={**EIGHT_EMPTY, "Contact": ()})

    assert moved(review) == [(0, 0, 0, 0, 8)]


def test_a_wider_list_of_values_fixes_nothing(workspace: Workspace) -> None:
    org = accounts(A="Banking", B="Banks", C="Bnaking")
    workspace.review(JANUARY, asking({**WIDE, "values": ["Banking"]}, "one_of"), org=org)

    review = workspace.review(FEBRUARY, asking({**WIDE, "values": ["Banking", "Banks"]}, "one_of"), org=org)

    assert moved(review) == [(0, 0, 1, 0, 1)]


def test_what_the_old_text_no_longer_finds_is_fixed_whatever_is_asked_now(workspace: Workspace) -> None:
    workspace.review(JANUARY, asking(WIDE), org=accounts(A=None, B=None, C=None))

    review = workspace.review(FEBRUARY, asking(NARROW), org=accounts(A="Banking", B=None))

    assert moved(review) == [(0, 2, 0, 0, 1)]


def test_no_longer_asked_is_said_once(workspace: Workspace) -> None:
    workspace.review(JANUARY, asking(WIDE), org=EIGHT_EMPTY)
    workspace.review(FEBRUARY, asking(NARROW), org=EIGHT_EMPTY)

    assert moved(workspace.review(MARCH, asking(NARROW), org=EIGHT_EMPTY)) == []


@pytest.mark.parametrize("narrow_on", [JANUARY, FEBRUARY, MARCH])
def test_who_asks_less_for_a_while_sets_no_date_back(workspace: Workspace, narrow_on: date) -> None:
    org = accounts(A=None, B=None)
    workspace.review(JANUARY, asking(WIDE), org=org)
    workspace.review(narrow_on, asking(NARROW), org=org)
    workspace.review(narrow_on, asking(NARROW), org=org)

    workspace.review(MARCH, asking(WIDE), org=accounts(A=None, B=None, C=None))

    assert [(finding["id"], finding["first_seen"]) for finding in workspace.findings] == [
        ("001A", JANUARY),
        ("001B", JANUARY),
        ("001C", MARCH),
    ]


def test_the_same_said_in_other_words_is_the_same_text(workspace: Workspace) -> None:
    workspace.review(JANUARY, asking({**WIDE, "when": {}}), org=accounts(A=None, B=None))

    review = workspace.review(
        FEBRUARY,
        replace(asking(dict(reversed(WIDE.items())), at_least=0.1), title="Another title"),
        org=accounts(A="Banking", B=None),
    )

    assert moved(review) == [(0, 1, 1, 0, 0)]


def test_each_finding_is_asked_for_with_the_text_that_found_it(workspace: Workspace) -> None:
    workspace.review(JANUARY, asking(WIDE), org=accounts(A=None, B=None))
    workspace.review(FEBRUARY, replace(rule(breaking("001C", unread=PARTLY)), text="another"))

    review = workspace.review(MARCH, asking(NARROW), org=accounts(A="Banking", B=None, C=None))

    # A is mended, B is still empty, and nobody can read what found C
    assert moved(review) == [(0, 1, 0, 0, 2)]


def test_a_rule_that_is_not_checked_is_not_evaluated_whatever_its_text(workspace: Workspace) -> None:
    workspace.review(JANUARY, asking(WIDE), org=EIGHT_EMPTY)

    assert moved(workspace.review(FEBRUARY, replace(rule(HIDDEN), text="another"))) == [(0, 0, 0, 8, 0)]


def test_a_rule_that_is_gone_has_fixed_nothing(workspace: Workspace) -> None:
    workspace.review(JANUARY, asking(WIDE), rule(breaking(), "quality/b"), org=EIGHT_EMPTY)
    workspace.review(FEBRUARY, rule(HIDDEN), rule(breaking(), "quality/b"))

    review = workspace.review(MARCH, rule(breaking(), "quality/b"))
    after = workspace.review(MARCH, rule(breaking(), "quality/b"))

    assert review.changes == (Change("quality/a", "quality/a", 0, 0, 0, 0, no_longer_asked=8),)
    assert after.changes == ()


def test_a_rule_that_was_renamed_without_saying_so_is_another_rule(workspace: Workspace) -> None:
    workspace.review(JANUARY, asking(WIDE), org=EIGHT_EMPTY)

    review = workspace.review(FEBRUARY, asking(NARROW, name="quality/z"), org=EIGHT_EMPTY)

    assert [(one.rule, one.no_longer_asked) for one in review.changes] == [("quality/a", 8)]


def test_who_chooses_some_rules_removes_none(workspace: Workspace) -> None:
    workspace.review(JANUARY, asking(WIDE), rule(breaking(), "quality/b"), org=EIGHT_EMPTY)

    assert workspace.review(FEBRUARY, rule(breaking(), "quality/b"), whole=False).changes == ()


@pytest.mark.parametrize("content", [None, "", "{}", '{"schema_version": 1, "rules": [{}]}', "[" * 9999])
def test_without_the_texts_of_a_review_nothing_is_fixed_on_its_word(workspace: Workspace, content: str | None) -> None:
    workspace.review(JANUARY, asking(WIDE), org=accounts(A=None, B=None))
    stored = workspace.stored("2026-01", 1)
    (stored / RULES).unlink() if content is None else (stored / RULES).write_text(content)
    said = json.loads((stored / REVIEW).read_text())
    (stored / REVIEW).write_text(json.dumps({**said, "rules_sha256": "of other files"}))

    review = workspace.review(FEBRUARY, asking(WIDE), org=accounts(A="Banking", B=None))

    assert moved(review) == [(0, 0, 1, 0, 1)]


def test_a_review_from_before_texts_were_kept_is_believed_where_no_file_has_changed(workspace: Workspace) -> None:
    workspace.review(JANUARY, asking(WIDE), org=accounts(A=None, B=None))
    (workspace.stored("2026-01", 1) / RULES).unlink()

    review = workspace.review(FEBRUARY, asking(WIDE), org=accounts(A="Banking", B=None))

    assert moved(review) == [(0, 1, 1, 0, 0)]


def test_a_redacted_review_keeps_hashes_of_the_texts_alone(workspace: Workspace) -> None:
    org = accounts(A=None, B=None)
    workspace.review(JANUARY, asking(WIDE), org=org, redact=True)
    (kept,) = json.loads((workspace.stored("2026-01", 1) / RULES).read_text())["rules"]

    same = workspace.review(FEBRUARY, asking(WIDE), org=accounts(A="Banking", B=None), redact=True)
    other = workspace.review(MARCH, asking(NARROW), org=accounts(A="Banking", B="Banking"))

    assert (kept["text"], len(kept["sha256"])) == ("", 64)
    assert moved(same) == [(0, 1, 1, 0, 0)]
    assert moved(other) == [(0, 0, 0, 0, 1)]
