"""What a person at a keyboard sees while an org is read; everywhere else standard error is a pipe."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.demo_town import Town
from tests.cli.terminals import typed

pytestmark = pytest.mark.demo


def test_a_review_shows_a_bar_for_each_object_and_ends_with_its_path(quiet_town: Town, tmp_path: Path) -> None:
    env = {**quiet_town.variables, "HOME": str(tmp_path)}

    code, shown = typed("review", *quiet_town.trust, "--workspace", "crm", env=env, cwd=tmp_path)

    assert code == 0, shown
    bars = re.findall(r"^(\w+) +[━╸╺]+ +([\d,]+) rows", shown, re.MULTILINE)
    assert {"Account", "User"} <= {name for name, _ in bars}  # they wait for the lookups of others, so they are seen
    assert max(int(rows.replace(",", "")) for name, rows in bars if name == "Account") > 500
    assert shown.rstrip().splitlines()[-1].endswith("review.html")


@pytest.mark.parametrize("columns", [40, 60, 76])
def test_a_message_ends_its_lines_between_words(tmp_path: Path, columns: int) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.yaml").write_text("title: Every account has an industry\nchek: {}\n")

    code, shown = typed("rules", "check", "--workspace", ".", env={"COLUMNS": str(columns)}, cwd=tmp_path)

    assert code == 2
    lines = [line.rstrip() for line in shown.splitlines()]
    assert [line for line in lines if len(line) >= columns and " " in line.strip()] == []
    assert "there is no such key" in " ".join(line for line in lines if line)
    assert len(lines) > 2
