"""From the options of `sf-audit access` to everybody's access: a stored snapshot, a fresh one, or a new one."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from sf_audit.access import Access
from sf_audit.access.answers.withheld import withhold_names
from sf_audit.cli.connect import confirmed, connect
from sf_audit.cli.options import Target, log_options, org_options, workspace_option
from sf_audit.cli.output import say
from sf_audit.cli.path_types import SnapshotFolder
from sf_audit.cli.progress import progress
from sf_audit.cli.signing import signer_of
from sf_audit.connector.api.identity import identify
from sf_audit.connector.signin.named_orgs import NamedOrgs
from sf_audit.delivery.publish import require_workspace
from sf_audit.review.access_run import access_in, finished, fresh, gather_access
from sf_audit.review.run import translate_errors
from sf_audit.rulebook.workspace.config import load_config


@dataclass(frozen=True, slots=True)
class Source:
    """Where the answer comes from."""

    target: Target
    workspace: Path
    snapshot: Path | None
    refresh: bool
    redact: bool
    quiet: bool
    log_format: str


redact_option = click.option("--redact", is_flag=True, help="Call people by their ids, and name nobody.")


def source_options(command: Callable[..., object]) -> Callable[..., object]:
    """Gives the command a `source`, from the options that say which org and which snapshot."""

    @functools.wraps(command)
    def with_source(*args: Any, **given: Any) -> object:
        own = {name: given.pop(name) for name in Source.__dataclass_fields__}
        return command(*args, source=Source(**own), **given)

    sourced: Callable[..., object] = with_source
    stored = SnapshotFolder()
    for option in (
        log_options,
        redact_option,
        click.option("--refresh", is_flag=True, help="Read the org again; else what is younger than a day answers."),
        click.option("--snapshot", type=stored, help="A stored access snapshot; nothing is read."),
        workspace_option,
        org_options,
    ):
        sourced = option(sourced)
    return sourced


@contextmanager
def access_from(source: Source) -> Iterator[Access]:
    """Everybody's access. Signs in only where no fresh snapshot of the org is at hand."""
    folder = source.snapshot or _at_hand(source) or _gathered(source)
    with access_in(folder, source.workspace) as access:
        if source.redact:
            withhold_names(access)
        if source.snapshot is None and (access.unknown or access.unread) and finished(folder):
            read = f"{access.snapshot.taken:%Y-%m-%d %H:%M} UTC"
            say(f"What was read at {read} answers for a day; --refresh reads the org again.", err=True)
        yield access


def _at_hand(source: Source) -> Path | None:
    """A fresh snapshot of a named org, which needs no sign-in to be found."""
    if source.refresh or not source.target.name:
        return None
    return fresh(source.workspace, NamedOrgs().find(source.target.name).org_id, datetime.now(UTC))


def _gathered(source: Source) -> Path:
    require_workspace(source.workspace)
    with progress(quiet=source.quiet, log_format=source.log_format) as hears:
        signer = signer_of(source.workspace, load_config(source.workspace))
        client, named = connect(source.target, source.workspace)
        with translate_errors():
            org = confirmed(identify(client, client.instance_url), named)
        kept = None if source.refresh else fresh(source.workspace, org.id, datetime.now(UTC))
        return kept or gather_access(client, org, source.workspace, hears, signer)
