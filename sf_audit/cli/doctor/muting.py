"""What `sf-audit doctor` asks a real org: do aggregates of permission set groups carry muting, as documented?

Everything about access rests on that. So the aggregates of a few groups that mute something are held against their sets
and their muting sets, by the same comparison that reviews use (`sf_audit.access.assignments.aggregates`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from sf_audit.access.assignments.aggregates import Compared, compared
from sf_audit.access.rights import FIELD_COLUMNS, OBJECT_COLUMNS
from sf_audit.connector.api import soql
from sf_audit.connector.api.describe import Describes
from sf_audit.connector.api.query_reader import RestReader
from sf_audit.connector.api.read_report import Reading, Sink
from sf_audit.connector.api.soql import Query
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING, access_to
from sf_audit.connector.collect.wide_tables import read_in_parts
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.model.review import OrgIdentity
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.tables import Snapshot, Table

#: At most so many groups are looked at, and the fields of so many objects: each object is one call.
GROUPS, OBJECTS = 3, 10

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of it: `holds` is None where nothing in this org can prove it."""

    said: str
    holds: bool | None
    remedy: str = ""


def muting_proof(client: Client, describes: Describes, org: OrgIdentity) -> Proof:
    """Hold aggregates against what they are made of. Costs some ten calls and keeps nothing."""
    try:
        tables = dict(_Questions(client, describes).tables())
    except _Hidden as hidden:
        return Proof(f"not provable here: {hidden} is not visible to the auditor user", None, access_to(str(hidden)))
    except ApiError as refusal:
        if refusal.kind in ENDS_ALL_READING:
            raise
        return Proof(f"not provable here: the org refused a query ({refusal.code})", None)
    if not tables:
        return Proof("not provable here: no up-to-date permission set group mutes anything", None)
    with _snapshot(tables, org) as snapshot:
        return _judged(compared(snapshot))


def _judged(groups: Sequence[Compared]) -> Proof:
    wrong = [(group.name, held, contradiction) for group in groups for held, contradiction in group.contradictions]
    if wrong:
        differences = "; ".join(
            f"the aggregate of {name} {contradiction}: {held}" for name, held, contradiction in wrong[:_NAMED]
        )
        more = f"; and {len(wrong) - _NAMED:,} more" if len(wrong) > _NAMED else ""
        return Proof(
            f"differs: {differences}{more}",
            holds=False,
            remedy="Recalculate these groups in Setup. Until it holds, their users are not checked.",
        )
    proved = [group for group in groups if group.muted]
    if not proved:
        return Proof("not provable here: no group that could be compared mutes what a set in it gives", None)
    muted = sum(len(group.muted) for group in proved)
    lacking = [str(held) for group in proved for held in group.unexplained]
    also = f"; also missing, perhaps with what is muted: {_some(lacking)}" if lacking else ""
    names = ", ".join(group.name for group in proved)
    rights = "the one muted right is not" if muted == 1 else f"none of {muted:,} muted rights is"
    return Proof(f"holds: {rights} in the aggregate of {names}{also}", holds=True)


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


class _Hidden(Exception):
    """The auditor user does not see this object, or not what is needed of it."""


class _Questions:
    """Asks for a few groups, and for what their parts give."""

    def __init__(self, client: Client, describes: Describes) -> None:
        self._client = client
        self._describes = describes

    def tables(self) -> Iterator[tuple[str, pa.Table]]:
        """All tables of the comparison; none where no group mutes anything."""
        muting = self._read("MutingPermissionSet", ["Id", *self._permissions()], ())
        groups = self._read("PermissionSetGroup", ["Id", "DeveloperName", "Status"], ("Status = 'Updated'",))
        columns = ["Id", "PermissionSetGroupId", "PermissionSetId"]
        parts = self._read("PermissionSetGroupComponent", columns, ())
        chosen = _chosen(muting, groups, parts)
        if not chosen:
            return
        mine = parts.filter(
            pa.array([group in chosen for group in parts["PermissionSetGroupId"].to_pylist()], pa.bool_())
        )
        yield "MutingPermissionSet", muting
        yield "PermissionSetGroup", groups
        yield "PermissionSetGroupComponent", mine
        yield from self._given(chosen, sorted(set(mine["PermissionSetId"].to_pylist())))

    def _given(self, groups: Sequence[str], parts: Sequence[str]) -> Iterator[tuple[str, pa.Table]]:
        where = f"({soql.one_of('Id', parts)} OR {soql.one_of('PermissionSetGroupId', groups)})"
        columns = ["Id", "PermissionSetGroupId", "HasActivationRequired", *self._permissions()]
        sets = self._read("PermissionSet", columns, (where,))
        yield "PermissionSet", sets
        of_parts = soql.one_of("ParentId", sorted({*parts, *sets["Id"].to_pylist()}))
        known = self._describes.fields("ObjectPermissions")
        rights = [column for column in OBJECT_COLUMNS.values() if column in known]
        objects = self._read("ObjectPermissions", ["Id", "ParentId", "SobjectType", *rights], (of_parts,))
        yield "ObjectPermissions", objects
        columns = ["Id", "ParentId", "SobjectType", "Field", *FIELD_COLUMNS.values()]
        names = sorted(set(objects["SobjectType"].to_pylist()))[:OBJECTS]
        fields = [
            self._read("FieldPermissions", columns, (f"SobjectType = {soql.text(name)}", of_parts)) for name in names
        ]
        if fields:
            yield "FieldPermissions", pa.concat_tables(fields)

    def _permissions(self) -> list[str]:
        """System permissions that sets may give and muting sets may mute."""
        known = self._describes.fields("PermissionSet").keys() & self._describes.fields("MutingPermissionSet").keys()
        return sorted(column for column in known if column.startswith("Permissions"))

    def _read(self, table: str, columns: Sequence[str], where: tuple[str, ...]) -> pa.Table:
        """All rows, as text. _Hidden where the auditor does not see the columns."""
        if not set(columns) <= self._describes.fields(table).keys():
            raise _Hidden(table)
        kept: list[pa.Table] = []

        def keep(_key: str, page: pa.Table, /, **_facts: str | int | None) -> None:
            kept.append(page)

        read_in_parts(soql.split(Query(table, tuple(columns), where)), keep, self._pages)
        return pa.concat_tables(kept)

    def _pages(self, query: Query, sink: Sink) -> Reading:
        return RestReader(self._client, query, sink, key="Id").pages()


def _chosen(muting: pa.Table, groups: pa.Table, parts: pa.Table) -> list[str]:
    """Up-to-date groups with a muting set, those of the fewest sets first."""
    known, current = set(muting["Id"].to_pylist()), set(groups["Id"].to_pylist())
    inside: dict[str, list[str]] = {}
    for group, part in zip(
        parts["PermissionSetGroupId"].to_pylist(), parts["PermissionSetId"].to_pylist(), strict=True
    ):
        inside.setdefault(group, []).append(part)
    muted = [group for group, mine in inside.items() if group in current and known & set(mine)]
    return sorted(muted, key=lambda group: (len(inside[group]), group))[:GROUPS]


@contextmanager
def _snapshot(tables: Mapping[str, pa.Table], org: OrgIdentity) -> Iterator[Snapshot]:
    """The tables as a Snapshot, in memory alone."""
    now = datetime.now(UTC)
    with duckdb.connect() as connection:
        for name, table in tables.items():
            connection.register(name, table)
        yield Snapshot(
            org=org,
            taken=now,
            today=now.date(),
            tables={
                name: Table(name, Source.DATA, dict.fromkeys(table.column_names, "VARCHAR"), table.num_rows)
                for name, table in tables.items()
            },
            connection=connection,
            scratch=Path(),
        )
