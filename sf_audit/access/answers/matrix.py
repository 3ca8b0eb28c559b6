"""The access matrix: every right of every distinct signature, and who has which signature.

    rights   signature, kind, object, field, target, right, conditional    one row per right that is held
    users    user_id, name, user_type, frozen, may_hold_more, signature    one row per active user

`object` and `field` are empty for other kinds; `target` is the name. What is not in `rights` is not held, as far as
`notes` does not say that it was not read; but whoever `may_hold_more` has it for certain, and may hold anything more:
something that is assigned to them was not readable, or not up to date. Frozen users are in it: they cannot sign in, and
hold all of it again when unfrozen. `frozen` is NULL where it is not known; such a user counts as live.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sf_audit.access.answers.compared import not_read, out_of_scope
from sf_audit.access.answers.labels import Labels
from sf_audit.access.effective.effective import Access
from sf_audit.access.rights import RIGHTS, Kind, Right

#: Signatures at a time: each may hold a hundred thousand rights.
_AT_ONCE = 16

RIGHTS_SCHEMA = pa.schema(
    [
        ("signature", pa.int64()),
        ("kind", pa.string()),
        ("object", pa.string()),
        ("field", pa.string()),
        ("target", pa.string()),
        ("right", pa.string()),
        ("conditional", pa.bool_()),
    ]
)

#: The same while it is written.
_CODED = pa.schema(
    [
        (column.name, pa.dictionary(pa.int32(), pa.string()) if pa.types.is_string(column.type) else column.type)
        for column in RIGHTS_SCHEMA
    ]
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which part of the matrix is wanted; what is empty leaves nothing out."""

    kinds: tuple[Kind, ...] = ()
    objects: tuple[str, ...] = ()
    users: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kinds or self.objects or self.users)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix of an org, or a part of it. `unknown` counts users who may hold more."""

    access: Access
    wanted: Filter

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of `rights`."""
        return tuple(RIGHTS_SCHEMA.names)

    @property
    def signatures(self) -> list[int]:
        """The signatures that somebody in the filter has."""
        if not self.wanted.users:
            return list(range(len(self.access.signatures)))
        of_user = self.access.signatures.of_user
        return sorted({of_user[user] for user in self.wanted.users if user in of_user})

    @property
    def notes(self) -> tuple[str, ...]:
        """What is not in it because it was not read."""
        kinds = {str(kind) for kind in self._kinds}
        found = not_read(self.access, self.wanted.objects)
        return tuple(note for note in found if note.partition(":")[0] in kinds or note.startswith("fields of "))

    @property
    def fields_not_asked_for(self) -> tuple[str, ...]:
        """Objects whose fields the snapshot was never meant to hold."""
        chosen = set(self.wanted.objects)
        return tuple(name for name in out_of_scope(self.access) if not chosen or name in chosen)

    @property
    def unknown(self) -> int:
        """How many of the wanted users are unknown."""
        chosen = set(self.wanted.users)
        return sum(not chosen or user in chosen for user in self.access.unknown)

    @property
    def freezing(self) -> tuple[int, int]:
        """How many of the wanted users are frozen, and of how many nobody knows."""
        rows = self.access.snapshot.rows(
            """SELECT count(*) FILTER (frozen), count(*) FILTER (NOT frozen_known) FROM "access".person
               WHERE len(?) = 0 OR list_contains(?, user_id)""",
            [list(self.wanted.users)] * 2,
        )
        return rows[0][0], rows[0][1]

    def users(self) -> pa.Table:
        """Who has which signature."""
        rows = self.access.snapshot.connection.sql(
            """SELECT user_id, name, user_type, CASE WHEN frozen_known THEN frozen END AS frozen,
                      may_hold_more, signature
               FROM "access".person
               WHERE len($users) = 0 OR list_contains($users, user_id) ORDER BY user_id""",
            params={"users": list(self.wanted.users)},
        )
        return rows.to_arrow_table()

    def rights(self) -> Iterator[pa.RecordBatch]:
        """What the signatures hold, a few of them at a time."""
        signatures, targets = self.signatures, _Targets(self.access, self._kinds, frozenset(self.wanted.objects))
        for first in range(0, len(signatures), _AT_ONCE):
            yield from targets.held(signatures[first : first + _AT_ONCE])

    def write(self, rights: Path, users: Path) -> int:
        """Both tables as Parquet; the number of rights."""
        rows = 0
        # Without the schema of Arrow in the file, its readers see plain text where a dictionary was only for writing.
        with pq.ParquetWriter(rights, _CODED, compression="zstd", store_schema=False) as writer:
            for batch in self.rights():
                writer.write_batch(batch)
                rows += batch.num_rows
        pq.write_table(self.users(), users, compression="zstd")
        return rows

    @property
    def _kinds(self) -> tuple[Kind, ...]:
        if self.wanted.kinds:
            return self.wanted.kinds
        return (Kind.OBJECT, Kind.FIELD) if self.wanted.objects else tuple(Kind)


class _Targets:
    """The words of the matrix, each kept once: batches only have their numbers."""

    def __init__(self, access: Access, kinds: Iterable[Kind], objects: frozenset[str]) -> None:
        self._access = access
        self._kinds = [kind for kind in kinds if kind not in access.unread]
        labels = Labels(access.snapshot)
        self._words: dict[str, _Words] = {name: _Words() for name in ("kind", "object", "field", "target", "right")}
        self._coded = {kind: self._code(kind, labels, objects) for kind in self._kinds}

    def held(self, signatures: Sequence[int]) -> Iterator[pa.RecordBatch]:
        """What these signatures hold, one batch; none where they hold nothing."""
        wanted = np.array(signatures, np.int64)
        parts = [self._part(wanted, kind, right) for kind in self._kinds for right in RIGHTS[kind]]
        joined = [np.concatenate(column) for column in zip(*parts, strict=True)]
        if joined and len(joined[0]):
            yield pa.record_batch(
                [
                    joined[0],
                    *(words.coded(column) for words, column in zip(self._words.values(), joined[1:-1], strict=True)),
                    joined[-1],
                ],
                schema=_CODED,
            )

    def _part(self, signatures: NDArray[np.int64], kind: Kind, right: Right) -> tuple[NDArray[np.generic], ...]:
        """One right on one kind: a signature, the numbers of five words, conditional."""
        at, place, conditional = self._access.marks(signatures, kind, right)
        objects, fields, targets = (column[place] for column in self._coded[kind])
        wanted = targets >= 0
        size = int(wanted.sum())
        return (
            signatures[at[wanted]],
            np.full(size, self._words["kind"].number(str(kind)), np.int32),
            objects[wanted],
            fields[wanted],
            targets[wanted],
            np.full(size, self._words["right"].number(str(right)), np.int32),
            conditional[wanted],
        )

    def _code(self, kind: Kind, labels: Labels, objects: frozenset[str]) -> tuple[NDArray[np.int32], ...]:
        """For each place of a kind: the numbers of its object, its field and its name; -1 where it is not wanted."""
        granted = self._access.granted
        names, kept = granted.listed(kind, objects)
        width = granted.fields.places.width if kind is Kind.FIELD else granted.places[kind].width
        columns = tuple(np.full(8 * width, -1, np.int32) for _ in range(3))
        for name, place in zip(names, kept.tolist(), strict=True):
            owner, _, field = name.partition(".") if kind in {Kind.OBJECT, Kind.FIELD} else ("", "", "")
            words = (owner, field, labels.of(kind, name))
            for column, label, word in zip(columns, ("object", "field", "target"), words, strict=True):
                column[place] = self._words[label].number(word)
        return columns


class _Words:
    """Different words, by number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._array = pa.array([], pa.string())

    def number(self, word: str) -> int:
        """The number of a word, a new one where it was not seen before."""
        return self._numbers.setdefault(word, len(self._numbers))

    def coded(self, numbers: NDArray[np.generic]) -> pa.DictionaryArray:
        """A column of words that are only kept once."""
        if len(self._array) < len(self._numbers):
            self._array = pa.array(list(self._numbers), pa.string())
        return pa.DictionaryArray.from_arrays(pa.array(numbers, pa.int32()), self._array)
