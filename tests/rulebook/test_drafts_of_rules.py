"""Drafts from the numbers of an org: which fields get one, for which records, and that each is a whole rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sf_audit.checks.filled import Filled
from sf_audit.model.field_profile import FieldProfile, Fill
from sf_audit.rulebook.judging.examples import mismatches
from sf_audit.rulebook.rules.load import load_rule, load_rules
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.drafts import Draft, drafts
from sf_audit.snapshot.needs import Clause, Comparison

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
        Fill(100_000, 95, 100, 95),  # not one in a hundred has it: no share is left to hold
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


def test_what_an_own_rule_asks_in_its_own_spelling_is_not_suggested(tmp_path: Path) -> None:
    (draft,) = made(profile(HABIT))
    spelled = draft.text.replace("Opportunity", "opportunity").replace("Loss_Reason__c", "loss_reason__c")
    path = tmp_path / "loss.yaml"
    path.write_text(spelled, encoding="utf-8")

    assert made(profile(HABIT), rules=[load_rule(path, "own/quality/loss")]) == []


@pytest.mark.parametrize(("filled", "level"), [(10, 1), (49, 4), (50, 5), (999, 95)])
def test_the_level_is_never_above_what_is_kept_today(filled: int, level: int) -> None:
    (draft,) = made(profile(Fill(1000, filled, 10, 10)))

    assert f"\nat_least: {level}%\n" in draft.text


def test_fields_and_objects_with_almost_one_name_have_files_of_their_own() -> None:
    standard = replace(profile(HABIT), field="Type")
    found = [standard, replace(standard, field="Type__c"), replace(standard, object="Opportunity__c")]

    assert [draft.path for draft in made(*found)] == [
        "quality/opportunity-type-filled.yaml",
        "quality/opportunity-type__c-filled.yaml",
        "quality/opportunity-c-type-filled.yaml",
    ]


#: What a picklist may hold, and how a comment shows it.
HOSTILE = {
    "Lost\nwhy: nothing": "Lost\\U0000000Awhy: nothing",
    "Lost\r\n---": "Lost\\U0000000D\\U0000000A---",
    "Lost\x85x": "Lost\\U00000085x",
    "Lost\u2028x": "Lost\\U00002028x",
    "\u202etsoL": "\\U0000202EtsoL",
    "\x7f\x00\x1b[31m": "\\U0000007F\\U00000000\\U0000001B[31m",
    'it\'s # "lost"': 'it\'s # "lost"',
    "- {a: *b}": "- {a: *b}",
    "Verloren – zu spät": "Verloren – zu spät",
    "true": "true",
    "01234": "01234",
}


def test_values_of_the_org_stay_values(tmp_path: Path) -> None:
    """Whatever they hold: they end no comment, begin no key, and are what records are compared with."""
    label = " ".join(HOSTILE)
    fills = dict.fromkeys(HOSTILE, Fill(200, 180, 40, 38))

    (draft,) = made(replace(profile(NO_HABIT, {"StageName": fills}), label=label))

    rule = whole(draft, tmp_path)
    assert isinstance(rule.check, Filled)
    assert rule.check.when == {Clause("StageName", Comparison.IN, tuple(sorted(HOSTILE)))}
    assert rule.title == f"Records of Opportunity have {label} filled in where their StageName asks for it"
    for seen in HOSTILE.values():
        assert f"#   StageName {seen}: 180 of 200 records" in draft.text


@pytest.mark.parametrize("text", ["LAST_N_DAYS:90", "12.01.2026", "\u00a0"])
def test_a_value_that_no_rule_can_name_is_in_the_numbers_alone(text: str) -> None:
    groups = {"StageName": {text: Fill(200, 180, 40, 38), "Lost": Fill(200, 180, 40, 38)}}

    (draft,) = made(profile(NO_HABIT, groups))

    assert 'StageName: ["Lost"]' in draft.text
    assert draft.text.count("180 of 200 records") == 2
    assert made(profile(NO_HABIT, {"StageName": {text: Fill(200, 180, 40, 38)}})) == []
