"""`sf-audit review`: read the org, judge it, write the review."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import click

from sf_audit.cli.closing_lines import exit_code, say_profile, say_where, say_why
from sf_audit.cli.connect import confirmed, connect
from sf_audit.cli.duration import Duration
from sf_audit.cli.format_option import format_options
from sf_audit.cli.interrupts import INTERRUPTS
from sf_audit.cli.options import Target, log_options, org_options, profile_option, rules_option, workspace_option
from sf_audit.cli.output import tell
from sf_audit.cli.path_types import NamedPath, SnapshotFolder
from sf_audit.cli.progress import progress
from sf_audit.cli.signing import signer_of
from sf_audit.cli.summary import show
from sf_audit.connector.api.identity import identify
from sf_audit.connector.collect.collect import Settings
from sf_audit.delivery.publish import publish, require_workspace, require_writable
from sf_audit.exit_codes import ExitCode
from sf_audit.model.layout import Layout, Paper
from sf_audit.model.review import Review, Severity
from sf_audit.model.timings import Phase, Stopwatch
from sf_audit.report.redacted import redacted
from sf_audit.review.run import gather, judged, translate_errors
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.snapshot.answering import Engine
from sf_audit.snapshot.spark_session import require


@click.command()
@org_options
@workspace_option
@rules_option
@click.option("--out", type=NamedPath(file_okay=False, path_type=Path), help="Also write the files into this folder.")
@format_options
@click.option(
    "--fail-on",
    type=click.Choice(["none", *(severity.value for severity in Severity)]),
    default="none",
    help="Exit 1 on such findings.",
)
@click.option("--snapshot", type=SnapshotFolder(), help="Judge a stored one.")
@click.option(
    "--engine",
    type=click.Choice([engine.value for engine in Engine]),
    default=Engine.DUCKDB.value,
    show_default=True,
    help="What judges the records. Spark needs sf-audit[spark] and Java.",
)
@click.option("--deadline", type=Duration(), help="End a run that takes longer, as if it were interrupted: 90m, 6h.")
@click.option("--redact", is_flag=True, help="Write no names of records and people, and no contacts.")
@profile_option
@log_options
@click.pass_context
def review(  # noqa: PLR0913 - one parameter per option
    ctx: click.Context,
    *,
    target: Target,
    workspace: Path,
    chosen: tuple[str, ...],
    out: Path | None,
    formats: tuple[str, ...],
    layout: Callable[[Paper], Layout],
    fail_on: str,
    snapshot: Path | None,
    engine: str,
    deadline: float | None,
    redact: bool,
    profile: bool,
    log_format: str,
    quiet: bool,
) -> None:
    """Read the org, judge it, and write the monthly CRM health review.

    Exit codes: 0 done · 1 findings at or above --fail-on · 2 usage or files wrong · 3 partial · 4 sign-in
    refused · 5 org unavailable or API budget · 6 integrity · 75 another run holds the lock · 130 interrupted.
    """
    stopwatch, how = _begun(workspace, out, engine, deadline)
    with progress(quiet=quiet, log_format=log_format) as hears:
        _tell_of_a_new(workspace)
        standards = Standards.of(workspace).only(chosen)
        signer = signer_of(workspace, standards.config)
        if snapshot is None:
            client, named = connect(target, workspace)
            with translate_errors():
                org = confirmed(identify(client, client.instance_url), named)
            snapshot = gather(client, org, standards, workspace, hears, Settings(stopwatch=stopwatch), signer)
    with judged(snapshot, standards, workspace, redact=redact, engine=how) as found, stopwatch.measure(Phase.WRITE):
        looks = layout(standards.config.paper)
        folder = publish(found, workspace, out, formats, redact=redact, layout=looks, whole=not chosen, signer=signer)
    show(redacted(found.review) if redact else found.review, quiet=quiet)
    if profile:
        say_profile(found.review, stopwatch)
    ctx.exit(_closed(folder, found.review, fail_on))


def _closed(folder: Path, review: Review, fail_on: str) -> ExitCode:
    """The exit code, when it was said why and where the review is."""
    code = exit_code(review, fail_on)
    say_where(folder, review, code)
    say_why(code, review, fail_on)
    return code


def _begun(workspace: Path, out: Path | None, engine: str, deadline: float | None) -> tuple[Stopwatch, Engine]:
    """The time of a run whose files can be written, and what judges its records, which is there."""
    if deadline is not None:
        INTERRUPTS.end_after(deadline)
    require_workspace(workspace)
    require(Engine(engine))
    if out is not None:
        require_writable(out)
    return Stopwatch(), Engine(engine)


def _tell_of_a_new(workspace: Path) -> None:
    """A name that was mistyped must not pass for a company without rules of its own."""
    if not workspace.is_dir():
        tell(
            logging.WARNING,
            f"There is no folder {workspace}: it is made, and the shipped rules judge as they come.",
            ["If you have a workspace, name it with --workspace; to begin one: sf-audit init."],
        )
