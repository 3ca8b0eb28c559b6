"""The permission set that ships can read what the shipped rules look at, and can write nothing."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import pytest

from sf_audit.model.review import Unread
from sf_audit.rulebook.rules.load import load_rules
from sf_audit.rulebook.rules.needs import needs_of
from sf_audit.salesforce.record_access import WITHOUT_VIEW_ALL
from sf_audit.snapshot.needs import Source

FILE = Path(__file__).parents[2] / "docs" / "auditor" / "SF_Audit_Reader.permissionset-meta.xml"
NAMESPACE = {"m": "http://soap.sforce.com/2006/04/metadata"}

#: Not granted by object: Setup objects need View Setup and Configuration, tasks need Access Activities, and who reads
#: an opportunity reads its contact roles and its history.
BY_SYSTEM_PERMISSION = {
    "ApexClass": "ViewSetup",
    "ApexTrigger": "ViewSetup",
    "AsyncApexJob": "ViewSetup",
    "CronTrigger": "ViewSetup",
    "DuplicateRule": "ViewSetup",
    "EntityDefinition": "ViewSetup",
    "Event": "ActivitiesAccess",
    "FlowDefinitionView": "ViewSetup",
    "GroupMember": "ViewSetup",
    "MatchingRule": "ViewSetup",
    "MatchingRuleItem": "ViewSetup",
    "MutingPermissionSet": "ViewSetup",
    "ObjectPermissions": "ViewSetup",
    "PermissionSet": "ViewSetup",
    "PermissionSetAssignment": "ViewSetup",
    "PermissionSetGroup": "ViewSetup",
    "PermissionSetGroupComponent": "ViewSetup",
    "Profile": "ViewSetup",
    "SetupEntityAccess": "ViewSetup",
    "Task": "ActivitiesAccess",
    "User": "ViewAllUsers",
}
BY_PARENT = {
    "CampaignMember": "Campaign",
    "OpportunityLineItem": "Opportunity",
    "PricebookEntry": "Pricebook2",
    "OpportunityContactRole": "Opportunity",
    "OpportunityFieldHistory": "Opportunity",
    "OpportunityHistory": "Opportunity",
}

#: Every user of the API sees them ("Group" and "DuplicateRule" in the "Object Reference").
FOR_EVERYBODY = {"DuplicateRule", "Group"}

#: Need Manage Users, which this set must not have, View All Data, or a feature without which the org would refuse the
#: set: the manual says so.
BLIND = {"ContactPointTypeConsent", "Dashboard", "EmailTemplate", "Order", "Quote", "Report", "UserLogin"}

#: Field-level security cannot hide these (`permissionable` is false in describe).
ALWAYS_VISIBLE = {
    "Account": {"CreatedDate", "Id", "LastActivityDate", "Name", "OwnerId"},
    "Asset": {"Id"},
    "Case": {"CaseNumber", "CreatedDate", "Id", "IsClosed", "LastModifiedDate", "OwnerId"},
    "Campaign": {"Id"},
    "Contract": {"AccountId", "Id", "LastModifiedDate", "OwnerId", "Status", "StatusCode"},
    "Contact": {"EmailBouncedDate", "FirstName", "Id", "LastName", "Name", "OwnerId"},
    "Lead": {
        *(
            "Company",
            "CreatedDate",
            "FirstName",
            "Id",
            "IsConverted",
            "IsUnreadByOwner",
            "LastModifiedDate",
            "LastName",
        ),
        *("Name", "OwnerId"),
        "Status",
    },
    "Opportunity": {
        *("CloseDate", "CreatedDate", "ForecastCategory", "Id", "IsClosed", "IsWon", "LastActivityDate", "Name"),
        *("OwnerId", "Pricebook2Id", "StageName"),
    },
    "Product2": {"Id", "Name"},
}

#: A part of an address is visible with the address.
PART_OF = {
    "Account.BillingCity": "Account.BillingAddress",
    "Account.BillingCountry": "Account.BillingAddress",
    "Account.BillingPostalCode": "Account.BillingAddress",
    "Account.BillingStreet": "Account.BillingAddress",
    "Contact.MailingCountry": "Contact.MailingAddress",
    "Contact.MailingStreet": "Contact.MailingAddress",
}

#: What shipped rules judge without where it is hidden, and judge better with.
ADDS_TO_IT = {"Contact.MobilePhone", "Lead.Address"}


@pytest.fixture(scope="module")
def permission_set() -> ET.Element:
    return ET.parse(FILE).getroot()


def texts(root: ET.Element, path: str) -> list[str]:
    return [one.text or "" for one in root.findall(path, NAMESPACE)]


@cache
def looked_at() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for rule in load_rules():
        needs = needs_of(rule)
        assert not isinstance(needs, Unread)
        for need in needs:
            if need.source is Source.DATA:
                fields = need.columns | {clause.field for clause in need.rows}
                judged = need.table == getattr(rule.check, "object", "")
                found.setdefault(need.table, set()).update(fields, {rule.at_stake} - {""} if judged else set())
    return found


def test_it_is_a_permission_set_that_is_always_on(permission_set: ET.Element) -> None:
    assert permission_set.tag == "{http://soap.sforce.com/2006/04/metadata}PermissionSet"
    assert texts(permission_set, "m:hasActivationRequired") == ["false"]
    assert len(texts(permission_set, "m:description")[0]) <= 255


@pytest.mark.parametrize("right", ["allowCreate", "allowEdit", "allowDelete", "modifyAllRecords"])
def test_it_can_write_no_object(permission_set: ET.Element, right: str) -> None:
    said = texts(permission_set, f"m:objectPermissions/m:{right}")

    assert said == ["false"] * len(permission_set.findall("m:objectPermissions", NAMESPACE))
    assert said


def test_it_can_write_no_field(permission_set: ET.Element) -> None:
    assert set(texts(permission_set, "m:fieldPermissions/m:editable")) == {"false"}
    assert set(texts(permission_set, "m:fieldPermissions/m:readable")) == {"true"}


def test_it_has_these_system_permissions_and_no_other(permission_set: ET.Element) -> None:
    assert texts(permission_set, "m:userPermissions/m:name") == [
        "ActivitiesAccess",
        "ApiEnabled",
        "ViewAllUsers",
        "ViewRoles",
        "ViewSetup",
    ]
    assert {child.tag.split("}")[1] for child in permission_set} == {
        "description",
        "fieldPermissions",
        "hasActivationRequired",
        "label",
        "objectPermissions",
        "userPermissions",
    }


def test_it_reads_every_record_of_the_objects_that_rules_look_at(permission_set: ET.Element) -> None:
    objects = set(texts(permission_set, "m:objectPermissions/m:object"))
    system = set(texts(permission_set, "m:userPermissions/m:name"))

    unreadable = {
        table
        for table in set(looked_at()) - FOR_EVERYBODY
        if BY_PARENT.get(table, table) not in objects and BY_SYSTEM_PERMISSION.get(table) not in system
    }

    assert unreadable == BLIND
    assert set(texts(permission_set, "m:objectPermissions/m:allowRead")) == {"true"}
    every = zip(
        *(texts(permission_set, f"m:objectPermissions/m:{name}") for name in ("object", "viewAllRecords")), strict=True
    )
    assert {name for name, all_records in every if all_records == "false"} == objects & WITHOUT_VIEW_ALL


def test_it_reads_no_object_that_no_rule_looks_at(permission_set: ET.Element) -> None:
    opened = {BY_PARENT.get(table, table) for table in looked_at()}
    assert set(texts(permission_set, "m:objectPermissions/m:object")) <= opened


def test_it_reads_just_the_fields_that_rules_look_at(permission_set: ET.Element) -> None:
    wanted = {
        PART_OF.get(f"{table}.{field}", f"{table}.{field}")
        for table, visible in ALWAYS_VISIBLE.items()
        for field in looked_at()[table] - visible
        if not field.endswith("__c")
    }

    assert texts(permission_set, "m:fieldPermissions/m:field") == sorted(wanted | ADDS_TO_IT)
