"""The one door to files that people wrote or put somewhere: small, and read whole without ever waiting for a writer.

A workspace may hold anything by the name of a file: a named pipe that nobody writes to, a device without an end, a
link to nothing. What is not a regular file of a bounded size is refused before it is opened.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path


class FileRefused(OSError):
    """What stands there is no file that can be read. `strerror` says why, as for any other OSError."""

    def __init__(self, why: str) -> None:
        super().__init__(errno.EINVAL, why)


class FileTooLarge(FileRefused):
    """The file has more bytes than its reader takes."""


_KINDS: tuple[tuple[Callable[[int], bool], str], ...] = (
    (stat.S_ISDIR, "it is a folder"),
    (stat.S_ISFIFO, "it is a named pipe, not a file"),
    (stat.S_ISSOCK, "it is a socket, not a file"),
    (stat.S_ISCHR, "it is a device, not a file"),
    (stat.S_ISBLK, "it is a device, not a file"),
)

#: Without waiting for a writer, and without taking over a terminal; not every system has both.
_HOW = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def read_small_file(path: Path, at_most: int, allow: Callable[[os.stat_result], None] = lambda _: None) -> bytes:
    """The bytes of a file of at most so many bytes. Raises OSError, of which FileRefused and FileTooLarge are kinds.

    `allow` may raise for the status of the file that was opened, before anything is read of it.
    """
    _refuse(_status(path), at_most)
    with os.fdopen(os.open(path, _HOW), "rb") as file:
        status = os.fstat(file.fileno())
        _refuse(status, at_most)
        allow(status)
        content = file.read(at_most + 1) or b""
    if len(content) > at_most:
        raise FileTooLarge(_larger(at_most))
    return content


def is_there(path: Path) -> bool:
    """Whether anything stands there, a link to nothing included: a file by that name was meant to be read."""
    return os.path.lexists(path)


def _status(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            raise FileRefused("it is a link to a file that is not there") from None
        raise
    except ValueError:
        raise FileRefused("no file can have such a name") from None
    except OSError as problem:
        if problem.errno == errno.ELOOP:
            raise FileRefused("it is a link that leads back to itself") from None
        raise


def _refuse(status: os.stat_result, at_most: int) -> None:
    for is_kind, words in _KINDS:
        if is_kind(status.st_mode):
            raise FileRefused(words)
    if status.st_size > at_most:
        raise FileTooLarge(_larger(at_most))


def _larger(at_most: int) -> str:
    size = f"{at_most // 1_000_000} MB" if at_most >= 1_000_000 else f"{at_most // 1000} kB"
    return f"it is larger than {size}"
