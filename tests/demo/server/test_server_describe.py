"""Describe is compared with real responses, key by key; Tooling with what was captured of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sf_audit.demo.schema import OrgData
from sf_audit.demo.server.definitions import with_definitions
from tests.demo.server.handmade_org import Client, Serve

DATA = "/services/data/v62.0"
RECORDINGS = Path(__file__).parents[4] / "shared" / "recordings"


def recorded(name: str) -> dict[str, Any]:
    file = RECORDINGS / name
    if not file.exists():
        pytest.skip("the recordings are not on this machine")
    return json.loads(file.read_text(encoding="utf-8"))["response"]["json"]


def kinds(values: list[dict[str, Any]]) -> dict[str, set[str]]:
    """The JSON types seen under each key; null tells nothing."""
    found: dict[str, set[str]] = {}
    for value in values:
        for key, inner in value.items():
            found.setdefault(key, set()).update({type(inner).__name__} - {"NoneType"})
    return found


@pytest.mark.parametrize("name", ["Account", "Contact", "Lead", "Opportunity", "Case", "Event", "Custom__c"])
def test_describe_has_the_keys_and_types_of_a_real_one(client: Client, name: str) -> None:
    real = recorded(f"describe/cci__GET_sobjects_{name}_describe__00.json")

    ours = client.get(f"{DATA}/sobjects/Account/describe").json()

    newer = {"associateEntityType", "associateParentEntity", "sobjectDescribeOption"}
    assert set(ours) == set(real) | newer
    assert set(ours["fields"][0]) == set(real["fields"][0])
    theirs, mine = kinds(real["fields"]), kinds(ours["fields"])
    assert {key: mine[key] for key in mine if mine[key] and theirs[key] and not mine[key] <= theirs[key]} in (
        {},
        {"defaultValue": {"bool"}},
    )


@pytest.mark.parametrize("kind", ["id", "string", "picklist", "reference", "boolean", "currency", "int", "datetime"])
def test_a_field_of_a_type_is_described_as_a_real_one(client: Client, kind: str) -> None:
    real = recorded("describe/cci__GET_sobjects_Account_describe__00.json")
    ours = client.get(f"{DATA}/sobjects/Account/describe").json()

    theirs = [field for field in real["fields"] if field["type"] == kind]
    mine = next(field for field in ours["fields"] if field["type"] == kind)

    for key in ("soapType", "encrypted", "queryByDistance", "byteLength", "aggregatable", "groupable", "sortable"):
        assert mine[key] in [field[key] for field in theirs]


def test_the_list_of_objects_has_the_keys_of_a_real_one(client: Client) -> None:
    real = recorded("describe_global/cci__GET_sobjects_Global_describe__00.json")

    ours = client.get(f"{DATA}/sobjects").json()

    assert set(ours) == set(real)
    assert set(ours["sobjects"][0]) == set(real["sobjects"][0])
    assert "ApexClass" not in [one["name"] for one in ours["sobjects"]]


def test_tooling_lists_its_own_objects(client: Client) -> None:
    names = [one["name"] for one in client.get(f"{DATA}/tooling/sobjects").json()["sobjects"]]

    assert names == ["ApexClass", "EntityDefinition", "EntityParticle", "FieldDefinition"]


def test_hidden_fields_and_objects_are_absent(serve: Serve, org: OrgData) -> None:
    org.hidden_objects.add("Contact")
    client = serve()

    fields = [field["name"] for field in client.get(f"{DATA}/sobjects/Account/describe").json()["fields"]]

    assert "Secret__c" not in fields
    assert "Region__c" in fields
    assert client.get(f"{DATA}/sobjects/Contact/describe").status_code == 404


def test_children_have_the_name_that_subqueries_use(client: Client) -> None:
    children = client.get(f"{DATA}/sobjects/Account/describe").json()["childRelationships"]

    assert [(child["childSObject"], child["field"], child["relationshipName"]) for child in children] == [
        ("Contact", "AccountId", "Contacts")
    ]


def test_a_describe_that_did_not_change_is_not_sent_again(client: Client) -> None:
    first = client.get(f"{DATA}/sobjects/Account/describe")

    again = client.call(
        "GET",
        f"{DATA}/sobjects/Account/describe",
        headers={"If-Modified-Since": first.headers["Last-Modified"]},
    )

    assert again.status_code == 304
    assert again.content == b""


def test_basic_information_has_the_entry_of_the_list(client: Client) -> None:
    found = client.get(f"{DATA}/sobjects/Account").json()

    assert found["objectDescribe"]["keyPrefix"] == "001"
    assert found["recentItems"] == []


def test_tooling_has_an_envelope_of_its_own(client: Client) -> None:
    real = recorded("tooling/datahub__CustomObject_query_v54.json")

    ours = client.query("SELECT Id, Name FROM ApexClass", f"{DATA}/tooling/query/").json()

    assert list(ours) == list(real)
    assert (ours["size"], ours["totalSize"], ours["entityTypeName"]) == (3, 3, "ApexClass")
    assert ours["records"][0]["attributes"]["url"] == f"{DATA}/tooling/sobjects/ApexClass/01pd00000000000AAA"


def test_tooling_names_no_type_when_nothing_was_found(client: Client) -> None:
    ours = client.query("SELECT Id FROM ApexClass WHERE Name = 'None'", f"{DATA}/tooling/query").json()

    assert (ours["size"], ours["entityTypeName"], ours["records"]) == (0, None, [])


@pytest.mark.parametrize("path", ["query", "tooling/query"])
def test_definitions_say_how_objects_are_shared(client: Client, path: str) -> None:
    text = "SELECT DurableId, QualifiedApiName, InternalSharingModel, ExternalSharingModel FROM EntityDefinition"

    rows = client.query(f"{text} WHERE QualifiedApiName = 'Account'", f"{DATA}/{path}").json()["records"]

    assert [(row["DurableId"], row["InternalSharingModel"], row["ExternalSharingModel"]) for row in rows] == [
        ("Account", "Read", "Private")
    ]


def test_definitions_of_fields_have_descriptions_and_types_as_setup_shows_them(client: Client) -> None:
    text = (
        "SELECT QualifiedApiName, DataType, Description, DurableId, EntityDefinition.QualifiedApiName"
        " FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Account'"
    )

    rows = {row["QualifiedApiName"]: row for row in client.query(text).json()["records"]}

    assert rows["Region__c"]["Description"] == "Where we sell to it."
    assert rows["Region__c"]["EntityDefinition"]["QualifiedApiName"] == "Account"
    assert rows["Region__c"]["DurableId"].startswith("Account.00N")
    assert rows["OwnerId"]["DurableId"] == "Account.Owner"
    assert [rows[name]["DataType"] for name in ("Id", "OwnerId", "Description", "AnnualRevenue", "CreatedDate")] == [
        "Lookup()",
        "Lookup(User)",
        "Long Text Area(32000)",
        "Currency(16, 2)",
        "Date/Time",
    ]
    assert "BillingCity" not in rows
    assert "BillingAddress" in rows


def test_particles_have_the_shape_of_captured_ones(client: Client) -> None:
    real = recorded("tooling/datahub__EntityParticle_with_FieldDefinition_v54_trimmed.json")["records"]
    text = (
        "SELECT QualifiedApiName, DeveloperName, Label, FieldDefinition.DataType, FieldDefinition.LastModifiedDate,"
        " FieldDefinition.IsIndexed, FieldDefinition.ComplianceGroup, FieldDefinition.SecurityClassification, DataType,"
        " Precision, Scale, Length, Digits, IsUnique, IsCompound, IsComponent, ReferenceTo, RelationshipName,"
        " IsNillable FROM EntityParticle WHERE EntityDefinitionId = 'Account'"
    )

    ours = client.query(text, f"{DATA}/tooling/query").json()["records"]

    owner = next(row for row in ours if row["QualifiedApiName"] == "OwnerId")
    theirs = next(row for row in real if row["QualifiedApiName"] == "OwnerId")
    assert set(owner) == set(theirs)
    assert owner["ReferenceTo"] == {"referenceTo": ["User"]}
    assert owner["FieldDefinition"]["DataType"] == "Lookup(User)"
    assert set(owner["FieldDefinition"]) <= set(theirs["FieldDefinition"])


def test_a_reified_object_needs_its_filter(client: Client) -> None:
    answer = client.query("SELECT Id FROM FieldDefinition")

    assert answer.status_code == 400
    assert "a filter on a reified column is required" in answer.json()[0]["message"]


def test_a_company_may_bring_definitions_of_its_own(serve: Serve, org: OrgData) -> None:
    org.rows.execute(
        """CREATE TABLE "EntityDefinition" AS SELECT 'Account' AS "QualifiedApiName", 'Account' AS "DurableId","""
        """ 'ReadWrite' AS "ExternalSharingModel" """
    )
    client = serve()

    rows = client.query("SELECT QualifiedApiName, ExternalSharingModel FROM EntityDefinition").json()["records"]

    assert [(row["QualifiedApiName"], row["ExternalSharingModel"]) for row in rows] == [("Account", "ReadWrite")]


def test_two_servers_can_share_an_org(org: OrgData) -> None:
    first = with_definitions(org)

    assert with_definitions(first).objects.keys() == first.objects.keys()
