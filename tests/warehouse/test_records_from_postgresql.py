"""Records of an object in PostgreSQL as Fivetran lands them: read in a transaction that cannot write."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from sf_audit.model.review import Reason, Unread
from sf_audit.snapshot.manifest import TableEntry
from sf_audit.snapshot.needs import need
from sf_audit.warehouse.opened import open_source
from sf_audit.warehouse.source import Place, RecordSource
from tests.connector_reading.gathering import Gather
from tests.connector_reading.reading_org import Org
from tests.warehouse.accounts import LOADED, WANTED, in_org, loaded, source, stamped
from tests.warehouse.postgres import PASSWORD, Postgres


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, postgres: Postgres) -> None:
    """The password where psql looks for it."""
    file = tmp_path / "pgpass"
    file.write_text(f"127.0.0.1:{postgres.port}:*:auditor:{PASSWORD}\n")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))


def held(folder: Path, address: str, table: str = "salesforce.account") -> RecordSource:
    return source(folder, address, place=Place.POSTGRESQL, table=table)


def unread(entry: TableEntry) -> Unread:
    assert entry.unread is not None
    return entry.unread


def test_records_are_read_and_nothing_is_written(org: Org, gather: Gather, tmp_path: Path, postgres: Postgres) -> None:
    in_org(org, 3)
    postgres.land("account", loaded(3))
    before = postgres.rows("SELECT pg_current_wal_lsn()")

    found = gather(WANTED, held=[held(tmp_path, postgres.address)])

    assert postgres.rows("SELECT pg_current_wal_lsn()") == before
    assert found["Account"].unread is None
    assert found["Account"].unseen == {}
    assert found.rows("Account")[0] == {
        "Id": "001000000000000AAA",
        "AnnualRevenue": Decimal("12345678901234.560000"),
        "BillingCountry": "NA",
        "My_Field__c": True,
        "Name": "Name 0",
        "OwnerId": "005000000000001AAA",
        "Renewal__c": date(2026, 1, 31),
        "SystemModstamp": stamped(0).replace(tzinfo=None),
    }
    where = found["Account"].loaded_from
    assert where is not None
    assert where.place == f"PostgreSQL table salesforce.account ({postgres.address})"
    assert where.version.startswith("snapshot ")
    assert (where.loaded, where.newest, where.org_records) == (LOADED, stamped(0), 3)


def test_a_view_that_would_write_is_refused_and_writes_nothing(
    org: Org, gather: Gather, tmp_path: Path, postgres: Postgres
) -> None:
    in_org(org, 1)
    postgres.land("account", loaded(1))
    postgres.run(
        "CREATE TABLE IF NOT EXISTS salesforce.log (at timestamptz)",
        "GRANT ALL ON salesforce.log TO auditor",
        """CREATE OR REPLACE FUNCTION salesforce.note() RETURNS boolean LANGUAGE sql VOLATILE
        AS $$ INSERT INTO salesforce.log VALUES (now()) RETURNING true $$""",
        "CREATE VIEW salesforce.noted AS SELECT * FROM salesforce.account WHERE salesforce.note()",
        "GRANT ALL ON salesforce.noted TO auditor",
    )

    entry = gather(WANTED, held=[held(tmp_path, postgres.address, "salesforce.noted")])["Account"]

    assert unread(entry).reason is Reason.NOT_LOADED
    assert unread(entry).detail.endswith("reading salesforce.noted would write to the database, which is not done")
    assert postgres.rows("SELECT count(*) FROM salesforce.log") == [(0,)]


@pytest.mark.parametrize(
    ("table", "says", "remedy"),
    [
        ("salesforce.acount", "there is no table salesforce.acount", "Look at sources.Account in sf-audit.yaml: names"),
        ("nowhere.account", "there is no table nowhere.account", "Look at sources.Account in sf-audit.yaml: names"),
        ("salesforce.secret", "the database user may not read salesforce.secret", "GRANT SELECT ON salesforce.secret"),
        ("salesforce.slow", "the query of salesforce.slow took the database too long", "Allow it more time"),
        ("salesforce.broken", "the database ended the query of salesforce.broken", "Try the same with psql"),
    ],
)
def test_what_the_database_refuses_costs_its_object_alone(
    org: Org, gather: Gather, tmp_path: Path, postgres: Postgres, table: str, says: str, remedy: str
) -> None:
    in_org(org, 1)
    org.add("Lead", [], [{"Id": "00Q000000000001EAA"}])
    postgres.land("account", loaded(1))
    postgres.run(
        "CREATE TABLE IF NOT EXISTS salesforce.secret (id text)",
        "CREATE VIEW salesforce.slow AS SELECT * FROM salesforce.account WHERE pg_sleep(5) IS NOT NULL",
        "CREATE VIEW salesforce.broken AS SELECT a.* FROM salesforce.account a WHERE 1 / (length(a.id) - 15) > 0",
        "GRANT ALL ON salesforce.slow, salesforce.broken TO auditor",
        "ALTER ROLE auditor SET statement_timeout = '300ms'",
    )

    try:
        found = gather(WANTED, need("Lead", "Id"), held=[held(tmp_path, postgres.address, table)])
    finally:
        postgres.run("ALTER ROLE auditor RESET statement_timeout")

    assert unread(found["Account"]).reason is Reason.NOT_LOADED
    assert says in unread(found["Account"]).detail
    assert unread(found["Account"]).unlocked_by.startswith(remedy)
    assert found["Lead"].unread is None


def test_a_wrong_password_is_said_and_not_repeated(
    org: Org, gather: Gather, tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_org(org, 1)
    monkeypatch.setenv("PGPASSWORD", "hunter2")

    said = unread(gather(WANTED, held=[held(tmp_path, postgres.address)])["Account"])

    assert said.detail == (
        f"Account: the PostgreSQL database ({postgres.address}) cannot be read: it does not take the password"
    )
    assert said.unlocked_by == "Look at ~/.pgpass or PGPASSWORD"


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("host=127.0.0.1 port={free} user=auditor dbname=postgres", "nothing listens there"),
        ("host=127.0.0.1 port={port} user=stranger dbname=postgres", "it lets nobody in from here"),
        ("host=127.0.0.1 port={port} user=auditor dbname=crm", "it has no database of that name"),
        ("host=warehouse.invalid dbname=crm", "its host is not known"),
        ("service=nowhere", "there is no such service"),
        ("warehouse analytics", "its address is not one"),
        ("host=127.0.0.1 prt=5", "its address is not one"),
        ("postgresql://auditor@127.0.0.1:{free}/postgres", "nothing listens there"),
        ("postgresql://auditor@127.0.0.1:{port}/crm?sslmode=disable", "it has no database of that name"),
    ],
)
def test_a_database_that_cannot_be_reached_says_why(
    org: Org, gather: Gather, tmp_path: Path, postgres: Postgres, address: str, says: str
) -> None:
    in_org(org, 1)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        written = address.format(port=postgres.port, free=unused.getsockname()[1])
        entry = gather(WANTED, held=[held(tmp_path, written)])["Account"]

    assert unread(entry).detail == f"Account: the PostgreSQL database ({written}) cannot be read: {says}"
    assert PASSWORD not in str(entry)


@pytest.fixture
def ctrl_c_alone() -> Iterator[None]:
    """Where an earlier test ran the command line in this process, its watchdog would end it soon after a Ctrl-C."""
    woken, handler = signal.set_wakeup_fd(-1), signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.set_wakeup_fd(woken)
    signal.signal(signal.SIGINT, handler)


@pytest.mark.usefixtures("ctrl_c_alone")
def test_an_interrupt_does_not_wait_for_the_database(
    org: Org, gather: Gather, tmp_path: Path, postgres: Postgres
) -> None:
    in_org(org, 1)
    postgres.land("account", loaded(1))
    postgres.run(
        "CREATE VIEW salesforce.endless AS SELECT * FROM salesforce.account WHERE pg_sleep(60) IS NOT NULL",
        "GRANT ALL ON salesforce.endless TO auditor",
    )
    ctrl_c = threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT))
    began = time.monotonic()

    ctrl_c.start()
    with pytest.raises(KeyboardInterrupt):
        gather(WANTED, held=[held(tmp_path, postgres.address, "salesforce.endless")])

    assert time.monotonic() - began < 10


def test_types_of_a_database_are_read_by_what_they_mean(
    org: Org, gather: Gather, tmp_path: Path, postgres: Postgres
) -> None:
    in_org(org, 2)
    postgres.land("account", loaded(2))
    postgres.run(
        "CREATE EXTENSION IF NOT EXISTS citext",
        'CREATE SCHEMA IF NOT EXISTS "Sales.Force"',
        'GRANT USAGE ON SCHEMA "Sales.Force" TO auditor',
        """CREATE OR REPLACE VIEW "Sales.Force"."Account" AS SELECT id, name::citext, annual_revenue::numeric::money,
        my_field_c::int::text AS my_field_c, owner_id, system_modstamp,
        CASE WHEN id < '001000000000001' THEN 'infinity'::date ELSE renewal_c END AS renewal_c
        FROM salesforce.account""",
        'GRANT ALL ON "Sales.Force"."Account" TO auditor',
    )

    found = gather(WANTED, held=[held(tmp_path, postgres.address, '"Sales.Force"."Account"')])

    assert found["Account"].unread is None
    assert [(row["Name"], row["My_Field__c"], row["Renewal__c"]) for row in found.rows("Account")] == [
        ("Name 0", True, None),
        ("Name 1", False, date(2026, 1, 31)),
    ]
    assert {name: why.detail.partition(": ")[2] for name, why in found["Account"].unseen.items()} == {
        "AnnualRevenue": "",
        "BillingCountry": f'PostgreSQL table "Sales.Force"."Account" ({postgres.address}) does not hold '
        "Account.BillingCountry: no column of that name",
        "Renewal__c": "",
    }
    assert found["Account"].unseen["Renewal__c"].detail == "1 value of Account.Renewal__c is not of its type, date"
    assert found["Account"].unseen["AnnualRevenue"].detail.startswith("2 values of Account.AnnualRevenue are not")


def test_rows_that_a_policy_hides_are_not_left_out_unseen(
    org: Org, gather: Gather, tmp_path: Path, postgres: Postgres
) -> None:
    in_org(org, 2)
    postgres.land("guarded", loaded(4))
    postgres.run(
        "ALTER TABLE salesforce.guarded ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY few ON salesforce.guarded FOR SELECT TO auditor USING (name < 'Name 2')",
    )

    entry = gather(WANTED, held=[held(tmp_path, postgres.address, "salesforce.guarded")])["Account"]

    assert unread(entry).detail.endswith(
        "row-level security of salesforce.guarded may hide rows from the database user"
    )
    assert unread(entry).unlocked_by.startswith("Let a user read it who has BYPASSRLS")


def test_spaces_that_fill_up_a_column_are_no_value(
    org: Org, gather: Gather, tmp_path: Path, postgres: Postgres
) -> None:
    in_org(org, 2)
    rows = loaded(2)
    rows[0]["billing_country"] = ""
    postgres.land("filled_up", rows)
    postgres.run("ALTER TABLE salesforce.filled_up ALTER billing_country TYPE char(10), ALTER id TYPE char(18)")

    found = gather(WANTED, held=[held(tmp_path, postgres.address, "salesforce.filled_up")])

    assert found["Account"].unread is None
    assert [row["BillingCountry"] for row in found.rows("Account")] == [None, "DE"]


def test_an_interrupt_after_the_last_row_ends_nothing(tmp_path: Path, postgres: Postgres) -> None:
    postgres.land("account", loaded(1))
    with open_source(held(tmp_path, postgres.address)) as opened:
        opened.cancel()

    opened.cancel()


def test_a_connection_that_breaks_costs_its_object(
    org: Org, gather: Gather, tmp_path: Path, postgres: Postgres
) -> None:
    in_org(org, 1)
    postgres.land("account", loaded(1))
    postgres.run(
        "CREATE VIEW salesforce.broken_off AS SELECT * FROM salesforce.account WHERE pg_sleep(60) IS NOT NULL",
        "GRANT ALL ON salesforce.broken_off TO auditor",
    )
    ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'auditor'"
    administrator = threading.Timer(1.0, postgres.run, (ending,))

    administrator.start()
    entry = gather(WANTED, held=[held(tmp_path, postgres.address, "salesforce.broken_off")])["Account"]

    assert unread(entry).detail == (
        f"Account: PostgreSQL table salesforce.broken_off ({postgres.address}): the database ended the connection "
        "while salesforce.broken_off was read"
    )
