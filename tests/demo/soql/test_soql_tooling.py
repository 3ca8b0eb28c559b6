"""Objects that the platform computes, and the Tooling API."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sf_audit.demo.soql.answer import Answer
from sf_audit.demo.soql.errors import SoqlError

Ask = Callable[..., Answer]


def refusal(ask: Ask, query: str, **how: bool) -> str:
    with pytest.raises(SoqlError) as refused:
        ask(query, **how)
    return f"{refused.value.code}: {refused.value}"


def first_column(answer: Answer) -> list[object]:
    return [list(record.values())[1] for record in answer.records(0, 10, version="66.0")]


def test_an_object_answers_where_it_lives(ask: Ask) -> None:
    assert ask("SELECT Id FROM ValidationRule", tooling=True).total == 2
    assert ask("SELECT DurableId FROM EntityDefinition", tooling=True).total == 2
    assert ask("SELECT DurableId FROM EntityDefinition").total == 2
    assert "sObject type 'ValidationRule' is not supported." in refusal(ask, "SELECT Id FROM ValidationRule")
    assert "sObject type 'Account' is not supported." in refusal(ask, "SELECT Id FROM Account", tooling=True)


def test_records_of_the_tooling_api_say_so_in_their_url(ask: Ask) -> None:
    answer = ask(
        "SELECT QualifiedApiName, EntityDefinition.Label FROM FieldDefinition WHERE DurableId = 'Account.Name'",
        tooling=True,
    )

    root = "/services/data/v66.0/tooling/sobjects"
    assert answer.records(0, 10, version="66.0") == [
        {
            "attributes": {"type": "FieldDefinition", "url": f"{root}/FieldDefinition/Account.Name"},
            "QualifiedApiName": "Name",
            "EntityDefinition": {
                "attributes": {"type": "EntityDefinition", "url": f"{root}/EntityDefinition/Account"},
                "Label": "Account",
            },
        }
    ]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT COUNT() FROM EntityDefinition", "The requested operation is not yet supported by this SObject storage "
         "type, contact salesforce.com support for more information."),
        ("SELECT Label FROM EntityDefinition GROUP BY Label", "The requested operation is not yet supported by this "
         "SObject storage type, contact salesforce.com support for more information."),
        ("SELECT Label FROM EntityDefinition WHERE KeyPrefix != null", "Only equals comparisons permitted"),
        ("SELECT Label FROM EntityDefinition WHERE DurableId > 'A'", "Only equals comparisons permitted"),
        ("SELECT Label FROM EntityDefinition WHERE NOT Label = 'A'", "Only equals comparisons permitted"),
        ("SELECT Label FROM EntityDefinition WHERE Label = 'A' OR Label = 'B'", "Disjunctions not supported"),
        ("SELECT Label FROM EntityDefinition WHERE Label INCLUDES ('A')", "Unsupported filter type"),
    ],
)  # fmt: skip
def test_the_documented_rule_is_strict(ask: Ask, query: str, message: str) -> None:
    assert refusal(ask, query) == f"EXTERNAL_OBJECT_UNSUPPORTED_EXCEPTION: {message}"


def test_the_documented_rule_ignores_limit_and_offset(ask: Ask) -> None:
    assert ask("SELECT Label FROM EntityDefinition LIMIT 1 OFFSET 1").total == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (
            "SELECT QualifiedApiName FROM EntityDefinition WHERE KeyPrefix <> null ORDER BY DurableId LIMIT 1",
            ["Account"],
        ),
        ("SELECT QualifiedApiName FROM EntityDefinition WHERE DurableId > 'account'", ["Contact"]),
        ("SELECT QualifiedApiName FROM EntityDefinition LIMIT 2000 OFFSET 1", ["Contact"]),
    ],
)
def test_the_observed_rule_lets_more_through(ask: Ask, query: str, found: list[str]) -> None:
    assert first_column(ask(query, strict_tooling=False)) == found


@pytest.mark.parametrize("strict_tooling", [True, False])
@pytest.mark.parametrize(
    "query",
    [
        "SELECT QualifiedApiName FROM FieldDefinition",
        "SELECT QualifiedApiName FROM FieldDefinition WHERE QualifiedApiName = 'Name'",
    ],
)
def test_fields_need_their_object_named(ask: Ask, query: str, strict_tooling: bool) -> None:
    assert refusal(ask, query, strict_tooling=strict_tooling) == (
        "MALFORMED_QUERY: FieldDefinition: a filter on a reified column is required [EntityDefinitionId,DurableId]"
    )


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("EntityDefinitionId = 'Account'", ["Name", "Industry"]),
        ("EntityDefinition.QualifiedApiName = 'contact'", ["Name"]),
        ("FieldDefinition.EntityDefinition.QualifiedApiName IN ('Contact')", ["Name"]),
        ("EntityDefinitionId IN ('Account', 'Contact') AND QualifiedApiName = 'industry'", ["Industry"]),
        ("DurableId = 'Account.Industry'", ["Industry"]),
    ],
)
def test_fields_of_named_objects(ask: Ask, where: str, found: list[str]) -> None:
    assert first_column(ask(f"SELECT QualifiedApiName FROM FieldDefinition WHERE {where}")) == found


@pytest.mark.parametrize("column", ["Metadata", "FullName"])
def test_metadata_comes_one_row_at_a_time(ask: Ask, column: str) -> None:
    assert refusal(ask, f"SELECT Id, {column} FROM ValidationRule", tooling=True) == (
        "MALFORMED_QUERY: When retrieving results with Metadata or FullName fields, the query qualifications must "
        "specify no more than one row for retrieval. Result size: 2"
    )


def test_metadata_is_json_of_its_own(ask: Ask) -> None:
    answer = ask("SELECT Metadata FROM ValidationRule WHERE ValidationName = 'CityNeeded'", tooling=True)

    assert first_column(answer) == [{"active": False}]
