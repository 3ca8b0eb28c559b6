"""The access matrix: every right of every distinct signature, and who has which signature.

    rights   signature, kind, object, field, target, right, conditional    one row per right that is held
    users    user_id, name, user_type, frozen, signature                   NULL: not checked, and nothing is said

`object` and `field` are empty for other kinds; `target` is the name. What is not in `rights` is not held, as far as
`notes` does not say that it was not read. Frozen users are in it: they cannot sign in, and hold all of it again when
unfrozen. `frozen` is NULL where it is not known; such a user counts as live.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from sf_audit.access.answers.compared import not_read, out_of_scope
from sf_audit.access.answers.labels import Labels
from sf_audit.access.effective import Access
from sf_audit.access.rights import SETUP_TYPES, Kind

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
    """The matrix of an org, or a part of it. `unknown` counts users of whom nothing can be said."""

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
        return sorted({of_user[one] for one in self.wanted.users if one in of_user})

    @property
    def notes(self) -> tuple[str, ...]:
        """What is not in it because it was not read."""
        kinds = {str(one) for one in self._kinds}
        found = not_read(self.access, self.wanted.objects)
        return tuple(one for one in found if one.partition(":")[0] in kinds or one.startswith("fields of "))

    @property
    def fields_not_asked_for(self) -> tuple[str, ...]:
        """Objects whose fields the snapshot was never meant to hold."""
        chosen = set(self.wanted.objects)
        return tuple(one for one in out_of_scope(self.access) if not chosen or one in chosen)

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
            """SELECT user_id, name, user_type, CASE WHEN frozen_known THEN frozen END AS frozen, signature
               FROM "access".person
               WHERE len($users) = 0 OR list_contains($users, user_id) ORDER BY user_id""",
            params={"users": list(self.wanted.users)},
        )
        return rows.to_arrow_table()

    def rights(self) -> Iterator[pa.RecordBatch]:
        """What the signatures hold, a few of them at a time."""
        signatures, labels = self.signatures, _Labelled(self.access)
        for first in range(0, len(signatures), _AT_ONCE):
            held = self.access.held_by(signatures[first : first + _AT_ONCE], self._kinds, self.wanted.objects)
            yield from labels.named(held).to_batches()

    def write(self, rights: Path, users: Path) -> int:
        """Both tables as Parquet; the number of rights."""
        with duckdb.connect() as connection:
            reader = pa.RecordBatchReader.from_batches(RIGHTS_SCHEMA, self.rights())
            connection.register("rights", reader)
            rows = connection.execute(f"COPY rights TO {_text(rights)} (FORMAT parquet, COMPRESSION zstd)").fetchall()
            connection.register("people", self.users())
            connection.execute(f"COPY people TO {_text(users)} (FORMAT parquet, COMPRESSION zstd)")
        return int(rows[0][0])

    @property
    def _kinds(self) -> tuple[Kind, ...]:
        if self.wanted.kinds:
            return self.wanted.kinds
        return (Kind.OBJECT, Kind.FIELD) if self.wanted.objects else tuple(Kind)


class _Labelled:
    """Puts names in place of ids, and parts fields from their objects."""

    def __init__(self, access: Access) -> None:
        labels = Labels(access.snapshot)
        self._names = {
            str(kind): {one: labels.of(kind, one) for one in access.granted.names(kind)} for kind in SETUP_TYPES
        }

    def named(self, held: pa.Table) -> pa.Table:
        """The same rows with all columns of the matrix."""
        kind, target = held["kind"], held["target"].combine_chunks()
        for setup, names in self._names.items():
            if names and pc.any(pc.equal(kind, setup)).as_py():
                known = pa.array(list(names))
                shown = pa.array(list(names.values())).take(pc.index_in(target, known))
                target = pc.if_else(pc.equal(kind, setup).combine_chunks(), shown, target)
        parts = pc.split_pattern(target, ".", max_splits=1)
        is_field, is_object = pc.equal(kind, str(Kind.FIELD)), pc.equal(kind, str(Kind.OBJECT))
        columns = {
            "signature": held["signature"],
            "kind": kind,
            "object": pc.if_else(pc.or_(is_field, is_object), pc.list_element(parts, 0), ""),
            "field": pc.if_else(is_field, pc.list_element(_padded(parts), 1), ""),
            "target": target,
            "right": held["right"],
            "conditional": held["conditional"],
        }
        return pa.table(columns, schema=RIGHTS_SCHEMA)


def _padded(parts: pa.ListArray) -> pa.ListArray:
    """Every list with a second element, so that it can be asked for."""
    return pc.list_slice(parts, 0, 2, return_fixed_size_list=True)


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
