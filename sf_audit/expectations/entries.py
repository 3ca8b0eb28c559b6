"""What each record itself tells of how it came into the org, beside who created it.

A value is a sign and the id of the creator, such as `import 0055g00000AbcdeAAA`: who creators are is looked up
afterwards, because they are a few thousand and records are millions.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sf_audit.expectations.records import Records
from sf_audit.salesforce.features import CREATED, CREATED_BY
from sf_audit.salesforce.web_forms import SAYING_WEB, WEB
from sf_audit.snapshot.sql import quote_identifier, quote_literal

#: So many records of one object that one user creates within so many minutes were not typed.
BULK_RECORDS, BULK_MINUTES = 50, 5

_BULK = "created in bulk"


class Sign(StrEnum):
    """What a record tells."""

    TYPED = "typed"
    BULK = "bulk"
    WEB = "web"
    NOT_READ = "unread"


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """Sign and creator of a record, and the clause that brings what it takes to each record, both as SQL."""

    sql: str
    join: str


def entry_column(records: Records) -> EntryColumn | None:
    """The column for these records; None where it was not read who created them when.

    A record of an object that a web form may make does not tell that it was typed where the field that would say
    otherwise was not read.
    """
    if records.kinds.get(CREATED_BY) != "VARCHAR" or records.kinds.get(CREATED) != "TIMESTAMP":
        return None
    creator = f"{records.table}.{quote_identifier(CREATED_BY)}"
    minute = _minute(f"{records.table}.{quote_identifier(CREATED)}")
    bulk = _named("creator")
    join = f"LEFT JOIN {_in_bulk(records)} ON {bulk} = {creator} AND {_named('minute')} = {minute}"
    cases = [f"WHEN {bulk} IS NOT NULL THEN {quote_literal(Sign.BULK)}"]
    says, otherwise = SAYING_WEB.get(records.object), Sign.TYPED
    if says and records.kinds.get(says) == "VARCHAR":
        web = f"{records.table}.{quote_identifier(says)} = {quote_literal(WEB)}"
        cases.append(f"WHEN {web} THEN {quote_literal(Sign.WEB)}")
    elif says:
        otherwise = Sign.NOT_READ
    sign = f"CASE {' '.join(cases)} ELSE {quote_literal(otherwise)} END"
    return EntryColumn(f"{sign} || ' ' || {creator}", join)


def _in_bulk(records: Records) -> str:
    """Make known in which minutes users created records in bulk, and return the name of the table, as SQL."""
    created, creator, table = quote_identifier(CREATED), quote_identifier(CREATED_BY), records.table
    select = f"""
        WITH full_slots AS (  -- of the two slots that so many minutes touch, one has half of the records
            SELECT {creator} AS creator, {_minute(created)} // {BULK_MINUTES} AS slot FROM {table}
            WHERE {creator} IS NOT NULL AND {created} IS NOT NULL
            GROUP BY ALL HAVING count(*) >= {BULK_RECORDS // 2}),
        slots AS (SELECT DISTINCT creator, slot + unnest([-1, 0, 1]) AS slot FROM full_slots),
        made AS (
            SELECT {creator} AS creator, {_minute(created)} AS minute, count(*) AS records FROM {table}
            WHERE ({creator}, {_minute(created)} // {BULK_MINUTES}) IN (SELECT (creator, slot) FROM slots)
            GROUP BY ALL),
        ending AS (
            SELECT creator, minute FROM (
                SELECT creator, minute, sum(records) OVER (PARTITION BY creator ORDER BY minute
                    RANGE BETWEEN {BULK_MINUTES - 1} PRECEDING AND CURRENT ROW) AS within FROM made)
            WHERE within >= {BULK_RECORDS})
        SELECT DISTINCT creator AS {_named("creator")}, made.minute AS {_named("minute")}
        FROM made JOIN ending USING (creator)
        WHERE made.minute BETWEEN ending.minute - {BULK_MINUTES - 1} AND ending.minute"""
    return records.register(_BULK, records.connection.sql(select).to_arrow_table())


def _minute(moment: str) -> str:
    return f"epoch_ms({moment}) // 60000"


def _named(column: str) -> str:
    return quote_identifier(f"{_BULK} {column}")
