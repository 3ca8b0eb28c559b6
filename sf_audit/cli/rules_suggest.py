"""`sf-audit rules suggest`: drafts of rules, from how an org fills its fields."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

import click

from sf_audit.cli.connect import confirmed, connect
from sf_audit.cli.options import Target, existing_workspace_option, org_options
from sf_audit.cli.output import say, set_up_log
from sf_audit.cli.path_types import NamedPath
from sf_audit.errors import UsageProblem
from sf_audit.exit_codes import ExitCode
from sf_audit.model.counts import count
from sf_audit.review.profile_run import profiled
from sf_audit.review.run import identified
from sf_audit.rulebook.workspace.drafts import Draft, drafts
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.salesforce.customer_work import CUSTOMER_WORK
from sf_audit.snapshot.out_files import write_out


@click.command("suggest")
@org_options
@existing_workspace_option
@click.option("--object", "objects", multiple=True, metavar="NAME", help="Profile this object, and no other.")
@click.option(
    "--out",
    type=NamedPath(file_okay=False, path_type=Path),
    help="Where the drafts go. Default: suggestions/ of the workspace.",
)
@click.pass_context
def suggest_rules(
    ctx: click.Context, target: Target, workspace: Path, objects: Sequence[str], out: Path | None
) -> None:
    """Draft rules from how the org fills its fields; read no record.

    The org counts how often each field is filled, on all records and on those of the last 90 days, by record type, and
    how many records hold values that a picklist no longer offers. What people nearly always do becomes a draft, with
    the numbers that led to it. Drafts lie beside rules/, so none runs until somebody moves it there; a file that is
    there already is left as it is.

    Exit codes: 0 all was counted · 2 something you wrote is wrong · 3 a part could not be counted.
    """
    set_up_log(quiet=False, log_format="text")
    standards = Standards.of(workspace)
    client, named = connect(target, workspace)
    identified(client, partial(confirmed, named=named))
    found = profiled(client, objects or CUSTOMER_WORK)
    fields = [field for profile in found for field in profile.fields]
    made = list(drafts(fields, standards.rules, client.now().date()))
    folder = out or workspace / "suggestions"
    written = _write(folder, made)
    for line in (line for profile in found for line in profile.not_counted):
        say(f"not counted: {line}")
    say(f"{count(written, 'draft')} from {count(len(fields), 'field')} in {folder}")
    ctx.exit(ExitCode.PARTIAL if any(profile.not_counted for profile in found) else ExitCode.DONE)


def _write(folder: Path, made: Iterable[Draft]) -> int:
    """Write the drafts that are not there yet; how many."""
    written = 0
    for draft in made:
        path = folder / draft.path
        if os.path.lexists(path):
            say(f"{path}: is there already")
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_out(path, draft.text)
        except OSError as problem:
            raise UsageProblem(f"{path} cannot be written: {problem.strerror}", hint="Name another --out.") from None
        say(f"{path}: {draft.title}")
        written += 1
    return written
