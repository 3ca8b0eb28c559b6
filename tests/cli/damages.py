"""What disks, people and other programs do to a file."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def deep(path: Path) -> None:
    path.write_bytes(b"[" * 100_000 + b"]" * 100_000)


def deep_objects(path: Path) -> None:
    path.write_bytes(b'{"a":' * 100_000 + b"1" + b"}" * 100_000)


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def noise(path: Path) -> None:
    path.write_bytes(random.Random(7).randbytes(5000))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def other_schema(path: Path) -> None:
    path.unlink()
    pq.write_table(pa.table({"x": [1, 2]}), path)


def other_types(path: Path) -> None:
    table = pq.read_table(path)
    numbers = {name: pa.array([1] * table.num_rows) for name in table.column_names}
    path.unlink()
    pq.write_table(pa.table(numbers), path)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)
