"""`sf-audit waive`: accept a finding for a time, with everything that an auditor asks about it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

from sf_audit.cli.options import existing_workspace_option
from sf_audit.cli.output import say
from sf_audit.errors import UsageProblem
from sf_audit.review.registers.declaring import registers_of
from sf_audit.review.registers.waiving import allowed
from sf_audit.rulebook.settings.day import day
from sf_audit.rulebook.workspace.config import Waiver
from sf_audit.rulebook.workspace.people import name_of
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.rulebook.workspace.waiver_file import add_waiver


def _given(_ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """What was named; an option that is there and empty would widen what is waived."""
    if value is not None and not value.strip():
        raise UsageProblem(f"{param.opts[0]} is empty", hint="Name it, or leave the option out to waive more.")
    return value or ""


@click.command()
@click.argument("rule")
@existing_workspace_option
@click.option("--id", "subject", callback=_given, metavar="ID", help="The record; all that is found so far without it.")
@click.option("--part", callback=_given, help="One finding of the record, as findings.csv names it.")
@click.option("--reason", required=True, help="Why it is accepted.")
@click.option("--approved-by", required=True, metavar="WHO", help="Who is accountable: declared in sf-audit.yaml.")
@click.option("--asked-by", default="", metavar="WHO", help="Who asked for it; somebody else approves.")
@click.option("--until", "last", required=True, metavar="DAY", help="The last day; at most 180 days from now.")
@click.option("--ticket", required=True, help="Where it is discussed.")
@click.option("--compensating-control", required=True, help="What is done instead, until it is mended.")
@click.option("--accepts-risk", is_flag=True, help="Lifts the cap on the score, where the rule is critical.")
def waive(  # noqa: PLR0913 - one parameter per option
    *,
    rule: str,
    workspace: Path,
    subject: str,
    part: str,
    reason: str,
    approved_by: str,
    asked_by: str,
    last: str,
    ticket: str,
    compensating_control: str,
    accepts_risk: bool,
) -> None:
    """Write a waiver of RULE into waivers.yaml; all else in the file stays as it is.

    A waiver hides nothing: what it covers is counted and shown, with who approved it, why, and until when. Where
    registers/raci speaks of the rule, only who is accountable for it approves.

    Exit codes: 0 written · 2 it may not be written, or a file of the workspace is wrong · 75 somebody else is writing.
    """
    standards, today = Standards.of(workspace), datetime.now(UTC).date()
    asked = Waiver(
        rule,
        reason.strip(),
        approved_by.strip(),
        _day(last),
        id=subject.strip(),
        part=part.strip(),
        ticket=ticket.strip(),
        compensating_control=compensating_control.strip(),
        accepts_risk=accepts_risk,
        asked_by=asked_by.strip(),
    )
    waiver = allowed(asked, standards, registers_of(workspace, standards), today)
    path = add_waiver(workspace, waiver)
    part_of = f", {waiver.part}," if waiver.part else ""
    covers = f"{waiver.rule} for {waiver.id}" if waiver.id else f"what {waiver.rule} finds until today"
    by = name_of(standards.config, waiver.approved_by)
    say(f"{path}: {covers}{part_of} is waived until {waiver.until}, approved by {by}")


def _day(written: str) -> date:
    try:
        return day(written)
    except ValueError as problem:
        raise UsageProblem(f"--until: {problem}") from None
