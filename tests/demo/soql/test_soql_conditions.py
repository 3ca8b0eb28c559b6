"""Which accounts a condition keeps: Acme "Farms", beta 100%, and Citrön_Co."""

from __future__ import annotations

from collections.abc import Callable

import pytest

ACME, BETA, CITRON = 'Acme "Farms"', "beta 100%", "Citrön_Co"


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ("Name = 'BETA 100%'", [BETA]),
        ("Name = 'citrÖn_co'", [CITRON]),
        ("Name != 'beta 100%'", [ACME, CITRON]),
        ("Name < 'b'", [ACME]),
        ("Name >= 'Beta 100%'", [BETA, CITRON]),
        ("Industry = null", [CITRON]),
        ("Industry = ''", [CITRON]),
        ("Industry != null", [ACME, BETA]),
        ("Industry != ''", [ACME, BETA]),
        ("Industry != 'tech'", [ACME, CITRON]),
        ("Industry <> 'tech'", [ACME, CITRON]),
        ("Name LIKE 'a%'", [ACME]),
        ("Name LIKE '%\\%'", [BETA]),
        ("Name LIKE 'citr_n\\_co'", [CITRON]),
        ("Name LIKE '%\\_%'", [CITRON]),
        ("Name LIKE '%\"farms\"'", [ACME]),
        ("Industry IN ('AGRI', 'x')", [ACME]),
        ("Industry IN ('agri', null)", [ACME, CITRON]),
        ("Industry NOT IN ('agri')", [BETA, CITRON]),
        ("Industry IN ('a','b','c','d','e','f','g','h','i','tech')", [BETA]),
        ("Regions__c INCLUDES ('South')", [ACME, BETA]),
        ("Regions__c INCLUDES ('north;south', 'x')", [ACME]),
        ("Regions__c EXCLUDES ('North')", [BETA, CITRON]),
        ("Regions__c = 'north;south'", [ACME]),
        ("Active__c = true", [ACME, CITRON]),
        ("Active__c != true", [BETA]),
        ("AnnualRevenue > 100", [BETA]),
        ("AnnualRevenue >= 1e2", [ACME, BETA]),
        ("AnnualRevenue IN (100, 1234.50)", [ACME, BETA]),
        ("NumberOfEmployees != 5", [BETA, CITRON]),
        ("NumberOfEmployees < 5.5", [ACME]),
        ("NOT Industry = 'tech'", [ACME, CITRON]),
        ("NOT (Industry LIKE 't%' OR Name = 'nobody')", [ACME, CITRON]),
        ("NOT (NOT Industry = 'tech')", [BETA]),
        ("(Name LIKE 'a%' OR Name LIKE 'b%') AND Active__c = false", [BETA]),
        ("Id = '001000000000001'", [ACME]),
        ("Id = '00100000000000aAAA'", [CITRON]),
        ("Id = '00100000000000A'", []),
        ("Id != '001000000000001'", [BETA, CITRON]),
        ("Id IN ('001000000000001', '001000000000002AAA')", [ACME, BETA]),
        ("Id > '001000000000001'", [BETA, CITRON]),
        ("CreatedDate = TODAY", [ACME]),
        ("CreatedDate != TODAY", [BETA, CITRON]),
        ("CreatedDate < TODAY", [BETA, CITRON]),
        ("CreatedDate <= TODAY", [ACME, BETA, CITRON]),
        ("CreatedDate > YESTERDAY", [ACME]),
        ("CreatedDate >= LAST_WEEK", [ACME, BETA]),
        ("CreatedDate = LAST_N_DAYS:7", [ACME, BETA]),
        ("CreatedDate > LAST_N_DAYS:7", [ACME, BETA]),
        ("CreatedDate > LAST_N_DAYS:6", [ACME]),
        ("CreatedDate < LAST_N_DAYS:7", [CITRON]),
        ("CreatedDate IN (TODAY, LAST_YEAR)", [ACME, CITRON]),
        ("CreatedDate = 2026-03-18T10:00:00+01:00", [ACME]),
        ("CreatedDate >= 2026-03-11T23:59:59.500Z", [ACME, BETA]),
        ("CALENDAR_YEAR(CreatedDate) = 2025", [CITRON]),
        ("DAY_ONLY(CreatedDate) = 2026-03-11", [BETA]),
        ("HOUR_IN_DAY(CreatedDate) = 9", [ACME]),
        ("DAY_IN_WEEK(CreatedDate) = 4", [ACME, BETA, CITRON]),
        ("Owner.Name LIKE 'ana%'", [ACME]),
        ("Owner.Type = 'Group'", [CITRON]),
        ("Owner.IsActive = false", [BETA]),
        ("Parent.Owner.Name = 'ana ruiz'", [BETA]),
        ("Parent.Parent.Name LIKE 'acme%'", [CITRON]),
        ("ParentId = null", [ACME]),
        ("Parent.Name != 'x'", [ACME, BETA, CITRON]),
        ("toLabel(Industry) = 'farming'", [ACME]),
        ("Id IN (SELECT AccountId FROM Contact)", [ACME]),
        ("Id NOT IN (SELECT AccountId FROM Contact)", [BETA, CITRON]),
        ("Id IN (SELECT AccountId FROM Opportunity WHERE Owner.Name LIKE 'ana%' AND Amount = null)", [BETA]),
        ("OwnerId IN (SELECT Id FROM User WHERE IsActive = true) AND Name LIKE 'a%'", [ACME]),
        ("Account.Name = 'beta 100%'", [BETA]),
    ],
)
def test_a_condition_keeps(names: Callable[[str], list[object]], where: str, kept: list[str]) -> None:
    found = names(where)

    assert found == kept


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("Name", [ACME, BETA, CITRON]),
        ("Name DESC", [CITRON, BETA, ACME]),
        ("NumberOfEmployees", [BETA, ACME, CITRON]),
        ("NumberOfEmployees NULLS LAST", [ACME, CITRON, BETA]),
        ("NumberOfEmployees DESC", [BETA, CITRON, ACME]),
        ("Active__c DESC, AnnualRevenue DESC NULLS LAST", [ACME, CITRON, BETA]),
        ("Owner.Name DESC", [CITRON, BETA, ACME]),
        ("CALENDAR_YEAR(CreatedDate), Name DESC", [CITRON, BETA, ACME]),
    ],
)
def test_order(names: Callable[[str], list[object]], order: str, expected: list[str]) -> None:
    found = names(f"Name != null ORDER BY {order}")

    assert found == expected


def test_limit_and_offset(names: Callable[[str], list[object]]) -> None:
    assert names("Name != null ORDER BY Name LIMIT 1 OFFSET 1") == [BETA]
    assert names("Name != null LIMIT 0") == []
    assert names("Name != null OFFSET 2000") == []
