"""The groups of duplicates that a rule found, with their records in the order in which they were created."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sf_audit.model.merge import MergeWay
from sf_audit.model.review import FailingRows, Verdict
from sf_audit.rulebook.judging.examine import Seen
from sf_audit.salesforce.features import CREATED
from sf_audit.snapshot.sql import quote_identifier, quote_literal
from sf_audit.snapshot.tables import Snapshot


@dataclass(frozen=True, slots=True)
class DuplicateGroups:
    """Of one rule: the `object` of the records, their ids by group, how one record is made of each, and how often.

    `dated` says whether the order is that of their creation, and not of their ids.
    """

    object: str
    how: MergeWay
    groups: tuple[tuple[str, ...], ...]
    merges: int
    obstructed: int
    dated: bool

    @property
    def later(self) -> list[str]:
        """All but the first of each group: what should not have been created."""
        return [record for group in self.groups for record in group[1:]]


def groups_of_each(seen: Mapping[str, Seen], snapshot: Snapshot) -> Iterator[tuple[str, DuplicateGroups]]:
    """By rule, where one found any."""
    for rule, verdict in sorted(seen.items()):
        if isinstance(verdict, Verdict) and isinstance(verdict.breaches, FailingRows) and verdict.breaches.merges:
            yield from ((rule, found) for found in _groups(verdict.breaches.merges, snapshot))


def _groups(path: Path, snapshot: Snapshot) -> Iterator[DuplicateGroups]:
    file = f"read_parquet({quote_literal(path)})"
    facts = (
        f"SELECT object, how, sum(merges)::BIGINT, count(*) FILTER (obstacle <> '') FROM {file} GROUP BY object, how"
    )
    for name, how, merges, obstructed in snapshot.rows(facts):
        dated = snapshot.has(name, "Id", CREATED)
        order = f"r.{quote_identifier(CREATED)}, g.id" if dated else "g.id"
        rows = snapshot.rows(
            f"""SELECT list(g.id ORDER BY {order}) FROM (SELECT ids, unnest(ids) AS id FROM {file}) g
            LEFT JOIN {quote_identifier(name)} r ON r."Id" = g.id GROUP BY g.ids ORDER BY g.ids"""
        )
        yield DuplicateGroups(name, MergeWay(how), tuple(tuple(row[0]) for row in rows), merges, obstructed, dated)
