"""How fast everybody's access is worked out: `python -m bench.access`.

A made-up org of 10,000 users, 600 permission sets, 800 objects, 60,000 fields and 2 million grants lies in Parquet, as
a snapshot does. Each line is a process of its own: everything read and worked out for all users, then every right of
every signature counted, then one question of each sort, then the whole matrix written. The users stay the same; the
distinct signatures grow.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import numpy as np

from bench.memory import peak_mb
from sf_audit.access import Access, Answer, Held, Kind, Right, holders, paths
from sf_audit.access.answers.matrix import Filter, Matrix
from sf_audit.model.review import OrgIdentity
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.tables import Snapshot, Table

_PROFILES, _GROUPS, _SETS, _SYSTEM = 40, 30, 530, 500
_OBJECTS, _FIELDS = 800, 75
_OBJECT_GRANTS, _FIELD_GRANTS = 160, 3428

#: Sets in each group; its aggregate gives what they give.
_MEMBERS = 3

#: Users and distinct signatures: more signatures among the same users, then more users with the same signatures.
_CURVE = [
    *((10_000, signatures) for signatures in (10, 100, 1_000, 5_000, 10_000)),
    *((users, 1_000) for users in (1_000, 100_000)),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, nargs="+", help="with each number of signatures")
    parser.add_argument("--signatures", type=int, nargs="+", default=[1_000])
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.data:
        print(json.dumps(_measure(chosen.data)))
        return
    with tempfile.TemporaryDirectory() as folder:
        _grants(Path(folder))
        print("  users  signatures       grants  worked out   all counted   who      why     peak memory", end="")
        print("   matrix        rights   peak with it")
        cases = [(users, signatures) for users in chosen.users or () for signatures in chosen.signatures] or _CURVE
        for users, signatures in cases:
            _people(Path(folder), users, signatures)
            print(_line(Path(folder)), flush=True)


def _line(folder: Path) -> str:
    asked = [sys.executable, "-m", "bench.access", "--data", str(folder)]
    found = json.loads(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    return (
        f"{found['users']:>7,}  {found['signatures']:>10,}  {found['grants']:>11,}  {found['worked_out']:>8.2f} s"
        f"  {found['counted']:>10.2f} s  {found['who']:>5.2f} s  {found['why']:>5.3f} s  {found['peak']:>8,.0f} MB"
        f"  {found['matrix']:>5.1f} s  {found['rights']:>12,}  {found['peak_with_matrix']:>8,.0f} MB"
    )


def _measure(folder: Path) -> dict[str, float]:
    with duckdb.connect() as connection:
        snapshot = _snapshot(folder, connection)
        grants = sum(snapshot.tables[table].rows for table in ("ObjectPermissions", "FieldPermissions"))
        started = time.perf_counter()
        access = Access.of(snapshot)
        worked_out = time.perf_counter() - started
        counted = _timed(lambda: _count(access))
        held = Held(Kind.FIELD, "Object7__c.F9__c", Right.READ)
        who = _timed(lambda: holders(access, held))
        someone = next(user for user in access.signatures.of_user if access.answer(user, held) is Answer.YES)
        why = _timed(lambda: paths(access, someone, held))
        peak = peak_mb()
        matrix = Matrix(access, Filter())
        with tempfile.TemporaryDirectory() as out:
            started = time.perf_counter()
            rights = matrix.write(Path(out) / "rights.parquet", Path(out) / "users.parquet")
            written = time.perf_counter() - started
        return {
            "users": len(access.signatures.of_user),
            "signatures": len(access.signatures),
            "grants": grants,
            "worked_out": worked_out,
            "counted": counted,
            "who": who,
            "why": why,
            "peak": peak,
            "matrix": written,
            "rights": rights,
            "peak_with_matrix": peak_mb(),
        }


def _timed(action: object) -> float:
    started = time.perf_counter()
    action()  # type: ignore[operator]
    return time.perf_counter() - started


def _count(access: Access) -> int:
    """Every right of every signature, so that nothing can have been left for later."""
    return sum(int(np.bitwise_count(rows).sum(dtype=np.int64)) for rows in access.rows())


def _snapshot(folder: Path, connection: duckdb.DuckDBPyConnection) -> Snapshot:
    tables = {}
    for path in sorted(folder.glob("*.parquet")):
        connection.execute(f"""CREATE VIEW "{path.stem}" AS SELECT * FROM read_parquet('{path}')""")
        columns = {row[0]: row[1] for row in connection.execute(f'DESCRIBE "{path.stem}"').fetchall()}
        (rows,) = connection.execute(f'SELECT count(*) FROM "{path.stem}"').fetchone() or (0,)
        tables[path.stem] = Table(path.stem, Source.DATA, columns, rows)
    return Snapshot(
        org=OrgIdentity(
            "00D000000000001EAA", "Bench", is_sandbox=False, instance_url="https://bench.my.salesforce.com"
        ),
        taken=datetime(2026, 11, 22, 9, tzinfo=UTC),
        today=date(2026, 11, 22),
        tables=tables,
        connection=connection,
        scratch=folder,
    )


def _grants(folder: Path) -> None:
    """What sets give; the first set of each fifty is an administrator's."""
    sets = _PROFILES + _GROUPS + _SETS
    flags = ", ".join(f"""{_given(f"hash({{i}}, {n}) % 25 = 0")} AS "PermissionsP{n}" """ for n in range(_SYSTEM))
    admin = ", ".join(
        f"""{_given("{i} % 50 = 49")} AS "Permissions{permission}" """
        for permission in ("ModifyAllData", "ViewAllData")
    )
    granted = f"hash({{i}}, o) % {_OBJECTS} < {_OBJECT_GRANTS}"
    on_field = f"hash({{i}}, f) % {_OBJECTS * _FIELDS} < {_FIELD_GRANTS}"
    rights = ("Read", "Create", "Edit", "Delete", "ViewAllRecords", "ModifyAllRecords", "ViewAllFields")
    objects = ", ".join(
        f"""{_given(f"{granted} AND hash({{i}}, o, {n}) % 3 = 0")} AS "Permissions{right}" """
        for n, right in enumerate(rights)
    )
    statements = {
        "PermissionSet": f"""
            SELECT {_id("0PS", "i")} AS "Id", 'Set_' || i AS "Name", i < {_PROFILES} AS "IsOwnedByProfile",
                   CASE WHEN i < {_PROFILES} THEN {_id("00e", "i")} END AS "ProfileId",
                   CASE WHEN i BETWEEN {_PROFILES} AND {_PROFILES + _GROUPS - 1}
                        THEN {_id("0PG", f"i - {_PROFILES}")} END AS "PermissionSetGroupId",
                   false AS "HasActivationRequired", false AS "PermissionsAuthorApex",
                   false AS "PermissionsCustomizeApplication", {admin}, {flags}
            FROM range({sets}) t(i)""",
        "ObjectPermissions": f"""
            SELECT {_id("110", f"i * {_OBJECTS} + o")} AS "Id", {_id("0PS", "i")} AS "ParentId",
                   'Object' || o || '__c' AS "SobjectType", {objects}
            FROM range({sets}) s(i), range({_OBJECTS}) t(o) WHERE {_given(granted)}""",
        "FieldPermissions": f"""
            SELECT {_id("01k", f"i * {_OBJECTS * _FIELDS} + f")} AS "Id", {_id("0PS", "i")} AS "ParentId",
                   'Object' || (f // {_FIELDS}) || '__c' AS "SobjectType",
                   'Object' || (f // {_FIELDS}) || '__c.F' || (f % {_FIELDS}) || '__c' AS "Field",
                   true AS "PermissionsRead", {_given(f"{on_field} AND hash(f, {{i}}) % 2 = 0")} AS "PermissionsEdit"
            FROM range({sets}) s(i), range({_OBJECTS * _FIELDS}) t(f)
            WHERE f % {_FIELDS} > 4 AND {_given(on_field)}""",
    }
    for table, sql in (statements | _owners() | _about_code_and_fields(sets)).items():
        _write(folder, table, sql)


def _given(condition: str) -> str:
    """What a set gives, as a condition on its number `{i}`; an aggregate gives what any set in its group does."""
    first = f"({_PROFILES + _GROUPS} + (i - {_PROFILES}) * {_MEMBERS}"
    members = " OR ".join(f"({condition.format(i=f'{first} + {member})')})" for member in range(_MEMBERS))
    grouped = f"i BETWEEN {_PROFILES} AND {_PROFILES + _GROUPS - 1}"
    return f"CASE WHEN {grouped} THEN {members} ELSE {condition.format(i='i')} END"


def _owners() -> dict[str, str]:
    """Profiles and groups; what is in the groups is sets, and a muting set that mutes nothing."""
    flags = ", ".join(f'false AS "PermissionsP{n}"' for n in range(_SYSTEM))
    return {
        "Profile": f'SELECT {_id("00e", "i")} AS "Id", \'Profile \' || i AS "Name" FROM range({_PROFILES}) t(i)',
        "PermissionSetGroup": f"""
            SELECT {_id("0PG", "i")} AS "Id", 'Group_' || i AS "DeveloperName", 'Updated' AS "Status"
            FROM range({_GROUPS}) t(i)""",
        "MutingPermissionSet": f"""
            SELECT {_id("0QM", "g")} AS "Id", {flags} FROM range({_GROUPS}) t(g)""",
        "PermissionSetGroupComponent": f"""
            SELECT {_id("0PG", "g")} AS "PermissionSetGroupId",
                   CASE WHEN m = {_MEMBERS} THEN {_id("0QM", "g")}
                        ELSE {_id("0PS", f"{_PROFILES + _GROUPS} + g * {_MEMBERS} + m")} END AS "PermissionSetId"
            FROM range({_GROUPS}) t(g), range({_MEMBERS + 1}) s(m)""",
    }


def _about_code_and_fields(sets: int) -> dict[str, str]:
    """What describe says of the fields, and which classes the sets open."""
    return {
        "describe_fields": f"""
            SELECT 'Object' || (f // {_FIELDS}) || '__c' AS object, 'F' || (f % {_FIELDS}) || '__c' AS field,
                   f % {_FIELDS} > 4 AS permissionable, false AS calculated, true AS updateable, '' AS compound
            FROM range({_OBJECTS * _FIELDS}) t(f)""",
        "SetupEntityAccess": f"""
            SELECT {_id("0J0", "i * 200 + e")} AS "Id", {_id("0PS", "i")} AS "ParentId",
                   {_id("01p", "e")} AS "SetupEntityId", 'ApexClass' AS "SetupEntityType"
            FROM range({sets}) s(i), range(200) t(e) WHERE hash(i, e) % 10 = 0""",
    }


def _people(folder: Path, users: int, signatures: int) -> None:
    """Each user has a profile, eight sets and a group; users with the same number modulo signatures have the same."""
    _write(
        folder,
        "User",
        f"""
        SELECT {_id("005", "u")} AS "Id", 'user' || u AS "Username", true AS "IsActive", 'Standard' AS "UserType",
               {_id("00e", f"(u % {signatures}) % {_PROFILES}")} AS "ProfileId" FROM range({users}) t(u)""",
    )
    given = f"""
        SELECT u, (u % {signatures}) % {_PROFILES} AS s FROM range({users}) t(u)
        UNION ALL SELECT u, {_PROFILES} + (u % {signatures}) % {_GROUPS} FROM range({users}) t(u)
        UNION ALL SELECT DISTINCT u, {_PROFILES + _GROUPS} + hash(u % {signatures}, k) % {_SETS}
                  FROM range({users}) t(u), range(8) r(k)"""
    _write(
        folder,
        "PermissionSetAssignment",
        f"""
        SELECT {_id("0Pa", "row_number() OVER ()")} AS "Id", {_id("005", "u")} AS "AssigneeId",
               {_id("0PS", "s")} AS "PermissionSetId",
               CASE WHEN s BETWEEN {_PROFILES} AND {_PROFILES + _GROUPS - 1}
                    THEN {_id("0PG", f"s - {_PROFILES}")} END AS "PermissionSetGroupId"
        FROM ({given})""",
    )


def _id(prefix: str, number: str) -> str:
    return f"'{prefix}' || lpad(CAST(({number}) AS VARCHAR), 15, '0')"


def _write(folder: Path, table: str, sql: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({sql}) TO '{folder / f'{table}.parquet'}' (FORMAT parquet)")


if __name__ == "__main__":
    main()
