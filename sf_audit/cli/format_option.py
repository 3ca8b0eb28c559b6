"""The option that says in which formats a review is written, made of the one list of formats."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from sf_audit.report.formats import choices, defaults

F = TypeVar("F", bound=Callable[..., object])


def format_option(command: F) -> F:
    """Gives the command `formats`; those of every review where nobody names one."""
    return click.option(
        "--format",
        "formats",
        multiple=True,
        type=click.Choice(choices()),
        default=defaults(),
        show_default=True,
        help="More than one can be named.",
    )(command)
