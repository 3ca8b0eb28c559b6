"""`sf-audit standards`: whether the org enforces what the rules declare."""

from __future__ import annotations

from pathlib import Path

import click

from sf_audit.cli.connect import confirmed, connect
from sf_audit.cli.options import Target, log_options, org_options, rules_option, workspace_option
from sf_audit.cli.output import say_document
from sf_audit.cli.path_types import SnapshotFolder
from sf_audit.cli.progress import progress
from sf_audit.cli.signing import signer_of
from sf_audit.connector.api.identity import identify
from sf_audit.delivery.publish import require_workspace
from sf_audit.exit_codes import ExitCode
from sf_audit.report.enforcement.formats import ENFORCEMENT_FORMATS
from sf_audit.review.enforcement_run import gather_enforcement, judge_enforcement
from sf_audit.review.run import translate_errors
from sf_audit.rulebook.workspace.standards import Standards


@click.command()
@org_options
@workspace_option
@rules_option
@click.option("--snapshot", type=SnapshotFolder(), help="Judge a stored one; nothing is read.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(ENFORCEMENT_FORMATS)),
    default=next(iter(ENFORCEMENT_FORMATS)),
    show_default=True,
    help="In which form it is printed.",
)
@log_options
@click.pass_context
def standards(
    ctx: click.Context,
    *,
    target: Target,
    workspace: Path,
    chosen: tuple[str, ...],
    snapshot: Path | None,
    format_name: str,
    log_format: str,
    quiet: bool,
) -> None:
    """Say of each rule that obliges people to fill a field whether the org enforces it, for whom, and since when.

    Reads the records that these rules are about, the org's validation rules, page layouts, flows, duplicate rules, and
    who may do what. What the org does not show makes a verdict unknown.

    Exit codes: 0 every verdict is known · 2 usage or files wrong · 3 a verdict is unknown · 4 to 6 and 75 as in
    `review`.
    """
    require_workspace(workspace)
    with progress(quiet=quiet, log_format=log_format) as hears:
        known = Standards.of(workspace).only(chosen)
        signer = signer_of(workspace, known.config)
        if snapshot is None:
            client, named = connect(target, workspace)
            with translate_errors():
                org = confirmed(identify(client, client.instance_url), named)
            snapshot = gather_enforcement(client, org, known, workspace, hears, signer)
        matrix = judge_enforcement(snapshot, known, workspace)
    say_document(ENFORCEMENT_FORMATS[format_name].pieces(matrix))
    ctx.exit(ExitCode.DONE if matrix.complete else ExitCode.PARTIAL)
