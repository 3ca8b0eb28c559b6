"""The page about enforcement names every verb that obliges people to something."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf_audit.model.enforcement import Enforced
from sf_audit.report.enforcement.words import VERDICTS
from sf_audit.rulebook.rules.check import checks

PAGE = (Path(__file__).parents[2] / "docs" / "enforcement.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", [verb for verb, check in checks().items() if getattr(check, "demands", None)])
def test_a_verb_that_obliges_is_on_the_page(verb: str) -> None:
    assert f"[`{verb}`](checks.md#{verb})" in PAGE


@pytest.mark.parametrize("verdict", Enforced)
def test_a_verdict_is_on_the_page(verdict: Enforced) -> None:
    assert f"\n| {VERDICTS[verdict]} | " in PAGE
