"""`sf-audit access why | who | matrix | diff | attack`: who can do what, through what, and what changed."""

from __future__ import annotations

from pathlib import Path

import click

from sf_audit.access.answers.diff import diff as compared
from sf_audit.access.answers.matrix import Filter, Matrix
from sf_audit.access.answers.question import asked, object_names, person
from sf_audit.access.answers.records import Sharing
from sf_audit.access.answers.who import who as everybody
from sf_audit.access.answers.why import why as because
from sf_audit.access.answers.withheld import withhold_names
from sf_audit.access.rights import Kind
from sf_audit.access.sharing.sharing_files import read_sharing_rules
from sf_audit.cli.access.attack import attack
from sf_audit.cli.access.form_option import Forms, deliver, form_options
from sf_audit.cli.access.matrix import suffixes, write_matrix
from sf_audit.cli.access.source import Source, access_from, redact_option, source_options
from sf_audit.cli.options import workspace_option
from sf_audit.cli.path_types import NamedPath, SnapshotFolder
from sf_audit.exit_codes import ExitCode
from sf_audit.model.access import Diff, Who, Why
from sf_audit.review.access_run import access_in


@click.group()
def access() -> None:
    """Say who can do what, through what, and what changed.

    WHAT is a system permission (ModifyAllData), an object (Account, Account:edit), a field (Account.Industry,
    Account.Industry:edit), or apex:Name, page:Name, app:Name, credential:Name or custom:Name.
    """


access.add_command(attack)


@access.command()
@click.argument("user")
@click.argument("wanted_right", metavar="WHAT")
@source_options
@form_options(Why)
@click.option(
    "--metadata",
    type=NamedPath(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="A project or folder of metadata with the org's sharing rules.",
)
@click.pass_context
def why(
    ctx: click.Context,
    *,
    user: str,
    wanted_right: str,
    source: Source,
    forms: Forms,
    metadata: Path | None,
) -> None:
    """Why USER, a username or id, can or cannot do WHAT: every way, and the smallest change that ends it.

    For Read and Edit on an object it also says how many records that reaches at most. Sharing rules are not in a
    snapshot: they are read from --metadata.

    Exit codes: 0 answered · 2 usage · 3 not checked · 4 to 6 and 75 as in `review`.
    """
    sharing = Sharing(read_sharing_rules(metadata) if metadata else None, source.redact)
    with access_from(source) as found:
        answer = because(found, person(found, user, redact=source.redact), asked(found, wanted_right), sharing)
    ctx.exit(deliver(answer, forms))


@access.command()
@click.argument("wanted_right", metavar="WHAT")
@source_options
@form_options(Who)
@click.pass_context
def who(ctx: click.Context, *, wanted_right: str, source: Source, forms: Forms) -> None:
    """Who can do WHAT, and how many come by it which way.

    Exit codes: 0 everybody is listed · 2 usage · 3 somebody is not checked · 4 to 6 and 75 as in `review`.
    """
    with access_from(source) as found:
        answer = everybody(found, asked(found, wanted_right))
    ctx.exit(deliver(answer, forms))


@access.command()
@source_options
@click.option("--out", required=True, type=NamedPath(dir_okay=False, path_type=Path), help=suffixes())
@click.option("--user", "users", multiple=True, help="Only this username or id. More than one can be named.")
@click.option("--object", "objects", multiple=True, metavar="NAME", help="Only this object and its fields.")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice([str(kind) for kind in Kind]), help="Only such rights."
)
@click.pass_context
def matrix(
    ctx: click.Context,
    *,
    source: Source,
    out: Path,
    users: tuple[str, ...],
    objects: tuple[str, ...],
    kinds: tuple[str, ...],
) -> None:
    """Write every right of every distinct signature to --out, and who has which signature to a second file or sheet.

    CSV and XLSX want at least one of --user, --object and --kind. Exit codes: 0 written · 2 usage · 3 written, but
    something or somebody is not checked.
    """
    with access_from(source) as found:
        chosen = tuple(person(found, user, redact=source.redact).id for user in users)
        wanted = Filter(tuple(map(Kind, kinds)), object_names(found, objects), chosen)
        complete = write_matrix(Matrix(found, wanted), out)
    ctx.exit(ExitCode.DONE if complete else ExitCode.PARTIAL)


@access.command()
@click.argument("old", type=SnapshotFolder())
@click.argument("new", type=SnapshotFolder())
@workspace_option
@redact_option
@form_options(Diff)
@click.pass_context
def diff(ctx: click.Context, *, old: Path, new: Path, workspace: Path, redact: bool, forms: Forms) -> None:
    """Who gained and who lost what between the access snapshots OLD and NEW, and through which change.

    Exit codes: 0 everything was compared · 2 usage · 3 something or somebody was not · 6 integrity.
    """
    with access_in(old, workspace) as before, access_in(new, workspace) as now:
        for loaded in (before, now) if redact else ():
            withhold_names(loaded)
        answer = compared(before, now)
    ctx.exit(deliver(answer, forms))
