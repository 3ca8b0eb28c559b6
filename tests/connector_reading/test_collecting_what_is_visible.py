"""Whether the auditor user sees all rows, whose permissions say so, and days in the time zone of the org."""

from __future__ import annotations

import pytest

from sf_audit.connector.api.describe import DescribedField, Describes
from sf_audit.connector.api.identity import RecordVisibility, record_visibility, whoami
from sf_audit.connector.http.client import Client
from sf_audit.model.review import Reason
from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.manifest import Auditor
from sf_audit.snapshot.needs import CUSTOM_OBJECTS, Clause, Comparison, Need, Source, need
from tests.connector_reading.gathering import Gather
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import Row, said, text_field


@pytest.mark.parametrize(
    ("seen", "hidden"),
    [
        (RecordVisibility(True), False),
        (RecordVisibility(False), True),
        (RecordVisibility(None), True),
        (RecordVisibility(False, frozenset({"Contact"})), False),
    ],
)
def test_rows_may_be_hidden_unless_the_auditor_sees_all(
    org: Org, contact_rows: list[Row], gather: Gather, seen: RecordVisibility, hidden: bool
) -> None:
    org.add("User", [text_field("Name")], [{"Id": "005000000000001AAA", "Name": "Ana"}])

    found = gather(need("Contact", "Name"), need("User", "Name"), seen=seen)

    assert found["Contact"].rows_hidden is hidden
    assert found["User"].rows_hidden is False


@pytest.mark.parametrize("whole", [True, False])
def test_definitions_may_leave_out_what_the_auditor_may_not_read(org: Org, gather: Gather, whole: bool) -> None:
    org.add("FieldDefinition", [text_field("QualifiedApiName")], [{"Id": "a00", "QualifiedApiName": "Tier__c"}])
    asked = Need("FieldDefinition", frozenset({"QualifiedApiName"}), source=Source.TOOLING)

    found = gather(asked, seen=RecordVisibility(True, all_definitions=whole))

    assert found["FieldDefinition"].rows_hidden is not whole


def test_the_org_says_who_looks_and_what_that_user_may(org: Org, client: Client) -> None:
    permissions = ["PermissionsViewAllData", "PermissionsViewSetup", "PermissionsModifyAllData"]
    org.add(
        "UserPermissionAccess",
        [text_field(permission, "boolean") for permission in permissions],
        [{"PermissionsViewAllData": True, "PermissionsViewSetup": True, "PermissionsModifyAllData": False}],
    )
    org.fail_once("userinfo", said({"user_id": "005000000000001AAA", "preferred_username": "auditor@acme.example"}))

    auditor = whoami(client, Describes(client))

    assert auditor == Auditor(
        "005000000000001AAA", "auditor@acme.example", ("PermissionsViewAllData", "PermissionsViewSetup")
    )
    found = record_visibility(client, auditor)
    assert (found, found.all_definitions) == (RecordVisibility(all_rows=True), True)


def test_view_all_records_of_single_objects_counts(org: Org, client: Client) -> None:
    org.add("UserPermissionAccess", [text_field("PermissionsViewAllData")], [{"PermissionsViewAllData": False}])
    seen = said({"totalSize": 1, "done": True, "records": [{"SobjectType": "Contact"}]})
    org.fail_once("ObjectPermissions", seen)

    found = record_visibility(client, Auditor("005000000000001AAA", "auditor@acme.example"))

    assert (found, found.all_definitions) == (RecordVisibility(all_rows=False, objects=frozenset({"Contact"})), False)
    assert (found.hides("Contact"), found.hides("Lead"), found.hides("User")) == (False, True, False)


def test_permission_sets_answer_where_the_org_has_no_row_about_the_user(org: Org, client: Client) -> None:
    org.fail_once("FROM\\+PermissionSet\\+", said({"totalSize": 1, "done": True, "records": [{"Id": "0PS"}]}))
    org.fail_once("ObjectPermissions", said({"totalSize": 0, "done": True, "records": []}))

    assert record_visibility(client, Auditor("005000000000001AAA", "")) == RecordVisibility(all_rows=True)


def test_a_durable_id_is_text() -> None:
    field = DescribedField("EntityDefinitionId", "reference", references=("EntityDefinition",))

    assert field.kind == FieldType("string")


def test_an_org_that_does_not_say_leaves_it_open(org: Org, client: Client) -> None:
    auditor = whoami(client, Describes(client))

    assert auditor == Auditor("", "")
    assert record_visibility(client, auditor) == RecordVisibility(all_rows=None)


def test_days_are_counted_in_the_time_zone_of_the_org(org: Org, gather: Gather) -> None:
    org.add("Case", [text_field("CreatedDate", "datetime")], [])

    found = gather(need("Case", "Id", rows=frozenset({Clause("CreatedDate", Comparison.OLDER_THAN_DAYS, (90,))})))

    assert found["Case"].queries == ("SELECT Id,CreatedDate FROM Case WHERE CreatedDate < 2025-12-10T05:00:00Z",)


def test_fields_of_custom_objects_are_asked_for_one_object_at_a_time(org: Org, gather: Gather) -> None:
    for name in ("Visit__c", "Plan__c"):
        org.add(name, [text_field("Note__c")], [])
    org.add(
        "FieldDefinition",
        [text_field("QualifiedApiName"), text_field("DurableId"), text_field("Description")],
        [
            {
                "EntityDefinition.QualifiedApiName": name,
                "DurableId": f"{name}.Note__c",
                "QualifiedApiName": "Note__c",
                "Description": f"of {name}",
            }
            for name in ("Visit__c", "Plan__c", "Account")
        ],
    )
    wanted = Need(
        "FieldDefinition",
        frozenset({"QualifiedApiName", "Description"}),
        source=Source.TOOLING,
        of=frozenset({CUSTOM_OBJECTS, "Hidden"}),
    )

    found = gather(wanted)

    assert [row["Description"] for row in found.rows("FieldDefinition")] == ["of Plan__c", "of Visit__c"]
    assert set(found["FieldDefinition"].covers) == {CUSTOM_OBJECTS, "Plan__c", "Visit__c"}
    assert found["FieldDefinition"].uncovered["Hidden"].reason is Reason.OBJECT_NOT_READABLE
    assert found["FieldDefinition"].queries[0] == (
        "SELECT DurableId,Description,QualifiedApiName FROM FieldDefinition "
        "WHERE EntityDefinition.QualifiedApiName = 'Plan__c'"
    )
