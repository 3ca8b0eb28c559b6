"""Rows that were not asked for are never taken for rows that are not there."""

from __future__ import annotations

import pytest

from sf_audit.snapshot.needs import ALL_ROWS, Clause, Comparison, Rows, Value
from sf_audit.snapshot.row_scope import outside

ID = "001000000000001AAA"


def only(comparison: str, *values: Value, field: str = "Stage") -> Clause:
    return Clause(field, Comparison(comparison), values)


NEW, NEW_OR_WON = only("in", "New"), only("in", "New", "Won")
NOT_LOST, NOT_LOST_OR_WON = only("not_in", "Lost"), only("not_in", "Lost", "Won")


@pytest.mark.parametrize(
    ("read", "wanted"),
    [
        (ALL_ROWS, ALL_ROWS),
        (ALL_ROWS, {NEW}),
        ({NEW}, {NEW}),
        ({NEW}, {NEW, only("filled", field="Amount")}),
        ({NEW_OR_WON}, {NEW}),
        ({NEW_OR_WON}, {only("in", "won", "NEW", field="stage")}),
        ({NOT_LOST}, {NOT_LOST_OR_WON}),
        ({only("includes", "a", "b")}, {only("includes", "b")}),
        ({only("excludes", "a")}, {only("excludes", "a", "b")}),
        ({only("filled")}, {NEW}),
        ({only("filled")}, {only("older_than_days", 3)}),
        ({only("newer_than_days", 90)}, {only("newer_than_days", 30)}),
        ({only("older_than_days", 30)}, {only("older_than_days", 90)}),
        ({only("at_least", 5)}, {only("at_least", 5.5)}),
        ({only("at_most", "2026-02-01")}, {only("at_most", "2026-01-31")}),
        ({only("at_most", "2026-02-01")}, {only("at_most", "20260131")}),
        ({only("at_least", "2026-01-31")}, {only("at_least", "2026-02-01")}),
        ({only("at_least", "2026-02-01T08:00:00Z")}, {only("at_least", "2026-02-01T08:00:00Z")}),
        # No record is without an Id: what looks at none, for example where the org lacks a feature, misses none.
        ({NEW}, {only("empty", field="Id")}),
    ],
)
def test_rows_that_were_asked_for_can_be_judged(read: Rows, wanted: Rows) -> None:
    assert outside(frozenset(read), frozenset(wanted)) == ()


@pytest.mark.parametrize(
    ("read", "wanted"),
    [
        (NEW, ALL_ROWS),
        (NEW, {NEW_OR_WON}),
        (NEW, {only("in", "New", field="Status")}),
        (NEW, {only("filled")}),
        (NOT_LOST_OR_WON, {NOT_LOST}),
        (NOT_LOST, {only("in", "Lost")}),
        (only("includes", "a"), {only("includes", "a", "b")}),
        (only("excludes", "a", "b"), {only("excludes", "a")}),
        (only("filled"), {only("empty")}),
        (only("filled"), {NOT_LOST}),
        (only("filled"), {only("excludes", "a")}),
        (only("newer_than_days", 30), {only("newer_than_days", 90)}),
        (only("newer_than_days", 30), {only("older_than_days", 90)}),
        (only("older_than_days", 90), {only("older_than_days", 30)}),
        (only("at_least", 5), {only("at_least", 4.5)}),
        (only("at_least", 5), {only("at_least", "2026-01-01")}),
        (only("at_least", "2026-01-01"), {only("at_least", 5)}),
        (only("at_least", "2026-02-01"), {only("at_least", "2026-01-31")}),
        (only("at_most", "2026-01-31"), {only("at_most", "2026-02-01")}),
        (only("at_most", 5), {only("at_most", "2026-01-01")}),
        (only("at_most", "2026-01-01"), {only("at_most", -5)}),
        (only("at_least", "2026-02-01T08:00:00Z"), {only("at_least", "2026-02-01T09:00:00Z")}),
        (only("in", ID, field="OwnerId"), {only("in", "001000000000002AAA", field="OwnerId")}),
    ],
)
def test_rows_that_may_be_missing_cannot(read: Clause, wanted: Rows) -> None:
    assert outside(frozenset({read}), frozenset(wanted)) == (read,)
