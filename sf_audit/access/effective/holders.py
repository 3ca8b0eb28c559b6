"""Everybody who can do something, and how many come by it which way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import pyarrow as pa

from sf_audit.access.effective.bit_index import has
from sf_audit.access.effective.effective import Access, Answer
from sf_audit.access.effective.grant_paths import asked_instead
from sf_audit.access.implications import grants_behind
from sf_audit.access.rights import Held
from sf_audit.model.review import Unread


@dataclass(frozen=True, slots=True)
class HolderOf:
    """An active user who holds a right. `through` names profiles, sets and groups, in order, each in words.

    A `frozen` user is listed, but is no live holder: only once unfrozen. Where that is not known, the user is live.
    `conditional_ways` are those of `through` that a session must activate, `may_hold_more` says that there may be more.
    """

    user_id: str
    name: str
    user_type: str
    through: tuple[str, ...]
    frozen: bool = False
    conditional: bool = False
    frozen_known: bool = True
    conditional_ways: tuple[str, ...] = ()
    may_hold_more: bool = False


@dataclass(frozen=True, slots=True)
class Holders:
    """Everybody with a right, out of so many active `users`, and `unknown` of whom it cannot be said.

    A holder is `unknown` too where a session must activate it for all that is known, and it may be held without one.

    `by_path` counts live users by what they hold it through; somebody with two ways is counted in both. Those of
    `conditional_paths` give it only in a session that activates them. `doubt` says
    why everybody else may hold it all the same: then the list is not the whole answer.
    """

    held: Held
    users: int
    holders: tuple[HolderOf, ...]
    by_path: Mapping[str, int]
    conditional_paths: frozenset[str]
    unknown: Mapping[str, Unread]
    doubt: Unread | None = None


def holders(access: Access, held: Held) -> Holders:
    """Who holds a right. Where its kind was not read, nobody is listed and `doubt` says why."""
    answers = access.answers(held)
    holding = [at for at, answer in enumerate(answers) if answer in {Answer.YES, Answer.CONDITIONAL}]
    maybe = {at for at in holding if answers[at] is Answer.CONDITIONAL}
    connection = access.snapshot.connection
    connection.register("access_holding", pa.table({"signature": pa.array(holding, pa.int64())}))
    connection.register("access_granting", pa.table({"set_id": pa.array(_granting(access, held), pa.string())}))
    try:
        rows = access.snapshot.rows(_WHO)
    finally:
        connection.unregister("access_holding")
        connection.unregister("access_granting")
    sure = {row[0] for row in rows if row[5] not in maybe}
    return Holders(
        held=held,
        users=len(access.signatures.of_user),
        holders=tuple(
            HolderOf(row[0], row[1], row[2], tuple(row[3]), row[4], row[5] in maybe, row[6], tuple(row[7]), row[8])
            for row in rows
        ),
        by_path=_counted(row[3] for row in rows if not row[4]),
        conditional_paths=frozenset(chain.from_iterable(row[7] for row in rows)),
        unknown={user: why for user, why in access.unknown.items() if user not in sure},
        doubt=access.doubt(held),
    )


_WHO = """
    WITH ways AS (SELECT user_id, through, bool_and(conditional) AS conditional FROM "access".assignment
                  SEMI JOIN access_granting USING (set_id) WHERE doubt = '' GROUP BY ALL)
    SELECT p.user_id, coalesce(any_value(p.name), p.user_id), any_value(p.user_type),
           coalesce(list(DISTINCT w.through ORDER BY w.through) FILTER (w.through IS NOT NULL), []),
           any_value(p.frozen), any_value(p.signature), any_value(p.frozen_known),
           coalesce(list(w.through ORDER BY w.through) FILTER (w.conditional), []), any_value(p.may_hold_more)
    FROM "access".person p JOIN access_holding h USING (signature) LEFT JOIN ways w ON w.user_id = p.user_id
    GROUP BY p.user_id ORDER BY p.user_id"""


def _counted(ways: Iterable[Sequence[str]]) -> dict[str, int]:
    """Users by way, the commonest first."""
    found = Counter(chain.from_iterable(ways))
    return dict(sorted(found.items(), key=lambda counted: (-counted[1], counted[0])))


def _granting(access: Access, held: Held) -> list[str]:
    """The sets that give the right, by whatever they grant."""
    granted = access.granted
    chosen: set[int] = set()
    for grant in grants_behind(asked_instead(access, held)):
        place, rows = granted.place(grant), granted.rows.get((grant.kind, grant.right))
        if place is not None and rows is not None:
            chosen |= set(has(rows, place).nonzero()[0].tolist())
    return [granted.sets.names[at] for at in sorted(chosen)]
