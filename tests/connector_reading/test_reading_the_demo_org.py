"""The demo org read whole, also with everything turned round that nobody outside can be sure of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sf_audit.connector.api.describe import Describes
from sf_audit.connector.api.identity import identify, record_visibility, whoami
from sf_audit.connector.bulk.jobs import PollPolicy
from sf_audit.connector.collect.collect import Settings, collect
from sf_audit.connector.http.client import Client
from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.http.tokens import Grant
from sf_audit.connector.http.transport import Wire, make_session
from sf_audit.connector.plan.plan import build_plan
from sf_audit.demo.company.build import build
from sf_audit.demo.schema import OrgData
from sf_audit.demo.server.running import DemoServer
from sf_audit.demo.server.settings import ServerSettings
from sf_audit.snapshot.needs import Need, Source, need
from sf_audit.snapshot.pages import decoded
from sf_audit.snapshot.staging import Staging

TAKEN = datetime(2026, 11, 22, 12, tzinfo=UTC)

NEEDS = (
    need("Account", "Name Phone Industry AnnualRevenue OwnerId Description CreatedDate"),
    need("Opportunity", "Name Amount StageName CloseDate IsClosed AccountId Account.Name"),
    need("AsyncApexJob", "Status JobType"),
    need("User", "Name IsActive LastLoginDate"),
    need("UserPermissionAccess", "PermissionsViewAllData", required=False),
    Need(
        "FieldDefinition",
        frozenset({"QualifiedApiName", "Description"}),
        source=Source.TOOLING,
        of=frozenset({"Account", "Lead"}),
    ),
    Need("org_limits", frozenset(), source=Source.LIMITS),
    Need("record_type_values", frozenset(), source=Source.RECORD_TYPES, of=frozenset({"Account"})),
)

FLIPS: dict[str, dict[str, object]] = {
    "as documented": {},
    "small batches and one cursor": {"batch_size": 90, "short_batches": 3, "open_cursors": 1},
    "bare pages": {"header_on_first_page_only": True, "final_newline": False, "empty_result_has_header": False},
    "silent jobs": {"number_of_records_processed": False, "job_polls": 3, "limit_info": "absent"},
    "no last locator, loose tooling": {"last_locator": "", "strict_tooling": False, "language": "ja"},
}


@pytest.fixture(scope="module")
def company() -> Iterator[OrgData]:
    made = build(records=3000, today=date(2026, 11, 22)).org
    yield made
    made.rows.close()


def read(company: OrgData, folder: Path, flipped: dict[str, object]) -> dict[str, list[dict[str, object]]]:
    """Rows by table; fails when a table is not whole."""
    settings = ServerSettings(**flipped)  # type: ignore[arg-type]
    with DemoServer(company, folder=folder / "demo", settings=settings) as server:
        wire = Wire(hosts=Hosts.trusting(f"127.0.0.1:{server.port}"), ca_bundle=server.ca_file)
        client = Client(make_session(wire), Grant(server.access_token, server.url), wire=wire, version="62.0")
        org = identify(client, server.url)
        plan, describes = build_plan(client, NEEDS, org, TAKEN)
        seen = record_visibility(client, whoami(client, Describes(client)))
        begun = Staging.begin(folder, org, tool_version="1", started=TAKEN, plan_sha256=plan.sha256)
        patience = PollPolicy(first=0.01, longest=0.05, rows_per_page=300)
        with begun as staging:
            collect(
                client, plan, describes, staging, visibility=seen, settings=Settings(bulk_from=200, patience=patience)
            )
            writers = {table.need.table: staging._writers[table.need.table].entry for table in plan.tables}
            assert {name: entry.unread for name, entry in writers.items() if entry.unread} == {}
            pages = {
                name: [staging.folder / "snapshot" / page.file for page in one.pages] for name, one in writers.items()
            }
            found = {
                name: [row for file in files for row in decoded(file).to_pylist()] for name, files in pages.items()
            }
        client.close()
    return found


@pytest.mark.parametrize("flip", FLIPS)
def test_what_is_stored_is_what_the_org_holds(company: OrgData, tmp_path: Path, flip: str) -> None:
    truth = company.rows.cursor()
    truth.execute("SET TimeZone = 'UTC'")

    found = read(company, tmp_path, FLIPS[flip])

    for table, columns in (
        ("Account", "Id,Name,Phone,Industry,AnnualRevenue,OwnerId,Description,CreatedDate"),
        ("Opportunity", "Id,Name,Amount,StageName,CloseDate,IsClosed,AccountId"),
        ("AsyncApexJob", "Id,Status,JobType"),
        ("User", "Id,Name,IsActive,LastLoginDate"),
    ):
        names = columns.split(",")
        held = truth.execute(f'SELECT {columns} FROM "{table}" ORDER BY Id').fetchall()
        stored = sorted(tuple(row[name] for name in names) for row in found[table])
        assert stored == held
    accounts = {row["Id"]: row["Name"] for row in found["Account"]}
    assert all(row["Account.Name"] == accounts[row["AccountId"]] for row in found["Opportunity"] if row["AccountId"])
    assert {str(row["DurableId"]).split(".")[0] for row in found["FieldDefinition"]} == {"Account", "Lead"}
