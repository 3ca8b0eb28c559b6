"""Data quality by object and dimension."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sf_audit.model.review import Outcome, Pillar, Severity, Status
from sf_audit.report.dimensions import VERBS, Dimension, Quality, quality_by_object
from sf_audit.rulebook.rules.load import load_rules

RULE = Outcome(
    "quality/a", "t", Pillar.DATA_QUALITY, Status.KEPT, Severity.MEDIUM, "it", "", "", "", verb="email", object="Lead"
)
BROKEN = replace(RULE, status=Status.BROKEN)


def test_rules_are_counted_by_object_and_dimension() -> None:
    rows = quality_by_object(
        [
            RULE,
            BROKEN,
            replace(BROKEN, severity=Severity.HIGH, verb="unique"),
            replace(RULE, status=Status.NOT_CHECKED, verb="filled"),
            replace(RULE, object="Account", verb="stage_age"),
            replace(RULE, status=Status.NOT_APPLICABLE, verb="fresh"),
            replace(RULE, pillar=Pillar.ADOPTION, verb="fresh"),
            replace(RULE, verb="signed_in_lately"),
            replace(RULE, object=""),
        ]
    )

    assert [(row.object, row.cells) for row in rows] == [
        ("Account", (None, None, None, Quality(1, 1, 0, grave=False), None)),
        (
            "Lead",
            (Quality(0, 0, 1, grave=False), Quality(1, 2, 0, grave=False), Quality(0, 1, 0, grave=True), None, None),
        ),
    ]
    assert [cell.words for cell in rows[1].cells if cell] == ["1 unseen", "1 of 2", "0 of 1"]


@pytest.mark.parametrize(
    ("quality", "tone"),
    [
        (Quality(2, 2, 0, grave=False), "good"),
        (Quality(2, 2, 1, grave=False), "watch"),
        (Quality(1, 2, 1, grave=False), "watch"),
        (Quality(1, 2, 0, grave=True), "act"),
        (Quality(0, 0, 3, grave=False), "unseen"),
    ],
)
def test_a_cell_is_good_only_where_all_of_it_was_seen(quality: Quality, tone: str) -> None:
    assert quality.tone == tone


def test_every_shipped_rule_of_data_quality_about_records_has_a_dimension() -> None:
    asked = [rule for rule in load_rules() if rule.pillar is Pillar.DATA_QUALITY and hasattr(rule.check, "object")]

    assert len(asked) > 70
    assert {rule.check.verb for rule in asked} - set(VERBS) == set()
    assert {VERBS[rule.check.verb] for rule in asked} == set(Dimension)
