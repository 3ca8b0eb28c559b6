"""Standards as expectations of Great Expectations: core ones, so that any of its engines can run them.

Each expectation carries the key of its standard as `meta["standard"]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from great_expectations.core import ExpectationSuite
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.row_conditions import AndCondition, Column, Condition

from sf_audit.expectations.prepared import Prepared, in_plain_words
from sf_audit.expectations.standard import Standard
from sf_audit.snapshot.needs import Clause, Comparison, Filter, rows_of


def suite(standards: Mapping[str, Standard], prepared: Prepared) -> ExpectationSuite:
    """The standards of one object."""
    return ExpectationSuite(
        name=prepared.records.object,
        expectations=[expectation(key, standard, prepared) for key, standard in standards.items()],
    )


def expectation(key: str, standard: Standard, prepared: Prepared) -> Expectation:
    """What every record in scope must meet."""
    settings: dict[str, Any] = {"meta": {"standard": key}}
    if standard.scope:
        settings["row_condition"] = _scope(standard.scope, prepared)
    return standard.ask.expectation(key, prepared.records, settings)


def _scope(scope: Filter, prepared: Prepared) -> Condition:
    if not in_plain_words(scope):
        return Column(prepared.scopes[scope]) == True  # noqa: E712 (builds a condition)
    first, *rest = (_row_condition(clause) for clause in sorted(rows_of(scope), key=repr))
    return AndCondition(conditions=[first, *rest]) if rest else first


def _row_condition(clause: Clause) -> Condition:
    column = Column(clause.field)
    return column.is_null() if clause.comparison is Comparison.EMPTY else column.is_not_null()
