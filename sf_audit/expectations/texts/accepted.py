"""Which values a library accepts; as a program, one line of answers for each line of values.

A process loads nothing but the library, for a review starts one on each core for every standard that asks: neither
DuckDB nor PyArrow, which take five times as long.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

from sf_audit.exit_codes import ExitCode
from sf_audit.expectations.texts.domains import is_registrable
from sf_audit.expectations.texts.email import is_email
from sf_audit.expectations.texts.personal_data import holds_none
from sf_audit.expectations.texts.phone import is_callable

#: By name, what decides: true where the library accepts the values.
JUDGES: Mapping[str, Callable[..., bool]] = {
    "domain": is_registrable,
    "email": is_email,
    "personal_data": holds_none,
    "phone": is_callable,
}


def answer(judge: str, values: Iterable[Sequence[str]]) -> list[bool]:
    """For each of the values, whether the judge accepts it."""
    accepts = JUDGES[judge]
    return [accepts(*value) for value in values]


def main() -> None:
    """Answer each line, a list of values, by a line of true and false, until there is none."""
    try:
        for line in sys.stdin:
            sys.stdout.write(json.dumps(answer(sys.argv[1], json.loads(line))) + "\n")
            sys.stdout.flush()
    except (KeyboardInterrupt, BrokenPipeError):  # whoever asked is being ended too
        os._exit(ExitCode.INTERRUPTED)


if __name__ == "__main__":
    main()
