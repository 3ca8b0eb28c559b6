"""Records that a field of the org exempts: their findings are waived until the day that the field holds.

Whoever may edit the field decides, so it holds for no longer than a waiver may: a day that lies further ahead exempts
nothing, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb

from sf_audit.expectations.records import Records, kinds
from sf_audit.model.counts import count
from sf_audit.model.weakened import Weakened, Weakening
from sf_audit.rulebook.workspace.config import CONFIG_FILE, Config, Exemption
from sf_audit.snapshot.sql import quote_identifier, quote_literal
from sf_audit.snapshot.tables import Snapshot, Table

_DAYS = frozenset({"DATE", "TIMESTAMP"})


def exempt_records(snapshot: Snapshot, config: Config) -> str:
    """SQL of object, id and until: the records that are exempt today."""
    selects = ["SELECT '' AS object, '' AS id, NULL::DATE AS until WHERE false"]
    for name, exemption in _readable(snapshot, config):
        day, last = _day(snapshot, name, exemption), _last(snapshot, config)
        selects.append(
            f"""SELECT {quote_literal(name)} AS object, "Id" AS id, {day} AS until FROM {quote_identifier(name)}
            WHERE {day} BETWEEN {_sql(snapshot.today)} AND {_sql(last)}"""
        )
    return " UNION ALL ".join(selects)


def weakened_by(connection: duckdb.DuckDBPyConnection, config: Config, today: date) -> Iterator[Weakened]:
    """A line for each rule and object of which findings are exempt, in the tables `found` and `exempt`."""
    rows = connection.execute(
        """SELECT f.rule, f.object, count(DISTINCT f.id), max(e.until) FROM found f
        JOIN exempt e ON e.object = f.object AND e.id = f.id GROUP BY ALL ORDER BY ALL"""
    ).fetchall()
    for rule, name, records, until in rows:
        by = config.exemptions[name]
        field, days = f"{name}.{by.until}", (until - today).days
        yield Weakened(Weakening.EXEMPTION, rule, "", field, records, by.reason, by.approved_by, until, days)


def exemption_banners(snapshot: Snapshot, config: Config) -> tuple[str, ...]:
    """What of the exemptions does nothing, and why."""
    return (*_not_read(snapshot, config), *_too_long(snapshot, config))


def _readable(snapshot: Snapshot, config: Config) -> Iterator[tuple[str, Exemption]]:
    for name, exemption in sorted(config.exemptions.items()):
        if snapshot.has(name, "Id", exemption.until) and kinds(snapshot.connection, name).get(exemption.until) in _DAYS:
            yield name, exemption


def _day(snapshot: Snapshot, name: str, exemption: Exemption) -> str:
    return Records.at(snapshot, name).day(exemption.until)


def _last(snapshot: Snapshot, config: Config) -> date:
    return snapshot.today + timedelta(config.longest_waiver)


def _sql(day: date) -> str:
    return f"DATE {quote_literal(day.isoformat())}"


def _not_read(snapshot: Snapshot, config: Config) -> Iterator[str]:
    readable = {name for name, _ in _readable(snapshot, config)}
    for name, exemption in sorted(config.exemptions.items()):
        if name not in readable:
            why = _why_not(snapshot.tables.get(name), name, exemption.until)
            yield f"{CONFIG_FILE}: the exemptions of {name} hold for nothing: {why}."


def _why_not(table: Table | None, name: str, field: str) -> str:
    if table is None:
        return f"no rule that ran looks at {name}"
    unread = table.unread or dict(table.unseen).get(field)
    return unread.detail if unread else f"{name}.{field} is no date, or was not read"


def _too_long(snapshot: Snapshot, config: Config) -> Iterator[str]:
    for name, exemption in _readable(snapshot, config):
        day, last = _day(snapshot, name, exemption), _last(snapshot, config)
        select = f"SELECT count(*) FROM {quote_identifier(name)} WHERE {day} > {_sql(last)}"
        beyond = int(snapshot.rows(select)[0][0])
        if beyond:
            has, they = ("has", "it exempts") if beyond == 1 else ("have", "they exempt")
            yield (
                f"{count(beyond, 'record')} of {name} {has} a day in {exemption.until} that is later than {last}: "
                f"exemptions hold for at most {count(config.longest_waiver, 'day')}, so {they} nothing."
            )
