"""Standards as expectations of Great Expectations: core ones, so that any of its engines can run them.

Each expectation carries the key of its standard as `meta["standard"]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import great_expectations.expectations as gxe
from great_expectations.core import ExpectationSuite
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.row_conditions import AndCondition, Column, Condition

from sf_audit.expectations.prepared import Prepared, day_column, holds_column
from sf_audit.expectations.standard import Between, Filled, InOrder, LengthBetween, Matches, OneOf, Standard
from sf_audit.snapshot.needs import Clause, Comparison, Filter


def suite(standards: Mapping[str, Standard], prepared: Prepared) -> ExpectationSuite:
    """The standards of one object."""
    return ExpectationSuite(
        name=prepared.object,
        expectations=[expectation(key, one, prepared) for key, one in standards.items()],
    )


def expectation(key: str, standard: Standard, prepared: Prepared) -> Expectation:
    """What every record in scope must meet."""
    said: dict[str, Any] = {"meta": {"standard": key}}
    if standard.scope:
        said["row_condition"] = _scope(standard.scope, prepared)
    match standard.ask:
        case Filled(name):
            return gxe.ExpectColumnValuesToNotBeNull(column=name, **said)
        case InOrder():
            return _in_order(standard.ask, prepared, said)
        case Matches() | OneOf(several=False):
            return _looks(standard.ask, said)
        case Between(name, low, high):
            return gxe.ExpectColumnValuesToBeBetween(column=name, min_value=low, max_value=high, **said)
        case LengthBetween(name, low, high):
            return gxe.ExpectColumnValueLengthsToBeBetween(column=name, min_value=low, max_value=high, **said)
    return gxe.ExpectColumnValuesToBeInSet(column=holds_column(key), value_set=[True], **said)


def _looks(ask: Matches | OneOf, said: dict[str, Any]) -> Expectation:
    if isinstance(ask, Matches):
        matches = gxe.ExpectColumnValuesToNotMatchRegex if ask.forbidden else gxe.ExpectColumnValuesToMatchRegex
        return matches(column=ask.field, regex=ask.pattern, **said)
    among = gxe.ExpectColumnValuesToNotBeInSet if ask.forbidden else gxe.ExpectColumnValuesToBeInSet
    return among(column=ask.field, value_set=sorted(ask.values, key=repr), **said)


def _in_order(ask: InOrder, prepared: Prepared, said: dict[str, Any]) -> Expectation:
    first, then = (day_column(name) if prepared.mixed(ask) else name for name in (ask.first, ask.then))
    return gxe.ExpectColumnPairValuesAToBeGreaterThanB(
        column_A=then, column_B=first, or_equal=True, ignore_row_if="either_value_is_missing", **said
    )


def _scope(scope: Filter, prepared: Prepared) -> Condition:
    if not prepared.in_plain_words(scope):
        return Column(prepared.scopes[scope]) == True  # noqa: E712 (builds a condition)
    first, *rest = (_row_condition(clause) for clause in sorted(scope, key=repr))
    return AndCondition(conditions=[first, *rest]) if rest else first


def _row_condition(clause: Clause) -> Condition:
    column = Column(clause.field)
    return column.is_null() if clause.comparison is Comparison.EMPTY else column.is_not_null()
