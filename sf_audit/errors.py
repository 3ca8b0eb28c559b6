"""What can go wrong that a person can do something about, each with an exit code of its own.

    AuditError                 what happened, why, and what to do
     ├── UsageProblem       2  a flag, or a file that people wrote, is wrong
     ├── NotAnswered        3  what the question rests on could not be read
     ├── SignInRefused      4  the org does not let this user or app in
     ├── OrgUnavailable     5  the org does not answer, or its API budget is spent
     ├── NotSent            5  a server did not take a message
     ├── IntegrityBroken    6  a snapshot or a review is not what was written
     └── AnotherRun        75  another run holds the lock of this org

Bugs are not in this tree: they end in a traceback and exit code 70.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from sf_audit.exit_codes import ExitCode


class AuditError(Exception):
    """A problem for a person: `str()` says what and why, `hint` says what to do."""

    exit_code: ClassVar[ExitCode] = ExitCode.BUG

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageProblem(AuditError):
    """A flag, or a file that people wrote, is wrong."""

    exit_code = ExitCode.USAGE


class WrongFiles(UsageProblem):
    """Files that people wrote are wrong in several places; `problems` says of each what, and what to do."""

    def __init__(self, problems: Sequence[UsageProblem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class NotAnswered(AuditError):
    """What the question rests on could not be read from the org."""

    exit_code = ExitCode.PARTIAL


class SignInRefused(AuditError):
    """The org does not let this user or app in."""

    exit_code = ExitCode.SIGN_IN_REFUSED


class OrgUnavailable(AuditError):
    """The org does not answer, or the API budget of this run is spent."""

    exit_code = ExitCode.ORG_UNAVAILABLE


class NotSent(AuditError):
    """A message did not reach somebody who is to have it."""

    exit_code = ExitCode.ORG_UNAVAILABLE


class IntegrityBroken(AuditError):
    """A stored document is not what was written."""

    exit_code = ExitCode.INTEGRITY


class AnotherRun(AuditError):
    """Another run holds the lock of this org."""

    exit_code = ExitCode.ANOTHER_RUN
