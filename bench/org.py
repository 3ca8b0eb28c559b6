"""A demo org that has Accounts alone, as a process of its own: `python -m bench.org --rows 100000`.

It prints one line of JSON (`url`, `access_token`, `ca_file`) once it answers, and ends when its standard input does.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from bench import accounts
from sf_audit.connector.plan.cost import rows_per_page
from sf_audit.demo.schema import Field, OrgData, SObject
from sf_audit.demo.server.running import DemoServer
from sf_audit.demo.server.settings import ServerSettings
from sf_audit.snapshot import ids

_TICKS = os.sysconf("SC_CLK_TCK")
_LISTED = (
    Field("Id", "id", length=18),
    Field("Name", "string", length=255, name_field=True),
    Field("Type", "picklist", length=255),
    Field("Industry", "picklist", length=255),
    Field("AccountNumber", "string", length=40),
    Field("Site", "string", length=80),
    Field("Phone", "phone", length=40),
    Field("Fax", "phone", length=40),
    Field("AnnualRevenue", "currency", precision=18, scale=0),
    Field("NumberOfEmployees", "int"),
    Field("Ownership", "picklist", length=255),
    Field("TickerSymbol", "string", length=20),
    Field("Rating", "picklist", length=255),
    Field("BillingStreet", "textarea", length=255),
    Field("ShippingStreet", "textarea", length=255),
    Field("BillingCity", "string", length=40),
    Field("ShippingCity", "string", length=40),
    Field("BillingPostalCode", "string", length=20),
    Field("ShippingPostalCode", "string", length=20),
    Field("OwnerId", "reference", length=18, references=("User",)),
    Field("ParentId", "reference", length=18, references=("Account",)),
    Field("CreatedDate", "datetime"),
    Field("LastModifiedDate", "datetime"),
    Field("LastActivityDate", "date"),
    Field("Website", "url", length=255),
    Field("BillingState", "string", length=80),
    Field("BillingCountry", "string", length=80),
    Field("ShippingState", "string", length=80),
    Field("ShippingCountry", "string", length=80),
    Field("Email__c", "email", length=80, custom=True),
)

#: The fields of an Account by name.
FIELDS = {field.name: field for field in _LISTED}

#: So many rows a page of them has when a review reads it.
PAGE = rows_per_page(FIELDS.values(), 50_000)


@dataclass(frozen=True, slots=True)
class RunningOrg:
    """An org that answers; `cpu()` is what its process has worked so far, in seconds."""

    url: str
    access_token: str
    ca_file: Path
    pid: int

    def cpu(self) -> float:
        """Seconds of processor time."""
        numbers = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(numbers[11]) + int(numbers[12])) / _TICKS


@contextmanager
def running(rows: int, *, bytes_per_s: int = 0, rows_per_page: int = PAGE) -> Iterator[RunningOrg]:
    """An org in another process; `bytes_per_s` slows every answer down. It has bulk pages of that size ready."""
    options = {"--rows": rows, "--bytes-per-s": bytes_per_s, "--rows-per-page": rows_per_page}
    command = [sys.executable, "-m", "bench.org", *(str(word) for option in options.items() for word in option)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        try:
            connection = json.loads(process.stdout.readline())
            yield RunningOrg(connection["url"], connection["access_token"], Path(connection["ca_file"]), process.pid)
        finally:
            process.stdin.close()


def org(rows: int, folder: Path) -> OrgData:
    """An org with so many Accounts, as `bench.accounts` makes them up."""
    file = folder / "accounts.parquet"
    accounts.write(rows, file)
    stored = duckdb.connect(config={"threads": 2, "temp_directory": str(folder)})
    listed = ", ".join(map(_stored, FIELDS.values()))
    made_up = _with_checksums(parquet.read_table(file))
    stored.execute(f'CREATE TABLE "Account" AS SELECT {listed} FROM made_up')
    del made_up
    account = SObject("Account", "Account", "Accounts", "001", tuple(FIELDS.values()))
    return OrgData("00D000000000001EAA", "005000000000001AAA", "bench@example.com", {"Account": account}, stored, {})


def _with_checksums(made_up: pa.Table) -> pa.Table:
    """The ids as an org has them: their last three characters follow from the others."""
    for number, name in enumerate(made_up.column_names):
        if FIELDS[name].type in {"id", "reference"}:
            fifteen = pc.utf8_slice_codeunits(made_up[name], 0, 15)
            made_up = made_up.set_column(number, name, ids.normalised(fifteen))
    return made_up


def _stored(field: Field) -> str:
    if field.type == "currency":
        return f'CAST("{field.name}" AS DECIMAL(18, 2)) AS "{field.name}"'
    return f'"{field.name}"'


def main() -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--bytes-per-s", type=int, default=0)
    parser.add_argument("--rows-per-page", type=int, default=PAGE)
    chosen = parser.parse_args()
    settings = ServerSettings(
        rate_limit_bytes_per_s=chosen.bytes_per_s or None, bulk_rows_per_page=chosen.rows_per_page
    )
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        with DemoServer(org(chosen.rows, folder), folder=folder / "server", settings=settings) as server:
            connection = {"url": server.url, "access_token": server.access_token, "ca_file": str(server.ca_file)}
            print(json.dumps(connection), flush=True)
            sys.stdin.read()


if __name__ == "__main__":
    main()
