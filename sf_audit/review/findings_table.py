"""findings.parquet: every breach with its rule, owner, dates and key, made in one statement.

There may be millions of them, so they are never Python objects. The file holds ids and reasons only;
names are in labels.parquet, which is pruned earlier and absent under `--redact`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from sf_audit.model.review import FailingRows, Verdict
from sf_audit.review.amounts_at_stake import amounts_at_stake, not_summed, sums
from sf_audit.review.due_dates import due_dates
from sf_audit.review.exemptions import exempt_records
from sf_audit.review.judge import Counted
from sf_audit.review.short_key import short_key
from sf_audit.review.waived import covers, risk_accepted, waived_table
from sf_audit.rulebook.judging.examine import Seen
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.config import Config, Waiver
from sf_audit.snapshot.sql import quote_literal
from sf_audit.snapshot.tables import Snapshot

FINDINGS = "findings.parquet"


@dataclass(frozen=True, slots=True)
class Basis:
    """What the findings are made of, beside what the checks saw."""

    rules: Sequence[Rule]
    config: Config
    waivers: Sequence[Waiver]
    known_since: pa.Table
    """Columns key (or the digits with which it begins), first_seen and in_baseline: findings of earlier reviews."""
    seen_whole: Collection[str] = ()
    """The rules of which an earlier review saw the whole: what is new of another one is old stock."""
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By rule, what of it is lost in this org although it is judged."""


def write_findings(snapshot: Snapshot, seen: Mapping[str, Seen], basis: Basis, folder: Path) -> dict[str, Counted]:
    """Write findings.parquet into the folder; returns by rule what is open and what is waived."""
    connection = snapshot.connection
    _register(connection, snapshot, seen, basis)
    path = quote_literal(str(folder / FINDINGS))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE found AS {_FOUND}", {"today": snapshot.today})
    connection.execute(
        f"COPY (SELECT * FROM found ORDER BY rule, id, part) TO {path} (FORMAT parquet, COMPRESSION zstd)"
    )
    counts = connection.execute(
        """SELECT rule, count(DISTINCT object || id) FILTER (waived_until IS NULL),
           count(DISTINCT object || id) FILTER (waived_until IS NOT NULL), count(DISTINCT object || id)
           FROM found GROUP BY rule"""
    ).fetchall()
    at_stake, accepted = sums(connection), risk_accepted(connection)
    notes = {**{rule: (note,) for rule, note in not_summed(snapshot, basis.rules, seen).items()}, **basis.notes}
    found = {
        rule: Counted(still, waived, at_stake.get(rule), notes.get(rule, ()), failing, accepted.get(rule, 0))
        for rule, still, waived, failing in counts
    }
    return {
        name: found.get(name) or Counted(0, 0, notes=notes.get(name, ()))
        for name, verdict in seen.items()
        if isinstance(verdict, Verdict)
    }


def keys_of(snapshot: Snapshot, rules: Sequence[Rule], seen: Mapping[str, Seen]) -> pa.Table:
    """The keys of the findings that these rules would have, with the ids of the rules: columns rule and key."""
    connection = snapshot.connection
    connection.register("few", _few(seen))
    connection.register("rule_facts", _facts(rules, snapshot.org.id))
    connection.execute(f"CREATE OR REPLACE TEMP VIEW many AS {_many(seen)}")
    return connection.sql(
        f"""SELECT b.rule, {_KEY} AS key FROM (SELECT rule, object, id, part FROM few
        UNION ALL SELECT rule, object, id, '' FROM many) b JOIN rule_facts r ON r.rule = b.rule"""
    ).to_arrow_table()


_KEY = "sha256(concat_ws(chr(31), r.org, r.uid, b.object, b.id, b.part))"

_FOUND = f"""
    WITH broken AS (
        SELECT rule, object, id, part, because, record_owner_id FROM few
        UNION ALL SELECT rule, object, id, '', because, record_owner_id FROM many)
    SELECT b.rule, b.object, b.id, b.part, b.because, r.severity, r.owner, r.partner, b.record_owner_id,
           least(coalesce(k.first_seen, $today::DATE), $today::DATE) AS first_seen,
           coalesce(k.in_baseline, r.in_baseline) AS in_baseline,
           d.due, greatest(w.until, e.until) AS waived_until, s.at_stake, keyed.key,
           CASE WHEN s.at_stake IS NOT NULL THEN s.currency END AS currency
    FROM broken b JOIN rule_facts r ON r.rule = b.rule
    CROSS JOIN LATERAL (SELECT {_KEY} AS key) keyed
    LEFT JOIN known_since k ON k.short_key = {short_key("keyed.key")}
    LEFT JOIN due_dates d ON d.severity = r.severity AND d.in_baseline = coalesce(k.in_baseline, r.in_baseline)
         AND d.first_seen = least(coalesce(k.first_seen, $today::DATE), $today::DATE)
    LEFT JOIN (SELECT rule, id, part, written, max(until) AS until FROM waived GROUP BY ALL) w
         ON {covers("w", "b", "least(coalesce(k.first_seen, $today::DATE), $today::DATE)")}
    LEFT JOIN stakes s ON s.rule = b.rule AND s.id = b.id
    LEFT JOIN exempt e ON e.object = b.object AND e.id = b.id
    QUALIFY row_number() OVER (PARTITION BY keyed.key ORDER BY w.until DESC NULLS LAST) = 1"""


def _register(
    connection: duckdb.DuckDBPyConnection, snapshot: Snapshot, seen: Mapping[str, Seen], basis: Basis
) -> None:
    connection.register("few", _few(seen))
    connection.register("rule_facts", _facts(basis.rules, snapshot.org.id, basis.seen_whole))
    connection.register("known_findings", basis.known_since)
    known = f"SELECT {short_key('key')} AS short_key, first_seen, in_baseline FROM known_findings"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW known_since AS {known}")
    connection.register("waived", waived_table(basis.waivers, snapshot.today))
    first_days = {snapshot.today, *basis.known_since.column("first_seen").to_pylist()}
    connection.register("due_dates", due_dates(first_days, basis.config, snapshot.today))
    connection.execute(f"CREATE OR REPLACE TEMP VIEW many AS {_many(seen)}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE exempt AS {exempt_records(snapshot, basis.config)}")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW stakes AS {amounts_at_stake(snapshot, basis.rules, seen)}")


def _few(seen: Mapping[str, Seen]) -> pa.Table:
    rows = [
        (name, b.object, b.id, b.part, b.because, b.record_owner_id)
        for name, verdict in seen.items()
        if isinstance(verdict, Verdict) and isinstance(verdict.breaches, tuple)
        for b in verdict.breaches
    ]
    return texts(("rule", "object", "id", "part", "because", "record_owner_id"), rows)


def _many(seen: Mapping[str, Seen]) -> str:
    """The breaches that scans of records wrote to Parquet."""
    scans = [
        verdict.breaches
        for verdict in seen.values()
        if isinstance(verdict, Verdict) and isinstance(verdict.breaches, FailingRows)
    ]
    selects = [
        f"""SELECT standard AS rule, {quote_literal(scan.object)} AS object, id,
                   {_because(scan)} AS because, record_owner_id
            FROM read_parquet({quote_literal(scan.path)}){_reasons(scan)}
            WHERE standard = {quote_literal(scan.standard)}"""
        for scan in scans
    ]
    nothing = "SELECT '' AS rule, '' AS object, '' AS id, '' AS because, '' AS record_owner_id WHERE false"
    return " UNION ALL ".join([nothing, *selects])


def _because(scan: FailingRows) -> str:
    same_for_all = quote_literal(scan.because)
    return f"coalesce(because, {same_for_all})" if scan.reasons else same_for_all


def _reasons(scan: FailingRows) -> str:
    """Joins the reason that each record has for itself."""
    if scan.reasons is None:
        return ""
    return f" LEFT JOIN (SELECT id, because FROM read_parquet({quote_literal(scan.reasons)})) USING (id)"


def _facts(rules: Sequence[Rule], org_id: str, seen_whole: Collection[str] = ()) -> pa.Table:
    rows = [(rule.id, rule.uid, org_id, rule.severity.value, rule.owner, rule.partner) for rule in rules]
    facts = texts(("rule", "uid", "org", "severity", "owner", "partner"), rows)
    return facts.append_column("in_baseline", pa.array([rule.id not in seen_whole for rule in rules], pa.bool_()))


def texts(names: Sequence[str], rows: Sequence[Sequence[str | None]]) -> pa.Table:
    """Columns of text with these names."""
    return pa.table({name: pa.array([row[n] for row in rows], pa.string()) for n, name in enumerate(names)})
