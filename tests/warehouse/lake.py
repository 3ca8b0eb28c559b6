"""A lake of Iceberg tables with a catalog in SQLite, as a job of a company's own keeps one."""

from __future__ import annotations

import os
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


def files_of(folder: Path, pattern: str) -> list[Path]:
    """Files of a table, the oldest first."""
    return sorted(folder.rglob(pattern), key=lambda path: path.stat().st_mtime_ns)
