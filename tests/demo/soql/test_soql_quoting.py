"""Whatever a value is, its literal means that value and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sf_audit.demo.schema import Field, OrgData, SObject
from sf_audit.demo.soql import literals
from sf_audit.demo.soql.grammar import parse
from sf_audit.demo.soql.run import run
from sf_audit.demo.soql.syntax import Comparison, Text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(TEXTS)
def test_a_quoted_value_reads_back_as_itself(value: str) -> None:
    where = parse(f"SELECT Id FROM A WHERE x = {literals.quote(value)}").where

    assert isinstance(where, Comparison)
    assert isinstance(where.right, Text)
    assert where.right.value == value


@pytest.fixture(scope="module")
def one_value() -> Iterator[OrgData]:
    rows = duckdb.connect()
    rows.execute('CREATE TABLE "Note__c" ("Body" VARCHAR)')
    note = SObject("Note__c", "Note", "Notes", "a01", (Field("Body", "string"),))
    yield OrgData("", "", "", {"Note__c": note}, rows, {})
    rows.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS.filter(bool))
def test_any_value_finds_its_own_row(one_value: OrgData, value: str) -> None:
    one_value.rows.execute('DELETE FROM "Note__c"')
    one_value.rows.execute('INSERT INTO "Note__c" VALUES ($value), (NULL)', {"value": value})

    with run(
        one_value,
        f"SELECT Body FROM Note__c WHERE Body = {literals.quote(value)}",
        now=datetime(2026, 3, 18, tzinfo=UTC),
    ) as answer:
        found = answer.records(0, 10, version="66.0")

    assert [record["Body"] for record in found] == [value]
