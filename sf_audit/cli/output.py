"""The one door for text to a terminal: standard output, standard error, log lines and errors of usage.

Whatever goes through is made harmless (`terminal_text`), whoever typed it. Problems are JSON lines where the log was
asked to be JSON. That nobody reads the output to its end (`| head`) is no problem: the command goes on, and ends with
the exit code that it would have had.
"""

from __future__ import annotations

import io
import json
import logging
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Protocol, TextIO

import click

from sf_audit.cli.terminal_text import harmless, harmless_but_colours, harmless_document
from sf_audit.connector.http.log_redaction import Redacting

_COLOURS = {logging.ERROR: "red"}

log = logging.getLogger("sf_audit")


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, message, and what the record carries as `facts`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        return harmless_document(json.dumps(entry, ensure_ascii=False))


class PlainLines(logging.Formatter):
    """The message alone, for people."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        return harmless(super().format(record))


class Printing(Protocol):
    """A console that lines can be printed beside, while it shows progress."""

    def print(self, text: str, /, *, markup: bool, highlight: bool) -> None: ...


def set_up_log(*, quiet: bool, log_format: str) -> None:
    """One handler on standard error; secrets and queries never pass it."""
    log.handlers[:] = [_handler(JsonLines() if log_format == "json" else PlainLines("%(message)s"))]
    log.propagate = False
    log.setLevel(logging.WARNING if quiet and log_format != "json" else logging.INFO)


def guard_warnings() -> None:
    """Warnings of libraries, and ours where no log was set up, go the same way."""
    logging.lastResort = _handler(PlainLines("%(message)s"))
    logging.lastResort.setLevel(logging.WARNING)


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes where standard error goes now."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record."""
        self.stream = sys.stderr
        super().emit(record)


def _handler(formatter: logging.Formatter) -> logging.Handler:
    handler = _StandardError(sys.stderr)
    handler.addFilter(Redacting())
    handler.setFormatter(formatter)
    return handler


def tell(level: int, message: str, more: Sequence[str] = (), **facts: object) -> None:
    """Say the message, and `more` on lines of their own; `facts` are for machines and appear in JSON alone."""
    if any(isinstance(handler.formatter, JsonLines) for handler in log.handlers):
        log.log(level, message, extra={"facts": facts})
        return
    click.secho(_fitting(harmless(message)), fg=_COLOURS.get(level), err=True)
    for line in more:
        click.echo(_fitting(harmless(line)), err=True)


def _fitting(text: str) -> str:
    """The same with lines that end between words, on a terminal; whoever reads a log finds a line as one."""
    if not sys.stderr.isatty():
        return text
    width = shutil.get_terminal_size((100, 40)).columns
    return "\n".join(_wrapped(line, width) for line in text.split("\n"))


def _wrapped(line: str, width: int) -> str:
    """Words, paths for example, are never cut; what follows is indented as the line is."""
    indent = line[: len(line) - len(line.lstrip())]
    wrapper = textwrap.TextWrapper(width - 1, initial_indent=indent, subsequent_indent=indent)
    wrapper.break_long_words = wrapper.break_on_hyphens = False
    return line if len(line) < width else "\n".join(wrapper.wrap(line.strip()))


def log_event(message: str, **facts: object) -> None:
    """Say the message in JSON, where the log is that; people have it from standard output."""
    if any(isinstance(handler.formatter, JsonLines) for handler in log.handlers):
        log.info(message, extra={"facts": facts})


def say(text: str, *, err: bool = False) -> None:
    """Print on standard output, or error, for as long as somebody reads it."""
    _print(harmless(text) + "\n", err=err)


def say_coloured(text: str) -> None:
    """Print a report that has colours of its own."""
    _print(harmless_but_colours(text) + "\n")


def say_json(value: object, *, indent: int = 2) -> None:
    """Print a value as JSON."""
    _print(harmless_document(json.dumps(value, indent=indent, ensure_ascii=False)) + "\n")


def say_document(pieces: Iterable[str]) -> None:
    """Print a document in a format of its own (CSV, JSON, HTML), piece by piece, with no line end of ours."""
    for piece in pieces:
        _print(harmless_document(piece))


def say_usage_problem(problem: click.ClickException) -> None:
    """What is wrong with the command line, as click says it; it repeats what was typed."""
    written = io.StringIO()
    problem.show(file=written)
    _print(harmless(written.getvalue()), err=True)


def print_beside(console: Printing, text: str) -> None:
    """Print a line above the progress that a console shows."""
    console.print(harmless(text), markup=False, highlight=False)


def _print(text: str, *, err: bool = False) -> None:
    try:
        click.echo(text, nl=False, err=err)
    except BrokenPipeError:
        detach_stdout()


def detach_stdout() -> None:
    """Let go of a standard output whose reader has gone; what is still printed goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
