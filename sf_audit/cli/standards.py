"""`sf-audit standards`: whether the org enforces what the rules declare, and what IT would have to deploy for it."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from sf_audit.cli.connect import confirmed, connect
from sf_audit.cli.options import Target, log_options, org_options, printed_format_option, rules_option, workspace_option
from sf_audit.cli.output import say, say_document
from sf_audit.cli.path_types import NamedPath, SnapshotFolder
from sf_audit.cli.progress import progress
from sf_audit.cli.signing import signer_of
from sf_audit.connector.api.identity import identify
from sf_audit.delivery.publish import require_workspace, require_writable
from sf_audit.errors import UsageProblem
from sf_audit.exit_codes import ExitCode
from sf_audit.model.counts import count
from sf_audit.report.enforcement.formats import ENFORCEMENT_FORMATS
from sf_audit.report.handoff import CHANGE_REQUEST, files
from sf_audit.review.enforcement_run import gather_enforcement, is_budget_spent, judge_enforcement, plan_handoff
from sf_audit.review.run import translate_errors
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.snapshot.out_files import write_out

#: "CustomPermission" in the "Metadata API Developer Guide": letters, digits and single underscores.
_DEVELOPER_NAME = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9]){0,78}")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which standards of which org: a stored snapshot, or a new one."""

    target: Target
    workspace: Path
    chosen: tuple[str, ...]
    snapshot: Path | None
    quiet: bool
    log_format: str

    def gathered(self) -> tuple[Path, Standards]:
        """The snapshot's folder, read now unless one was named, and the standards."""
        require_workspace(self.workspace)
        with progress(quiet=self.quiet, log_format=self.log_format) as hears:
            known = Standards.of(self.workspace).only(self.chosen)
            signer = signer_of(self.workspace, known.config)
            if self.snapshot is not None:
                return self.snapshot, known
            client, named = connect(self.target, self.workspace)
            with translate_errors():
                org = confirmed(identify(client, client.instance_url), named)
            return gather_enforcement(client, org, known, self.workspace, hears, signer), known


def _asking(command: Callable[..., object]) -> Callable[..., object]:
    """Gives a command `asked`, from the options that say which standards of which org."""

    @functools.wraps(command)
    def with_asked(*args: Any, **given: Any) -> object:
        own = {name: given.pop(name) for name in Asked.__dataclass_fields__}
        return command(*args, asked=Asked(**own), **given)

    asking: Callable[..., object] = with_asked
    stored = click.option("--snapshot", type=SnapshotFolder(), help="Judge a stored one; nothing is read.")
    for option in (log_options, stored, rules_option, workspace_option, org_options):
        asking = option(asking)
    return asking


@click.group(invoke_without_command=True)
@_asking
@printed_format_option(ENFORCEMENT_FORMATS)
@click.pass_context
def standards(ctx: click.Context, *, asked: Asked, format_name: str) -> None:
    """Say of each rule that obliges people to fill a field whether the org enforces it, for whom, and since when.

    Reads the records that these rules are about, the org's validation rules, page layouts, Lightning pages, flows,
    duplicate rules, and who may do what. What the org does not show makes a verdict unknown.

    Exit codes: 0 every verdict is known · 2 usage or files wrong · 3 a verdict is unknown · 4 to 6 and 75 as in
    `review`.
    """
    if ctx.invoked_subcommand is not None:
        _refuse_options_before(ctx)
        return
    folder, known = asked.gathered()
    matrix = judge_enforcement(folder, known, asked.workspace)
    say_document(ENFORCEMENT_FORMATS[format_name].pieces(matrix))
    unknown = ExitCode.ORG_UNAVAILABLE if is_budget_spent(folder) else ExitCode.PARTIAL
    ctx.exit(ExitCode.DONE if matrix.complete else unknown)


def _refuse_options_before(ctx: click.Context) -> None:
    """Options before the name of a command would say nothing to it."""
    given = [param.opts[0] for param in ctx.command.params if _was_given(ctx, param.name or "")]
    if given:
        raise UsageProblem(
            f"{', '.join(given)} stands before {ctx.invoked_subcommand}",
            hint=f"Write it behind: sf-audit standards {ctx.invoked_subcommand} {given[0]} …",
        )


def _was_given(ctx: click.Context, name: str) -> bool:
    return ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE


@standards.command()
@_asking
@click.option(
    "--out",
    type=NamedPath(file_okay=False, path_type=Path),
    default=Path("handoff"),
    show_default=True,
    help="The folder that is written.",
)
@click.option(
    "--bypass", default="Bypass_Data_Standards", show_default=True, help="The custom permission whose holders get past."
)
@click.pass_context
def handoff(ctx: click.Context, *, asked: Asked, out: Path, bypass: str) -> None:
    """Write what IT has to deploy so that the org enforces what is only declared. Nothing is deployed.

    A project of the Salesforce CLI with a validation rule for each standard that is declared only or possibly enforced,
    a custom permission that lets its holders past, and what takes all of it away again; and a page that asks for the
    change: what, why, whom it affects, and how many records would be stopped today.

    Exit codes: 0 written · 2 usage or files wrong, or there is nothing to hand over · 3 not known · 4 to 6 and 75 as in
    `review`.
    """
    if not _DEVELOPER_NAME.fullmatch(bypass):
        raise UsageProblem(f"“{bypass}” is no API name of a custom permission", hint="Write it like Bypass_Loads.")
    require_writable(out)
    if any(out.iterdir()):
        raise UsageProblem(f"{out} is not empty", hint="Name a new folder with --out.")
    folder, known = asked.gathered()
    planned = plan_handoff(folder, known, asked.workspace, bypass)
    if not planned.validation_rules:
        reasons = "; ".join(f"{left.rule}: {left.why}" for left in planned.left_out[:3])
        raise UsageProblem("there is nothing to hand over", hint=reasons or "Name other rules with --rule.")
    for name, text in files(planned).items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_out(path, text)
    say(f"{count(len(planned.validation_rules), 'validation rule')} written; {len(planned.left_out):,} left out")
    say(f"\nThe change request: {(out / CHANGE_REQUEST).resolve()}")
    ctx.exit(ExitCode.DONE)
