"""The demo org collected with everything that access needs, and asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sf_audit.access import Access, Answer, Held, Kind, Right, ceiling, holders, paths
from sf_audit.access.assignments.needs import everything
from sf_audit.access.assignments.system_permissions import who_holds
from sf_audit.access.sharing.record_reach import Reach
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
from sf_audit.demo.server.running import DemoServer
from sf_audit.snapshot.manifest import Auditor, ManifestExtras
from sf_audit.snapshot.needs import CUSTOM_OBJECTS
from sf_audit.snapshot.staging import Staging
from sf_audit.snapshot.store import open_snapshot
from sf_audit.snapshot.tables import Snapshot

TAKEN = datetime(2026, 11, 22, 12, tzinfo=UTC)
NEEDS = everything({"Account", "Contact", CUSTOM_OBJECTS})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of the demo org, in which one field permission more is set than it comes with."""
    made = build(records=300, today=date(2026, 11, 22)).org
    root = tmp_path_factory.mktemp("access")
    with closing(made.rows), DemoServer(made, folder=root / "demo") as server:
        wire = Wire(hosts=Hosts.trusting(f"127.0.0.1:{server.port}"), ca_bundle=server.ca_file)
        client = Client(make_session(wire), Grant(server.access_token, server.url), wire=wire, version="62.0")
        with closing(client):
            org = identify(client, server.url)
            plan, describes = build_plan(client, NEEDS, org, TAKEN)
            seen = record_visibility(client, whoami(client, Describes(client)))
            with Staging.begin(root, org, tool_version="1", started=TAKEN, plan_sha256=plan.sha256) as staging:
                patience = PollPolicy(first=0.01, longest=0.05)
                collect(client, plan, describes, staging, visibility=seen, settings=Settings(patience=patience))
                auditor = Auditor("005000000000001AAA", "auditor@northlight.test", ())
                return staging.commit(ManifestExtras(auditor, "rules", TAKEN))


@pytest.fixture
def snapshot(folder: Path, tmp_path: Path) -> Iterator[Snapshot]:
    found = open_snapshot(folder, scratch=tmp_path / "scratch")
    yield found
    found.connection.close()


def test_every_permission_of_this_org_is_read_without_being_named(snapshot: Snapshot) -> None:
    read = {column for column in snapshot.tables["PermissionSet"].columns if column.startswith("Permissions")}

    assert {"PermissionsModifyAllData", "PermissionsApiEnabled", "PermissionsManageUsers"} <= read
    assert "Permissions*" not in snapshot.tables["PermissionSet"].unseen


def test_field_permissions_are_asked_for_one_object_at_a_time(snapshot: Snapshot) -> None:
    queries = snapshot.tables["FieldPermissions"].queries

    assert any(query.endswith("FROM FieldPermissions WHERE SobjectType = 'Account'") for query in queries)
    assert all("WHERE SobjectType = '" in query for query in queries)
    assert snapshot.tables["FieldPermissions"].covers >= {"Account", "Contact", CUSTOM_OBJECTS}


def test_holders_agree_with_the_rules_about_one_permission(snapshot: Snapshot) -> None:
    access = Access.of(snapshot)

    for permission in ("ModifyAllData", "ViewAllData", "ManageUsers", "ApiEnabled"):
        found = holders(access, Held(Kind.SYSTEM, permission, Right.USE))
        asked = who_holds(snapshot, f"Permissions{permission}")
        assert [(holder.name, holder.through) for holder in found.holders] == [
            (holder.name, holder.through) for holder in asked.holders
        ]
        assert found.users == asked.users


def test_muting_in_service_leads_is_named(snapshot: Snapshot) -> None:
    access = Access.of(snapshot)
    rows = snapshot.rows("""SELECT user_id FROM "access".assignment WHERE holder = 'Service_Leads' ORDER BY 1""")
    held = Held(Kind.SYSTEM, "ModifyAllData", Right.USE)

    said = {str(path) for (user,) in rows for path in paths(access, user, held) if "Service_Leads" in path.name}

    assert said == {"permission set group Service_Leads (Bulk_Corrections); muted in group Service_Leads"}


def test_an_administrator_reaches_all_accounts_and_objects_not_read_are_said_so(snapshot: Snapshot) -> None:
    access = Access.of(snapshot)
    admin = holders(access, Held(Kind.SYSTEM, "ModifyAllData", Right.USE)).holders[0].user_id

    assert ceiling(access, admin, "Account").read is Reach.ALL
    assert access.answer(admin, Held(Kind.FIELD, "Lead.Company", Right.READ)) is Answer.NOT_CHECKED
