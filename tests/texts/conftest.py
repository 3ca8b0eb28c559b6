"""Conditions in SQL, asked of texts; generated tests are the same on every run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import duckdb
import pytest
from hypothesis import HealthCheck, settings

from tests.texts.asked_texts import Holding

settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("repeatable")


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.fixture
def holding(connection: duckdb.DuckDBPyConnection) -> Holding:
    """The texts, in the column `value`, for which a condition holds."""

    def ask(condition: str, texts: Iterable[str]) -> set[str]:
        asked = f"SELECT value FROM (SELECT unnest($1::VARCHAR[]) AS value) WHERE {condition}"
        return {row[0] for row in connection.execute(asked, [list(texts)]).fetchall()}

    return ask
