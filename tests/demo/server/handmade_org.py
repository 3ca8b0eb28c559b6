"""A small org written by hand, and a plain HTTP client for the demo server in front of it."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import requests

from sf_audit.demo.schema import Field, OrgData, PicklistValue, SObject
from sf_audit.demo.server.running import DemoServer

ORGANIZATION = "00Dd00000000001EAA"
USER = "005d00000000001AAA"
USERNAME = "auditor@demo.example"
ACCOUNTS = 25


def reference(name: str, *objects: str, relationship: str) -> Field:
    return Field(name, "reference", label=name, references=objects, relationship=relationship)


ACCOUNT = SObject(
    "Account",
    "Account",
    "Accounts",
    "001",
    (
        Field("Id", "id", label="Account ID", nillable=False),
        Field("Name", "string", label="Account Name", length=255, nillable=False, name_field=True),
        Field(
            "Industry",
            "picklist",
            label="Industry",
            length=40,
            picklist=(PicklistValue("Energy"), PicklistValue("Old", active=False)),
        ),
        Field("AnnualRevenue", "currency", label="Annual Revenue", precision=18, scale=2),
        Field("NumberOfEmployees", "int", label="Employees", length=8),
        Field("BillingStreet", "textarea", label="Billing Street", length=255, compound="BillingAddress"),
        Field("BillingCity", "string", label="Billing City", length=40, compound="BillingAddress"),
        Field("BillingAddress", "address", label="Billing Address"),
        Field("IsDeleted", "boolean", label="Deleted"),
        Field("CreatedDate", "datetime", label="Created Date", nillable=False),
        Field("Description", "textarea", label="Description", length=32000),
        reference("OwnerId", "User", relationship="Owner"),
        Field("Region__c", "string", label="Region", length=80, custom=True, description="Where we sell to it."),
        Field("Secret__c", "string", label="Secret", length=80, custom=True),
    ),
    children={"Contacts": ("Contact", "AccountId")},
)
CONTACT = SObject(
    "Contact",
    "Contact",
    "Contacts",
    "003",
    (
        Field("Id", "id", label="Contact ID", nillable=False),
        Field("LastName", "string", label="Last Name", length=80, nillable=False, name_field=True),
        Field("Email", "email", label="Email", length=80),
        reference("AccountId", "Account", relationship="Account"),
    ),
)
PERSON = SObject(
    "User",
    "User",
    "Users",
    "005",
    (
        Field("Id", "id", label="User ID", nillable=False),
        Field("Name", "string", label="Name", length=121, name_field=True),
        Field("Username", "string", label="Username", length=80),
        Field("Email", "email", label="Email", length=128),
        Field("IsActive", "boolean", label="Active"),
    ),
)
COMPANY = SObject(
    "Organization",
    "Organization",
    "Organizations",
    "00D",
    (
        Field("Id", "id", label="Organization ID", nillable=False),
        Field("Name", "string", label="Name", length=80),
        Field("InstanceName", "picklist", label="Instance", length=5),
        Field("IsSandbox", "boolean", label="Is Sandbox"),
        Field("TrialExpirationDate", "datetime", label="Trial Expiration Date"),
        Field("NamespacePrefix", "string", label="Namespace Prefix", length=15),
        Field("OrganizationType", "picklist", label="Edition", length=40),
        Field("DefaultAccountAccess", "picklist", label="Default Account Access", length=40),
    ),
)
CLASS = SObject(
    "ApexClass",
    "Apex Class",
    "Apex Classes",
    "01p",
    (
        Field("Id", "id", label="Class ID", nillable=False),
        Field("Name", "string", label="Name", length=255, name_field=True),
    ),
    tooling=True,
    bulk=False,
)
ROWS = f"""
CREATE TABLE "Account" AS SELECT
    '001d00' || lpad(i::VARCHAR, 9, '0') || 'AAA' AS "Id",
    'Account ' || i AS "Name",
    CASE WHEN i % 2 = 0 THEN 'Energy' END AS "Industry",
    (i * 100)::DECIMAL(18, 2) AS "AnnualRevenue",
    i::BIGINT AS "NumberOfEmployees",
    'Street ' || i AS "BillingStreet",
    'Cheltenham' AS "BillingCity",
    false AS "IsDeleted",
    TIMESTAMP '2026-01-02 03:04:05' AS "CreatedDate",
    'He said "no",' || chr(10) || 'twice' AS "Description",
    '{USER}' AS "OwnerId",
    'West' AS "Region__c",
    'hidden' AS "Secret__c"
FROM range(1, {ACCOUNTS + 1}) numbers(i);
CREATE TABLE "Contact" ("Id" VARCHAR, "LastName" VARCHAR, "Email" VARCHAR, "AccountId" VARCHAR);
INSERT INTO "Contact" VALUES ('003d00000000001AAA', 'Ito', 'ito@demo.example', '001d00000000001AAA');
CREATE TABLE "User" ("Id" VARCHAR, "Name" VARCHAR, "Username" VARCHAR, "Email" VARCHAR, "IsActive" BOOLEAN);
INSERT INTO "User" VALUES ('{USER}', 'Audit Reader', '{USERNAME}', 'auditor@demo.example', true);
CREATE TABLE "Organization" AS SELECT '{ORGANIZATION}' AS "Id", 'Demo' AS "Name", 'DEMO1' AS "InstanceName",
    false AS "IsSandbox", NULL::TIMESTAMP AS "TrialExpirationDate", NULL::VARCHAR AS "NamespacePrefix",
    'Enterprise Edition' AS "OrganizationType", 'Read' AS "DefaultAccountAccess";
CREATE TABLE "ApexClass" AS SELECT '01pd0000000000' || i || 'AAA' AS "Id", 'Class' || i AS "Name" FROM range(3) r(i);
"""


def small_org() -> OrgData:
    rows = duckdb.connect(":memory:", config={"threads": 1})
    rows.execute(ROWS)
    objects = {one.name: one for one in (ACCOUNT, CONTACT, PERSON, COMPANY, CLASS)}
    limits = {
        "DailyApiRequests": (15_000, 14_900),
        "DailyBulkV2QueryJobs": (10_000, 10_000),
        "DataStorageMB": (1_000, 400),
        "PermissionSets": (1_500, 1_491),
    }
    return OrgData(ORGANIZATION, USER, USERNAME, objects, rows, limits, hidden_fields={"Account.Secret__c"})


class Client:
    """Plain HTTP to the server, as anybody might write it."""

    def __init__(self, server: DemoServer) -> None:
        self.server = server
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = str(server.ca_file)
        self.session.headers["Authorization"] = f"Bearer {server.access_token}"

    def get(self, path: str, **query: str) -> requests.Response:
        return self.session.get(self._url(path), params=query, timeout=20)

    def call(self, method: str, path: str, **arguments: object) -> requests.Response:
        return self.session.request(method, self._url(path), timeout=20, **arguments)  # type: ignore[arg-type]

    def query(self, text: str, path: str = "/services/data/v62.0/query") -> requests.Response:
        return self.get(path, q=text)

    def _url(self, path: str) -> str:
        return self.server.url + path


Serve = Callable[..., Client]
