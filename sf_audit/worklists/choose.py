"""Which findings each recipient gets, in which order: chosen in one statement, because there may be millions.

First what is open, with the most money at stake; then by severity, by how many rules the record breaks, by due date. An
amount is compared with those in its own currency alone: the first of each currency come before the second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from sf_audit.model.severity import Severity
from sf_audit.model.worklist import Kind, OwnShare
from sf_audit.review.examples import columns_of, labels_select
from sf_audit.review.findings_table import FINDINGS, texts
from sf_audit.review.labels import LABELS, OWN_SHARE
from sf_audit.snapshot.sql import quote_literal

#: Findings in one list, as many as somebody can work through in a month.
MOST = 500


@dataclass(frozen=True, slots=True)
class Total:
    """All findings of a recipient: by rule how many are open, how many are waived, and by currency what is at stake on
    those that are open.
    """

    by_rule: Mapping[str, int]
    waived: int
    at_stake: Mapping[str, float]

    @property
    def still_open(self) -> int:
        """How many findings are open."""
        return sum(self.by_rule.values())


@dataclass(frozen=True)
class Findings:
    """The findings of a stored review that belong to some of its rules, and the names beside them.

    `answering` says by rule who gets what is nobody's own, instead of the owner of the rule.
    """

    connection: duckdb.DuckDBPyConnection
    folder: Path
    rules: Sequence[str]
    labelled: bool
    answering: Mapping[str, str] = field(default_factory=dict)

    def record_owners(self) -> list[str]:
        """The ids of all who own a record among them."""
        select = f"SELECT DISTINCT record_owner_id FROM ({self._source()}) WHERE record_owner_id <> '' ORDER BY 1"
        return [row[0] for row in self.connection.execute(select).fetchall()]

    def names(self) -> dict[str, str]:
        """The names of users, by id."""
        if not self.labelled:
            return {}
        select = "SELECT id, label FROM read_parquet(?) WHERE object = 'User' AND label <> ''"
        return dict(self.connection.execute(select, [str(self.folder / LABELS)]).fetchall())

    def own_shares(self) -> dict[str, OwnShare]:
        """What the records of people keep, by their ids, where the review was asked for it."""
        path = self.folder / LABELS
        if not self.labelled or OWN_SHARE not in columns_of(self.connection, path):
            return {}
        fields = ", ".join(f"{OWN_SHARE}.{name}" for name in ("records", "judged", "broken"))
        select = f"SELECT id, {fields} FROM read_parquet(?) WHERE object = 'User' AND {OWN_SHARE} IS NOT NULL"
        rows = self.connection.execute(select, [str(path)]).fetchall()
        return {person: OwnShare(*share) for person, *share in rows}

    def assign(self, recipients: pa.Table) -> None:
        """Give each finding to who gets the records of its owner, and choose those that lists have room for."""
        self.connection.register("recipients", recipients)
        self.connection.register("severities", _severities())
        self.connection.register("answering", texts(("rule", "party"), list(self.answering.items())))
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE assigned AS {_ASSIGNED.format(source=self._source())}")
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE ranked AS {_CHOSEN}")
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE chosen AS {_LABELLED.format(labels=self.labels)}")

    @property
    def labels(self) -> str:
        """The names and values beside findings, as SQL."""
        return labels_select(self.connection, self.folder / LABELS if self.labelled else None)

    def totals(self) -> dict[tuple[Kind, str], Total]:
        """By recipient with open findings, what all findings come to."""
        stakes = self._at_stake()
        rows = self.connection.execute(_TOTALS).fetchall()
        return {
            (Kind(kind), recipient): Total(by_rule, waived, stakes.get((kind, recipient), {}))
            for kind, recipient, by_rule, waived in rows
        }

    def _at_stake(self) -> dict[tuple[str, str], dict[str, float]]:
        stakes: dict[tuple[str, str], dict[str, float]] = {}
        for kind, recipient, currency, amount in self.connection.execute(_AT_STAKE).fetchall():
            stakes.setdefault((kind, recipient), {})[currency] = amount
        return stakes

    def chosen(self, kind: Kind, recipient: str) -> Iterator[dict[str, Any]]:
        """The findings in the list of a recipient, the weightiest first, with what is known of their records."""
        select = "SELECT * FROM chosen WHERE kind = $kind AND recipient = $recipient ORDER BY place"
        answer = self.connection.execute(select, {"kind": kind, "recipient": recipient})
        names = [column[0] for column in answer.description or ()]
        return (dict(zip(names, row, strict=True)) for row in answer.fetchall())

    def of_rule(self, rule: str) -> list[str]:
        """The ids of the records of a rule's open findings."""
        select = f"SELECT DISTINCT id FROM ({self._source()}) WHERE rule = ? AND waived_until IS NULL ORDER BY id"
        return [row[0] for row in self.connection.execute(select, [rule]).fetchall()]

    def _source(self) -> str:
        path = self.folder / FINDINGS
        currency = "currency" if "currency" in columns_of(self.connection, path) else "NULL::VARCHAR AS currency"
        rules = ", ".join(map(quote_literal, self.rules)) or "''"
        facts = "rule, object, id, part, because, severity, owner, record_owner_id, first_seen, due, waived_until, key"
        return f"""SELECT {facts}, TRY_CAST(at_stake AS DOUBLE) AS at_stake, {currency}
            FROM read_parquet({quote_literal(path)}) WHERE rule IN ({rules})"""


_ASSIGNED = """
    WITH found AS ({source}),
    records AS (
        SELECT object, id, count(DISTINCT rule) FILTER (waived_until IS NULL) AS broken,
               max(at_stake) FILTER (at_stake > 0) AS amount, max(coalesce(currency, '')) AS unit
        FROM found GROUP BY ALL)
    SELECT f.*, CASE WHEN r.kind <> '' THEN r.kind ELSE 'role' END AS kind,
           CASE WHEN r.kind <> '' THEN r.recipient ELSE coalesce(w.party, f.owner) END AS recipient,
           coalesce(r.record_owner, '') AS record_owner, t.broken, t.amount, t.unit
    FROM found f LEFT JOIN recipients r ON r.id = f.record_owner_id LEFT JOIN answering w ON w.rule = f.rule
    JOIN records t ON t.object = f.object AND t.id = f.id"""

_CHOSEN = f"""
    WITH ranked AS (
        SELECT a.*, s.rank, CASE WHEN a.amount IS NOT NULL THEN dense_rank() OVER (
            PARTITION BY a.kind, a.recipient, a.waived_until IS NULL, a.unit ORDER BY a.amount DESC NULLS LAST) END
            AS amount_place
        FROM assigned a LEFT JOIN severities s ON s.severity = a.severity)
    SELECT *, row_number() OVER (
        PARTITION BY kind, recipient
        ORDER BY waived_until IS NOT NULL, amount_place NULLS LAST, rank, broken DESC, due NULLS LAST, object, id, rule,
                 part
    ) AS place FROM ranked QUALIFY place <= {MOST}"""

_TOTALS = """
    SELECT kind, recipient, map_from_entries(list((rule, still_open) ORDER BY rule) FILTER (still_open > 0)),
           sum(waived)::BIGINT
    FROM (SELECT kind, recipient, rule, count(*) FILTER (waived_until IS NULL) AS still_open,
                 count(waived_until) AS waived FROM assigned GROUP BY ALL)
    GROUP BY kind, recipient HAVING sum(still_open) > 0 ORDER BY kind, recipient"""

#: A record counts once, however many rules it breaks.
_AT_STAKE = """
    SELECT kind, recipient, currency, sum(amount)
    FROM (SELECT kind, recipient, object, id, coalesce(currency, '') AS currency, max(at_stake) AS amount
          FROM assigned WHERE waived_until IS NULL AND at_stake > 0 GROUP BY ALL)
    GROUP BY ALL ORDER BY ALL"""

#: The names are joined once: they may be as many as the findings, and each list would look through all of them.
_LABELLED = """
    WITH labels AS ({labels})
    SELECT c.*, coalesce(l.label, '') AS label, list_filter(l.values, lambda v: v.rule = c.rule) AS values
    FROM ranked c LEFT JOIN labels l ON l.object = c.object AND l.id = c.id"""


def _severities() -> pa.Table:
    ranks = pa.table({"rank": pa.array(range(len(Severity)), pa.int64())})
    return ranks.append_column("severity", texts(("severity",), [(each.value,) for each in Severity]).column(0))
