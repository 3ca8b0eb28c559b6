"""The CSV pages of a bulk result on disk: rendered once, cut to the size that a client asks for.

Every value is quoted, so what lies outside quotes is found by splitting at them: the pieces with an
even number hold only delimiters and line ends. That makes cutting and changing the dialect exact,
line breaks inside values included, without parsing.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

DELIMITERS = {
    "COMMA": b",",
    "BACKQUOTE": b"`",
    "CARET": b"^",
    "PIPE": b"|",
    "SEMICOLON": b";",
    "TAB": b"\t",
}
LINE_ENDINGS = {"LF": b"\n", "CRLF": b"\r\n"}
_GZIP = 31


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the CSV is written: delimiter and line end of the job, and what the settings say of the rest."""

    delimiter: str = "COMMA"
    line_ending: str = "LF"
    final_newline: bool = True
    header_on_first_page_only: bool = False
    empty_result_has_header: bool = True

    def write(self, page: bytes, offset: int, rows: int) -> bytes:
        """One page, rendered with commas, LF and a header, as this job wants it."""
        if not rows and not self.empty_result_has_header:
            return b""
        if offset and self.header_on_first_page_only:
            page = page[header_length(page) :]
        delimiter, ending = DELIMITERS[self.delimiter], LINE_ENDINGS[self.line_ending]
        if (delimiter, ending) != (b",", b"\n"):
            pieces = page.split(b'"')
            for place in range(0, len(pieces), 2):
                pieces[place] = pieces[place].replace(b",", delimiter).replace(b"\n", ending)
            page = b'"'.join(pieces)
        return page if self.final_newline else page.removesuffix(ending)


class Pages:
    """The pages of one job, in a folder of its own, each as CSV and as gzip of it."""

    def __init__(self, folder: Path, dialect: Dialect, rows_per_page: int) -> None:
        self._folder = folder
        self._dialect = dialect
        self._rows_per_page = rows_per_page
        self._lock = threading.Lock()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def render(self, pages: Iterable[bytes], stop: threading.Event) -> None:
        """Write every page as it comes; ends early when `stop` is set."""
        for number, page in enumerate(pages):
            if stop.is_set():
                return
            self._raw(number).write_bytes(page)

    def prepare(self, total: int, stop: threading.Event) -> None:
        """Make the files that a client without a page size of its own will ask for."""
        for offset in range(0, max(total, 1), self._rows_per_page):
            if stop.is_set():
                return
            self.file(offset, min(self._rows_per_page, total - offset), gzipped=True)

    def file(self, offset: int, rows: int, *, gzipped: bool) -> Path:
        """The file with those rows of the result, made when it is first asked for."""
        plain = self._folder / f"{offset}-{rows}.csv"
        packed = plain.with_suffix(".csv.gz")
        with self._lock:
            if not plain.exists():
                self._write(plain, offset, rows)
            if gzipped and not packed.exists():
                packed.write_bytes(_packed(plain))
        return packed if gzipped else plain

    def delete(self) -> None:
        """Remove the job's files and folder."""
        with self._lock:
            for file in self._folder.iterdir():
                file.unlink()
            self._folder.rmdir()

    def _raw(self, number: int) -> Path:
        return self._folder / f"{number}.raw"

    def _write(self, plain: Path, offset: int, rows: int) -> None:
        cut = self._cut(offset, rows)
        written = self._dialect.write(cut, offset, rows)
        raw = self._raw(offset // self._rows_per_page)
        if written is cut and raw.stat().st_size == len(cut):
            plain.hardlink_to(raw)
            return
        plain.write_bytes(written)

    def _cut(self, offset: int, rows: int) -> bytes:
        number, skipped = divmod(offset, self._rows_per_page)
        page = self._raw(number).read_bytes()
        start = header_length(page)
        if not skipped and rows == self._rows_per_page:
            return page
        return page[:start] + rows_of(page[start:], skipped, rows)


def header_length(page: bytes) -> int:
    """Where the first row begins; column names hold no line breaks."""
    end = page.find(b"\n")
    return end + 1 if end >= 0 else len(page)


def rows_of(body: bytes, skipped: int, rows: int) -> bytes:
    """`rows` rows after the first `skipped`."""
    ends = [0]
    position, outside = 0, True
    for piece in body.split(b'"'):
        if outside and b"\n" in piece:
            ends += [position + place + 1 for place, byte in enumerate(piece) if byte == 10]
        position += len(piece) + 1
        outside = not outside
    if not body.endswith(b"\n"):
        ends.append(len(body))
    last = min(skipped + rows, len(ends) - 1)
    return body[ends[min(skipped, len(ends) - 1)] : ends[last]]


def _packed(plain: Path) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, _GZIP)
    return packer.compress(plain.read_bytes()) + packer.flush()
