"""`sf-audit report`: a stored review in another format."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import click

from sf_audit.cli.format_option import format_options
from sf_audit.cli.output import say
from sf_audit.cli.path_types import NamedPath
from sf_audit.cli.signing import signer_of
from sf_audit.cli.summary import show
from sf_audit.delivery.rewrite import rewrite
from sf_audit.evidence.folder import workspace_of
from sf_audit.model.layout import Layout, Paper
from sf_audit.report.formats import FORMATS
from sf_audit.report.redacted import redacted
from sf_audit.report.review_json import from_json
from sf_audit.review.archive import find_review, read_json
from sf_audit.review.examples import with_examples
from sf_audit.rulebook.workspace.config import Config, load_config
from sf_audit.snapshot.chain import Chain


@click.command()
@click.argument("where", metavar="REVIEW", type=NamedPath(exists=True, path_type=Path))
@format_options
@click.option("--redact", is_flag=True, help="Write no names of records and people, and no contacts.")
@click.option("--quiet", is_flag=True, help="Write the files, print no summary.")
def report(where: Path, formats: tuple[str, ...], layout: Callable[[Paper], Layout], redact: bool, quiet: bool) -> None:
    """Write a stored REVIEW, named by its folder, in another format, beside its review.json."""
    folder = Path(os.path.abspath(find_review(where)))  # not resolved: the workspace is the one that was named
    workspace = workspace_of(folder)
    review = with_examples(from_json(json.dumps(read_json(folder))), folder)
    chain = _chain(workspace, folder) if workspace else None
    chosen = layout((load_config(workspace) if workspace else Config()).paper)
    rewrite(review, folder, formats, chain, redact=redact, layout=chosen)
    show(redacted(review) if redact else review, quiet=quiet)
    for name in formats:
        say(f"The review: {folder / FORMATS[name].file_for(chosen.audience)}")


def _chain(workspace: Path, folder: Path) -> Chain:
    """The chain of the org that a stored review is about."""
    return Chain(workspace, folder.parent.parent.name, signer_of(workspace, load_config(workspace)))
