"""A stored snapshot and a rule that has changed since: what was not read is not checked, and never kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.demo_town import Town, outcomes, run
from tests.cli.reviewing import review

pytestmark = pytest.mark.demo

OWN = "own/quality/opportunity-close-date"

RULE = """\
title: Opportunities have a close date
why: The forecast needs it.
fix: The record owner sets it.
severity: low
owner: sales_ops
partner: it
check:
  filled: {object: Opportunity, field: CloseDate%s}
examples:
  - org: {Opportunity: [{Id: 006A, CloseDate: 2026-03-20, IsClosed: false, StageName: Prospecting,
                         CreatedDate: 2026-03-10T08:00:00}]}
  - org: {Opportunity: [{Id: 006A, CloseDate: null, IsClosed: false, StageName: Prospecting,
                         CreatedDate: 2026-03-10T08:00:00}]}
    breaks: [006A]
"""

READ = "isclosed: false, CreatedDate: {newer_than: 400 days}"


def write(workspace: Path, when: str) -> None:
    path = workspace / "rules" / "quality" / "opportunity-close-date.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RULE % (f", when: {{{when}}}" if when else ""), encoding="utf-8")


@pytest.fixture(scope="module")
def snapshot(quiet_town: Town, tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = tmp_path_factory.mktemp("narrow")
    write(workspace, READ)
    ran = review(quiet_town, workspace, "--rule", OWN)
    assert outcomes(ran.folder)[OWN]["status"] == "kept", ran.out
    (folder,) = (workspace / "snapshots").glob("*/0*")
    return folder


def judged(snapshot: Path, workspace: Path, when: str) -> tuple[int, dict[str, Any]]:
    write(workspace, when)
    ran = run("review", "--snapshot", str(snapshot), "--workspace", str(workspace), "--rule", OWN)
    return ran.code, outcomes(ran.folder)[OWN]


@pytest.mark.parametrize(
    "when",
    [READ, "IsClosed: false, CreatedDate: {newer_than: 100 days}", f"{READ}, Name: {{not: Nobody}}"],
)
def test_the_same_rule_and_a_narrower_one_are_judged(snapshot: Path, tmp_path: Path, when: str) -> None:
    code, outcome = judged(snapshot, tmp_path, when)

    assert (code, outcome["status"]) == (0, "kept")


@pytest.mark.parametrize("when", ["", "IsClosed: false", "CreatedDate: {newer_than: 400 days}", READ + "1"])
def test_a_wider_rule_is_not_checked(snapshot: Path, tmp_path: Path, when: str) -> None:
    code, outcome = judged(snapshot, tmp_path, when.replace("400 days}1", "500 days}"))

    assert code != 0
    assert (outcome["status"], outcome["reason"]) == ("not_checked", "incomplete")
    assert "rows of Opportunity outside" in outcome["detail"]
