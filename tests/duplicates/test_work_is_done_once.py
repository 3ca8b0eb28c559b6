"""What several rules of one run compare is brought to its normal forms once, and is gone afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import duckdb
import pytest

from sf_audit.checks.no_duplicate import NoDuplicate
from sf_audit.expectations.kept_tables import KeptTables
from sf_audit.model.review import FailingRows, Pillar, Severity, Verdict
from sf_audit.rulebook.judging.examine import Seen, examine
from sf_audit.rulebook.judging.examples import example_snapshot
from sf_audit.rulebook.rules.rule import OrgExample, Rule

_TABLES = "SELECT table_name FROM duckdb_tables() ORDER BY 1"


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("CREATE TEMP SEQUENCE made")
        yield connection


def test_a_table_is_made_for_the_first_and_goes_with_the_last(connection: duckdb.DuckDBPyConnection) -> None:
    kept = KeptTables(Counter({"contacts": 2, "leads": 1}))
    seen: list[object] = []

    for about in ("contacts", "leads", "contacts"):
        with kept.table(connection, about, "SELECT nextval('made') AS number") as table:
            seen += connection.execute(f"SELECT number FROM {table}").fetchall()
        seen.append(len(connection.execute(_TABLES).fetchall()))

    assert seen == [(1,), 1, (2,), 1, (1,), 0]


def test_a_table_nobody_was_counted_for_goes_at_once(connection: duckdb.DuckDBPyConnection) -> None:
    kept = KeptTables()

    for number in (1, 2):
        with kept.table(connection, "contacts", "SELECT nextval('made') AS number") as table:
            assert connection.execute(f"SELECT number FROM {table}").fetchall() == [(number,)]
        assert not connection.execute(_TABLES).fetchall()


def test_what_nobody_came_for_goes_at_the_end(connection: duckdb.DuckDBPyConnection) -> None:
    kept = KeptTables(Counter({"contacts": 2}))
    with kept.table(connection, "contacts", "SELECT 1 AS number"):
        pass

    kept.close(connection)

    assert not connection.execute(_TABLES).fetchall()


def _person(record: str, name: str, **fields: str) -> dict[str, str | None]:
    given, _, family = name.partition(" ")
    return {"Id": record, "FirstName": given, "LastName": family, "Email": None, "Phone": None, **fields}


_MAILBOX = "annegret@wolke.example.com"
_ORG = OrgExample(
    org={
        "Account": ({"Id": "001A", "Name": "Wolke GmbH"}, {"Id": "001B", "Name": "Regen AG"}),
        "Contact": (
            _person("003A", "Annegret Wolkenstein", Email=_MAILBOX, AccountId="001A"),
            _person("003B", "Annegret WOLKENSTEIN", Email=_MAILBOX, AccountId="001A"),
            _person("003C", "Ole Ravn", Phone="415 555 0100", AccountId="001B"),
        ),
        "Lead": (
            _person("00QA", "Annegret Wolkenstein", Email=_MAILBOX, Company="Wolke"),
            _person("00QB", "Ole Ravn", Phone="+1 415 555 0100", Company="Regen"),
            _person("00QC", "Ole RAVN", Phone="(415) 555-0100", Company="Regen"),
        ),
    }
)
_RULES = [
    Rule(name, name, "", "", "", Severity.LOW, "it", "", Pillar.DATA_QUALITY, check)
    for name, check in {
        "own/contact": NoDuplicate(object="Contact"),
        "own/lead": NoDuplicate(object="Lead"),
        "own/lead-contact": NoDuplicate(object="Lead", other="Contact"),
        "own/contact-lead": NoDuplicate(object="Contact", other="Lead"),
    }.items()
]


def test_rules_that_share_their_records_find_what_each_finds_alone() -> None:
    together = _found(_RULES)
    alone: dict[str, dict[str, str]] = {}
    for rule in _RULES:
        alone |= _found([rule])

    assert together == alone
    assert {name: sorted(found) for name, found in together.items()} == {
        "own/contact": ["003A", "003B"],
        "own/lead": ["00QB", "00QC"],
        "own/lead-contact": ["00QA", "00QB", "00QC"],
        "own/contact-lead": ["003A", "003B", "003C"],
    }


def _found(rules: Sequence[Rule]) -> dict[str, dict[str, str]]:
    """By rule, what is said of each record that breaks it."""
    with example_snapshot(_ORG, [need for rule in _RULES for need in rule.check.needs()]) as org:
        found = {name: _reasons(org.connection, seen) for name, seen in examine(rules, org).items()}
        assert not org.connection.execute(f"SELECT * FROM ({_TABLES}) WHERE table_name LIKE 'sf_audit%'").fetchall()
    return found


def _reasons(connection: duckdb.DuckDBPyConnection, seen: Seen) -> dict[str, str]:
    assert isinstance(seen, Verdict), seen
    assert isinstance(seen.breaches, FailingRows)
    reasons = str(seen.breaches.reasons)
    return dict(connection.execute("SELECT id, because FROM read_parquet(?)", [reasons]).fetchall())
