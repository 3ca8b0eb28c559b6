"""`sources:` of sf-audit.yaml: what cannot be meant so is an error with a line, and a password is never repeated."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest

from sf_audit.errors import UsageProblem, WrongFiles
from sf_audit.rulebook.workspace.config_schema import config_schema
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.warehouse.extras import door
from sf_audit.warehouse.source import Markers, Place, RecordSource, SourceRefused


def read(workspace: Path, text: str) -> dict[str, RecordSource]:
    (workspace / "sf-audit.yaml").write_text(text, encoding="utf-8")
    return dict(Standards.of(workspace).held)


def problems(workspace: Path, text: str) -> list[tuple[str, str]]:
    with pytest.raises(UsageProblem) as caught:
        read(workspace, text)
    wrong = caught.value.problems if isinstance(caught.value, WrongFiles) else (caught.value,)
    return [(str(each).removeprefix(f"{workspace}/sf-audit.yaml:"), each.hint) for each in wrong]


def test_one_short_block_is_enough(tmp_path: Path) -> None:
    found = read(tmp_path, "sources:\n  Account:\n    parquet: lake/account\n    loader: fivetran\n")

    assert found == {
        "account": RecordSource(
            object="Account",
            place=Place.PARQUET,
            address="lake/account",
            folder=tmp_path,
            markers=Markers("_fivetran_deleted", "_fivetran_active", "_fivetran_synced"),
        )
    }


def test_everything_can_be_said_otherwise(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        """\
sources:
  Lead:
    duckdb: crm.duckdb
    table: landing.lead
    loader: airbyte
    columns: {Score__c: lead_score}
    deleted: is_gone
    active: is_current
    max_age: 2 days
    count_gap: 5
    refreshed: [Rating__c]
    time_zone: Europe/Berlin
""",
    )["lead"]

    assert found.markers == Markers("is_gone", "is_current", "_airbyte_extracted_at")
    assert found.expected == {"is_gone", "is_current"}
    assert (found.max_age, found.count_gap, sorted(found.refreshed)) == (timedelta(days=2), 5, ["Rating__c"])
    assert (str(found), found.time_zone) == ("DuckDB table landing.lead (crm.duckdb)", "Europe/Berlin")


@pytest.mark.parametrize(
    ("entry", "says", "hint"),
    [
        ("{loader: fivetran}", "2: sources.Account: names no place: write one of", "For example parquet:"),
        ("{parquet: a, duckdb: b, table: c}", "2: sources.Account: names 2 places: write one of", "For example"),
        ("{duckdb: a}", "2: sources.Account: names no table", "For example table: salesforce.account"),
        ("{parquet: a, table: b}", "2: sources.Account.table: is named, and files have no tables", "Take it away."),
        (
            "{parquet: 's3://bucket/a'}",
            "2: sources.Account.parquet: is an address, not a path on this machine",
            "Mount",
        ),
        ("{parquet: a, loader: stitch}", "2: sources.Account.loader: write 'fivetran' or 'airbyte'", ""),
        ("{parquet: a, max_age: soon}", "2: sources.Account.max_age: write a time as hours or days", ""),
        ("{parquet: a, max_age: 0 hours}", "2: sources.Account.max_age: write a time as hours or days", ""),
        ("{parquet: a, time_zone: Mars}", "2: sources.Account.time_zone: write the name of a time zone", ""),
        ("{parquet: a, count_gap: -1}", "2: sources.Account.count_gap: write a whole number", ""),
        ("{parquet: a, delted: b}", "2: sources.Account.delted:", "Did you mean “deleted”?"),
        ("{parquet: a, columns: [Name]}", "2: sources.Account.columns: write keys and values", ""),
        ("{postgresql: service=warehouse}", "2: sources.Account: names no table", "For example table:"),
        ("{parquet: ''}", "2: sources.Account.parquet: is empty", ""),
    ],
)
def test_what_cannot_be_meant_is_said_with_its_line(tmp_path: Path, entry: str, says: str, hint: str) -> None:
    ((found, told),) = problems(tmp_path, f"sources:\n  Account: {entry}\n")

    assert found.startswith(says)
    assert told.startswith(hint)


@pytest.mark.parametrize(
    "name",
    [
        "User",
        "PermissionSet",
        "Profile",
        "UserRole",
        "AccountShare",
        "Job__Share",
        "A__mdt",
        "user",
        "PERMISSIONSET",
        "accountshare",
    ],
)
def test_access_is_always_read_from_the_org(tmp_path: Path, name: str) -> None:
    ((found, _),) = problems(tmp_path, f"sources:\n  {name}: {{parquet: a}}\n")

    assert found == f"2: sources.{name}: {name} says who may do what, which is always read from the org"


def test_the_schema_takes_what_is_read(tmp_path: Path) -> None:
    entry = {"parquet": "lake/account", "loader": "fivetran", "max_age": "2 days", "columns": {"Name": "title"}}

    jsonschema.validate({"sources": {"Account": entry}, "people": {"minimum": 5}}, config_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"sources": {"Account": {**entry, "max_age": "soon"}}}, config_schema())
    assert json.dumps(config_schema()["$defs"]["SourceEntry"]["properties"]["max_age"]["default"]) == '"24 hours"'


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://auditor:hunter2@warehouse/analytics",
        "postgresql://warehouse/analytics?user=auditor&password=hunter2",
        "host=warehouse password=hunter2",
        "host=warehouse PASSWORD = 'hunter2'",
        "host=warehouse sslpassword=hunter2",
        "host=warehouse pwd=hunter2",
        "postgresql://auditor:hun ter2@warehouse/analytics",
        "//auditor:hunter2@warehouse/analytics",
        "auditor:hunter2@warehouse/analytics",
        "jdbc:postgresql://warehouse/analytics?user=auditor&pass=hunter2",
    ],
)
def test_a_password_in_the_file_is_refused_and_not_repeated(tmp_path: Path, address: str) -> None:
    ((found, hint),) = problems(tmp_path, f'sources:\n  Account: {{postgresql: "{address}", table: a.b}}\n')

    assert found == "2: sources.Account.postgresql: a password stands in this file"
    assert hint == "Take it out: ~/.pgpass, PGPASSWORD and service files are read, as psql reads them."


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://warehouse/analytics?user=auditor&pw=hunter2",
        "postgresql://warehouse/analytics?pass%77ord=hunter2",
        "postgresql://auditor%3Ahunter2@warehouse/analytics",
        "postgresql://auditor:hunter2/analytics",
        "host=warehouse scram_client_key=hunter2",
        "host=warehouse hunter2",
        "Password:hunter2 host=warehouse",
    ],
)
def test_an_address_of_a_database_holds_only_what_is_known_to_be_no_secret(tmp_path: Path, address: str) -> None:
    ((found, hint),) = problems(tmp_path, f'sources:\n  Account: {{postgresql: "{address}", table: a.b}}\n')

    assert found == "2: sources.Account.postgresql: is not an address as psql takes it, or not only that"
    assert hint == "For example host=warehouse dbname=analytics"


@pytest.mark.parametrize(
    "address",
    [
        "service=warehouse",
        "host=warehouse port = 5432 dbname='a b' user=auditor@server",
        "host=warehouse passfile=/run/pgpass sslkey=/run/key options='-c search_path=a,b'",
        "postgresql://auditor@warehouse/analytics",
        "postgres://a:5432,b:5433/analytics?sslmode=verify-full&user=auditor@server",
        "postgresql://[::1]:5432/analytics",
        "postgresql:///analytics?host=/run/postgresql",
    ],
)
def test_an_address_as_psql_takes_it_is_taken(tmp_path: Path, address: str) -> None:
    found = read(tmp_path, f'sources:\n  Account: {{postgresql: "{address}", table: a.b}}\n')

    assert found["account"].address == address


def test_a_password_behind_the_name_of_a_table_is_refused(tmp_path: Path) -> None:
    entry = "{postgresql: service=warehouse, table: a.b password=hunter2}"

    ((found, _),) = problems(tmp_path, f"sources:\n  Account: {entry}\n")

    assert found == "2: sources.Account.table: a password stands in this file"


def test_an_object_has_one_source(tmp_path: Path) -> None:
    ((found, hint),) = problems(tmp_path, "sources:\n  Account: {parquet: a}\n  account: {parquet: b}\n")

    assert found == "3: sources.account: is the same object as Account, which has a source already"
    assert hint == "Make one of them."


def test_a_library_that_is_not_installed_is_said_with_its_extra() -> None:
    with pytest.raises(SourceRefused, match="some_library is not installed") as refused:
        door("some_library.tables", "delta")

    assert refused.value.remedy == 'Run pip install "sf-audit[delta]"'


@pytest.mark.parametrize(
    "address",
    [
        "s3://AKIA:hunter2@lake/account",
        "abfss://lake@acme.dfs.core.windows.net/account?sig=hunter2",
        "s3://lake/account?aws_secret_access_key=hunter2",
        "s3://lake/account?AWS_SESSION_TOKEN=hunter2",
        "abfss://lake@acme.dfs.core.windows.net/account?key=hunter2",
        "s3://lake/account#hunter2",
    ],
)
def test_a_key_of_a_store_in_the_file_is_refused_and_not_repeated(tmp_path: Path, address: str) -> None:
    ((found, hint),) = problems(tmp_path, f'sources:\n  Account: {{delta: "{address}"}}\n')

    assert found == "2: sources.Account.delta: a password stands in this file"
    assert hint == "Take it out: libraries find it in the environment, for example AWS_SECRET_ACCESS_KEY."


@pytest.mark.parametrize("address", ["s3://lake/account", "abfss://lake@acme.dfs.core.windows.net/account", "gs://a/b"])
def test_an_address_without_a_key_is_taken(tmp_path: Path, address: str) -> None:
    assert read(tmp_path, f'sources:\n  Account: {{delta: "{address}"}}\n')["account"].address == address


@pytest.mark.parametrize("place", ["parquet: ~/a", "delta: ~/a", "iceberg: ~/a", "duckdb: ~/a, table: b"])
def test_a_path_in_the_home_folder_is_one_for_every_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("HOME", "/home/auditor")

    found = read(tmp_path, f"sources:\n  Account: {{{place}}}\n")

    assert found["account"].path == "/home/auditor/a"
