"""Which duplicates each recipient is asked to merge: those of which the record that is suggested to stay is theirs.

A group with a waived record is left out: somebody decided to keep what is there. Groups of rules that are kept within
their tolerance are in no list, but all are in the files of merges, for whoever merges for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from sf_audit.model.merge import MergeWay
from sf_audit.model.worklist import Kind, Merge, Merged
from sf_audit.review.findings_table import FINDINGS
from sf_audit.review.merges import MERGES
from sf_audit.snapshot.sql import quote_literal


@dataclass(frozen=True)
class Merges:
    """The merges of a stored review, where it has some; read through a connection that has `assigned` findings.

    A review from before merges were kept has none.
    """

    connection: duckdb.DuckDBPyConnection
    folder: Path

    def assign(self, labels: str) -> None:
        """Give each group to who has its record that stays, or its lead; `labels` is SQL for the names."""
        findings = f"SELECT rule, id, waived_until FROM read_parquet({quote_literal(self.folder / FINDINGS)})"
        rows = f"read_parquet({quote_literal(self.folder / MERGES)})" if self.is_kept else _NONE
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE merges AS {_ASSIGNED.format(rows=rows, findings=findings)}"
        )
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE merge_names AS {_NAMES.format(labels=labels)}")

    @property
    def is_kept(self) -> bool:
        """Whether the review has a file of merges."""
        return (self.folder / MERGES).is_file()

    def objects(self) -> list[str]:
        """The objects with records to merge."""
        return [row[0] for row in self.connection.execute("SELECT DISTINCT object FROM merges ORDER BY 1").fetchall()]

    def of_object(self, name: str) -> tuple[Merge, ...]:
        """All of one object, those of broken rules first."""
        return self._merges(_OF_OBJECT, {"object": name})

    def of(self, kind: Kind, recipient: str) -> tuple[Merge, ...]:
        """Those of one recipient, in the order in which their records come in the list."""
        return self._merges(_CHOSEN, {"kind": kind, "recipient": recipient})

    def _merges(self, select: str, parameters: Mapping[str, str]) -> tuple[Merge, ...]:
        answer = self.connection.execute(select, parameters)
        names = [column[0] for column in answer.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        labels = dict(self._labels([record for row in rows for record in (*row["ids"], row["stays"])]))
        return tuple(_merge(row, labels) for row in rows)

    def _labels(self, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
        select = "SELECT id, label FROM merge_names WHERE id IN (SELECT unnest(?))"
        yield from self.connection.execute(select, [list(ids)]).fetchall()


def _merge(row: Mapping[str, Any], labels: Mapping[str, str]) -> Merge:
    stays = row["stays"]
    records = [_merged(row, row["stays_object"], stays, labels)]
    records += [_merged(row, row["object"], record, labels) for record in row["ids"] if record != stays]
    return Merge(row["rule"], MergeWay(row["how"]), row["merges"], row["obstacle"], tuple(records))


def _merged(row: Mapping[str, Any], name: str, record: str, labels: Mapping[str, str]) -> Merged:
    stays = record == row["stays"]
    taken = tuple((each["fields"], each["reason"]) for each in row["taken"] if each["id"] == record)
    return Merged(name, record, labels.get(record, ""), stays, row["because"] if stays else "", taken)


_TAKEN = "STRUCT(fields VARCHAR, id VARCHAR, reason VARCHAR)[]"
_NONE = f"""(
    SELECT '' AS rule, '' AS object, ['']::VARCHAR[] AS ids, '' AS stays_object, '' AS stays, '' AS because, '' AS how,
           0 AS merges, []::{_TAKEN} AS taken, '' AS obstacle WHERE false)"""

_ASSIGNED = """
    WITH waived AS (SELECT DISTINCT rule, id FROM ({findings}) WHERE waived_until IS NOT NULL),
    numbered AS (SELECT row_number() OVER (ORDER BY rule, ids) AS number, * FROM {rows}),
    members AS (SELECT number, rule, stays, unnest(list_distinct(list_append(ids, stays))) AS id FROM numbered),
    open AS (
        SELECT n.number FROM members n LEFT JOIN waived w ON w.rule = n.rule AND w.id = n.id
        GROUP BY n.number HAVING count(w.id) = 0),
    found AS (
        SELECT m.number, a.kind, a.recipient, r.place, (m.id <> m.stays)::INT::VARCHAR || m.id AS rank
        FROM members m JOIN assigned a ON a.rule = m.rule AND a.id = m.id
        LEFT JOIN ranked r ON r.rule = m.rule AND r.id = m.id),
    of_each AS (
        SELECT number, arg_min(kind, rank) AS kind, arg_min(recipient, rank) AS recipient, min(place) AS place
        FROM found GROUP BY number)
    SELECT n.*, e.kind, e.recipient, e.place
    FROM numbered n JOIN open o ON o.number = n.number LEFT JOIN of_each e ON e.number = n.number"""

_NAMES = """
    SELECT DISTINCT l.id, l.label FROM ({labels}) l
    JOIN (SELECT unnest(list_append(ids, stays)) AS id FROM merges) m ON m.id = l.id WHERE l.label <> ''"""

_CHOSEN = "SELECT * FROM merges WHERE kind = $kind AND recipient = $recipient ORDER BY place NULLS LAST, number"

_OF_OBJECT = "SELECT * FROM merges WHERE object = $object ORDER BY kind IS NULL, place NULLS LAST, number"
