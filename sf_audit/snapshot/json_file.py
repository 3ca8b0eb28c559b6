"""JSON that was stored: what cannot be parsed, or is nested without end, is damage and not a bug."""

from __future__ import annotations

import json
import os
from pathlib import Path

from sf_audit.errors import IntegrityBroken
from sf_audit.small_file import read_small_file

#: Documents of ours have some megabytes; beyond this nobody wrote them.
LARGEST = 1 << 30

_ADVICE = "Restore it from a backup, or move its folder away."


def parsed(payload: bytes | str, where: object) -> object:
    """The value in the bytes; IntegrityBroken, naming `where`, if they hold none."""
    try:
        return json.loads(payload)
    except RecursionError:
        raise IntegrityBroken(f"{where} is not what was written: nested too deeply", hint=_ADVICE) from None
    except ValueError:
        raise IntegrityBroken(f"{where} is not what was written: not JSON", hint=_ADVICE) from None


def read_json_file(path: Path) -> object:
    """The value in a file that we wrote; IntegrityBroken where it is missing, damaged or no file."""
    return parsed(read_stored(path), path)


def read_stored(path: Path) -> bytes:
    """The bytes of a file that we wrote; IntegrityBroken where it is missing, a link, or no regular file."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
            reason = "not a file that sf-audit wrote" if path.is_symlink() or path.exists() else "missing"
            raise IntegrityBroken(f"{path} is {reason}", hint=_ADVICE)
        return read_small_file(path, LARGEST)
    except OSError as problem:
        reason = os.strerror(problem.errno) if problem.errno else type(problem).__name__
        raise IntegrityBroken(f"{path} cannot be read: {reason}", hint=_ADVICE) from None
