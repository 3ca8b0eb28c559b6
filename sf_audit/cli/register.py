"""`sf-audit register`: what people declare, checked before a review takes it in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from sf_audit.cli.options import existing_workspace_option
from sf_audit.cli.output import say, say_json
from sf_audit.errors import UsageProblem, WrongFiles
from sf_audit.exit_codes import ExitCode
from sf_audit.model.counts import count
from sf_audit.registers.kinds import FOLDER, KINDS
from sf_audit.registers.raci import Activity, not_reviewed
from sf_audit.registers.read import Register
from sf_audit.review.registers.declaring import registers_of
from sf_audit.rulebook.workspace.standards import Standards


@click.group()
def register() -> None:
    """Check what people declare in registers/, and print the JSON Schema of its files."""


@register.command("check")
@existing_workspace_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def check(ctx: click.Context, workspace: Path, form: str) -> None:
    """Read every register of the workspace, and say of each mistake in which file and line it stands.

    A review goes on without a register that is refused, and ends with 3; nothing else is lost by it.

    Exit codes: 0 all of them can be used · 2 a register, or another file of the workspace, is wrong.
    """
    found = registers_of(workspace, Standards.of(workspace))
    if not found:
        raise UsageProblem(f"nothing is declared in {workspace / FOLDER}", hint=f"There can be: {', '.join(KINDS)}.")
    problems = [problem for each in found for problem in each.problems]
    if form == "json":
        say_json({"schema_version": 1, "registers": [_facts(each) for each in found]})
        ctx.exit(ExitCode.USAGE if problems else ExitCode.DONE)
    for each in found:
        if not each.problems:
            say(f"{each.file}: {count(len(each.entries), 'entry', 'entries')}")
            for note in _notes(each):
                say(f"  {note}")
    _refuse(problems)


@register.command("schema")
@click.argument("name", type=click.Choice(list(KINDS)))
def print_schema(name: str) -> None:
    """The JSON Schema of a register's YAML file, for completion in an editor."""
    say_json(KINDS[name].schema)


def _refuse(problems: Sequence[UsageProblem]) -> None:
    if problems:
        raise problems[0] if len(problems) == 1 else WrongFiles(problems)


def _notes(found: Register) -> list[str]:
    """What is right and old."""
    activities = [entry for entry in found.entries if isinstance(entry, Activity)]
    return list(not_reviewed(activities, datetime.now(UTC).date()))


def _facts(found: Register) -> dict[str, object]:
    return {
        "name": found.name,
        "file": found.file,
        "entries": len(found.entries),
        "notes": _notes(found),
        "refused": [{"says": str(problem), "hint": problem.hint} for problem in found.problems],
    }
