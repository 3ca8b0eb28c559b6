"""`sf-audit rules check`: whether the rules fit an org, before a review says so in the middle of the night."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from enum import Enum
from functools import partial
from pathlib import Path

import click

from sf_audit.cli.connect import confirmed, connect
from sf_audit.cli.options import Target, existing_workspace_option, org_options
from sf_audit.cli.output import say, set_up_log, tell
from sf_audit.exit_codes import ExitCode
from sf_audit.review.run import checked_against, identified
from sf_audit.rulebook.fitting.fitting import problems_of
from sf_audit.rulebook.fitting.misfit import mistakes
from sf_audit.rulebook.fitting.not_in_org import not_in_org
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
    says of itself: those that a rule names, and those that its verb looks at. Without ID, all rules that run. A rule
    that ships is not applicable where the org's definitions prove that it lacks what the rule is about.

    Exit codes: 0 they fit or are not applicable · 2 a file or a rule is wrong · 3 a part could not be looked at.
    """
    set_up_log(quiet=False, log_format="text")
    standards = Standards.of(workspace).only(rule_ids)
    client, named = connect(target, workspace)
    identified(client, partial(confirmed, named=named))
    found = checked_against(client, standards).resolved
    for resolved in found.values():
        for line in _lines(resolved):
            say(line)
    fits = Counter(map(_fit, found.values()))
    say(_sum(fits))
    if fits[_Fit.NOT]:
        tell(logging.ERROR, "Change the rules that do not fit. In a review each of them is not checked.")
    if fits[_Fit.IN_PART]:
        tell(logging.ERROR, "Change the rules that fit in part. In a review the rest of each of them is judged.")
    wrong = fits[_Fit.NOT] or fits[_Fit.IN_PART]
    ctx.exit(ExitCode.USAGE if wrong else ExitCode.PARTIAL if fits[_Fit.UNSEEN] else ExitCode.DONE)


class _Fit(Enum):
    """What the problems of a rule make of it."""

    WHOLE = "whole"
    NOT = "not"
    IN_PART = "in part"
    UNSEEN = "unseen"
    NOT_APPLICABLE = "not applicable"


def _fit(resolved: Resolved) -> _Fit:
    problems = problems_of(resolved)
    if not_in_org(resolved):
        return _Fit.NOT_APPLICABLE
    if mistakes(problems):
        return _Fit.NOT
    if any(problem.is_mistake for problem in problems):
        return _Fit.IN_PART
    return _Fit.UNSEEN if problems else _Fit.WHOLE


def _lines(resolved: Resolved) -> Iterator[str]:
    if nothing := not_in_org(resolved):
        yield f"{resolved.rule.id}: not applicable: {nothing.proof}"
        return
    for problem in problems_of(resolved):
        yield problem.line(resolved.rule)
        if not problem.is_mistake and problem.unread.unlocked_by:
            yield f"  could not be looked at: {problem.unread.unlocked_by}"


def _sum(fits: Counter[_Fit]) -> str:
    """Singular and plural are right for each of the numbers."""
    rules, whole = fits.total(), fits[_Fit.WHOLE]
    fit = "fits" if 1 in {rules, whole} else "fit"
    parts = [f"{whole} of {rules} {'rule' if rules == 1 else 'rules'} {fit} this org"]
    if wrong := fits[_Fit.NOT]:
        parts.append(f"{wrong} {'does' if wrong == 1 else 'do'} not")
    if in_part := fits[_Fit.IN_PART]:
        parts.append(f"{in_part} {'fits' if in_part == 1 else 'fit'} in part")
    if elsewhere := fits[_Fit.NOT_APPLICABLE]:
        parts.append(f"{elsewhere} {'is' if elsewhere == 1 else 'are'} about what it does not have")
    if unseen := fits[_Fit.UNSEEN]:
        parts.append(f"{unseen} could not be looked at whole")
    return ", ".join(parts)
