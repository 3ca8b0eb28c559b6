"""What the platform refuses, in its words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import duckdb
import pytest

from sf_audit.demo.schema import Field, OrgData, SObject
from sf_audit.demo.soql.answer import Answer
from sf_audit.demo.soql.errors import SoqlError
from sf_audit.demo.soql.run import run

Ask = Callable[..., Answer]
NOW = datetime(2026, 3, 18, 12, 0, tzinfo=UTC)

NAMES = "Please reference your WSDL or the describe call for the appropriate names."


def refusal(ask: Ask, query: str, **how: bool) -> SoqlError:
    with pytest.raises(SoqlError) as refused:
        ask(query, **how)
    assert refused.value.status == 400
    return refused.value


def test_an_unknown_object_in_the_recorded_words(ask: Ask) -> None:
    refused = refusal(ask, "select count() from XYZZY")

    assert refused.code == "INVALID_TYPE"
    assert refused.message == (
        "\nselect count() from XYZZY\n                    ^\nERROR at Row:1:Column:21\nsObject type 'XYZZY' is not "
        "supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. "
        f"{NAMES}"
    )


def test_an_unknown_field_in_the_recorded_words(org: OrgData) -> None:
    lead = SObject(
        "Lead", "Lead", "Leads", "00Q", tuple(Field(name, "string") for name in ("Id", "Company", "Email", "LastName"))
    )
    world = OrgData("", "", "", {**org.objects, "Lead": lead}, org.rows, {})

    with pytest.raises(SoqlError) as refused:
        run(world, "select Id, Company,Email,LastName,SF_date__c, ConvertedContactId from Lead", now=NOW)

    assert refused.value.code == "INVALID_FIELD"
    assert refused.value.message == (
        "\nselect Id, Company,Email,LastName,SF_date__c, ConvertedContactId from\n                                  ^\n"
        "ERROR at Row:1:Column:35\nNo such column 'SF_date__c' on entity 'Lead'. If you are attempting to use a custom "
        f"field, be sure to append the '__c' after the custom field name. {NAMES}"
    )


@pytest.mark.parametrize(
    ("hidden", "unknown"),
    [
        ("SELECT Secret__c FROM Account", "SELECT Nothin__c FROM Account"),
        ("SELECT Id FROM Account WHERE Secret__c = 's'", "SELECT Id FROM Account WHERE Nothin__c = 's'"),
        ("SELECT Id FROM Account ORDER BY Secret__c", "SELECT Id FROM Account ORDER BY Nothin__c"),
        ("SELECT COUNT(Secret__c) FROM Account", "SELECT COUNT(Nothin__c) FROM Account"),
        ("SELECT Parent.Secret__c FROM Account", "SELECT Parent.Nothin__c FROM Account"),
        ("SELECT Id FROM Payroll__c", "SELECT Id FROM Nothing__c"),
        ("SELECT Id FROM Account WHERE Id IN (SELECT Id FROM Payroll__c)",
         "SELECT Id FROM Account WHERE Id IN (SELECT Id FROM Nothing__c)"),
    ],
)  # fmt: skip
def test_hidden_cannot_be_told_from_unknown(ask: Ask, hidden: str, unknown: str) -> None:
    first, second = refusal(ask, hidden), refusal(ask, unknown)

    assert first.code == second.code
    assert first.message.replace("Secret__c", "Nothin__c").replace("Payroll__c", "Nothing__c") == second.message


@pytest.mark.parametrize(
    ("query", "code", "message"),
    [
        ("SELECT Id, Bogus.Name FROM Account", "INVALID_FIELD",
         "\nSELECT Id, Bogus.Name FROM Account\n           ^\nERROR at Row:1:Column:12\nDidn't understand relationship "
         "'Bogus' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after "
         f"the custom relationship name. {NAMES}"),
        ("SELECT Id, (SELECT Id FROM Nope) FROM Account", "INVALID_TYPE",
         "\nSELECT Id, (SELECT Id FROM Nope) FROM Account\n                           ^\nERROR at Row:1:Column:28\n"
         "Didn't understand relationship 'Nope' in FROM part of query call. If you are attempting to use a custom "
         f"relationship, be sure to append the '__r' after the custom relationship name. {NAMES}"),
        ("SELECT Id, Name, id FROM Account", "INVALID_FIELD", "duplicate field selected: Id"),
        ("SELECT Id FROM Account OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000"),
        ("SELECT FIELDS(ALL) FROM Account", "MALFORMED_QUERY",
         "The SOQL FIELDS function must have a LIMIT of at most 200"),
        ("SELECT FIELDS(CUSTOM) FROM Account LIMIT 201", "MALFORMED_QUERY",
         "The SOQL FIELDS function must have a LIMIT of at most 200"),
        ("SELECT COUNT(Id) FROM Account LIMIT 5", "MALFORMED_QUERY",
         "Non-grouped query that uses overall aggregate functions cannot also use LIMIT"),
        ("SELECT Id FROM Account USING SCOPE nobody", "MALFORMED_QUERY", "Invalid scope: nobody"),
        ("SELECT Id FROM Account USING SCOPE team", "INVALID_QUERY_SCOPE",
         "The scope team is not supported on Account"),
        ("SELECT Id FROM Account WHERE Id = 'abc'", "INVALID_QUERY_FILTER_OPERATOR",
         "\nSELECT Id FROM Account WHERE Id = 'abc'\n                             ^\nERROR at Row:1:Column:30\n"
         "invalid ID field: abc"),
        ("SELECT Id FROM Account WHERE Name = 'x' OR Id IN (SELECT AccountId FROM Contact)", "MALFORMED_QUERY",
         "Semi join sub-selects are not allowed with the 'OR' operator"),
        ("SELECT Id FROM Account WHERE NOT (Id IN (SELECT AccountId FROM Contact))", "MALFORMED_QUERY",
         "Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE "
         "expressions."),
        ("SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE AccountId IN "
         "(SELECT AccountId FROM Opportunity))", "MALFORMED_QUERY",
         "Nesting of semi join sub-selects is not supported"),
        ("SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact) AND Id IN (SELECT AccountId FROM "
         "Opportunity) AND Id NOT IN (SELECT AccountId FROM Opportunity)", "MALFORMED_QUERY",
         "Maximum 2 semi join sub-selects are allowed"),
        ("SELECT Id FROM Account WHERE Id NOT IN (SELECT ParentId FROM Account)", "MALFORMED_QUERY",
         "The inner and outer selects should not be on the same object type"),
        ("SELECT Id FROM Account WHERE Id IN (SELECT Id FROM Contact)", "MALFORMED_QUERY",
         "\nSELECT Id FROM Account WHERE Id IN (SELECT Id FROM Contact)\n                             ^\n"
         "ERROR at Row:1:Column:30\nThe selected field 'Id' in the subquery and the left operand field in the where "
         "expression in the outer query 'Id' should point to the same object type"),
        ("SELECT Id FROM Account ALL ROWS", "MALFORMED_QUERY", "ALL ROWS not allowed in this context"),
        ("SELECT Id FROM Account WHERE Id IN (SELECT Name FROM Contact)", "MALFORMED_QUERY",
         "The selected field 'Name' in the semi join sub-select should be an id or reference field"),
        ("SELECT Parent.Parent.Parent.Parent.Parent.Parent.Name FROM Account", "MALFORMED_QUERY",
         "Relationships in a query may not go more than 5 levels from child to parent"),
        ("SELECT COUNT(Id) n, MAX(Name) N FROM Account", "MALFORMED_QUERY", "duplicate alias: N"),
    ],
)  # fmt: skip
def test_refusals_in_full(ask: Ask, query: str, code: str, message: str) -> None:
    refused = refusal(ask, query)

    assert (refused.code, refused.message) == (code, message)


@pytest.mark.parametrize(
    ("query", "code", "column", "message"),
    [
        ("SELECT Owner.Foo FROM Account", "INVALID_FIELD", 8, "No such column 'Foo' on entity 'Name'."),
        ("SELECT Id FROM Account WHERE Description = 'x'", "INVALID_FIELD", 30,
         "field 'Description' can not be filtered in a query call"),
        ("SELECT COUNT(Id) FROM Account GROUP BY Description", "INVALID_FIELD", 40,
         "field 'Description' can not be grouped in a query call"),
        ("SELECT Id FROM Account ORDER BY Description", "INVALID_FIELD", 33,
         "field 'Description' can not be sorted in a query call"),
        ("SELECT SUM(Name) FROM Account", "INVALID_FIELD", 8, "field Name does not support aggregate operator SUM"),
        ("SELECT COUNT(Id) FROM SetupAuditTrail", "INVALID_FIELD", 8,
         "field Id does not support aggregate operator COUNT"),
        ("SELECT Name, COUNT(Id) FROM Account", "MALFORMED_QUERY", 8, "Field must be grouped or aggregated: Name"),
        ("SELECT Name FROM Account GROUP BY Name ORDER BY Industry", "MALFORMED_QUERY", 49,
         "Ordered field must be grouped or aggregated: Industry"),
        ("SELECT Name FROM Account GROUP BY Name HAVING Industry = 'x'", "MALFORMED_QUERY", 47,
         "Field must be grouped or aggregated: Industry"),
        ("SELECT Id FROM Account WHERE COUNT(Id) > 1", "MALFORMED_QUERY", 30, "Aggregate functions belong in HAVING"),
        ("SELECT GROUPING(Name) FROM Account", "MALFORMED_QUERY", 8, "Field must be grouped or aggregated: Name"),
        ("SELECT Name FROM Account GROUP BY Name, MAX(Industry)", "INVALID_FIELD", 41,
         "field 'Industry' can not be grouped in a query call"),
        ("SELECT Name n FROM Account", "MALFORMED_QUERY", 8, "only aggregate expressions use field aliasing"),
        ("SELECT Id FROM Account WHERE Name = 5", "INVALID_FIELD", 30,
         "value of filter criterion for field 'Name' must be of type string and should be enclosed in quotes"),
        ("SELECT Id FROM Account WHERE AnnualRevenue = '5'", "INVALID_FIELD", 30,
         "value of filter criterion for field 'AnnualRevenue' must be of type double and should not be enclosed in "
         "quotes"),
        ("SELECT Id FROM Account WHERE AnnualRevenue = ''", "INVALID_FIELD", 30,
         "value of filter criterion for field 'AnnualRevenue' must be of type double and should not be enclosed in "
         "quotes"),
        ("SELECT Id FROM Account WHERE CreatedDate > 2024-01-01", "INVALID_FIELD", 30,
         "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in "
         "quotes"),
        ("SELECT Id FROM Contact WHERE Birthdate = ''", "INVALID_FIELD", 30,
         "value of filter criterion for field 'Birthdate' must be of type date and should not be enclosed in quotes"),
        ("SELECT Id FROM Account WHERE Active__c = 'true'", "INVALID_FIELD", 30,
         "value of filter criterion for field 'Active__c' must be of type boolean and should not be enclosed in "
         "quotes"),
        ("SELECT Id FROM Account WHERE Name INCLUDES ('x')", "INVALID_FIELD", 30,
         "includes/excludes operators only valid on multipicklist field"),
        ("SELECT Id FROM Account WHERE Id LIKE '001%'", "INVALID_QUERY_FILTER_OPERATOR", 30,
         "invalid operator on id field"),
        ("SELECT Id FROM Account WHERE CreatedDate = Someday", "MALFORMED_QUERY", 44, "unexpected token: 'Someday'"),
        ("SELECT Id FROM Account WHERE BillingAddress = 'x'", "INVALID_FIELD", 30,
         "field 'BillingAddress' can not be filtered in a query call"),
        ("SELECT COUNT(Id) FROM Account GROUP BY CreatedDate", "INVALID_FIELD", 40,
         "field 'CreatedDate' can not be grouped in a query call"),
        ("SELECT Id, (SELECT COUNT(Id) FROM Contacts) FROM Account", "MALFORMED_QUERY", 35,
         "only root queries support aggregate expressions"),
        ("SELECT Id FROM Account FOR NOTHING", "MALFORMED_QUERY", 28, "unexpected token: 'NOTHING'"),
        ("SELECT Industry FROM Account HAVING COUNT(Id) > 1", "MALFORMED_QUERY", 30, "unexpected token: 'HAVING'"),
        ("SELECT Id FROM Account a, Contact c", "INVALID_FIELD", 27, "Didn't understand relationship 'Contact'"),
        ("SELECT convertCurrency(Name) FROM Account", "INVALID_FIELD", 8,
         "field does not support function convertCurrency"),
        ("SELECT Id FROM Account WITH NOTHING", "MALFORMED_QUERY", 29, "unexpected token: 'NOTHING'"),
        ("SELECT Id FROM Account UPDATE NOTHING", "MALFORMED_QUERY", 31, "unexpected token: 'NOTHING'"),
        ("SELECT SOUNDEX(Name) FROM Account", "MALFORMED_QUERY", 8, "unexpected token: 'SOUNDEX'"),
    ],
)  # fmt: skip
def test_refusals_that_point_into_the_query(ask: Ask, query: str, code: str, column: int, message: str) -> None:
    refused = refusal(ask, query)

    assert refused.code == code
    assert f"^\nERROR at Row:1:Column:{column}\n{message}" in refused.message


@pytest.mark.parametrize("batch", [2_000, 2_001])
def test_more_than_one_batch_where_there_is_only_one(batch: int) -> None:
    rows = duckdb.connect()
    rows.execute('CREATE TABLE "Thing" AS SELECT range::VARCHAR AS "DurableId" FROM range($rows)', {"rows": batch})
    thing = SObject("Thing", "Thing", "Things", "", (Field("DurableId", "string"),), query_more=False)
    world = OrgData("", "", "", {"Thing": thing}, rows, {})

    def outcome(query: str) -> str:
        try:
            with run(world, query, now=NOW) as answer:
                return str(answer.total)
        except SoqlError as refused:
            return f"{refused.code}: {refused}"

    plain = outcome("SELECT DurableId FROM Thing")
    grouped = outcome("SELECT DurableId, COUNT(DurableId) FROM Thing GROUP BY DurableId")
    limited = outcome("SELECT DurableId FROM Thing LIMIT 2000")
    rows.close()

    tail = "does not support queryMore(), use LIMIT to restrict the results to a single batch"
    fits = batch == 2_000
    assert plain == ("2000" if fits else f"EXCEEDED_ID_LIMIT: Thing {tail}")
    assert grouped == ("2000" if fits else f"EXCEEDED_ID_LIMIT: Aggregate query {tail}")
    assert limited == "2000"
