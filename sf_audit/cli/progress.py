"""How the reading goes: bars on a terminal, one line per table otherwise, JSON lines for cron."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from sf_audit.cli.output import print_beside, set_up_log
from sf_audit.cli.terminal_text import harmless
from sf_audit.connector.collect.collect import NullProgress, ProgressListener
from sf_audit.model.counts import count

log = logging.getLogger("sf_audit")


@contextmanager
def progress(*, quiet: bool, log_format: str) -> Iterator[ProgressListener]:
    """Progress on standard error, as fits where that goes. `quiet` spares people; machines hear it all the same."""
    set_up_log(quiet=quiet, log_format=log_format)
    if quiet and log_format != "json":
        yield NullProgress()
    elif log_format == "json" or not sys.stderr.isatty():
        yield Lines()
    else:
        with Progress(
            TextColumn("{task.description:<28}", markup=False),
            BarColumn(),
            TextColumn("{task.completed:>9,.0f} rows"),
            Rate(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        ) as bars:
            yield Bars(bars)


class Lines:
    """One line per finished table."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}

    def start(self, table: str, total: int | None) -> None:
        """Remembers when the table began."""
        self._rows[table] = 0

    def advance(self, table: str, rows: int) -> None:
        """Counts."""
        self._rows[table] = self._rows.get(table, 0) + rows

    def done(self, table: str, note: str) -> None:
        """Says how many rows were read, or why not all."""
        rows = self._rows.pop(table, 0)
        facts = {"event": "table", "table": table, "rows": rows, "whole": not note}
        level = logging.WARNING if note else logging.INFO
        message = _told(table, note) if note else f"{table}: {count(rows, 'row')}"
        log.log(level, "%s", message, extra={"facts": facts | {"note": note}})


class Rate(ProgressColumn):
    """How many rows a second."""

    def render(self, task: Task) -> Text:
        """Nothing until there is a rate."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


class Bars:
    """A bar per table, with rows, rate and the time that remains."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def start(self, table: str, total: int | None) -> None:
        """A new bar."""
        self._tasks[table] = self._bars.add_task(harmless(table), total=total)

    def advance(self, table: str, rows: int) -> None:
        """Moves the bar."""
        self._bars.advance(self._tasks[table], rows)

    def done(self, table: str, note: str) -> None:
        """Takes the bar away when all is well, and says what is wrong otherwise."""
        if table in self._tasks:
            self._bars.remove_task(self._tasks.pop(table))
        if note:
            print_beside(self._bars.console, _told(table, note))


def _told(table: str, note: str) -> str:
    """The note, with its table where it does not name it itself."""
    return note if table in note else f"{table}: {note}"
