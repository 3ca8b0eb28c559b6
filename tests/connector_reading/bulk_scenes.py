"""What the tests of bulk jobs read, and with what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from sf_audit.connector.api.read_report import Reading, Sink
from sf_audit.connector.api.soql import Query
from sf_audit.connector.bulk.jobs import PollPolicy
from sf_audit.connector.bulk.reader import BulkReader
from sf_audit.connector.http.client import Client
from sf_audit.model.review import OrgIdentity
from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.pages import decoded
from sf_audit.snapshot.staging import Staging
from sf_audit.snapshot.writer import TableWriter
from tests.connector_reading.replies import Row

COLUMNS = {"Id": FieldType("id"), "Name": FieldType("string"), "Email": FieldType("email"), "Last": FieldType("string")}


QUERY = Query("Contact", tuple(COLUMNS))


IDENTITY = OrgIdentity("00D000000000001EAA", "Acme", False, "https://127.0.0.1")


def begin(root: Path) -> Staging:
    started = datetime(2026, 3, 10, tzinfo=UTC)
    return Staging.begin(root, IDENTITY, tool_version="1", started=started, plan_sha256="p")


@pytest.fixture
def staging(tmp_path: Path) -> Iterator[Staging]:
    with begin(tmp_path) as opened:
        yield opened


@pytest.fixture
def writer(staging: Staging) -> TableWriter:
    return staging.table("Contact", Source.DATA, COLUMNS)


def store_in(writer: TableWriter) -> Sink:
    def store(key: str, page: pa.Table, /, **facts: str | int | None) -> object:
        return writer.page(key, page, **facts)

    return store


@pytest.fixture
def patience() -> PollPolicy:
    """Waits for nothing; pages of 100 rows."""
    return PollPolicy(rows_per_page=100, sleep=lambda seconds: None)


@pytest.fixture
def read(client: Client, writer: TableWriter, patience: PollPolicy) -> Callable[[], Reading]:
    return lambda: BulkReader(client, QUERY, writer, store_in(writer), patience).pages()


def stored(staging: Staging, writer: TableWriter) -> list[tuple[str | None, ...]]:
    tables = [decoded(staging.folder / "snapshot" / page.file) for page in writer.pages]
    return [tuple(row[name] for name in COLUMNS) for table in tables for row in table.to_pylist()]


def truth(rows: list[Row]) -> list[tuple[str | None, ...]]:
    return [tuple(row[name] or None for name in COLUMNS) for row in rows]
