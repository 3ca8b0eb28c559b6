"""Files that go where a person said, perhaps a folder that others write to: never through a link that lies there.

Written under a name that nobody can have planted, then renamed over what is there; a link is replaced and not followed.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write, private, that takes its name when the block ends, and is gone if it ends with an error."""
    beside = path.with_name(f".{secrets.token_hex(8)}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def write_out(path: Path, text: str) -> None:
    """Write a text to where a person said: a file, or a device such as /dev/stdout."""
    with path.open("wb") if _is_device(path) else new_file(path) as file:
        file.write(text.encode("utf-8"))


def copy_into(source: Path, path: Path) -> None:
    """Copy a file to where a person said."""
    with source.open("rb") as content, new_file(path) as file:
        shutil.copyfileobj(content, file)


def _is_device(path: Path) -> bool:
    """Whether bytes go through the path rather than into a file of that name."""
    named = os.path.abspath(path).startswith(("/dev/", "/proc/"))
    return named or (path.exists() and not path.is_symlink() and not path.is_file())
