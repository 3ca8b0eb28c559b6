"""Finds records that are the same, and says of each pair what speaks for and against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb
import pyarrow as pa

from sf_audit.duplicates.certainty import Certainty
from sf_audit.duplicates.clusters import Pair, clusters
from sf_audit.duplicates.model import Model
from sf_audit.duplicates.prepared import Compared, Sides, compared
from sf_audit.duplicates.scoring import scored

#: Weights are told in tenths of a bit. What is less than that says nothing.
_LEAST = 0.05


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one comparison of a pair says, in bits: for it above 0, against it below."""

    comparison: str
    level: str
    bits: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A pair of records, by their ids, with its weight and the evidence in the order of the model."""

    left: str
    right: str
    weight: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A record that has a duplicate; `filled` counts the fields that hold something."""

    id: str
    filled: int
    created: str
    side: int


@dataclass(frozen=True, slots=True)
class Found:
    """Groups of records that are the same, and the pairs within them. `unjudged` have nothing to be compared by."""

    groups: tuple[tuple[Member, ...], ...]
    pairs: Mapping[tuple[str, str], Weighed]
    unjudged: tuple[str, ...]


def find(connection: duckdb.DuckDBPyConnection, model: Model, sides: Sides, certainty: Certainty) -> Found:
    """The duplicates among the records that the selects name: see `sf_audit.duplicates.prepared`.

    With two sides, a pair has one record of each, and each pair is a group of its own.
    """
    with compared(connection, model, sides) as records:
        links, weighed = _links(records, certainty)
        numbers = _groups(records, links)
        members = _members(records, {number for group in numbers for number in group})
        together = {
            frozenset((members[one].id, members[two].id)) for group in numbers for one in group for two in group
        }
        kept = {ids: pair for ids, pair in weighed.items() if frozenset(ids) in together}
        unjudged = connection.execute(f"SELECT id FROM {records.table} WHERE NOT judged AND side = 0 ORDER BY id")
        return Found(
            tuple(tuple(members[number] for number in group) for group in numbers),
            kept,
            tuple(row[0] for row in unjudged.fetchall()),
        )


def _links(records: Compared, certainty: Certainty) -> tuple[list[Pair], dict[tuple[str, str], Weighed]]:
    if not records.any_in_common:
        return [], {}
    levels, bits = _columns(records.model)
    with scored(records, records.keys, certainty.bits) as pairs:
        rows = records.connection.execute(
            f"""SELECT n_l, n_r, l.id, r.id, match_weight, {", ".join(levels)}, {", ".join(bits)}
            FROM {pairs} JOIN {records.table} l ON l.n = n_l JOIN {records.table} r ON r.n = n_r ORDER BY n_l, n_r"""
        ).fetchall()
    links, weighed = [], {}
    for left, right, first, second, weight, *rest in rows:
        evidence = _evidence(records.model, rest[: len(levels)], rest[len(levels) :])
        links.append(Pair(left, right, weight, sum(min(some.bits, 0) for some in evidence)))
        weighed[first, second] = Weighed(first, second, weight, evidence)
    return links, weighed


def _columns(model: Model) -> tuple[list[str], list[str]]:
    """The level of each comparison, and its bits, those of frequency included."""
    levels = [f"gamma_{some.name}" for some in model.comparisons]
    bits = [f"mw_{some.name}" + (f" + mw_tf_adj_{some.name}" if some.frequency else "") for some in model.comparisons]
    return levels, bits


def _evidence(model: Model, levels: Sequence[int], bits: Sequence[float]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(comparison.name, comparison.level(place).name, weight)
        for comparison, place, weight in zip(model.comparisons, levels, bits, strict=True)
        if place >= 0 and abs(weight) >= _LEAST
    )


def _groups(records: Compared, links: list[Pair]) -> list[tuple[int, ...]]:
    """The numbers of records that belong together: of two objects, each pair by itself."""
    if records.two_sides:
        return [(link.left, link.right) for link in links]
    return clusters(links, lambda components: _within(records, components))


def _within(records: Compared, components: Mapping[int, int]) -> Iterable[Pair]:
    """All pairs of records with one component."""
    connection, table = records.connection, "sf_audit_components"
    numbers = pa.table(
        {"n": pa.array([*components], pa.uint32()), "component": pa.array([*components.values()], pa.uint32())}
    )
    connection.register("sf_audit_component_of", numbers)
    try:
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE {table} AS SELECT r.*, c.component
            FROM {records.table} r JOIN sf_audit_component_of c ON c.n = r.n"""
        )
        some = replace(records, table=table)
        against = " + ".join(f"least({bits}, 0)" for bits in _columns(records.model)[1])
        with scored(some, ("component",)) as pairs:
            rows = connection.execute(f"SELECT n_l, n_r, match_weight, {against} FROM {pairs}").fetchall()
    finally:
        connection.unregister("sf_audit_component_of")
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    return [Pair(*row) for row in rows]


def _members(records: Compared, numbers: Iterable[int]) -> dict[int, Member]:
    wanted = pa.table({"n": pa.array(sorted(numbers), pa.uint32())})
    records.connection.register("sf_audit_members", wanted)
    try:
        rows = records.connection.execute(
            f"""SELECT r.n, r.id, r.filled, coalesce(CAST(r.created AS VARCHAR), ''), r.side
            FROM {records.table} r JOIN sf_audit_members m ON m.n = r.n"""
        ).fetchall()
    finally:
        records.connection.unregister("sf_audit_members")
    return {number: Member(*facts) for number, *facts in rows}
