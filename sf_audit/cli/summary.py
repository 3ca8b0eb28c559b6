"""What a person sees on the terminal."""

from __future__ import annotations

import os
import shutil
import sys

from sf_audit.cli.output import say_coloured
from sf_audit.model.review import Review
from sf_audit.report.terminal import terminal


def show(review: Review, *, quiet: bool) -> None:
    """The review's summary on standard output, in colour where that is wanted."""
    if not quiet:
        say_coloured(terminal(review, width=min(shutil.get_terminal_size((100, 40)).columns, 120), color=wants_color()))


def wants_color() -> bool:
    """Whether standard output is a terminal that shows colour; NO_COLOR and TERM=dumb say no, FORCE_COLOR yes."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()
