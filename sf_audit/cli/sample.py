"""`sf-audit sample`: what changes from day to day, measured in a few calls, so that a month has a curve."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from sf_audit.cli.connect import confirmed, connect
from sf_audit.cli.options import Target, org_options, workspace_option
from sf_audit.cli.output import say, set_up_log
from sf_audit.connector.collect.sampling import take_sample
from sf_audit.delivery.publish import require_workspace
from sf_audit.exit_codes import ExitCode
from sf_audit.model.counts import count
from sf_audit.model.review import Reason
from sf_audit.model.sample import Counted, Question, Sample
from sf_audit.review.run import identified, translate_errors
from sf_audit.samples.store import keep

_CALLED = {
    Question.LIMITS: "Limits",
    Question.STORAGE: "Storage",
    Question.FAILED_JOBS: "Apex jobs that failed in the last 24 hours",
    Question.TOKENS: "OAuth tokens",
    Question.GRANTS: "Permission set assignments",
}


@click.command()
@org_options
@workspace_option
@click.option("--quiet", is_flag=True, help="Only the result and problems.")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", help="Log lines.")
@click.pass_context
def sample(ctx: click.Context, target: Target, workspace: Path, quiet: bool, log_format: str) -> None:
    """Measure the org's limits and a few counts, for the curves and forecasts of the next review.

    Fewer than ten calls; run it each day. It keeps limits, numbers and fingerprints: no name, no record, no token.

    Exit codes: 0 done · 2 usage or files wrong · 3 a question was not answered · 4 sign-in refused · 5 org
    unavailable or API budget · 6 integrity · 75 another run holds the lock · 130 interrupted.
    """
    set_up_log(quiet=quiet, log_format=log_format)
    require_workspace(workspace)
    client, named = connect(target, workspace)
    org = identified(client, partial(confirmed, named=named))
    with translate_errors():
        taken = take_sample(client, org.id)
    path = keep(workspace, taken)
    if not quiet:
        _show(taken)
        say(f"{count(client.calls, 'API call')}; nothing was written to the org.")
    for missing in taken.not_read:
        say(f"Not read: {_CALLED[missing.question]}: {missing.unread.detail}", err=quiet)
        if missing.unread.unlocked_by:
            say(f"  What would change that: {missing.unread.unlocked_by}", err=quiet)
    say(f"The sample: {path}")
    ctx.exit(_exit_code(taken))


def _show(taken: Sample) -> None:
    if taken.limits:
        say(f"{_CALLED[Question.LIMITS]}: {count(len(taken.limits), 'limit')} read")
    for counted in taken.counts:
        say(_line(counted))


def _line(counted: Counted) -> str:
    note = f" ({counted.note})" if counted.note else ""
    more = " or more" if counted.at_least else ""
    return f"{_CALLED[counted.question]}: {counted.number:,}{more}{note}"


def _exit_code(taken: Sample) -> ExitCode:
    """A sample with a gap is kept, and is never 0."""
    if any(missing.unread.reason is Reason.BUDGET_SPENT for missing in taken.not_read):
        return ExitCode.ORG_UNAVAILABLE
    is_whole = not taken.not_read and not any(counted.at_least for counted in taken.counts)
    return ExitCode.DONE if is_whole else ExitCode.PARTIAL
