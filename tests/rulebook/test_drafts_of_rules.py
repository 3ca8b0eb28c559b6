"""Drafts from the numbers of an org: which fields get one, for which records, and that each is a whole rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from sf_audit.model.field_profile import FieldProfile, Fill
from sf_audit.rulebook.judging.examples import mismatches
from sf_audit.rulebook.rules.load import load_rule, load_rules
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.drafts import Draft, drafts

TODAY = date(2026, 3, 16)
HABIT = Fill(1000, 812, 100, 95)
NO_HABIT = Fill(1000, 200, 100, 20)


def profile(
    everywhere: Fill, groups: Mapping[str, Mapping[str, Fill]] | None = None, kind: str = "picklist", stale: int = 0
) -> FieldProfile:
    return FieldProfile(
        "Opportunity", "Loss_Reason__c", "Loss Reason", kind, everywhere, groups or {}, bool(stale), stale or None
    )


def made(*profiles: FieldProfile, rules: Sequence[Rule] = ()) -> list[Draft]:
    return list(drafts(profiles, rules, TODAY))


def whole(draft: Draft, folder: Path) -> Rule:
    """The draft as a rule of a workspace, whose examples come out."""
    path = folder / "draft.yaml"
    path.write_text(draft.text, encoding="utf-8")
    rule = load_rule(path, "own/quality/draft")
    assert mismatches(rule) == []
    return rule


def test_what_people_nearly_always_fill_in_becomes_a_rule_at_todays_level(tmp_path: Path) -> None:
    (draft,) = made(profile(HABIT))

    rule = whole(draft, tmp_path)
    assert draft.path == "quality/opportunity-loss-reason-filled.yaml"
    assert rule.title == "Records of Opportunity have Loss Reason filled in"
    assert rule.at_least == 0.8
    assert draft.text.splitlines()[:2] == [
        "# Drafted by `sf-audit rules suggest` on 2026-03-16, from the records that the auditor user sees:",
        "#   Opportunity.Loss_Reason__c is filled in 812 of 1,000 records (81 %);"
        " of those created in the last 90 days, 95 of 100 (95 %)",
    ]


@pytest.mark.parametrize(
    "fill",
    [
        NO_HABIT,
        Fill(1000, 1000, 100, 100),  # nothing is left to find
        Fill(29, 28, 29, 28),
        Fill(1000, 900, 9, 9),
        Fill(1000, 900, 100, 69),
        Fill(0, 0, 0, 0),
    ],
)
def test_other_numbers_suggest_nothing(fill: Fill) -> None:
    assert made(profile(fill)) == []


@pytest.mark.parametrize("kind", ["string", "picklist", "date", "datetime", "currency", "int", "reference", "phone"])
def test_a_draft_of_any_type_is_a_whole_rule(kind: str, tmp_path: Path) -> None:
    (draft,) = made(profile(HABIT, kind=kind))

    whole(draft, tmp_path)


def test_records_of_a_status_get_a_draft_of_their_own(tmp_path: Path) -> None:
    groups = {
        "StageName": {
            "Closed Lost": Fill(200, 180, 40, 38),
            'No: "Decision"': Fill(50, 40, 3, 3),
            "Closed Won": Fill(400, 0, 40, 0),
            "Rare": Fill(10, 10, 2, 2),
        }
    }

    (draft,) = made(profile(NO_HABIT, groups))

    rule = whole(draft, tmp_path)
    assert draft.path == "quality/opportunity-loss-reason-filled-by-stagename.yaml"
    assert rule.at_least == 0.85
    assert 'StageName: ["Closed Lost", "No: \\"Decision\\""]' in draft.text
    assert "StageName Closed Won: 0 of 400 records (0 %); of those created in the last 90 days, 0 of 40" in draft.text


def test_records_of_a_record_type_get_a_draft_of_their_own(tmp_path: Path) -> None:
    groups = {"RecordType.DeveloperName": {"Renewal": Fill(100, 90, 30, 30), "New": Fill(100, 0, 30, 0)}}

    (draft,) = made(profile(NO_HABIT, groups))

    whole(draft, tmp_path)
    assert draft.path == "quality/opportunity-loss-reason-filled-by-record-type.yaml"
    assert '      RecordType.DeveloperName: ["Renewal"]\n' in draft.text


def test_values_that_are_no_longer_offered_get_a_draft(tmp_path: Path) -> None:
    (draft,) = made(profile(Fill(1000, 200, 100, 20), stale=30))

    rule = whole(draft, tmp_path)
    assert (rule.check.verb, rule.at_least) == ("active_picklist_value", 0.85)
    assert "#   30 records hold 1 value that the picklist no longer offers" in draft.text


def test_what_a_rule_asks_already_is_not_suggested() -> None:
    asked = FieldProfile("Account", "Industry", "Industry", "picklist", HABIT, {}, 2, 30)

    assert made(asked, rules=load_rules()) == []
