"""A lake of Iceberg tables with a catalog in SQLite, as a job of a company's own keeps one."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.accounts import table


@dataclass(frozen=True)
class Lake:
    """The catalog that PyIceberg knows as `lake`."""

    catalog: Any

    def land(self, name: str, rows: list[dict[str, Any]]) -> Any:
        """Make the table anew, and write rows into it."""
        data = table(rows)
        self.catalog.create_namespace_if_not_exists(name.partition(".")[0])
        if self.catalog.table_exists(name):
            self.catalog.drop_table(name)
        made = self.catalog.create_table(name, data.schema)
        made.append(data)
        return made


@pytest.fixture(scope="session")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    """PyIceberg reads its settings when it is imported, so they are there before that, for all tests of a process."""
    folder = tmp_path_factory.mktemp("lake")
    settings = {"TYPE": "sql", "URI": f"sqlite:///{folder}/catalog.db", "WAREHOUSE": f"file://{folder}"}
    os.environ.update({f"PYICEBERG_CATALOG__LAKE__{name}": value for name, value in settings.items()})
    from pyiceberg.catalog import load_catalog  # noqa: TID251 - as the job that fills the lake

    yield Lake(load_catalog("lake"))
    for name in settings:
        del os.environ[f"PYICEBERG_CATALOG__LAKE__{name}"]


_Z85 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"


def delete_rows(folder: Path, rows: list[int]) -> None:
    """Delete rows of a Delta table of one file by an inline deletion vector: "Delta Transaction Log Protocol"."""
    bitmap = struct.pack(f"<IIHHI{len(rows)}H", 12346, 1, 0, len(rows) - 1, 16, *rows)  # "RoaringFormatSpec"
    vector = struct.pack("<IQI", 1681511377, 1, 0) + bitmap
    features = {"readerFeatures": ["deletionVectors"], "writerFeatures": ["deletionVectors"]}
    first = (folder / "_delta_log" / f"{0:020d}.json").read_text().splitlines()
    (added,) = [action["add"] for line in first if "add" in (action := json.loads(line))]
    described = {"storageType": "i", "pathOrInlineDv": _z85(vector), "sizeInBytes": len(vector)}
    actions = [
        {"protocol": {"minReaderVersion": 3, "minWriterVersion": 7, **features}},
        {"remove": {"path": added["path"], "deletionTimestamp": 0, "dataChange": True}},
        {"add": {**added, "deletionVector": {**described, "cardinality": len(rows)}}},
    ]
    (folder / "_delta_log" / f"{1:020d}.json").write_text("\n".join(map(json.dumps, actions)))


def _z85(payload: bytes) -> str:
    """ZeroMQ's Base-85, as that protocol writes bytes."""
    whole = payload + b"\0" * (-len(payload) % 4)
    words = struct.unpack(f">{len(whole) // 4}I", whole)
    return "".join(_Z85[word // 85**place % 85] for word in words for place in (4, 3, 2, 1, 0))


def files_of(folder: Path, pattern: str) -> list[Path]:
    """Files of a table, the oldest first."""
    return sorted(folder.rglob(pattern), key=lambda path: path.stat().st_mtime_ns)
