"""Breaks records on purpose, and writes down what it broke.

A wound names a defect, the records that may suffer it, how many, and what is done to them. Which of the candidates are
hit depends on the seed alone. No record is hit twice, so every planted defect stands by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb

from sf_audit.demo.company.planted import Planted, hint


@dataclass(frozen=True, slots=True)
class Wound:
    """`change` is the SET part of an UPDATE; `place` in it counts the records that are hit, from 0."""

    defect: str
    object: str
    count: int
    change: str
    says: str
    among: str = "true"


@dataclass(slots=True)
class Damage:
    """The damage done so far; `planted` is what an auditor has to find."""

    rows: duckdb.DuckDBPyConnection
    planted: list[Planted] = field(default_factory=list)

    def write(self, defect: str, kind: str, record: str, says: str) -> None:
        """Write down one defect."""
        self.planted.append(Planted(defect, kind, record, says, hint(defect, kind, record)))

    def hurt(self, wound: Wound) -> list[str]:
        """Break as many records as the wound says, and return their ids."""
        hit = self.choose(wound.defect, wound.object, wound.count, wound.among)
        if wound.change:
            self.rows.execute(f'UPDATE "{wound.object}" SET {wound.change} FROM hit WHERE hit.Id = "{wound.object}".Id')
        for record in hit:
            self.write(wound.defect, wound.object, record, wound.says)
        return hit

    def choose(self, defect: str, kind: str, count: int, among: str) -> list[str]:
        """Unhurt records, in the order in which the seed draws them; they are left in the table `hit(Id, place)`."""
        self.rows.execute("CREATE TABLE IF NOT EXISTS hurt (Id VARCHAR)")
        self.rows.execute(
            f'CREATE OR REPLACE TABLE hit AS SELECT Id, row_number() OVER () - 1 AS place FROM (SELECT Id FROM "{kind}"'
            f" WHERE ({among}) AND Id NOT IN (SELECT Id FROM hurt) ORDER BY dice(Id, ?), Id LIMIT {count})",
            [defect],
        )
        self.rows.execute("INSERT INTO hurt SELECT Id FROM hit")
        return [str(record) for (record,) in self.rows.execute("SELECT Id FROM hit ORDER BY place").fetchall()]

    def repeat(self, wound: Wound) -> list[str]:
        """Break records by what others hold: in the second half of those that are hit, `change` sets what it takes from
        `first`, one of the first half. Their ids, the first half before the other.
        """
        hit = self.choose(wound.defect, wound.object, wound.count, wound.among)
        self.rows.execute(
            f'UPDATE "{wound.object}" SET {wound.change} FROM hit'
            f" JOIN hit AS pair ON pair.place = hit.place - {wound.count // 2}"
            f' JOIN (SELECT * FROM "{wound.object}") AS first ON first.Id = pair.Id WHERE hit.Id = "{wound.object}".Id'
        )
        for record in hit:
            self.write(wound.defect, wound.object, record, wound.says)
        return hit

    def add_like_first(self, kind: str, changes: str) -> str:
        """The id of a new record like the first one of its object, but for `changes`, columns as `REPLACE` has them."""
        ((record,),) = self.rows.execute(
            f'INSERT INTO "{kind}" BY NAME SELECT "{kind}".* REPLACE ({changes})'
            f' FROM (SELECT * FROM "{kind}" ORDER BY Id LIMIT 1) AS "{kind}" RETURNING Id'
        ).fetchall()
        return str(record)

    def tidy(self) -> None:
        """Leave only the tables of the org."""
        self.rows.execute("DROP TABLE IF EXISTS hit")
        self.rows.execute("DROP TABLE IF EXISTS hurt")
        self.rows.execute("DROP TABLE IF EXISTS pushed")


def inflict(damage: Damage, wounds: Iterable[Wound]) -> None:
    """All wounds, in their order."""
    for wound in wounds:
        damage.hurt(wound)
