"""A small org, written by hand: three companies, their people and deals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import duckdb
import pytest

from sf_audit.demo.schema import Field, OrgData, PicklistValue, SObject
from sf_audit.demo.soql.answer import Answer
from sf_audit.demo.soql.run import run

NOW = datetime(2026, 3, 18, 12, 0, tzinfo=UTC)  # a Wednesday

ID = Field("Id", "id", "Record ID", nillable=False)
OWNER = Field("OwnerId", "reference", "Owner ID", references=("Group", "User"), relationship="Owner")
CREATED = Field("CreatedDate", "datetime", "Created Date", groupable=False)


def text(name: str, kind: str = "string", **more: object) -> Field:
    return Field(name, kind, name, **more)  # type: ignore[arg-type]


def address_part(name: str, kind: str = "string") -> Field:
    return text(name, kind, compound="BillingAddress")


ACCOUNT = SObject(
    "Account",
    "Account",
    "Accounts",
    "001",
    (
        ID,
        text("Name", name_field=True),
        text("Industry", "picklist", picklist=(PicklistValue("Agri", "Farming"), PicklistValue("Tech", "Tech"))),
        text("AnnualRevenue", "currency", scale=2),
        text("NumberOfEmployees", "int"),
        text("Description", "textarea", filterable=False, groupable=False, sortable=False, aggregatable=False),
        text("Regions__c", "multipicklist", custom=True),
        text("Active__c", "boolean", custom=True),
        Field("BillingAddress", "address", "Billing Address", filterable=False, groupable=False, sortable=False),
        address_part("BillingCity"),
        address_part("BillingStreet"),
        address_part("BillingLatitude", "double"),
        OWNER,
        Field("ParentId", "reference", "Parent", references=("Account",), relationship="Parent"),
        CREATED,
        text("Secret__c", custom=True),
    ),
    children={"Contacts": ("Contact", "AccountId"), "Opportunities": ("Opportunity", "AccountId")},
)
CONTACT = SObject(
    "Contact",
    "Contact",
    "Contacts",
    "003",
    (
        ID,
        text("Name", name_field=True),
        text("FirstName", compound="Name"),
        text("LastName", compound="Name"),
        text("Email", "email"),
        text("Birthdate", "date"),
        Field("AccountId", "reference", "Account ID", references=("Account",), relationship="Account"),
    ),
)
OPPORTUNITY = SObject(
    "Opportunity",
    "Opportunity",
    "Opportunities",
    "006",
    (
        ID,
        text("Name", name_field=True),
        text("Amount", "currency", scale=2),
        text("CloseDate", "date"),
        text("StageName", "picklist"),
        Field("AccountId", "reference", "Account ID", references=("Account",), relationship="Account"),
        OWNER,
    ),
)
USER = SObject(
    "User",
    "User",
    "Users",
    "005",
    (
        ID,
        text("Name", name_field=True),
        text("Username"),
        text("IsActive", "boolean"),
        Field("ManagerId", "reference", "Manager", references=("User",), relationship="Manager"),
        text("LastLoginDate", "datetime"),
    ),
)
GROUP = SObject("Group", "Group", "Groups", "00G", (ID, text("Name", name_field=True), text("Type", "picklist")))
EVENT = SObject(
    "Event",
    "Event",
    "Events",
    "00U",
    (
        ID,
        text("Subject"),
        Field("WhatId", "reference", "What", references=("Account", "Opportunity"), relationship="What"),
    ),
)
PAYROLL = SObject("Payroll__c", "Payroll", "Payrolls", "a00", (ID, text("Name")), custom=True)
CASE_STATUS = SObject("CaseStatus", "Case Status", "Case Statuses", "", (ID, text("MasterLabel")), bulk=False)
FIELD_DEFINITION = SObject(
    "FieldDefinition",
    "Field Definition",
    "Field Definitions",
    "",
    (
        text("DurableId"),
        text("QualifiedApiName"),
        Field(
            "EntityDefinitionId",
            "reference",
            "Entity",
            references=("EntityDefinition",),
            relationship="EntityDefinition",
        ),
    ),
    both=True,
    bulk=False,
    query_more=False,
)
ENTITY_DEFINITION = SObject(
    "EntityDefinition",
    "Entity Definition",
    "Entity Definitions",
    "4ie",
    (text("DurableId"), text("QualifiedApiName"), text("Label"), text("KeyPrefix")),
    both=True,
    bulk=False,
    query_more=False,
    children={"Fields": ("FieldDefinition", "EntityDefinitionId")},
)
VALIDATION_RULE = SObject(
    "ValidationRule",
    "Validation Rule",
    "Validation Rules",
    "03d",
    (ID, text("ValidationName"), text("Active", "boolean"), text("Metadata", "complexvalue"), text("FullName")),
    tooling=True,
)
AUDIT_TRAIL = SObject(
    "SetupAuditTrail",
    "Setup Audit Trail",
    "Setup Audit Trail",
    "0Ym",
    (Field("Id", "id", aggregatable=False), text("Action", groupable=False), CREATED),
)

OBJECTS = {
    one.name: one
    for one in (
        ACCOUNT,
        CONTACT,
        OPPORTUNITY,
        USER,
        GROUP,
        EVENT,
        PAYROLL,
        CASE_STATUS,
        FIELD_DEFINITION,
        ENTITY_DEFINITION,
        VALIDATION_RULE,
        AUDIT_TRAIL,
    )
}

ROWS = """
CREATE TABLE "User" ("Id" VARCHAR, "Name" VARCHAR, "Username" VARCHAR, "IsActive" BOOLEAN, "ManagerId" VARCHAR,
  "LastLoginDate" TIMESTAMP);
INSERT INTO "User" VALUES
  ('005000000000001AAA', 'Ana Ruiz', 'ana@example.org', true, NULL, '2026-03-17 08:00:00'),
  ('005000000000002AAA', 'Ben Okoye', 'ben@example.org', false, '005000000000001AAA', NULL);
CREATE TABLE "Group" ("Id" VARCHAR, "Name" VARCHAR, "Type" VARCHAR);
INSERT INTO "Group" VALUES ('00G000000000001AAA', 'Inbound', 'Queue');
CREATE TABLE "Account" ("Id" VARCHAR, "Name" VARCHAR, "Industry" VARCHAR, "AnnualRevenue" DECIMAL(18, 2),
  "NumberOfEmployees" BIGINT, "Description" VARCHAR, "Regions__c" VARCHAR, "Active__c" BOOLEAN,
  "BillingCity" VARCHAR, "BillingStreet" VARCHAR, "BillingLatitude" DECIMAL(18, 6),
  "OwnerId" VARCHAR, "ParentId" VARCHAR, "CreatedDate" TIMESTAMP, "Secret__c" VARCHAR);
INSERT INTO "Account" VALUES
  ('001000000000001AAA', 'Acme "Farms"', 'Agri', 100, 5, 'grows', 'North;South', true, 'Graz', 'Ring 1', 47.070000,
   '005000000000001AAA', NULL, '2026-03-18 09:00:00', 's'),
  ('001000000000002AAA', 'beta 100%', 'Tech', 1234.5, NULL, NULL, 'South', false, NULL, NULL, NULL,
   '005000000000002AAA', '001000000000001AAA', '2026-03-11 23:59:59.5', NULL),
  ('00100000000000aAAA', 'Citrön_Co', NULL, NULL, 70, NULL, NULL, true, NULL, NULL, NULL,
   '00G000000000001AAA', '001000000000002AAA', '2025-12-31 00:00:00', NULL);
CREATE TABLE "Contact" ("Id" VARCHAR, "FirstName" VARCHAR, "LastName" VARCHAR, "Email" VARCHAR, "Birthdate" DATE,
  "AccountId" VARCHAR);
INSERT INTO "Contact" VALUES
  ('003000000000001AAA', 'Cy', 'Low', 'cy@example.org', '1980-02-29', '001000000000001AAA'),
  ('003000000000002AAA', NULL, 'Dee', NULL, NULL, '001000000000001AAA'),
  ('003000000000003AAA', 'Eva', 'Orphan', 'eva@example.org', '1990-01-01', NULL);
CREATE TABLE "Opportunity" ("Id" VARCHAR, "Name" VARCHAR, "Amount" DECIMAL(18, 2), "CloseDate" DATE,
  "StageName" VARCHAR, "AccountId" VARCHAR, "OwnerId" VARCHAR);
INSERT INTO "Opportunity" VALUES
  ('006000000000001AAA', 'Seeds', 10.50, '2026-03-18', 'Won', '001000000000001AAA', '005000000000001AAA'),
  ('006000000000002AAA', 'Ploughs', 20, '2026-02-28', 'Lost', '001000000000001AAA', '005000000000002AAA'),
  ('006000000000003AAA', 'Chips', NULL, '2025-03-01', 'Won', '001000000000002AAA', '005000000000001AAA');
CREATE TABLE "Event" ("Id" VARCHAR, "Subject" VARCHAR, "WhatId" VARCHAR);
INSERT INTO "Event" VALUES
  ('00U000000000001AAA', 'Visit', '001000000000001AAA'),
  ('00U000000000002AAA', 'Call', '006000000000001AAA'),
  ('00U000000000003AAA', 'Think', NULL);
CREATE TABLE "EntityDefinition" ("DurableId" VARCHAR, "QualifiedApiName" VARCHAR, "Label" VARCHAR, "KeyPrefix" VARCHAR);
INSERT INTO "EntityDefinition" VALUES
  ('Account', 'Account', 'Account', '001'), ('Contact', 'Contact', 'Contact', '003');
CREATE TABLE "FieldDefinition" ("DurableId" VARCHAR, "QualifiedApiName" VARCHAR, "EntityDefinitionId" VARCHAR);
INSERT INTO "FieldDefinition" VALUES
  ('Account.Name', 'Name', 'Account'), ('Account.Industry', 'Industry', 'Account'), ('Contact.Name', 'Name', 'Contact');
CREATE TABLE "ValidationRule" ("Id" VARCHAR, "ValidationName" VARCHAR, "Active" BOOLEAN, "Metadata" VARCHAR,
  "FullName" VARCHAR);
INSERT INTO "ValidationRule" VALUES
  ('03d000000000001AAA', 'NameNeeded', true, '{"active": true}', 'Account.NameNeeded'),
  ('03d000000000002AAA', 'CityNeeded', false, '{"active": false}', 'Account.CityNeeded');
CREATE TABLE "SetupAuditTrail" ("Id" VARCHAR, "Action" VARCHAR, "CreatedDate" TIMESTAMP);
INSERT INTO "SetupAuditTrail" VALUES ('0Ym000000000001AAA', 'changedpassword', '2026-03-01 00:00:00');
"""

Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def org() -> Iterator[OrgData]:
    """Nobody writes to it, so all tests share it."""
    rows = duckdb.connect()
    rows.execute(ROWS)
    yield OrgData(
        organization_id="00D000000000001AAA",
        user_id="005000000000001AAA",
        username="ana@example.org",
        objects=OBJECTS,
        rows=rows,
        limits={},
        hidden_fields={"Account.Secret__c"},
        hidden_objects={"Payroll__c"},
    )
    rows.close()


@pytest.fixture
def ask(org: OrgData) -> Iterator[Ask]:
    """Ask the org; the answers are closed at the end."""
    answers = []

    def asked(query: str, **how: bool) -> Answer:
        answers.append(run(org, query, now=NOW, **how))
        return answers[-1]

    yield asked
    for answer in answers:
        answer.close()


@pytest.fixture
def names(ask: Ask) -> Callable[[str], list[object]]:
    """The names of the accounts that a condition keeps."""

    def found(where: str) -> list[object]:
        answer = ask(f"SELECT Name FROM Account WHERE {where}")
        return [record["Name"] for record in answer.records(0, 2000, version="66.0")]

    return found
