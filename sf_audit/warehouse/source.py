"""Where the records of one object are, and how a loader wrote them down."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path


class Place(StrEnum):
    """What holds the records."""

    PARQUET = "parquet"
    DUCKDB = "duckdb"
    POSTGRESQL = "postgresql"
    DELTA = "delta"
    ICEBERG = "iceberg"

    @property
    def called(self) -> str:
        """As people call it."""
        names = {"duckdb": "DuckDB", "postgresql": "PostgreSQL"}
        return names.get(self.value, self.value.capitalize())


class Loader(StrEnum):
    """A loader whose own columns are known."""

    FIVETRAN = "fivetran"
    AIRBYTE = "airbyte"


@dataclass(frozen=True, slots=True)
class Markers:
    """The columns in which a loader says what a row is.

    `deleted` is true, or holds a time, where the record is deleted. `active` is true in the current row of a record
    whose earlier states are kept. `loaded` is when the row was loaded. Empty where there is no such column.
    """

    deleted: str = ""
    active: str = ""
    loaded: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Those that there are."""
        return tuple(column for column in (self.deleted, self.active, self.loaded) if column)


#: "System Columns and Tables" in the documentation of Fivetran; "Airbyte metadata fields" in that of Airbyte, whose
#: connectors add the time of deletion.
MARKERS: Mapping[Loader, Markers] = {
    Loader.FIVETRAN: Markers("_fivetran_deleted", "_fivetran_active", "_fivetran_synced"),
    Loader.AIRBYTE: Markers("_ab_cdc_deleted_at", "", "_airbyte_extracted_at"),
}

#: A change in the org that is older than this has to be loaded.
MAX_AGE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class RecordSource:
    """Where the records of an object are read instead of from the org.

    `address` is a path relative to `folder`, an address of a store, a connection string without a password, or the name
    of a catalog.
    `columns` names the column of each field whose column is called otherwise. Of `markers`, those in `expected` must be
    there; the others come from what is known of the loader. `count_gap` is by how many records the org's count may
    differ beyond what changed since the last load. `refreshed` are fields that the org changes without a new
    SystemModstamp, and that the loader brings right all the same. Times without a zone are in `time_zone`.
    """

    object: str
    place: Place
    address: str
    folder: Path
    table: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    markers: Markers = field(default_factory=Markers)
    expected: frozenset[str] = frozenset()
    max_age: timedelta = MAX_AGE
    count_gap: int = 0
    refreshed: frozenset[str] = frozenset()
    time_zone: str = "UTC"

    def __str__(self) -> str:
        """For people: `PostgreSQL table salesforce.account (service=warehouse)`."""
        table = f" table {self.table} ({self.address})" if self.table else f" {self.address}"
        return f"{self.place.called}{table}"

    @property
    def path(self) -> str:
        """Where its files are: an address of a store as it is written, or a path of this machine."""
        return self.address if "://" in self.address else str(self.folder / os.path.expanduser(self.address))

    @property
    def setting(self) -> str:
        """Where a person changes it."""
        return f"sources.{self.object} in sf-audit.yaml"


class SourceRefused(Exception):
    """Records cannot be read where they are said to be: `str()` says why, `remedy` what to do. Holds no field value."""

    def __init__(self, why: str, remedy: str = "") -> None:
        super().__init__(why)
        self.remedy = remedy
