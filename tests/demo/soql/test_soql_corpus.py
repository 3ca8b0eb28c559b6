"""Queries as administrators' tools send them: all of them are SOQL."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from sf_audit.demo.soql.grammar import parse

RECORDINGS = Path(__file__).parents[4] / "shared" / "recordings"

CORPUS = [
    "SELECT Id FROM ScratchOrgInfo limit 1",
    "SELECT Name, InstanceName, IsSandbox, TrialExpirationDate, NamespacePrefix, OrganizationType FROM Organization",
    "SELECT Id, Name, Profile.Name, Profile.UserLicense.Name, LastLoginDate FROM User WHERE IsActive = true AND "
    "(LastLoginDate = null OR LastLoginDate < LAST_N_DAYS:90) ORDER BY LastLoginDate NULLS FIRST",
    "SELECT Id, Assignee.Name, PermissionSet.Label FROM PermissionSetAssignment WHERE Assignee.IsActive = TRUE AND "
    "PermissionSet.IsOwnedByProfile = FALSE",
    "SELECT Parent.Profile.Name, SobjectType, PermissionsModifyAllRecords FROM ObjectPermissions WHERE "
    "PermissionsModifyAllRecords = true AND SobjectType IN ('Account','Contact')",
    "SELECT Field, PermissionsRead, PermissionsEdit FROM FieldPermissions WHERE ParentId IN (SELECT Id FROM "
    "PermissionSet WHERE IsCustom = true)",
    "SELECT UserId, Status, LoginType, COUNT(Id) cnt, MAX(LoginTime) latest FROM LoginHistory WHERE LoginTime > "
    "2026-01-01T00:00:00.000Z GROUP BY UserId, Status, LoginType ORDER BY UserId LIMIT 2000",
    "SELECT CreatedDate, CreatedBy.Username, Action, Section, Display FROM SetupAuditTrail WHERE CreatedDate = "
    "LAST_N_DAYS:30 ORDER BY CreatedDate DESC LIMIT 1000",
    "SELECT DurableId, QualifiedApiName, KeyPrefix FROM EntityDefinition WHERE KeyPrefix <> null AND DurableId > "
    "'Account' ORDER BY DurableId LIMIT 2000",
    "SELECT Id, (SELECT Id, Name FROM Contacts WHERE Email != NULL ORDER BY Name LIMIT 5), "
    "(SELECT Id FROM Cases) FROM Account WHERE Id NOT IN (SELECT AccountId FROM Opportunity WHERE IsClosed = false)",
    "SELECT Id FROM Case WHERE (NOT Subject LIKE '%test%') AND ((Priority = 'High' AND IsClosed = false) OR "
    "(Owner.Name = 'Queue' AND CreatedDate = THIS_QUARTER))",
    "SELECT TYPEOF Owner WHEN User THEN Username WHEN Group THEN Name END FROM Lead USING SCOPE everything",
    "SELECT CALENDAR_YEAR(convertTimezone(CloseDate)) y, SUM(Amount) FROM Opportunity GROUP BY "
    "CALENDAR_YEAR(convertTimezone(CloseDate)) HAVING SUM(Amount) > 0",
    "SELECT LeadSource, Rating, GROUPING(LeadSource) a, COUNT(Name) FROM Lead GROUP BY CUBE(LeadSource, Rating)",
    "SELECT COUNT_DISTINCT(Company) FROM Lead WITH SECURITY_ENFORCED",
    "SELECT toLabel(Status), FORMAT(MIN(CloseDate)) FROM Opportunity GROUP BY Status",
    "SELECT Id FROM Account WHERE MSP__c INCLUDES ('AAA;BBB','CCC') AND Amount > USD5000 FOR REFERENCE",
    "SELECT Title FROM Question FOR VIEW ALL ROWS",
    "SELECT\tId ,\r\n Name\nFROM\n\tAccount\nWHERE Name\n=\n'x'",
    "select id from order where type='x' order by name",
    "SELECT Id FROM Contact c, c.Account a WHERE a.Name = 'x' AND c.Email LIKE '%@example.org'",
    "SELECT a.Id, a.Owner.Name FROM Account AS a WHERE a.CreatedDate >= 2026-01-01T00:00:00-08:00 UPDATE VIEWSTAT",
]


@pytest.mark.parametrize("query", CORPUS)
def test_what_tools_ask_is_understood(query: str) -> None:
    assert parse(query).items


@pytest.mark.skipif(not RECORDINGS.is_dir(), reason="the recorded responses are not beside the checkout")
def test_every_recorded_query_is_understood() -> None:
    asked = []
    for page in sorted(RECORDINGS.glob("*/cci__*.json")):
        request = json.loads(page.read_text(encoding="utf-8"))
        uri = request.get("request", {}).get("uri", "") if isinstance(request, dict) else ""
        asked += parse_qs(urlsplit(uri).query).get("q", []) if "/query" in uri else []

    assert len(asked) > 20
    assert all(parse(query).items for query in asked)
