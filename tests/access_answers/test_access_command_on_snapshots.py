"""The commands on stored snapshots: what is not whole, damaged or compared, and the whole matrix as files."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import duckdb

from tests.access.access_graphs import TAKEN
from tests.access_answers.command_scenes import Done, org
from tests.access_answers.sharing_folders import file
from tests.access_answers.stored_org import stored


def test_metadata_that_is_none_ends_with_2_before_anything_is_read(run: Callable[..., Done], tmp_path: Path) -> None:
    broken = file(tmp_path / "sf", "Account")
    broken.write_text("<SharingRules>\n<", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    source = ("--snapshot", stored(org(), tmp_path / "access"))

    bad = run("why", "ann@acme.test", "Account", *source, "--metadata", tmp_path / "sf")
    none = run("why", "ann@acme.test", "Account", *source, "--metadata", tmp_path / "empty")

    assert (bad.returncode, none.returncode) == (2, 2)
    assert f"{broken}, line 2: this is no metadata in XML" in bad.stderr
    assert "sf project retrieve start --metadata SharingRules" in none.stderr


def test_an_answer_that_is_not_whole_ends_with_3_in_every_command(run: Callable[..., Done], tmp_path: Path) -> None:
    some = org()
    some.user("cid@acme.test", "Staff", some.group("Stale", [], status="Updating"))
    folder = stored(some, tmp_path / "access")
    source = ("--snapshot", folder)

    why, who = run("why", "cid@acme.test", "ManageUsers", *source), run("who", "ManageUsers", *source)
    hidden = run("why", "ann@acme.test", "Account.Secret__c", *source)
    matrix, diff = run("matrix", "--out", "m.parquet", *source), run("diff", folder, folder)

    assert [one.returncode for one in (why, who, hidden, matrix, diff)] == [3, 3, 3, 3, 3]
    assert why.stdout.startswith("cid@acme.test · ManageUsers: not checked\n")
    assert "Wait until the org has recalculated the group" in why.stdout
    assert "Not checked\n  cid@acme.test: permission set group Stale is not up to date (Updating)" in who.stdout
    assert "Account.Secret__c is not visible to the auditor user" in hidden.stdout
    assert "1 user may hold more than is in it" in matrix.stderr
    assert "Not compared\n  cid@acme.test" in diff.stdout


def test_a_snapshot_without_assignments_answers_nothing(run: Callable[..., Done], tmp_path: Path) -> None:
    some = org()
    some.without.add("PermissionSetAssignment")
    folder = stored(some, tmp_path / "access")

    done = run("who", "ManageUsers", "--snapshot", folder)

    assert (done.returncode, done.stdout) == (3, "")
    assert "PermissionSetAssignment was not " in done.stderr


def test_a_changed_snapshot_is_refused(run: Callable[..., Done], tmp_path: Path) -> None:
    folder = stored(org(), tmp_path / "access")
    page = next((folder / "tables" / "User").iterdir())
    page.write_bytes(page.read_bytes()[:-1])

    assert run("who", "ManageUsers", "--snapshot", folder).returncode == 6


def test_verify_and_prune_know_access_snapshots_and_keep_last_months_for_diff(
    run: Callable[..., Done], tmp_path: Path
) -> None:
    old = stored(org(), tmp_path / "access", TAKEN - timedelta(days=31))
    new = stored(org(), tmp_path / "access")

    done = run("prune", command=""), run("verify", command="")

    # They were stored by themselves: no chain vouches for them.
    assert [ended.returncode for ended in done] == [0, 3]
    first = done[1].stdout.splitlines()[0]
    assert "2 folders" in first
    assert first.endswith("as written")
    assert run("diff", old, new).stdout.startswith("0 gained and 0 lost")


def test_diff_tells_who_gained_what_through_which_change(run: Callable[..., Done], tmp_path: Path) -> None:
    before, now = org(), org()
    now.assign("005_bob@acme.test", "0PS_Desk")
    old = stored(before, tmp_path / "access")
    new = stored(now, tmp_path / "access", TAKEN + timedelta(days=1))

    text, as_csv, backwards = run("diff", old, new), run("diff", old, new, "--csv"), run("diff", new, old)

    assert text.returncode == 0
    assert text.stdout == (
        "2 gained and 0 lost, by 1 user, since 2026-11-22 09:00 UTC\n"
        "Acme · read 2026-11-23 09:00 UTC\n"
        "\n"
        "bob@acme.test\n"
        "  + ManageUsers, acme__Invoices\n"
        "    permission set Desk assigned\n"
    )
    rows = list(csv.DictReader(StringIO(as_csv.stdout)))
    assert [(row["user"], row["change"], row["target"], row["through"]) for row in rows] == [
        ("bob@acme.test", "gained", "ManageUsers", "permission set Desk assigned"),
        ("bob@acme.test", "gained", "acme__Invoices", "permission set Desk assigned"),
    ]
    assert backwards.returncode == 2


def test_the_whole_matrix_goes_to_parquet_by_signature(run: Callable[..., Done], tmp_path: Path) -> None:
    folder = stored(org(), tmp_path / "access")

    done = run("matrix", "--out", "m.parquet", "--snapshot", folder)

    assert (done.returncode, done.stderr) == (0, "")
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"""SELECT u.name, r.kind, r.object, r.field, r.target, r."right"
                FROM '{tmp_path}/m.parquet' r JOIN '{tmp_path}/m-users.parquet' u USING (signature) ORDER BY ALL"""
        ).fetchall()
    common = [
        ("field", "Account", "Industry", "Account.Industry", "read"),
        ("object", "Account", "", "Account", "edit"),
        ("object", "Account", "", "Account", "read"),
    ]
    own = [("apex_class", "", "", "acme__Invoices", "use"), ("system", "", "", "ManageUsers", "use")]
    assert rows == [("ann@acme.test", *one) for one in sorted([*own, *common])] + [
        ("bob@acme.test", *one) for one in common
    ]


def test_csv_and_xlsx_want_a_filter_and_hold_only_what_it_lets_through(
    run: Callable[..., Done], tmp_path: Path
) -> None:
    folder = stored(org(), tmp_path / "access")
    narrow = ("--snapshot", folder, "--user", "bob@acme.test", "--kind", "object")

    refused = [run("matrix", "--out", name, "--snapshot", folder) for name in ("m.csv", "m.xlsx", "m.txt")]
    done = [run("matrix", "--out", name, *narrow) for name in ("n.csv", "n.xlsx")]

    assert [one.returncode for one in refused] == [2, 2, 2]
    assert "Narrow it with --user, --object or --kind, or write .parquet." in refused[0].stderr
    assert [one.returncode for one in done] == [0, 0]
    rows = list(csv.DictReader(StringIO((tmp_path / "n.csv").read_text(encoding="utf-8"))))
    assert [(row["target"], row["right"]) for row in rows] == [("Account", "read"), ("Account", "edit")]
    users = list(csv.DictReader(StringIO((tmp_path / "n-users.csv").read_text(encoding="utf-8"))))
    assert [row["name"] for row in users] == ["bob@acme.test"]
    with zipfile.ZipFile(tmp_path / "n.xlsx") as book:
        assert book.testzip() is None
        assert "read, edit" in "".join(book.read(name).decode() for name in book.namelist() if "sheet1" in name)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["access", "n-users.csv", "n.csv", "n.xlsx"]


def test_without_an_org_it_says_how_to_name_one(run: Callable[..., Done]) -> None:
    done = run("who", "ManageUsers")

    assert done.returncode == 2
    assert "no org is named" in done.stderr
