"""Who has the same live assignments as whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sf_audit.access.assignments.active import active_users, live_assignments
from sf_audit.access.effective.bit_index import Places
from sf_audit.access.effective.closure import Combinations
from sf_audit.model.review import Unread
from sf_audit.snapshot.tables import Snapshot


@dataclass(frozen=True, slots=True)
class Signatures:
    """Distinct sets of assignments, by number.

    `always[i]` is the combination without sets that a session must activate, `ever[i]` the one with all; both
    are the same for most. `of_user` has every active user. An assignment in doubt is in no signature: whoever has one
    may hold more than the signature gives.
    """

    of_user: Mapping[str, int]
    users: NDArray[np.int64]
    combinations: Combinations
    always: NDArray[np.int64]
    ever: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.always)


def keep_assignments(snapshot: Snapshot) -> str:
    """Keep the live assignments as a table of their own; answers the SQL that reads it."""
    snapshot.rows('CREATE SCHEMA IF NOT EXISTS "access"')
    snapshot.rows(f'CREATE OR REPLACE TABLE "access".assignment AS {live_assignments(snapshot)}')
    return 'SELECT * FROM "access".assignment'


def signatures(snapshot: Snapshot, unknown: Mapping[str, Unread], sets: Places) -> Signatures:
    """Number the signatures of all users, and keep tables of both in `access`; `unknown` users may hold more.

    The assignments have been kept before.
    """
    _people(snapshot, unknown)
    _numbered(snapshot)
    people = snapshot.connection.execute('SELECT user_id, signature FROM "access".person ORDER BY user_id').fetchnumpy()
    rows = snapshot.rows('SELECT sets, certain, users FROM "access".signature ORDER BY signature')
    distinct: dict[tuple[str, ...], int] = {}
    ever = [distinct.setdefault(tuple(row[0]), len(distinct)) for row in rows]
    always = [distinct.setdefault(tuple(row[1]), len(distinct)) for row in rows]
    return Signatures(
        of_user=dict(zip(people["user_id"].tolist(), people["signature"].tolist(), strict=True)),
        users=np.array([row[2] for row in rows], np.int64),
        combinations=_combinations(list(distinct), sets),
        always=np.array(always, np.int64),
        ever=np.array(ever, np.int64),
    )


def _people(snapshot: Snapshot, unknown: Mapping[str, Unread]) -> None:
    listed = pa.table({"user_id": pa.array(list(unknown), pa.string())})
    snapshot.connection.register("access_unknown", listed)
    try:
        snapshot.rows(f"""
            CREATE OR REPLACE TABLE "access".person AS
            SELECT user_id, name, user_type, frozen, frozen_known,
                   user_id IN (SELECT user_id FROM access_unknown) AS may_hold_more
            FROM ({active_users(snapshot)})""")
    finally:
        snapshot.connection.unregister("access_unknown")


def _numbered(snapshot: Snapshot) -> None:
    """Add signatures to the people, and list them; a set that is assigned twice counts once."""
    snapshot.rows("""
        CREATE OR REPLACE TABLE "access".person AS
        WITH pairs AS (SELECT DISTINCT user_id, set_id, conditional FROM "access".assignment WHERE doubt = ''),
        listed AS (
            SELECT p.user_id, list_sort(coalesce(list(a.set_id) FILTER (a.set_id IS NOT NULL), [])) AS sets,
                   list_sort(coalesce(list(a.set_id) FILTER (NOT a.conditional), [])) AS certain
            FROM "access".person p LEFT JOIN pairs a USING (user_id) GROUP BY p.user_id),
        numbered AS (
            SELECT sets, certain, row_number() OVER (ORDER BY sets, certain) - 1 AS signature
            FROM (SELECT DISTINCT sets, certain FROM listed))
        SELECT p.user_id, p.name, p.user_type, p.frozen, p.frozen_known, p.may_hold_more, n.signature, n.sets, n.certain
        FROM "access".person p LEFT JOIN listed l USING (user_id)
        LEFT JOIN numbered n ON n.sets = l.sets AND n.certain = l.certain""")
    snapshot.rows("""
        CREATE OR REPLACE TABLE "access".signature AS
        SELECT signature, any_value(sets) AS sets, any_value(certain) AS certain, count(*) AS users
        FROM "access".person GROUP BY signature""")
    snapshot.rows('ALTER TABLE "access".person DROP COLUMN sets')
    snapshot.rows('ALTER TABLE "access".person DROP COLUMN certain')


def _combinations(distinct: list[tuple[str, ...]], sets: Places) -> Combinations:
    starts = np.concatenate([[0], np.cumsum([len(assigned) for assigned in distinct], dtype=np.int64)]).astype(np.int64)
    return Combinations(
        starts, np.array([sets.number[set_id] for assigned in distinct for set_id in assigned], np.int64)
    )
