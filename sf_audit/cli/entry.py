"""`sf-audit` itself: which commands there are, and what becomes of a problem, a bug and Ctrl-C.

Commands are imported when they are called: `sf-audit --help` answers before anybody can wonder.
"""

from __future__ import annotations

import errno
import importlib
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

import click

from sf_audit import __version__
from sf_audit.cli.interrupts import INTERRUPTS
from sf_audit.cli.output import detach_stdout, guard_warnings, say_usage_problem, tell
from sf_audit.errors import AuditError, IntegrityBroken, WrongFiles
from sf_audit.exit_codes import ExitCode
from sf_audit.expectations.early import is_importing

#: Command → (module under sf_audit.cli, what it is for).
COMMANDS = {
    "demo": ("demo", "Review the embedded demo org: no login, nothing to set up."),
    "init": ("workspace", "Make a workspace: configuration, own rules, waivers."),
    "login": ("login", "Sign in to an org and remember it by a name."),
    "logout": ("login", "Forget an org and its secrets."),
    "orgs": ("login", "List the orgs that have a name."),
    "doctor": ("doctor.command", "Say what works, what does not, and which rules each missing permission blinds."),
    "plan": ("plan", "Print every query a review would send, and what it costs; read no record."),
    "review": ("review", "Read the org, judge it, and write the monthly CRM health review."),
    "sample": ("sample", "Measure the org's limits and a few counts: run it each day, for curves and forecasts."),
    "report": ("report", "Write a stored review in another format."),
    "trend": ("trend", "Say what became of findings month by month, from stored reviews."),
    "diff": ("trend", "Say what became of findings from one stored review to another one."),
    "worklist": ("worklist", "Write what to fix, for each record owner or manager, from a stored review."),
    "access": ("access.commands", "Say who can do what, through what, and what changed."),
    "standards": ("standards", "Say whether the org enforces what the rules declare."),
    "rules": ("rules", "List, show and test the rules, and print their JSON Schema."),
    "register": ("register", "Check what people declare: who answers for what, requests, decisions."),
    "waive": ("waive", "Accept a finding for a time, with a reason, who approved it, and an end."),
    "notify": ("notify", "Tell people that a review has arrived, or that none has."),
    "schedule": ("schedule", "Print what runs a review each month: systemd, cron, GitHub or GitLab."),
    "verify": ("verify", "Check that what is stored is what was written: snapshots, reviews and their chain."),
    "prune": ("verify", "Remove record data that retention no longer allows."),
    "signing-key": ("signing", "Make a key that signs what is stored."),
    "completion": ("completion", "Print what lets a shell complete commands and options."),
}


class _Unread(Exception):
    """Nobody reads the output to its end. Not an OSError: click would make that exit code 1, which means findings."""


class Commands(click.Group):
    """Imports a command when it is called, or when its own help is asked for."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as gone:
            raise _Unread from gone

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(f"sf_audit.cli.{module}"), cmd_name.replace("-", "_"))
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, purpose) for name, (_, purpose) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="sf-audit")
def commands() -> None:
    """Audit a Salesforce org against standards written as files. Nothing is ever written to the org."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code. Without arguments, those of this process, which ends with it."""
    os.umask(0o077)
    INTERRUPTS.install()
    guard_warnings()
    code = _run(arguments)
    if arguments is None and is_importing():
        _leave(code)
    sys.exit(code)


def _leave(code: int) -> NoReturn:
    """End early without waiting for an import that nobody needs any more: that takes seconds, and cannot be ended."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # who read it has gone
            stream.flush()
    os._exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = commands.main(args=arguments, prog_name="sf-audit", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        return _interrupted()
    except Exception as problem:  # noqa: BLE001 - the one place where a bug gets its exit code
        # What an interrupt cuts short fails in ways of its own, which are nobody's fault.
        return _interrupted() if INTERRUPTS.come else _failed(problem)
    return code if isinstance(code, int) else ExitCode.DONE


def _failed(problem: Exception) -> int:
    if isinstance(problem, AuditError):
        return _told(problem)
    if isinstance(problem, click.ClickException):
        say_usage_problem(problem)
        return ExitCode.USAGE  # click ends some of them with 1, which means findings
    if isinstance(problem, _Unread):
        detach_stdout()
        return ExitCode.DONE
    return _unforeseen(problem)


def _interrupted() -> int:
    tell(logging.WARNING, INTERRUPTS.message, exit_code=ExitCode.INTERRUPTED)
    return ExitCode.INTERRUPTED


def _told(problem: AuditError) -> int:
    if isinstance(problem, WrongFiles):
        return max(_told(single) for single in problem.problems)
    hint = [problem.hint] if problem.hint else []
    tell(logging.ERROR, f"Error: {problem}", hint, hint=problem.hint, exit_code=problem.exit_code)
    return problem.exit_code


def _unforeseen(problem: Exception) -> int:
    from sf_audit.snapshot.interrupt import is_interrupt  # only now: it takes 50 ms

    if is_interrupt(problem):
        return _interrupted()
    if isinstance(problem, OSError) and problem.errno == errno.ENOSPC:
        detach_stdout()
        return _told(IntegrityBroken("the disk that the output goes to is full", hint="Make room, then run again."))
    from sf_audit.snapshot.disk_errors import disk_error

    refusal = disk_error(problem)
    return _told(refusal) if refusal else _reported(problem)


def _reported(bug: Exception) -> int:
    """The frames and the kind of a bug. Not its message: that may hold a value of a field."""
    frames = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(bug.__traceback__)]
    message = f"Bug: {type(bug).__name__}. Please report it with these lines:"
    tell(logging.ERROR, message, frames, frames=[line.strip() for line in frames], exit_code=ExitCode.BUG)
    return ExitCode.BUG
