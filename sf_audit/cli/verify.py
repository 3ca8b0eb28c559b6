"""`sf-audit verify | prune`: stored snapshots are what was written, and no older than they may be."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from sf_audit.cli.options import existing_workspace_option
from sf_audit.delivery.anonymize import forget_names
from sf_audit.errors import UsageProblem
from sf_audit.report.words import count
from sf_audit.review.access_run import ACCESS
from sf_audit.review.run import SNAPSHOTS
from sf_audit.snapshot import layout
from sf_audit.snapshot.retention import prune as prune_snapshots
from sf_audit.snapshot.verify import verify as verify_snapshot


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@existing_workspace_option
def verify(folder: Path | None, workspace: Path) -> None:
    """Check that a stored snapshot is what was written: FOLDER, or all of the workspace. Exit 6 if not."""
    folders = [folder] if folder else _stored(workspace)
    if not folders:
        raise UsageProblem("there is no snapshot here", hint="Name its folder, or a --workspace that has one.")
    for one in folders:
        found = verify_snapshot(one)
        found.insist()
        click.echo(f"{one}: {found.files} files, {found.bytes:,} bytes, as written")


@click.command()
@existing_workspace_option
def prune(workspace: Path) -> None:
    """Remove record data that retention no longer allows: all but the newest complete snapshot of each org.

    Names of records and people go from the reviews of these snapshots too; their pages then show ids.
    """
    for home in _orgs(workspace):
        removed = prune_snapshots(home.parent, home.name, now=datetime.now(UTC))
        click.echo(f"{home.name}: {removed.files} files, {removed.bytes:,} bytes removed")
        if home.parent.name == SNAPSHOTS and (anonymize := forget_names(workspace, home)):
            click.echo(f"{home.name}: names removed from {count(anonymize, 'review', 'reviews')}")


def _orgs(workspace: Path) -> list[Path]:
    """The folders with the snapshots of one org each: those of reviews, then those about access."""
    roots = [root for name in (SNAPSHOTS, ACCESS) if (root := workspace / name).is_dir()]
    return [path for root in roots for path in sorted(root.iterdir()) if path.is_dir()]


def _stored(workspace: Path) -> list[Path]:
    return [snapshot.folder for home in _orgs(workspace) for snapshot in layout.snapshots(home)]
