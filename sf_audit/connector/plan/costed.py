"""What each query of a planned table costs."""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.connector.api import composite
from sf_audit.connector.plan import cost
from sf_audit.connector.plan.planned import PlannedQuery, PlannedTable
from sf_audit.connector.plan.strategy import ReadStrategy


def lines(table: PlannedTable) -> Iterator[PlannedQuery]:
    """Every query of a table, with what it is expected to cost."""
    name, how = table.need.table, str(table.route.how)
    if table.held is not None:
        yield _held(table)
        return
    for statement, calls in zip(table.statements, _calls(table, len(table.statements)), strict=True):
        yield PlannedQuery(name, statement, how, None, 0, calls, calls * cost.SECONDS_PER_CALL)
    parts = table.parts
    shared = _calls(table, len(parts))
    for part, calls in zip(parts, shared, strict=True):
        kinds = [table.fields[column] for column in part.columns]
        spent = cost.of(table.route.how, table.rows, kinds, counted=table.countable)
        fewer = max(spent.calls - 1 + calls, 0)
        seconds = spent.seconds - (spent.calls - fewer) * cost.SECONDS_PER_CALL
        yield PlannedQuery(name, str(part), how, table.rows, spent.bytes, fewer, seconds)


#: The org is asked how many records it has, and which changed since the newest that was loaded.
_COMPARISONS = 2


def _held(table: PlannedTable) -> PlannedQuery:
    size = cost.of(ReadStrategy.BULK, table.rows, table.fields.values(), counted=False).bytes
    columns = f"{', '.join(table.fields)} from {table.held}"
    seconds = _COMPARISONS * cost.SECONDS_PER_CALL
    return PlannedQuery(table.need.table, columns, str(table.route.how), table.rows, size, _COMPARISONS, seconds)


def _calls(table: PlannedTable, questions: int) -> list[int]:
    """The calls of each statement: those that share one cost nothing after the first."""
    if table.route.how is ReadStrategy.DESCRIBE:
        return [0] * questions
    if table.route.how not in {ReadStrategy.EACH_PARENT, ReadStrategy.COUNTS} or questions <= composite.FEW:
        return [1] * questions
    return [int(at % composite.QUERIES == 0) for at in range(questions)]
