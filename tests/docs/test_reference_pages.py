"""The generated pages say what the product says today, all of it, and the same on every machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from sf_audit.cli.entry import COMMANDS, commands
from sf_audit.errors import AuditError
from sf_audit.rulebook.rules.check import checks
from sf_audit.rulebook.rules.load import load_rules
from tools.docs.reference import exit_codes, main, pages

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def run_reference(*arguments: str) -> Result:
    """In this process, which has made the pages already."""
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def known_commands(name: str, command: click.Command) -> Iterator[str]:
    yield name
    if isinstance(command, click.Group):
        context = click.Context(command)
        for part in command.list_commands(context):
            below = command.get_command(context, part)
            assert below is not None
            yield from known_commands(f"{name} {part}", below)


@pytest.mark.parametrize("name", ["rules.md", "checks.md", "cli.md", "access.md", "standards.md", "formulas.md"])
def test_a_generated_page_is_fresh(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == pages()[name], "run `make docs`"


def test_every_rule_is_documented_with_why_fix_and_its_outcomes() -> None:
    page = pages()["rules.md"]

    for rule in load_rules():
        section = page.split(f"\n### {rule.id}\n")[1].split("\n### ")[0].split("\n## ")[0]
        for part in (rule.title, rule.why, rule.fix, f"Severity {rule.severity}, owner {rule.owner}", rule.check.verb):
            assert part in section
        assert f"\n{len(rule.examples)}. " in section


def test_every_check_is_documented_with_each_of_its_settings() -> None:
    page = pages()["checks.md"]

    for verb, kind in checks().items():
        section = page.split(f"\n## {verb}\n")[1].split("\n## ")[0]
        assert (kind.__doc__ or "").splitlines()[0] in section
        for field in fields(kind):
            assert f"| `{field.name}` |" in section


def test_what_a_setting_is_where_it_is_left_out_is_said_as_a_rule_writes_it() -> None:
    rows = [line for line in pages()["checks.md"].splitlines() if line.startswith("| `")]

    assert "| `tolerance` | a number or a share, as `95%` | `0` |" in rows
    assert "| `source` | a text | none |" in rows
    assert [row for row in rows if row.endswith(("}` |", "| `` |"))] == []


def test_every_command_is_documented() -> None:
    page = pages()["cli.md"]

    headings = [line.removeprefix("## ") for line in page.splitlines() if line.startswith("## sf-audit")]

    assert headings == list(known_commands("sf-audit", commands))
    assert set(COMMANDS) <= {heading.removeprefix("sf-audit ") for heading in headings}


def test_every_exit_code_is_documented_by_hand_and_by_the_product() -> None:
    errors = {subclass.exit_code for subclass in AuditError.__subclasses__()}

    assert set(exit_codes()) == {0, 1, 2, 3, 4, 5, 6, 70, 75, 130} >= errors
    for page in ("cli.md", "cron.md"):
        text = (DOCS / page).read_text(encoding="utf-8")
        assert [code for code in exit_codes() if f"\n| {code} | " not in text] == []


def test_the_pages_are_the_same_whatever_the_terminal() -> None:
    there = subprocess.run(
        [sys.executable, "-m", "tools.docs.reference", "--check", "docs"],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "40", "FORCE_COLOR": "1", "LC_ALL": "C", "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (there.returncode, there.stdout) == (0, "")


def test_a_stale_page_is_named(tmp_path: Path) -> None:
    for name, text in pages().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "checks.md").write_text("old", encoding="utf-8")

    found = run_reference("--check", str(tmp_path))

    assert found.exit_code == 1
    assert found.stdout == f"{tmp_path / 'checks.md'} is stale: make docs\n"
    assert (tmp_path / "checks.md").read_text(encoding="utf-8") == "old"


def test_a_stale_page_is_written_again(tmp_path: Path) -> None:
    written = run_reference(str(tmp_path))

    assert written.exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {*pages()}
    assert run_reference(str(tmp_path)).stdout == ""
