"""A file for writers that must not be stopped half-way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType


class ForgivingFile:
    """Takes everything, and says at its end what the disk refused.

    `zipfile` writes the end of an archive when it is thrown away, too. On a full disk that fails where nobody can
    catch it, and Python prints a traceback. So what follows a refusal goes nowhere, and the block ends with OSError.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._refusal: OSError | None = None
        self._position = self._end = 0

    def write(self, payload: bytes) -> int:
        """Write at the position, or do as if."""
        self._attempt(lambda: self._file.write(payload))
        self._move(self._position + len(payload))
        return len(payload)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move the position, as of any file."""
        self._attempt(lambda: self._file.seek(offset, whence))
        return self._move(offset + (0, self._position, self._end)[whence])

    def tell(self) -> int:
        """The position, in bytes."""
        return self._position

    def flush(self) -> None:
        """Nothing is kept back for long."""
        self._attempt(self._file.flush)

    def __enter__(self) -> ForgivingFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            self._file.close()
        except OSError as refusal:
            self._refusal = self._refusal or refusal
        if problem is None and self._refusal is not None:
            raise self._refusal

    def _attempt(self, step: Callable[[], object]) -> None:
        if self._refusal is None and not self._file.closed:
            try:
                step()
            except OSError as refusal:
                self._refusal = refusal

    def _move(self, position: int) -> int:
        self._position, self._end = position, max(position, self._end)
        return position
