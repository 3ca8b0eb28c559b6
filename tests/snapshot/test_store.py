from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from sf_audit.errors import UsageProblem
from sf_audit.model.review import NotReadable, OrgIdentity, Reason, Unread
from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.frame import frame
from sf_audit.snapshot.needs import Source, need
from sf_audit.snapshot.retention import prune
from sf_audit.snapshot.scratch import scratch_folder
from sf_audit.snapshot.staging import Staging
from sf_audit.snapshot.store import latest, open_snapshot
from sf_audit.snapshot.tables import Snapshot
from tests.snapshot.small_snapshot import COLUMNS, ORG, STARTED, collect, extras, page, staging, whole

ONE, TWO = "001000000000001AAA", "001000000000002AAA"
EVERY_TYPE = {
    "Id": ("id", ONE),
    "Name": ("string", "007"),
    "IsActive": ("boolean", "true"),
    "Employees": ("int", "12"),
    "Amount": ("currency", "1.50"),
    "Latitude": ("double", "0.25"),
    "Day": ("date", "2026-11-22"),
    "Moment": ("datetime", "2026-11-22T16:40:57.000Z"),
    "Clock": ("time", "16:40:57.000Z"),
    "Kinds": ("multipicklist", "a;b"),
}


def snapshot_of(tmp_path: Path, columns: dict[str, FieldType], *pages: pa.Table) -> Snapshot:
    with staging(tmp_path / "snapshots") as gathering:
        writer = gathering.table("Account", Source.DATA, columns)
        for number, text in enumerate(pages):
            writer.page(str(number), text)
        writer.finish(queries=["SELECT Id FROM Account"], count_before=None, count_after=None)
        folder = gathering.commit(extras())
    return open_snapshot(folder, scratch=tmp_path / "scratch", threads=1)


def every_type() -> dict[str, FieldType]:
    return {name: FieldType(kind, 18 * (kind == "currency"), 2) for name, (kind, _) in EVERY_TYPE.items()}


def test_a_view_has_the_promised_types(tmp_path: Path) -> None:
    text = pa.table({name: [value] for name, (_, value) in EVERY_TYPE.items()})

    snapshot = snapshot_of(tmp_path, every_type(), text)

    described = {name: kind for name, kind, *_ in snapshot.rows('DESCRIBE "Account"')}
    assert described == {
        "Id": "VARCHAR",
        "Name": "VARCHAR",
        "IsActive": "BOOLEAN",
        "Employees": "BIGINT",
        "Amount": "DECIMAL(38,2)",
        "Latitude": "DOUBLE",
        "Day": "DATE",
        "Moment": "TIMESTAMP",
        "Clock": "TIME",
        "Kinds": "VARCHAR",
    }
    assert snapshot.rows('SELECT Name, Amount, Moment FROM "Account"') == [
        ("007", Decimal("1.50"), datetime(2026, 11, 22, 16, 40, 57))  # noqa: DTZ001
    ]


def test_an_empty_table_has_the_same_types(tmp_path: Path) -> None:
    text = pa.table({name: [value] for name, (_, value) in EVERY_TYPE.items()})

    filled = snapshot_of(tmp_path / "filled", every_type(), text)
    empty = snapshot_of(tmp_path / "empty", every_type())

    assert empty.rows('DESCRIBE "Account"') == filled.rows('DESCRIBE "Account"')
    assert empty.rows('SELECT count(*) FROM "Account"') == [(0,)]


def test_pages_with_more_decimals_keep_theirs_and_take_none_from_others(tmp_path: Path) -> None:
    pages = (page((ONE,), amount="9007199254740993.01"), page((TWO,), amount="0.0000005"))

    snapshot = snapshot_of(tmp_path, COLUMNS, *pages)

    assert snapshot.rows('SELECT Amount FROM "Account" ORDER BY Id') == [
        (Decimal("9007199254740993.010000000000"),),
        (Decimal("0.000000500000"),),
    ]


def test_a_number_that_no_decimal_holds_makes_the_column_double(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, COLUMNS, page((ONE,), amount="1.25"), page((TWO,), amount="1e-30"))

    assert snapshot.rows('SELECT Amount FROM "Account" ORDER BY Id') == [(1.25,), (1e-30,)]


@pytest.mark.parametrize("workspace", ["crm [2026]", "it's", "year=2026", 'a "b" *?'])
def test_a_workspace_may_have_any_name(tmp_path: Path, workspace: str) -> None:
    snapshot = snapshot_of(tmp_path / workspace, COLUMNS, page((ONE, TWO)))

    assert snapshot.rows('SELECT * FROM "Account" ORDER BY Id') == [
        (Decimal("1.50"), ONE, "one"),
        (Decimal("1.50"), TWO, "one"),
    ]


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        (datetime(2026, 11, 22, 3, 30, tzinfo=UTC), "America/New_York", date(2026, 11, 21)),
        (datetime(2026, 11, 22, 20, 0, tzinfo=UTC), "Asia/Kolkata", date(2026, 11, 23)),
        (datetime(2026, 12, 31, 11, 0, tzinfo=UTC), "Pacific/Apia", date(2027, 1, 1)),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "Europe/Dublin", date(2026, 3, 29)),
    ],
)
def test_today_is_the_day_in_the_org(tmp_path: Path, moment: datetime, zone: str, day: date) -> None:
    org = OrgIdentity(ORG.id, "Acme", False, "https://acme.my.salesforce.com", zone)
    with Staging.begin(tmp_path, org, tool_version="1", started=moment, plan_sha256="p") as gathering:
        folder = gathering.commit(extras())

    assert open_snapshot(folder, scratch=tmp_path / "scratch").today == day


def test_refusals_and_unseen_columns_are_not_there_to_query(tmp_path: Path) -> None:
    hidden = Unread(Reason.FIELD_NOT_VISIBLE, "Account.Phone is hidden")
    refused = Unread(Reason.OBJECT_NOT_READABLE, "Lead is hidden")
    with staging(tmp_path) as gathering:
        writer = gathering.table("Account", Source.DATA, COLUMNS)
        writer.page("one", page((ONE,), amount="a lot"))
        writer.finish(queries=[], count_before=1, count_after=1, unseen={"Phone": hidden})
        gathering.table("Lead", Source.DATA, COLUMNS).refuse(refused)
        folder = gathering.commit(extras())

    snapshot = open_snapshot(folder, scratch=tmp_path / "scratch")

    assert (snapshot.has("Account", "Id"), snapshot.has("Account", "Amount"), snapshot.has("Lead")) == (1, 0, 0)
    assert not_readable(snapshot, "Account", "Phone") == hidden
    assert not_readable(snapshot, "Account", "Amount").reason is Reason.INCOMPLETE
    assert not_readable(snapshot, "Lead", "Id") == refused
    with pytest.raises(duckdb.CatalogException):
        snapshot.rows('SELECT * FROM "Lead"')
    with pytest.raises(duckdb.BinderException):
        snapshot.rows('SELECT Amount FROM "Account"')


def not_readable(snapshot: Snapshot, table: str, column: str) -> Unread:
    with pytest.raises(NotReadable) as refusal:
        snapshot.require([need(table, column)])
    return refusal.value.unread


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM '{outside}'",
        "COPY (SELECT 1) TO '{outside}'",
        "ATTACH '{outside}'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SELECT * FROM read_text('{scratch}/../outside')",
    ],
)
def test_queries_reach_nothing_else_on_the_machine(tmp_path: Path, statement: str) -> None:
    (tmp_path / "outside").write_text("secret")
    snapshot = snapshot_of(tmp_path, COLUMNS, page((ONE,)))

    with pytest.raises(duckdb.Error):
        snapshot.rows(statement.format(outside=tmp_path / "outside", scratch=snapshot.scratch))


def test_queries_may_write_to_the_scratch_folder(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, COLUMNS, page((ONE,)))

    snapshot.rows(f"COPY (SELECT Id FROM \"Account\") TO '{snapshot.scratch}/failing.parquet'")

    assert snapshot.rows(f"SELECT * FROM '{snapshot.scratch}/failing.parquet'") == [(ONE,)]


def test_an_org_without_snapshots_has_no_latest(tmp_path: Path) -> None:
    assert latest(tmp_path, ORG.id) is None
    assert latest(tmp_path, ORG.id[:15]) is None


def test_a_reader_keeps_its_snapshot_while_runs_go_on(tmp_path: Path) -> None:
    snapshot = open_snapshot(collect(tmp_path, "read"), scratch=tmp_path / "scratch")

    for generation in ("later", "last"):
        collect(tmp_path, generation)

    union = 'SELECT Id, Name FROM "Account" UNION ALL SELECT Id, Name FROM "User" ORDER BY Id'
    assert snapshot.rows(union) == whole("read")


@pytest.mark.parametrize(
    ("rows", "text", "in_memory"),
    [(100, "x", True), (150_000, "x", True), (300_000, "x", False), (1000, "of more bytes than are taken in", False)],
)
def test_small_tables_alone_are_taken_into_memory(tmp_path: Path, rows: int, text: str, in_memory: bool) -> None:
    """Else memory would grow with the org."""
    columns = {"Id": FieldType("id"), "Name": FieldType("string")}
    names = [text] * rows if text == "x" else [os.urandom(1000).hex() for _ in range(rows)]

    snapshot = snapshot_of(
        tmp_path, columns, pa.table({"Id": [f"001{at:012}AAA" for at in range(rows)], "Name": names})
    )

    assert snapshot.rows("SELECT table_name FROM duckdb_tables()") == [("Account",)] * in_memory
    assert snapshot.rows("SELECT view_name FROM duckdb_views() WHERE NOT internal") == [("Account",)] * (not in_memory)
    assert snapshot.rows('SELECT count(*), count(DISTINCT "Id") FROM "Account"') == [(rows, rows)]


def test_a_notebook_gets_exact_values(tmp_path: Path) -> None:
    folder = collect(tmp_path, "first")

    rows = frame(folder, "User").to_dict("records")

    assert rows == [{"Amount": Decimal("1.50"), "Id": "005000000000001AAA", "Name": "first"}]


def test_a_notebook_is_told_which_tables_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem) as problem:
        frame(collect(tmp_path, "first"), "Lead")

    assert problem.value.hint == "It has Account, User."


def test_memory_and_threads_can_be_limited(tmp_path: Path) -> None:
    snapshot = open_snapshot(collect(tmp_path, "a"), scratch=tmp_path / "scratch", memory_limit="512MiB", threads=2)

    assert snapshot.rows("SELECT current_setting('memory_limit'), current_setting('threads')") == [("512.0 MiB", 2)]


def test_what_queries_spill_is_private_and_does_not_stay(tmp_path: Path) -> None:
    with scratch_folder(tmp_path, ORG.id) as folder:
        (folder / "spilled").touch()
        mode = oct(folder.stat().st_mode & 0o777)

    assert (mode, list(folder.parent.iterdir())) == ("0o700", [])


def test_what_a_killed_query_left_goes_a_day_later(tmp_path: Path) -> None:
    collect(tmp_path, "first")
    left = tmp_path / ORG.id / ".scratch"
    for name, age in (("killed", 25), ("running", 23)):
        (left / name).mkdir(parents=True)
        os.utime(left / name, (0, time.time() - age * 3600))

    prune(tmp_path, ORG.id, now=STARTED)

    assert [folder.name for folder in left.iterdir()] == ["running"]
