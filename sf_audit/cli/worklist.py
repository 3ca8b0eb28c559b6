"""`sf-audit worklist`: what to fix, for each of those who can."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from sf_audit.cli.options import existing_workspace_option, review_option
from sf_audit.cli.output import say, tell
from sf_audit.cli.path_types import NamedPath
from sf_audit.evidence.folder import workspace_of
from sf_audit.evidence.verify import orgs
from sf_audit.exit_codes import ExitCode
from sf_audit.model.worklist import By, Occasion
from sf_audit.report.review_json import from_json
from sf_audit.report.words import count
from sf_audit.report.worklists.formats import WORKLIST_FORMATS
from sf_audit.review.archive import read_json
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.worklists.compose import Source, composed
from sf_audit.worklists.source import snapshot_of, stored_review
from sf_audit.worklists.write import OVERVIEW, WORKLISTS, require_replaceable, write_lists


@click.command()
@existing_workspace_option
@review_option
@click.option("--by", type=click.Choice([each.value for each in By]), default="owner", show_default=True)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(tuple(WORKLIST_FORMATS)),
    default=tuple(WORKLIST_FORMATS),
    show_default=True,
    help="More than one can be named.",
)
@click.option(
    "--out",
    type=NamedPath(file_okay=False, path_type=Path),
    help="Where the lists are written.  [default: worklists/ORG in the workspace]",
)
@click.option("--redact", is_flag=True, help="Write no names of records and people, and no values.")
@click.option("--quiet", is_flag=True, help="Write the files, say only what is missing.")
@click.pass_context
def worklist(
    ctx: click.Context,
    *,
    workspace: Path,
    where: Path | None,
    by: str,
    formats: tuple[str, ...],
    out: Path | None,
    redact: bool,
    quiet: bool,
) -> None:
    """Write lists of what to fix, one for each record owner, manager or responsible, from a stored review.

    Each list has at most 500 findings of broken rules, those with the most money at stake first. Records of people who
    left go to their manager, those of a queue to the queue, and all others to the role that owns the rule, or to who is
    responsible for it in registers/raci; with --by responsible that goes for all of them. How all duplicates become one
    record is in merges/. What lay in the folder before is replaced. Exit 3 if something is missing that may have
    changed the lists.
    """
    folder = stored_review(where, workspace, orgs(workspace))
    home = workspace_of(folder) or workspace
    review = from_json(json.dumps(read_json(folder)))
    target = out or home / WORKLISTS / review.org.id
    require_replaceable(target)
    source = Source(review, folder, Standards.of(home))
    written, occasion = write_worklists(source, home, target, formats, By(by), redact=redact)
    _say(occasion, written, target / OVERVIEW if "html" in formats else target, quiet=quiet)
    ctx.exit(ExitCode.PARTIAL if occasion.missing else ExitCode.DONE)


def write_worklists(
    source: Source, workspace: Path, out: Path, formats: Sequence[str], by: By, *, redact: bool = False
) -> tuple[int, Occasion]:
    """Write the lists of a review whose snapshot may be in this workspace; how many there are, and on what occasion."""
    review = source.review
    with (
        snapshot_of(review.snapshot, workspace, review.org.id) as snapshot,
        composed(replace(source, snapshot=snapshot), by, redact=redact) as lists,
    ):
        return write_lists(lists, formats, out), lists.occasion


def _say(occasion: Occasion, written: int, where: Path, *, quiet: bool) -> None:
    for text in occasion.missing:
        tell(logging.WARNING, text)
    if not quiet:
        say(f"{count(written, 'list')} by {occasion.by}, of the review of {occasion.period}: {where}")
