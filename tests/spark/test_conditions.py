"""Conditions that DuckDB and Spark say in different words mean the same in both, of empty values too."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from sf_audit.snapshot.answering import Answering, OnDuckDB
from sf_audit.snapshot.on_spark import OnSpark, SparkFailed
from sf_audit.snapshot.spark_session import spark_session
from sf_audit.snapshot.spark_sql import NotSaid

pytestmark = [pytest.mark.spark, pytest.mark.timeout(300), pytest.mark.filterwarnings("default")]

ROWS = """
    SELECT * FROM (VALUES
        ('1', 'Zürich',    'CH', 'Owner 1', DATE '2026-02-28', TIMESTAMP '2026-02-28 23:59:59.123456', 1.10),
        ('2', 'zürich ',   'ch', 'Owner 2', DATE '2026-03-01', TIMESTAMP '2026-03-01 00:00:00',        2.20),
        ('3', NULL,        'CH', NULL,      NULL,              NULL,                                   NULL),
        ('4', E'a\\nb',    NULL, 'Owner 4', DATE '2024-02-29', TIMESTAMP '1969-12-31 23:59:59',        -0.10)
    ) t("Id", "City", "Country", "Owner", "Day", "Moment", "Amount")"""

#: Condition → the rows for which it holds.
CONDITIONS = {
    '"City" IN (SELECT city FROM "Cities of CH")': "1",
    '"City" NOT IN (SELECT city FROM "Cities of CH")': "24",
    'NOT ("City" IN (SELECT city FROM "Cities of CH"))': "24",
    'row("City", "Country") IN (SELECT row(city, country) FROM "Cities of CH")': "1",
    'row("City", "Country") NOT IN (SELECT row(city, country) FROM "Cities of CH")': "234",
    'lower("City") IN (SELECT lower(city) FROM "Cities of CH" WHERE country IN (SELECT \'CH\'))': "1",
    "regexp_full_match(\"City\", 'z.*', 'i')": "12",
    "regexp_full_match(\"City\", 'a.b')": "",
    "regexp_full_match(\"City\", '(?s)a.b')": "4",
    "regexp_matches(\"City\", '^Z')": "1",
    "date_diff('day', \"Day\", DATE '2026-03-01') = 1": "1",
    'epoch_ms("Moment") // 60000 <= 0': "4",
    'CAST("Moment" AS DATE) = "Day"': "12",
    'length("City") = 6': "1",
    '"Amount" * 3 = 3.30': "1",
    "trim(\"City\") = 'zürich'": "2",
    "\"City\" > 'a'": "24",
}


@pytest.fixture(scope="module")
def answering(spark_packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OnSpark, OnDuckDB]]:
    sys.path.append(str(spark_packages))
    scratch = tmp_path_factory.mktemp("scratch")
    with spark_session(scratch) as session, duckdb.connect() as connection:
        connection.execute(f'CREATE TABLE "City" AS {ROWS}')
        connection.register("Cities of CH", pa.table({"city": ["Zürich", "Bern"], "country": ["CH", "CH"]}))
        yield OnSpark(session, connection, scratch), OnDuckDB(connection)
    sys.path.remove(str(spark_packages))


def held(answering: Answering, conditions: list[str]) -> dict[str, str]:
    """By condition, the ids of the rows for which it holds."""
    found = dict.fromkeys(conditions, "")
    with answering.answers('SELECT * FROM "City" ORDER BY "Id"', ("Id",), [conditions]) as batches:
        for batch in batches:
            for record, bits in zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True):
                for place, condition in enumerate(conditions):
                    found[condition] += record if bits >> place & 1 else ""
    return {condition: "".join(sorted(ids)) for condition, ids in found.items()}


def test_both_hold_for_the_same_rows(answering: tuple[OnSpark, OnDuckDB]) -> None:
    on_spark, on_duckdb = answering

    assert held(on_duckdb, list(CONDITIONS)) == CONDITIONS
    assert held(on_spark, list(CONDITIONS)) == CONDITIONS


@pytest.mark.parametrize("condition", ['"Missing" = 1', "no_such_function(1) = 1", "list_zip([1], [2]) IS NOT NULL"])
def test_what_spark_cannot_say_is_refused_without_its_words(
    answering: tuple[OnSpark, OnDuckDB], condition: str
) -> None:
    with pytest.raises((SparkFailed, NotSaid), match=r"^Spark (could not answer|has no words)[^']*$"):
        answering[0].ask_alone('SELECT * FROM "City"', condition)
