"""The rules that the page about writing rules works out come out as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sf_audit.rulebook.judging.examples import mismatches
from sf_audit.rulebook.rules.load import load_rule

PAGE = Path(__file__).parents[2] / "docs" / "writing-rules.md"
RULES = re.findall(r"```yaml\n(title: .*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("text", RULES, ids=lambda text: text.splitlines()[0])
def test_a_rule_of_the_page_comes_out_as_its_examples_say(tmp_path: Path, text: str) -> None:
    file = tmp_path / "rule.yaml"
    file.write_text(text, encoding="utf-8")
    rule = load_rule(file, "own/quality/rule")

    assert len(rule.examples) >= 2
    assert any(example.breaks for example in rule.examples)
    assert mismatches(rule) == []


def test_consent_is_worked_out() -> None:
    titles = [text.splitlines()[0].removeprefix("title: ") for text in RULES]

    assert titles == [
        "Late-stage opportunities have a next step",
        "Nobody who opted out of e-mail is in an active campaign",
        "No consent to e-mail is recorded for a contact who opted out",
        "Consent says when it was given",
    ]
