"""`sf-audit rules check`: whether the rules fit an org, before a review says so in the middle of the night."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from sf_audit.cli.connect import confirmed, connect
from sf_audit.cli.options import Target, existing_workspace_option, org_options
from sf_audit.cli.output import say, set_up_log, tell
from sf_audit.exit_codes import ExitCode
from sf_audit.review.run import checked_against, identified
from sf_audit.rulebook.fitting.fitting import problems_of
from sf_audit.rulebook.fitting.misfit import Problem
from sf_audit.rulebook.fitting.resolve import Resolved
from sf_audit.rulebook.workspace.standards import Standards


@click.command("check")
@click.argument("rule_ids", metavar="[ID]...", nargs=-1)
@org_options
@existing_workspace_option
@click.pass_context
def check_rules(ctx: click.Context, rule_ids: tuple[str, ...], target: Target, workspace: Path) -> None:
    """Say which rules name what the org does not have; read no record.

    Objects, fields, their types, picklist values, record types, permissions and limits are compared with what the org
    says of itself. Without ID, all rules that run.

    Exit codes: 0 they fit · 2 a file or a rule is wrong · 3 a part could not be looked at.
    """
    set_up_log(quiet=False, log_format="text")
    standards = Standards.of(workspace).only(rule_ids)
    client, named = connect(target, workspace)
    identified(client, partial(confirmed, named=named))
    found = checked_against(client, standards).resolved
    problems = {name: problems_of(resolved) for name, resolved in found.items()}
    for name, some in problems.items():
        for line in _lines(found[name], some):
            say(line)
    wrong = sum(any(problem.is_mistake for problem in some) for some in problems.values())
    unseen = sum(bool(some) and not any(problem.is_mistake for problem in some) for some in problems.values())
    say(_sum(len(found), wrong, unseen))
    if wrong:
        tell(logging.ERROR, "Change the rules that do not fit. In a review each of them is not checked.")
    ctx.exit(ExitCode.USAGE if wrong else ExitCode.PARTIAL if unseen else ExitCode.DONE)


def _lines(resolved: Resolved, problems: tuple[Problem, ...]) -> Iterator[str]:
    for problem in problems:
        yield f"{resolved.rule.place(problem.where)}: {problem.unread.detail}"
        if not problem.is_mistake and problem.unread.unlocked_by:
            yield f"  could not be looked at: {problem.unread.unlocked_by}"


def _sum(rules: int, wrong: int, unseen: int) -> str:
    """Singular and plural are right for each of the numbers."""
    fit = rules - wrong - unseen
    parts = [f"{fit} of {rules} {'rule fits' if rules == 1 else 'rules fit'} this org"]
    if wrong:
        parts.append(f"{wrong} {'does' if wrong == 1 else 'do'} not")
    if unseen:
        parts.append(f"{unseen} could not be looked at whole")
    return ", ".join(parts)
