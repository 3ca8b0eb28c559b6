"""What describe says of standard objects, value by value, as real orgs said it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from sf_audit.demo.company.build import build
from sf_audit.demo.server.running import DemoServer
from tests.demo.server.handmade_org import Client

DATA = "/services/data/v62.0"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    org = build(records=2000, today=date(2026, 11, 22)).org
    with DemoServer(org, folder=tmp_path_factory.mktemp("org")) as server:
        client = Client(server)
        yield client
        client.session.close()
    org.rows.close()


def fields_of(company: Client, name: str) -> dict[str, dict[str, object]]:
    described = company.get(f"{DATA}/sobjects/{name}/describe").json()
    return {field["name"]: field for field in described["fields"]}


@pytest.mark.parametrize(
    ("name", "flags"),
    [
        (
            "Organization",
            {"createable": False, "deletable": False, "updateable": True, "layoutable": False, "feedEnabled": False},
        ),
        ("UserLicense", {"createable": False, "updateable": False, "replicateable": False, "triggerable": False}),
        ("User", {"deletable": False, "undeletable": False, "layoutable": True, "searchable": True}),
        ("UserRole", {"createable": True, "searchable": True, "mruEnabled": False, "labelPlural": "Role"}),
        ("CampaignMember", {"mruEnabled": False, "searchable": False, "undeletable": False}),
        (
            "OpportunityContactRole",
            {"searchable": False, "layoutable": True, "labelPlural": "Opportunity Contact Role"},
        ),
        ("UserPermissionAccess", {"keyPrefix": "0up", "retrieveable": False, "queryable": True}),
        ("Opportunity", {"deepCloneable": True, "mergeable": False}),
        ("Account", {"deepCloneable": False, "mergeable": True, "undeletable": True}),
    ],
)
def test_the_list_says_what_may_be_done_with_an_object(company: Client, name: str, flags: dict[str, object]) -> None:
    listed = {one["name"]: one for one in company.get(f"{DATA}/sobjects").json()["sobjects"]}

    assert {key: listed[name][key] for key in flags} == flags


def test_an_object_without_pages_has_no_urls_of_pages(company: Client) -> None:
    listed = {one["name"]: one for one in company.get(f"{DATA}/sobjects").json()["sobjects"]}

    assert listed["UserLicense"]["urls"] == {
        "rowTemplate": f"{DATA}/sobjects/UserLicense/{{ID}}",
        "describe": f"{DATA}/sobjects/UserLicense/describe",
        "sobject": f"{DATA}/sobjects/UserLicense",
    }
    assert company.get(f"{DATA}/sobjects/UserLicense/describe").json()["recordTypeInfos"] == []


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("Account.NumberOfEmployees", {"digits": 8, "precision": 0, "length": 0}),
        ("Account.PhotoUrl", {"extraTypeInfo": "imageurl"}),
        ("Account.OwnerId", {"searchPrefilterable": False, "defaultedOnCreate": True}),
        ("Account.ParentId", {"searchPrefilterable": True, "defaultedOnCreate": False}),
        ("Account.SystemModstamp", {"defaultedOnCreate": True}),
        ("Case.CaseNumber", {"autoNumber": True, "idLookup": True, "defaultedOnCreate": True}),
        ("Case.Priority", {"defaultValue": "Medium", "defaultedOnCreate": True}),
        ("Contact.Email", {"idLookup": True}),
        ("Contact.FirstName", {"extraTypeInfo": "personname", "compoundFieldName": "Name"}),
        ("Contact.Name", {"extraTypeInfo": "personname", "compoundFieldName": None}),
        ("Lead.Status", {"defaultValue": "Open - Not Contacted", "defaultedOnCreate": True}),
        ("Opportunity.FiscalYear", {"compoundFieldName": "Fiscal", "digits": 8}),
        ("Opportunity.ContactId", {"relationshipName": None, "referenceTo": ["Contact"]}),
    ],
)
def test_a_standard_field_is_described_as_in_a_real_org(company: Client, field: str, values: dict[str, object]) -> None:
    name, _, column = field.partition(".")

    described = fields_of(company, name)[column]

    assert {key: described[key] for key in values} == values


def test_children_say_what_becomes_of_them(company: Client) -> None:
    described = company.get(f"{DATA}/sobjects/Contact/describe").json()["childRelationships"]
    children = {(one["childSObject"], one["field"]): one for one in described}

    assert ("Contact", "MasterRecordId") not in children
    assert children["Opportunity", "ContactId"]["relationshipName"] == "Opportunities"
    assert children["OpportunityContactRole", "ContactId"]["cascadeDelete"] is True
    assert children["Case", "ContactId"]["restrictedDelete"] is True
    assert children["Case", "ContactId"]["cascadeDelete"] is False
