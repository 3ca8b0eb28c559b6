"""The options that say in which formats a review is written, and how they look, made of the one list of formats."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from sf_audit.model.layout import Paper
from sf_audit.report.formats import choices, defaults

F = TypeVar("F", bound=Callable[..., object])


def format_options(command: F) -> F:
    """Gives the command `formats`, those of every review where nobody names one; and `paper`, None likewise."""
    paper = click.option(
        "--paper", type=click.Choice([paper.value for paper in Paper]), help="Of the PDF. Default as in sf-audit.yaml."
    )
    formats = click.option(
        "--format",
        "formats",
        multiple=True,
        type=click.Choice(choices()),
        default=defaults(),
        show_default=True,
        help="More than one can be named.",
    )
    return formats(paper(command))
