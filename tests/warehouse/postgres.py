"""A PostgreSQL server of the test's own on 127.0.0.1, as an unprivileged user, ended by its own process id.

It ends with the process that started it, too, however that one ends.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import adbc_driver_postgresql.dbapi as driver  # noqa: TID251 - as the loader that fills the database
import pyarrow as pa
import pytest

from tests.debian import cannot, install, one_at_a_time
from tests.warehouse.accounts import TYPES, table

#: `auditor` signs in with a password, `owner` with none, and nobody else.
HBA = """\
host all owner 127.0.0.1/32 trust
host all auditor 127.0.0.1/32 scram-sha-256
"""
PASSWORD = "correct horse battery staple"
SETTINGS = {"fsync": "off", "unix_socket_directories": "", "listen_addresses": "127.0.0.1", "max_connections": "20"}


@dataclass(frozen=True)
class Postgres:
    """The server; `address` has no password."""

    port: int

    @property
    def address(self) -> str:
        return f"host=127.0.0.1 port={self.port} user=auditor dbname=postgres"

    @contextlib.contextmanager
    def owner(self) -> Iterator[Any]:
        with (
            driver.connect(
                f"host=127.0.0.1 port={self.port} user=owner dbname=postgres", autocommit=True
            ) as connection,
            connection.cursor() as cursor,
        ):
            yield cursor

    def run(self, *statements: str) -> None:
        with self.owner() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with self.owner() as cursor:
            cursor.execute(statement)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    def land(self, name: str, rows: list[dict[str, Any]], types: Mapping[str, pa.DataType] = TYPES) -> None:
        """Make a table of the schema salesforce that auditors may read, and load rows into it."""
        with self.owner() as cursor:
            cursor.execute("CREATE SCHEMA IF NOT EXISTS salesforce")
            cursor.execute("GRANT USAGE ON SCHEMA salesforce TO auditor")
            cursor.execute(f"DROP TABLE IF EXISTS salesforce.{name} CASCADE")
            cursor.adbc_ingest(name, table(rows, types), mode="create", db_schema_name="salesforce")
            cursor.execute(f"GRANT ALL ON salesforce.{name} TO auditor")


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    known = found[-1] if found else shutil.which("initdb")
    return Path(known).resolve().parent if known else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server, for all tests of a process."""
    with one_at_a_time():
        if _programs() is None:
            install("postgresql")
    programs = _programs()
    if programs is None:
        cannot("PostgreSQL is not installed, and could not be")
    folder = Path(tempfile.mkdtemp(prefix="sf-audit-postgres-"))
    try:
        with _running(programs, folder) as server:
            server.run(f"CREATE ROLE auditor LOGIN PASSWORD '{PASSWORD}'")
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _running(programs: Path, folder: Path) -> Iterator[Postgres]:
    """PostgreSQL does not run as root."""
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, user)
    made = [str(programs / "initdb"), "-D", str(data), "-U", "owner", "-A", "trust", "--no-sync", "-E", "UTF8"]
    as_user: dict[str, Any] = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
    quiet = as_user if os.geteuid() == 0 else {}
    subprocess.run([*made, "--locale=C.UTF-8"], check=True, capture_output=True, timeout=60, cwd=folder, **quiet)
    (data / "pg_hba.conf").write_text(HBA)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    command = [*_with_its_parent(), str(programs / "postgres"), "-D", str(data), "-p", str(port), *options]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **quiet)
    try:
        yield _answering(port)
    finally:
        server.send_signal(signal.SIGINT)  # "fast shutdown": it ends its sessions and does not wait for them
        server.wait(30)


def _with_its_parent() -> list[str]:
    """The kernel asks the server to end when its parent is no more: "prctl(2)", PR_SET_PDEATHSIG.

    It is the server's own setting, so no other process is ever meant; where there is no setpriv, it is not made.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "INT"] if setpriv else []


def _answering(port: int) -> Postgres:
    for _ in range(200):
        with contextlib.suppress(driver.Error):
            server = Postgres(port)
            server.run("SELECT 1")
            return server
        time.sleep(0.1)
    cannot("PostgreSQL did not start")
