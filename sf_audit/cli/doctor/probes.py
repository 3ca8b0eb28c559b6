"""What only the org's answers tell of a plan: describe shows objects and limits that a question is then refused.

One row of each table is asked for, and the limits once: as many calls as there are tables.
"""

from __future__ import annotations

from dataclasses import replace

from sf_audit.connector.api.describe import Describes
from sf_audit.connector.api.resources import limits, odd_limits, query
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING, refused
from sf_audit.connector.collect.held_reader import looked_at
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.plan import Plan
from sf_audit.connector.plan.planned import PlannedTable
from sf_audit.connector.plan.scope import Objects
from sf_audit.connector.plan.strategy import ReadStrategy
from sf_audit.snapshot.dictionary import limit_not_reported, limit_not_understood
from sf_audit.snapshot.needs import Source


def asked(client: Client, plan: Plan, describes: Describes) -> Plan:
    """The plan, knowing which of its tables the org refuses to be asked about, or cannot be read where they are."""
    return replace(plan, tables=tuple(_asked(client, table, describes) for table in plan.tables))


def _asked(client: Client, table: PlannedTable, describes: Describes) -> PlannedTable:
    try:
        if table.held is not None:
            return looked_at(table, table.held, describes)
        if table.need.source is Source.LIMITS:
            return _with_limits(client, table)
        if table.query is not None and table.unread is None and table.parts:
            query(client, _one_row(table), tooling=table.need.source is Source.TOOLING)
    except ApiError as refusal:
        if refusal.kind in ENDS_ALL_READING:
            raise
        return replace(table, unread=refused(table.need.table, refusal))
    return table


def _with_limits(client: Client, table: PlannedTable) -> PlannedTable:
    reported = limits(client)
    uncovered = {name: limit_not_reported(name) for name in sorted(table.need.of - reported.keys())}
    uncovered |= {name: limit_not_understood(name) for name in odd_limits(reported) if name in table.need.of}
    return replace(table, objects=Objects((), frozenset(), uncovered))


def _one_row(table: PlannedTable) -> str:
    if table.route.how is ReadStrategy.EACH_PARENT:
        return f"{table.parts[0]} LIMIT 1"
    return f"SELECT {next(iter(table.fields))} FROM {table.need.table} LIMIT 1"
