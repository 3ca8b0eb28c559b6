"""What is said on standard output, and what is told on standard error beside progress.

Problems are JSON lines where the log was asked to be JSON. That nobody reads the output to its end (`| head`) is no
problem: the command goes on, and ends with the exit code that it would have had.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import click

_COLOURS = {logging.ERROR: "red"}


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, message, and what the record carries as `facts`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        return json.dumps(said, ensure_ascii=False)


def tell(level: int, message: str, more: Sequence[str] = (), **facts: object) -> None:
    """Say the message, and `more` on lines of their own; `facts` are for machines and appear in JSON alone."""
    log = logging.getLogger("sf_audit")
    if any(isinstance(handler.formatter, JsonLines) for handler in log.handlers):
        log.log(level, message, extra={"facts": facts})
        return
    click.secho(message, fg=_COLOURS.get(level), err=True)
    for line in more:
        click.echo(line, err=True)


def log_event(message: str, **facts: object) -> None:
    """Say the message in JSON, where the log is that; people have it from standard output."""
    log = logging.getLogger("sf_audit")
    if any(isinstance(handler.formatter, JsonLines) for handler in log.handlers):
        log.info(message, extra={"facts": facts})


def say(text: str) -> None:
    """Print on standard output, for as long as somebody reads it."""
    try:
        click.echo(text)
    except BrokenPipeError:
        detach_stdout()


def detach_stdout() -> None:
    """Let go of a standard output whose reader has gone; what is still printed goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
