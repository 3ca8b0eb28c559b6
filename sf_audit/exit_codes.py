"""The exit codes of `sf-audit`, which scripts that run at night decide by: stable, and all of them here.

Where several hold, the first of 4, 5, 6, 3, 1 is taken; a partial review is never 0.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended; `meaning` says it for the page of the command line."""

    meaning: str

    def __new__(cls, value: int, meaning: str) -> ExitCode:
        code = int.__new__(cls, value)
        code._value_ = value
        code.meaning = meaning
        return code

    DONE = 0, "done"
    FINDINGS = (
        1,
        "a rule at or above the severity of `--fail-on` is broken; for `rules test`: an example is wrong or missing",
    )
    USAGE = 2, "a flag, or a file that people wrote, is wrong"
    PARTIAL = (
        3,
        "partial: a rule was not checked, or in part, and nobody accepted that; for `doctor`: a rule would not be; "
        "for `notify --missing`: a review has not arrived",
    )
    SIGN_IN_REFUSED = 4, "the org does not let this user or app in"
    ORG_UNAVAILABLE = (
        5,
        "the org does not answer, or the API budget of this run is spent; for `notify`: a server took no message",
    )
    INTEGRITY = 6, "a stored document is not what was written"
    BUG = 70, "a bug of sf-audit"
    ANOTHER_RUN = 75, "another run holds the lock of this org"
    INTERRUPTED = 130, "interrupted"
