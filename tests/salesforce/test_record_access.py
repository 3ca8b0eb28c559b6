"""What is asked for so that all records of an object are seen: never a permission that does not exist."""

from __future__ import annotations

import pytest

from sf_audit.salesforce.record_access import shows_every_record, shows_field, shows_object
from sf_audit.salesforce.setup_objects import SETUP_OBJECTS, describes_the_org, opened_by, shown_whole


@pytest.mark.parametrize(
    ("table", "advice"),
    [
        ("Account", "View All Records on Account, or View All Data"),
        ("Service_Plan__c", "View All Records on Service_Plan__c, or View All Data"),
        ("OpportunityContactRole", "View All Records on Opportunity, or View All Data"),
        ("AccountHistory", "View All Records on Account, or View All Data"),
        ("OpportunityFieldHistory", "View All Records on Opportunity, or View All Data"),
        ("Service_Plan__History", "View All Records on Service_Plan__c, or View All Data"),
        ("CaseShare", "View All Records on Case, or View All Data"),
        ("Task", "View All Data"),
        ("Event", "View All Data"),
        ("Product2", "View All Data"),
        ("Pricebook2", "View All Data"),
        ("PricebookEntry", "View All Data"),
        ("User", "View All Users"),
        ("UserShare", "View All Users"),
        ("TaskFeed", "View All Data"),
        ("LoginHistory", "Manage Users"),
        ("UserLogin", "Manage Users"),
        ("PermissionSetAssignment", "View Setup and Configuration"),
        ("UserRole", "View Roles and Role Hierarchy"),
    ],
)
def test_what_shows_every_record_can_be_granted(table: str, advice: str) -> None:
    assert shows_every_record(table) == advice


@pytest.mark.parametrize(
    ("table", "advice"),
    [
        ("Account", "Read on Account"),
        ("OpportunityContactRole", "Read on Opportunity"),
        ("CaseHistory", "Read on Case"),
        ("Task", "Access Activities"),
        ("Event", "Access Activities"),
        ("User", "View All Users"),
        ("UserShare", "View All Users"),
        ("Profile", "View Setup and Configuration"),
        ("EmailTemplate", "API Enabled"),
    ],
)
def test_what_opens_an_object_can_be_granted(table: str, advice: str) -> None:
    assert shows_object(table) == advice


@pytest.mark.parametrize(
    ("table", "field", "advice"),
    [
        ("Account", "Industry", "Read on Account.Industry"),
        ("Task", "Outcome__c", "Read on Task.Outcome__c"),
        ("PermissionSetAssignment", "ExpirationDate", "View Setup and Configuration"),
    ],
)
def test_what_opens_a_field_can_be_granted(table: str, field: str, advice: str) -> None:
    assert shows_field(table, field) == advice


def test_a_setup_object_is_one_whoever_asks() -> None:
    for name in SETUP_OBJECTS:
        assert describes_the_org(name), name
        assert shown_whole(name) or name in {"Dashboard", "EmailTemplate", "Report"}, name


@pytest.mark.parametrize(
    ("name", "permission"),
    [
        ("AsyncApexJob", "View Setup and Configuration"),
        ("OauthToken", "Customize Application"),
        ("EventLogFile", "View Event Log Files"),
        ("Organization", ""),
        ("Account", ""),
    ],
)
def test_a_setup_object_opens_with_its_permission(name: str, permission: str) -> None:
    assert opened_by(name) == permission


@pytest.mark.parametrize(
    ("name", "configuration"), [("Limits__mdt", True), ("ApexClass", True), ("Account", False), ("Task", False)]
)
def test_what_describes_the_org_is_kept_long(name: str, configuration: bool) -> None:
    assert describes_the_org(name) is configuration
