"""One way of reading pages, in a process of its own so that its memory can be told: `python -m bench.reading WAY`.

It reads its order as JSON, and prints as JSON the seconds, those of the processor, the peak of memory and the rows.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
from pyarrow import csv, parquet

from bench.memory import peak_mb
from bench.org import FIELDS
from sf_audit.connector.api.describe import Describes
from sf_audit.connector.api.soql import Query
from sf_audit.connector.bulk.jobs import PollPolicy
from sf_audit.connector.bulk.reader import BulkReader
from sf_audit.connector.http.client import Client
from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.http.tokens import Grant
from sf_audit.connector.http.transport import Wire, make_session
from sf_audit.model.review import OrgIdentity
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.staging import Staging, TableWriter

IDENTITY = OrgIdentity("00D000000000001EAA", "Bench", is_sandbox=True, instance_url="https://bench.my.salesforce.com")
STARTED = datetime(2026, 11, 22, tzinfo=UTC)

#: What is measured: it answers the number of rows.
Work: TypeAlias = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Order:
    """Which pages to read, and where to put them. `encoding` is what the server is asked for."""

    url: str
    token: str
    ca_file: str
    job: str
    rows_per_page: int
    folder: str
    encoding: str = "identity"


@dataclass(frozen=True, slots=True)
class Told:
    """What one run took."""

    seconds: float
    cpu: float
    mb: float
    rows: int


def client_of(order: Order) -> Client:
    """A client of the org, that asks for pages in the order's encoding."""
    wire = Wire(hosts=Hosts.trusting(order.url.removeprefix("https://")), ca_bundle=Path(order.ca_file))
    session = make_session(wire)
    session.headers["Accept-Encoding"] = order.encoding
    client = Client(session, Grant(order.token, order.url), wire=wire)
    client.negotiate()
    return client


@contextmanager
def ours(order: Order) -> Iterator[Work]:
    """Into a staging folder, as a review does it: the job is known, as if an earlier attempt had made it.

    Signing in and describing come before; the connection is a new one, as that of `curl` is.
    """
    begun = Staging.begin(Path(order.folder), IDENTITY, tool_version="bench", started=STARTED, plan_sha256="bench")
    with client_of(order) as client, begun as staging:
        described = Describes(client).fields("Account")
        writer = staging.table("Account", Source.DATA, {name: described[name].kind for name in FIELDS})
        writer.remember(job=order.job, api_version=client.version)
        patience = PollPolicy(rows_per_page=order.rows_per_page)
        client.close()

        def store(key: str, page: pa.Table, /, **facts: str | int | None) -> object:
            return writer.page(key, page, **facts)

        yield lambda: _extracted(BulkReader(client, Query("Account", tuple(FIELDS)), writer, store, patience), writer)


def _extracted(reader: BulkReader, writer: TableWriter) -> int:
    reading = reader.pages()
    writer.finish(queries=reading.queries, count_before=reading.rows, count_after=reading.rows)
    if reading.wrong or writer.entry.unread or writer.entry.unseen:
        raise SystemExit(f"{reading.wrong} {writer.entry.unread} {writer.entry.unseen}")
    return reading.rows


@contextmanager
def pyarrow(order: Order) -> Iterator[Work]:
    """The pages in the folder into Parquet beside them, everything text, nothing proved."""
    yield lambda: _converted(Path(order.folder))


def _converted(folder: Path) -> int:
    rows = 0
    for page in sorted(folder.glob("*.csv")):
        table = csv.read_csv(
            page,
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(FIELDS, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
        parquet.write_table(table, page.with_suffix(".parquet"), compression="zstd")
        rows += table.num_rows
    return rows


#: Makes pyarrow load pandas, as it does with the first scalar of a process: imports are not measured.
_LOADED = pa.scalar(0)

_WAYS: dict[str, Callable[[Order], AbstractContextManager[Work]]] = {"ours": ours, "pyarrow": pyarrow}


def main() -> None:
    """Do what the command line says, once."""
    way, order = _WAYS[sys.argv[1]], Order(**json.load(sys.stdin))
    with way(order) as work:
        started, worked = time.perf_counter(), time.process_time()
        rows = work()
        seconds, cpu = time.perf_counter() - started, time.process_time() - worked
    peak = peak_mb()
    print(json.dumps(asdict(Told(seconds, cpu, peak, rows))))


if __name__ == "__main__":
    main()
