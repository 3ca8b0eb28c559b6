"""`doctor` holds aggregates of permission set groups against their sets and their muting, in a real org's answers."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.demo_town import Ran, Town, run, that_may_write, town

pytestmark = pytest.mark.demo


@pytest.fixture(scope="module")
def muting_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A company whose rows these tests change, and change back."""
    with town(tmp_path_factory.mktemp("muting")) as one:
        yield one
        assert one.server.state.writes == 0


@contextlib.contextmanager
def changed(town: Town, table: str, *statements: str) -> Iterator[None]:
    """The org with other rows in one table."""
    rows = town.company.org.rows
    rows.execute(f'CREATE TEMP TABLE kept AS SELECT * FROM "{table}"')
    try:
        for statement in statements:
            rows.execute(statement)
        yield
    finally:
        rows.execute(f'DELETE FROM "{table}"')
        rows.execute(f'INSERT INTO "{table}" SELECT * FROM kept')
        rows.execute("DROP TABLE kept")


def doctor(town: Town, workspace: Path) -> Ran:
    return run("doctor", *town.trust, "--workspace", str(workspace), env=town.variables)


def said(ran: Ran) -> list[str]:
    """What is said of muting: the line, and what to do."""
    lines = ran.out.splitlines()
    at = next(number for number, line in enumerate(lines) if "Muting in permission set groups" in line)
    return [line.strip() for line in lines[at : at + 2]]


AGGREGATE = "(SELECT Id FROM PermissionSet WHERE Name = 'Service_Leads' AND PermissionSetGroupId IS NOT NULL)"
MEMBER = "(SELECT Id FROM PermissionSet WHERE Name = 'Service_Console')"
MUTING = "(SELECT Id FROM MutingPermissionSet)"


def object_row(number: int, parent: str, *rights: str) -> str:
    flags = ", ".join(
        f"{one in rights} AS Permissions{one}"
        for one in ("Read", "Create", "Edit", "Delete", "ViewAllRecords", "ModifyAllRecords", "ViewAllFields")
    )
    return (
        f"INSERT INTO ObjectPermissions BY NAME SELECT * REPLACE (sfid('110', {9000 + number}) AS Id,"
        f" {parent} AS ParentId, 'Case' AS SobjectType, {flags}) FROM ObjectPermissions LIMIT 1"
    )


def field_row(number: int, parent: str, *, edit: bool) -> str:
    return (
        f"INSERT INTO FieldPermissions BY NAME SELECT * REPLACE (sfid('01k', {90000 + number}) AS Id,"
        f" {parent} AS ParentId, 'Case' AS SobjectType, 'Case.Warranty__c' AS Field, true AS PermissionsRead,"
        f" {edit} AS PermissionsEdit) FROM FieldPermissions LIMIT 1"
    )


def test_muted_permissions_that_the_aggregate_does_not_have_hold(muting_town: Town, tmp_path: Path) -> None:
    ran = doctor(muting_town, tmp_path)

    assert ran.code == 0, ran.out + ran.err
    assert said(ran)[0] == (
        "✓ Muting in permission set groups: holds: none of 2 muted rights is in the aggregate of Service_Leads"
    )
    assert list(tmp_path.iterdir()) == []


def test_few_calls_are_made_and_none_writes(muting_town: Town, tmp_path: Path) -> None:
    before = len(muting_town.asked)

    doctor(muting_town, tmp_path)

    asked = muting_town.asked[before:]
    assert that_may_write(asked) == []
    grants = ("FROM+Muting", "FROM+PermissionSet", "FROM+ObjectPermissions", "FROM+FieldPermissions")
    of_the_probe = [path for _, path in asked if any(grant in path for grant in grants) and "LIMIT+1" not in path]
    assert 0 < len(of_the_probe) <= 10


def test_an_aggregate_with_a_muted_permission_differs(muting_town: Town, tmp_path: Path) -> None:
    update = f"UPDATE PermissionSet SET PermissionsModifyAllData = true WHERE Id = {AGGREGATE}"
    with changed(muting_town, "PermissionSet", update):
        ran = doctor(muting_town, tmp_path)

    assert ran.code == 3
    assert said(ran) == [
        "✗ Muting in permission set groups: differs: the aggregate of Service_Leads gives what the group mutes:"
        " ModifyAllData",
        "Recalculate these groups in Setup. Until it holds, their users are not checked.",
    ]
    assert "every rule can be checked" not in ran.out
    assert "✗ rules about access do not judge the users of these permission set groups" in ran.out


def test_muted_rights_on_objects_are_looked_at(muting_town: Town, tmp_path: Path) -> None:
    given, muted = object_row(1, MEMBER, "Read", "Edit"), object_row(2, MUTING, "Edit")
    with changed(muting_town, "ObjectPermissions", given, muted, object_row(3, AGGREGATE, "Read")):
        holds = doctor(muting_town, tmp_path)
    with changed(muting_town, "ObjectPermissions", given, muted, object_row(3, AGGREGATE, "Read", "Edit")):
        differs = doctor(muting_town, tmp_path)

    assert "holds: none of 3 muted rights" in said(holds)[0]
    assert said(differs)[0].endswith("the aggregate of Service_Leads gives what the group mutes: edit on Case")


def test_muted_fields_are_looked_at(muting_town: Town, tmp_path: Path) -> None:
    given, muted = field_row(1, MEMBER, edit=True), field_row(2, MUTING, edit=True)
    objects = (object_row(1, MEMBER, "Read", "Edit"), object_row(2, AGGREGATE, "Read", "Edit"))
    with changed(muting_town, "ObjectPermissions", *objects):
        muting_town.company.org.rows.execute("CREATE TEMP TABLE before AS SELECT * FROM FieldPermissions")
        for one in (given, muted, field_row(3, AGGREGATE, edit=True)):
            muting_town.company.org.rows.execute(one)
        differs = doctor(muting_town, tmp_path)
        muting_town.company.org.rows.execute("DELETE FROM FieldPermissions WHERE Id = sfid('01k', 90003)")
        holds = doctor(muting_town, tmp_path)
        muting_town.company.org.rows.execute("DELETE FROM FieldPermissions")
        muting_town.company.org.rows.execute("INSERT INTO FieldPermissions SELECT * FROM before")
        muting_town.company.org.rows.execute("DROP TABLE before")

    assert "gives what the group mutes: read on Case.Warranty__c" in said(differs)[0]
    assert "holds: none of 4 muted rights" in said(holds)[0]


def test_what_is_missing_besides_is_named(muting_town: Town, tmp_path: Path) -> None:
    update = f"UPDATE PermissionSet SET PermissionsManageCases = false WHERE Id = {AGGREGATE}"
    with changed(muting_town, "PermissionSet", update):
        ran = doctor(muting_town, tmp_path)

    assert ran.code == 0
    assert said(ran)[0].endswith("also missing, perhaps with what is muted: ManageCases")


def test_an_org_in_which_nothing_is_muted_proves_nothing(muting_town: Town, tmp_path: Path) -> None:
    with changed(muting_town, "PermissionSetGroup", "UPDATE PermissionSetGroup SET Status = 'Outdated'"):
        ran = doctor(muting_town, tmp_path)

    assert ran.code == 0
    assert said(ran)[0] == (
        "? Muting in permission set groups: not provable here: no up-to-date permission set group mutes anything"
    )


def test_muting_sets_that_the_auditor_does_not_see_prove_nothing(muting_town: Town, tmp_path: Path) -> None:
    muting_town.server.org.hidden_objects.add("MutingPermissionSet")
    try:
        ran = doctor(muting_town, tmp_path)
    finally:
        muting_town.server.org.hidden_objects.discard("MutingPermissionSet")

    assert ran.code == 0
    assert said(ran) == [
        "? Muting in permission set groups: not provable here: MutingPermissionSet is not visible to the auditor user",
        "View Setup and Configuration",
    ]


def test_a_review_does_not_believe_a_group_that_differs(muting_town: Town, tmp_path: Path) -> None:
    update = f"UPDATE PermissionSet SET PermissionsModifyAllData = true WHERE Id = {AGGREGATE}"
    asking = ("access", "who", "AuthorApex", *muting_town.trust, "--workspace", str(tmp_path), "--quiet", "--json")
    with changed(muting_town, "PermissionSet", update):
        ran = run(*asking, env=muting_town.variables)

    assert ran.code == 3
    assert "the aggregate of permission set group Service_Leads gives what the group mutes: ModifyAllData" in ran.out
