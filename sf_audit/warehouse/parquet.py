"""Records in Parquet files: one, all of a folder, or those that a pattern names."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sf_audit.model.counts import count
from sf_audit.warehouse.source import RecordSource, SourceRefused

#: Rows of a batch: a few megabytes, unless texts are long.
ROWS = 8_192

_AGAIN = "Let the loader finish, then run again"


@contextmanager
def open_parquet(source: RecordSource) -> Iterator[ParquetFiles]:
    """The files that the source names, which all have the same columns."""
    files = _files(source)
    schemas = [_schema(file) for file in files]
    yield ParquetFiles(tuple(files), _common(files, schemas), tuple(map(_state, files)))


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class ParquetFiles:
    """The files, with their sizes and times when they were opened."""

    files: tuple[Path, ...]
    schema: pa.Schema
    states: tuple[tuple[int, int], ...]

    @property
    def version(self) -> str:
        """How many files there are, and when the newest was written."""
        newest = datetime.fromtimestamp(max(changed for _, changed in self.states) / 1e9, UTC)
        return f"{count(len(self.files), 'file')}, the newest of {newest:%Y-%m-%d %H:%M} UTC"

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """All rows; SourceRefused where a file is damaged, or is written while it is read."""
        for file, state in zip(self.files, self.states, strict=True):
            yield from _rows(file, columns)
            if _state(file) != state:
                raise SourceRefused(f"{file} was written while it was read", _AGAIN)

    def cancel(self) -> None:
        """No file lets anybody wait."""


def _files(source: RecordSource) -> list[Path]:
    named, pattern = _named(source)
    if not pattern and os.path.isdir(named):
        _refuse_other_table(named, source)
        pattern = os.path.join("**", "*.parquet")
    found = sorted(Path(name) for name in glob.glob(str(Path(glob.escape(str(named)), pattern)), recursive=True))
    files = [path for path in found if path.is_file() and not _is_unfinished(path, named)]
    if not files:
        says = f"there is no Parquet file at {named / pattern}"
        raise SourceRefused(says, f"Look at {source.setting}, and at the loader")
    for folder in {folder for path in files for folder in path.parents if folder.name}:
        _refuse_other_table(folder, source)
    return files


def _named(source: RecordSource) -> tuple[Path, str]:
    """As much of the path as is no pattern, and the pattern. What is there by that very name is meant."""
    named, rest = source.folder, list(Path(os.path.expanduser(source.address)).parts)
    while rest and (not glob.has_magic(rest[0]) or os.path.lexists(named / rest[0])):
        named /= rest.pop(0)
    return named, os.path.join(*rest) if rest else ""


def _is_unfinished(path: Path, named: Path) -> bool:
    """Writers put what is not done yet, or no data, under names that begin so, such as `_temporary`.

    `named` is as much of the path as somebody wrote without a pattern.
    """
    return any(part.startswith(("_", ".")) for part in path.relative_to(named).parts)


def _refuse_other_table(folder: Path, source: RecordSource) -> None:
    """In the folder of a Delta or Iceberg table lie files of other versions, too."""
    kinds = {"delta": folder / "_delta_log", "iceberg": folder.with_name("metadata"), "Iceberg": folder / "metadata"}
    for kind, log in kinds.items():
        if log.is_dir() and (kind == "delta" or any(log.glob("*.metadata.json"))):
            says = f"{folder} is part of a table of {kind.capitalize()}, not all of whose files are current"
            raise SourceRefused(says, f"Write {kind.lower()}: in place of parquet: in {source.setting}")


def _state(file: Path) -> tuple[int, int]:
    try:
        state = file.stat()
    except OSError as problem:
        raise SourceRefused(f"{file} cannot be read: {problem.strerror}", _AGAIN) from None
    return state.st_size, state.st_mtime_ns


def _schema(file: Path) -> pa.Schema:
    try:
        schema = pq.read_schema(file)
        schema.names  # noqa: B018 - decoded here, which fails where one is not UTF-8
    except (pa.ArrowException, OSError, UnicodeDecodeError) as problem:
        raise _refused(file, problem) from None
    return schema


def _common(files: Sequence[Path], schemas: Sequence[pa.Schema]) -> pa.Schema:
    """Files of one table may have been written at different times; a column that some lack is a drift."""
    for file, schema in zip(files, schemas, strict=True):
        if schema.names != schemas[0].names and set(schema.names) != set(schemas[0].names):
            odd = sorted(set(schema.names) ^ set(schemas[0].names))
            raise SourceRefused(
                f"{file} has not the columns of {files[0]} ({', '.join(odd)})", "Load the table anew, or name one load"
            )
    return schemas[0]


def _rows(file: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    try:
        with pq.ParquetFile(file, page_checksum_verification=True) as opened:
            yield from opened.iter_batches(ROWS, columns=list(columns), use_threads=False)
    except (pa.ArrowException, OSError) as problem:
        raise _refused(file, problem) from None


def _refused(file: Path, problem: Exception) -> SourceRefused:
    """The parser's words may quote what it read."""
    if isinstance(problem, OSError) and problem.errno is not None:
        hint = f"Let this user read {file}"
        return SourceRefused(f"{file} cannot be read: {problem.strerror or os.strerror(problem.errno)}", hint)
    return SourceRefused(f"{file} is no whole Parquet file: it is damaged, or not written to its end", _AGAIN)
