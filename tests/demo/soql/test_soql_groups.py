"""Counting and grouping."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sf_audit.demo.soql.answer import Answer

Ask = Callable[..., Answer]


def rows(ask: Ask, query: str) -> list[dict[str, object]]:
    answer = ask(query)
    assert answer.is_aggregate
    found = answer.records(0, 2000, version="66.0")
    assert all(one.pop("attributes") == {"type": "AggregateResult"} for one in found)
    return found


def test_count_is_a_size_without_records(ask: Ask) -> None:
    answer = ask("SELECT COUNT() FROM Account WHERE Industry != null")

    assert (answer.total, answer.is_count, answer.records(0, 10, version="66.0")) == (2, True, [])
    assert ask("SELECT count() FROM Account LIMIT 1").total == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT COUNT(Id) FROM Account", [{"expr0": 3}]),
        ("SELECT COUNT(Amount), COUNT(Id) n, COUNT_DISTINCT(StageName) FROM Opportunity",
         [{"expr0": 2, "n": 3, "expr1": 2}]),
        ("SELECT MIN(Name), MAX(CloseDate) latest, SUM(Amount), AVG(Amount) FROM Opportunity",
         [{"expr0": "Chips", "latest": "2026-03-18", "expr1": 30.5, "expr2": 15.25}]),
        ("SELECT FORMAT(MAX(CloseDate)) latest, FORMAT(SUM(Amount)) FROM Opportunity",
         [{"latest": "3/18/2026", "expr0": "30.50"}]),
        ("SELECT SUM(NumberOfEmployees) FROM Account WHERE Name = 'nobody'", [{"expr0": None}]),
        ("SELECT StageName, COUNT(Id) FROM Opportunity GROUP BY StageName",
         [{"StageName": "Lost", "expr0": 1}, {"StageName": "Won", "expr0": 2}]),
        ("SELECT StageName FROM Opportunity GROUP BY StageName ORDER BY COUNT(Id) DESC",
         [{"StageName": "Won"}, {"StageName": "Lost"}]),
        ("SELECT StageName s, COUNT(Id) n FROM Opportunity GROUP BY StageName HAVING COUNT(Id) > 1",
         [{"s": "Won", "n": 2}]),
        ("SELECT stagename FROM Opportunity GROUP BY StageName HAVING StageName LIKE 'w%' AND MAX(CloseDate) = TODAY",
         [{"StageName": "Won"}]),
        ("SELECT CALENDAR_YEAR(CreatedDate) y, COUNT(Id) n FROM Account GROUP BY CALENDAR_YEAR(CreatedDate)",
         [{"y": 2025, "n": 1}, {"y": 2026, "n": 2}]),
        ("SELECT DAY_ONLY(convertTimezone(CreatedDate)) d FROM Account GROUP BY "
         "DAY_ONLY(convertTimezone(CreatedDate)) ORDER BY DAY_ONLY(convertTimezone(CreatedDate)) DESC",
         [{"d": "2026-03-18"}, {"d": "2026-03-11"}, {"d": "2025-12-31"}]),
        ("SELECT Owner.Name, COUNT(Id) n FROM Opportunity GROUP BY Owner.Name",
         [{"Name": "Ana Ruiz", "n": 2}, {"Name": "Ben Okoye", "n": 1}]),
        ("SELECT CALENDAR_YEAR(CloseDate), CALENDAR_MONTH(CloseDate) m, COUNT(Id) FROM Opportunity "
         "GROUP BY CALENDAR_YEAR(CloseDate), CALENDAR_MONTH(CloseDate)",
         [{"expr0": 2025, "m": 3, "expr1": 1}, {"expr0": 2026, "m": 2, "expr1": 1},
          {"expr0": 2026, "m": 3, "expr1": 1}]),
        ("SELECT DAY_ONLY(CreatedDate) d, COUNT(Id) n FROM Account GROUP BY DAY_ONLY(CreatedDate) LIMIT 1",
         [{"d": "2025-12-31", "n": 1}]),
        ("SELECT StageName, GROUPING(StageName) g, COUNT(Id) n FROM Opportunity GROUP BY ROLLUP(StageName)",
         [{"StageName": "Lost", "g": 0, "n": 1}, {"StageName": "Won", "g": 0, "n": 2},
          {"StageName": None, "g": 1, "n": 3}]),
    ],
)  # fmt: skip
def test_groups(ask: Ask, query: str, expected: list[dict[str, object]]) -> None:
    assert rows(ask, query) == expected
