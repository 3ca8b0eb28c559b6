"""The options that say in which formats a review is written, for whom, and how they look."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click

from sf_audit.model.layout import Audience, Layout, Paper
from sf_audit.report.formats import choices, defaults


def format_options(command: Callable[..., object]) -> Callable[..., object]:
    """Gives the command `formats`, those of every review where nobody names one, and `layout`, which the paper of a
    workspace completes.
    """

    @functools.wraps(command)
    def laid_out(*args: Any, paper: str | None, audience: str | None, **others: Any) -> object:
        def layout(of_workspace: Paper) -> Layout:
            return Layout(Paper(paper) if paper else of_workspace, Audience(audience) if audience else None)

        return command(*args, layout=layout, **others)

    chosen: Callable[..., object] = laid_out
    for option in (
        click.option(
            "--audience",
            type=click.Choice([audience.value for audience in Audience]),
            help="Write the page, the PDF and the Markdown for them: their rules first.",
        ),
        click.option(
            "--paper",
            type=click.Choice([paper.value for paper in Paper]),
            help="Of the PDF. Default as in sf-audit.yaml.",
        ),
        click.option(
            "--format",
            "formats",
            multiple=True,
            type=click.Choice(choices()),
            default=defaults(),
            show_default=True,
            help="More than one can be named.",
        ),
    ):
        chosen = option(chosen)
    return chosen
