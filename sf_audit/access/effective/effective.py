"""Effective access of everybody: built once from a snapshot, then asked.

Users with the same live assignments have the same access, so it is worked out once for each distinct
combination (a signature); what it costs grows with those, not with users.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sf_audit.access.assignments.active import count_active, unknown_users
from sf_audit.access.assignments.answerable import hidden_permission, insist_on_assignments
from sf_audit.access.effective.bit_index import Bits
from sf_audit.access.effective.closure import bits_of, closure
from sf_audit.access.effective.granted import Granted, Plane, granted
from sf_audit.access.effective.signatures import Signatures, keep_assignments, signatures
from sf_audit.access.rights import RIGHTS, Held, Kind, Right
from sf_audit.errors import UsageProblem
from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.snapshot.tables import Snapshot


class Answer(StrEnum):
    """Whether a user holds a right. CONDITIONAL: only while a session activates the set that gives it."""

    YES = "yes"
    CONDITIONAL = "conditional"
    NO = "no"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Access:
    """Who can do what in the org of `snapshot`, at the moment it was taken.

    Made by `Access.of`. `unknown` are the active users who may hold more than is seen, with the reason: their Yes
    stands, their No is not known. Beside its methods there are tables on `snapshot.connection`, for questions in SQL:

        "access".person          user_id, name, user_type, frozen, frozen_known, may_hold_more, signature
        "access".assignment      user_id, set_id, group_id, kind, holder, through, expires, conditional, namespace,
                                 doubt, because: one row per live assignment ("sf_audit.access.assignments.active")
        "access".signature       signature, sets (sorted ids, none that is only assigned in doubt), users
    """

    snapshot: Snapshot
    granted: Granted
    signatures: Signatures
    unknown: Mapping[str, Unread]
    _planes: Mapping[Plane, Bits]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Access:
        """Work out everybody's access. NotReadable where it is not known who is assigned what, or no user was read.

        What else was not read only costs the kinds that rest on it: see `unread`.
        """
        insist_on_assignments(snapshot)
        count_active(snapshot)
        unknown = unknown_users(snapshot, keep_assignments(snapshot))
        gives = granted(snapshot)
        known = signatures(snapshot, unknown, gives.sets)
        return cls(snapshot, gives, known, unknown, closure(gives, known.combinations))

    @property
    def unread(self) -> Mapping[Kind, Unread]:
        """The kinds that cannot be answered for anybody, and why."""
        return self.granted.unread

    def answer(self, user_id: str, held: Held) -> Answer:
        """Whether a user holds a right. Somebody who is not an active user of the snapshot holds nothing."""
        signature = self.signatures.of_user.get(user_id)
        if signature is None:
            return Answer.NO
        answer = self.answers(held)[signature]
        return Answer.NOT_CHECKED if answer is Answer.NO and user_id in self.unknown else answer

    def answers(self, held: Held) -> Sequence[Answer]:
        """The same for each signature, in the order of their numbers. No is not said to its `unknown` users."""
        _insist_on_meaning(held)
        bits = None if held.kind in self.unread else bits_of(self._planes, self.granted, held)
        otherwise = Answer.NOT_CHECKED if self.doubt(held) else Answer.NO
        if bits is None:
            return [otherwise] * len(self.signatures)
        always, ever = bits[self.signatures.always], bits[self.signatures.ever]
        return [
            Answer.YES if sure else Answer.CONDITIONAL if maybe else otherwise
            for sure, maybe in zip(always.tolist(), ever.tolist(), strict=True)
        ]

    def doubt(self, held: Held) -> Unread | None:
        """Why a right that nobody is seen to hold may be held all the same; None where No means no.

        For a right that somebody does hold, the same reason stands for everybody else.
        """
        if held.kind in self.unread:
            return self.unread[held.kind]
        if held.kind is Kind.OBJECT:
            return self.granted.permissionable.doubt(held.target)
        if held.kind is Kind.FIELD:
            return self._field_doubt(held)
        if held.kind is Kind.SYSTEM and self.granted.place(held) is None:
            return hidden_permission(self.snapshot, f"Permissions{held.target}")
        return None

    def require(self, held: Held) -> None:
        """NotReadable where `doubt` has a reason."""
        why = self.doubt(held)
        if why is not None:
            raise NotReadable(why)

    def rows(self) -> Iterator[Bits]:
        """All that is held, as rows of bits for each kind and right in turn; for measuring and for comparing whole."""
        yield from self._planes.values()

    def rights(self, user_id: str, kinds: Iterable[Kind] = tuple(Kind), objects: Iterable[str] = ()) -> pa.Table:
        """Everything that a user holds, one row each: kind, target, right, conditional.

        `objects` leaves out other objects and their fields. A user in `unknown` may hold more.
        """
        signature = self.signatures.of_user.get(user_id)
        held = self.held_by(() if signature is None else (signature,), kinds, objects)
        return held.drop_columns(["signature"])

    def held_by(
        self, signatures: Iterable[int], kinds: Iterable[Kind] = tuple(Kind), objects: Iterable[str] = ()
    ) -> pa.Table:
        """Everything that these signatures hold, one row each: signature, kind, target, right, conditional.

        Ask for few signatures at a time where fields are among the kinds: each may hold a hundred thousand rights.
        """
        wanted, only = np.array(list(signatures), np.int64), frozenset(objects)
        parts = [
            self._listed(wanted, kind, right, only)
            for kind in kinds
            if kind not in self.unread
            for right in RIGHTS[kind]
        ]
        return pa.concat_tables([_ROW.empty_table(), *parts])

    def marks(
        self, signatures: NDArray[np.int64], kind: Kind, right: Right
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        """Which of these signatures hold the right on what: positions in `signatures`, places of targets, conditional.

        In the order of the signatures, then of the places. Nothing for a kind that was not read.
        """
        rows = self._planes[kind, right]
        ever = np.unpackbits(rows[self.signatures.ever[signatures]], axis=1, bitorder="little")
        at, place = np.nonzero(ever if kind not in self.unread else ever[:0])
        always = rows[self.signatures.always[signatures]][at, place >> 3]
        return at, place, (always >> (place & 7).astype(np.uint8)) & 1 == 0

    def _listed(self, signatures: NDArray[np.int64], kind: Kind, right: Right, objects: frozenset[str]) -> pa.Table:
        at, place, conditional = self.marks(signatures, kind, right)
        names, kept = self.granted.listed(kind, objects)
        number = np.full(self._planes[kind, right].shape[1] * 8, -1, np.int64)
        number[kept] = np.arange(len(kept))
        wanted = number[place] >= 0
        at, target = at[wanted], number[place[wanted]]
        columns = [
            pa.array(signatures[at], pa.int64()),
            pa.repeat(str(kind), len(at)),
            pa.array(names, pa.string()).take(pa.array(target)),
            pa.repeat(str(right), len(at)),
            pa.array(conditional[wanted], pa.bool_()),
        ]
        return pa.table(columns, schema=_ROW)

    def _field_doubt(self, held: Held) -> Unread | None:
        owner = held.target.partition(".")[0]
        why = self.granted.permissionable.doubt(owner) or self.granted.fields.object_unread(owner)
        if why is not None:
            return why
        if self.granted.place(held) is None:
            return Unread(
                Reason.FIELD_NOT_VISIBLE,
                f"{held.target} is not visible to the auditor user, and no permission set names it",
                f"Read on {held.target}",
            )
        if held.right is Right.EDIT and held.target in self.granted.fields.doubtful:
            return Unread(
                Reason.FIELD_NOT_VISIBLE,
                f"whether {held.target} can be edited is only shown to users with Edit on {owner}",
            )
        return None


#: A schema, and no array: to make the first array, PyArrow looks for pandas, which takes a third of a second.
_ROW = pa.schema(
    [
        ("signature", pa.int64()),
        ("kind", pa.string()),
        ("target", pa.string()),
        ("right", pa.string()),
        ("conditional", pa.bool_()),
    ]
)


def _insist_on_meaning(held: Held) -> None:
    if held.right not in RIGHTS[held.kind]:
        raise UsageProblem(
            f"There is no right {held.right} on a target of kind {held.kind}",
            hint=f"Its rights are {', '.join(RIGHTS[held.kind])}.",
        )
