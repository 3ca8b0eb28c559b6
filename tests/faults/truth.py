"""The one invariant: a complete snapshot equals the org cell for cell, and nothing not evaluated is ever kept.

The truth comes straight from the rows behind the server. This module knows no fault and no connector.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from sf_audit.demo.schema import OrgData
from sf_audit.model.review import Outcome, Review, Status, Unread
from sf_audit.rulebook.rules.needs import needs_of
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.snapshot.manifest import sealed
from sf_audit.snapshot.needs import Need, Source
from sf_audit.snapshot.store import open_snapshot
from sf_audit.snapshot.tables import Snapshot
from tests.faults.orgs import OPTIONAL

#: What a rule may say of an org whose needs it did not see whole.
_SAYS_NOTHING = frozenset({Status.NOT_CHECKED})


def violations(folder: Path, org: OrgData, scratch: Path) -> list[str]:
    """Everything in which a snapshot is not the truth; empty when the first half of the invariant holds."""
    snapshot = open_snapshot(folder, scratch=scratch)
    with snapshot.connection:
        return [*untrue_tables(snapshot, org), *silent(snapshot)]


def false_verdicts(folder: Path, review: Review, standards: Standards, scratch: Path) -> list[str]:
    """Every verdict on what was not seen; empty when the second half of the invariant holds."""
    snapshot = open_snapshot(folder, scratch=scratch)
    with snapshot.connection:
        return unfounded(snapshot, review, standards)


def untrue_tables(snapshot: Snapshot, org: OrgData) -> list[str]:
    """The tables that call themselves whole and are not what the org holds."""
    wrong = []
    for name, table in snapshot.tables.items():
        if table.source is Source.DATA and table.unread is None and not table.rows_hidden:
            columns = list(table.columns)
            theirs = cells(snapshot.connection, name, columns)
            ours = cells(org.rows.cursor(), name, columns)
            if theirs != ours:
                wrong.append(f"{name} is whole, and differs in {_first_difference(ours, theirs, columns)}")
    return wrong


def _required(rule: Rule) -> list[Need]:
    needs = needs_of(rule)
    assert not isinstance(needs, Unread)
    return [need for need in needs if need.required]


def unfounded(snapshot: Snapshot, review: Review, standards: Standards) -> list[str]:
    """The rules that say something of what was not seen whole."""
    said = {outcome.rule: outcome for outcome in review.outcomes}
    return [
        f"{rule.id} is {said[rule.id].status}, and {blind}"
        for rule in standards.rules
        if said[rule.id].status not in _SAYS_NOTHING
        for blind in _blind_spots(snapshot, said[rule.id], _required(rule))
    ]


def silent(snapshot: Snapshot) -> list[str]:
    """What is incomplete without a reason that somebody can act on."""
    unread = [(name, one) for name, table in snapshot.tables.items() for one in _unread(table)]
    return [f"{name} has no reason" for name, one in unread if not one.detail]


def cells(connection: Any, table: str, columns: list[str]) -> list[tuple[object, ...]]:
    """All cells of a table, in the order of the ids, as values that can be compared."""
    listed = ", ".join(f'"{column}"' for column in columns)
    found = connection.execute(f'SELECT {listed} FROM "{table}" ORDER BY "Id"').fetchall()
    return [tuple(_plain(value) for value in row) for row in found]


def complete(folder: Path) -> bool:
    """Whether every table of a snapshot is whole, and every column that was wanted is in it."""
    return all(table.unread is None and table.unseen.keys() <= OPTIONAL for table in sealed(folder).tables.values())


def statuses(review: Review) -> Mapping[str, Status]:
    """What became of each rule."""
    return {outcome.rule: outcome.status for outcome in review.outcomes}


def _blind_spots(snapshot: Snapshot, outcome: Outcome, needs: list[Any]) -> list[str]:
    found = []
    for need in needs:
        table = snapshot.tables.get(need.table)
        if table is None or table.unread is not None:
            found.append(f"{need.table} is not whole")
        elif not need.columns <= table.columns.keys():
            found.append(f"{need.table} lacks columns")
        elif table.rows_hidden and outcome.status is Status.KEPT:
            found.append(f"rows of {need.table} may be hidden")
    return found


def _unread(table: Any) -> list[Any]:
    one = [table.unread] if table.unread else []
    return [*one, *dict(table.unseen).values(), *dict(table.uncovered).values()]


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return value.normalize() + 0
    return None if value == "" else value


def _first_difference(ours: list[tuple[object, ...]], theirs: list[tuple[object, ...]], columns: list[str]) -> str:
    if len(ours) != len(theirs):
        return f"{len(theirs)} rows for {len(ours)}"
    for left, right in zip(ours, theirs, strict=True):
        for column, one, other in zip(columns, left, right, strict=True):
            if one != other:
                return f"{column} of {left[0]}: {one!r} became {other!r}"
    return "nothing"
