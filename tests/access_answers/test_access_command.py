"""`sf-audit access` as a process, offline on stored snapshots: what it prints, and its exit codes."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path

import duckdb
import pytest

from sf_audit.cli.entry import main
from tests.access.access_graphs import TAKEN, Org
from tests.access_answers.sharing_folders import file, rule
from tests.access_answers.stored_org import stored

ROOT = Path(__file__).parents[2]


def org() -> Org:
    """Ann holds ManageUsers twice, Bob not at all; Cid's group is being recalculated where a test says so."""
    org = Org()
    org.profile("Staff")
    org.on_object("0PS_XStaff", "Account", "Read", "Edit")
    org.described("Account.Industry")
    org.on_field("0PS_XStaff", "Account.Industry")
    desk = org.permission_set("Desk", "ManageUsers")
    org.on_setup(desk, "ApexClass", "01p_invoices")
    org.add("ApexClass", Id="01p_invoices", Name="Invoices", NamespacePrefix="acme")
    org.user("ann@acme.test", "Staff", desk, org.group("Support", [desk], "ManageUsers"))
    org.user("bob@acme.test", "Staff")
    return org


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Done]]:
    """Runs `sf-audit access` with these arguments in an empty folder, from its entry to its exit code."""
    monkeypatch.chdir(tmp_path)
    for name in [one for one in os.environ if one.startswith("SF_AUDIT")]:
        monkeypatch.delenv(name)
    mask, handler = os.umask(0o077), signal.getsignal(signal.SIGTERM)

    def run(*arguments: object, command: str = "access") -> Done:
        with pytest.raises(SystemExit) as ended:
            main([*command.split(), *map(str, arguments)])
        said = capsys.readouterr()
        return Done(int(str(ended.value.code)), said.out, said.err)

    yield run
    os.umask(mask)
    signal.signal(signal.SIGTERM, handler)


def test_the_process_ends_with_the_exit_code(tmp_path: Path) -> None:
    some = org()
    some.user("cid@acme.test", "Staff", some.group("Stale", [], status="Updating"))
    folder = stored(some, tmp_path / "access")
    command = [sys.executable, "-m", "sf_audit", "access", "who", "ManageUsers", "--json", "--snapshot", str(folder)]

    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, timeout=60
    )

    assert (done.returncode, done.stderr) == (3, b"")
    assert json.loads(done.stdout)["complete"] is False


def test_why_says_every_way_and_the_smallest_change(run: Callable[..., Done], tmp_path: Path) -> None:
    folder = stored(org(), tmp_path / "access")

    done = run("why", "ANN@acme.test", "manageusers", "--snapshot", folder, "--html", "why.html")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "ann@acme.test · ManageUsers: yes\n"
        "Acme · read 2026-11-22 09:00 UTC\n"
        "\n"
        "Ways\n"
        "  permission set group Support (Desk)\n"
        "  permission set Desk\n"
        "\n"
        "The smallest change that ends it\n"
        "  · take ManageUsers away from permission set Desk\n"
        "    takes nothing else from this user\n"
        "    touches nobody else\n"
    )
    assert "<svg" in (tmp_path / "why.html").read_text(encoding="utf-8")


def test_who_counts_by_path_in_text_json_and_csv(run: Callable[..., Done], tmp_path: Path) -> None:
    folder = stored(org(), tmp_path / "access")

    text, as_json, as_csv = (
        run("who", "ManageUsers", "--snapshot", folder, *form) for form in ([], ["--json"], ["--csv"])
    )

    assert text.stdout.splitlines()[0] == "ManageUsers: 1 of 2 active users"
    assert text.stdout.splitlines()[3:6] == [
        "Through",
        "        1  permission set Desk",
        "        1  permission set group Support",
    ]
    said = json.loads(as_json.stdout)
    assert (said["schema_version"], said["question"], said["complete"]) == (1, "who", True)
    assert said["by_path"] == {"permission set Desk": 1, "permission set group Support": 1}
    rows = list(csv.DictReader(StringIO(as_csv.stdout)))
    assert [(row["user"], row["answer"], row["through"]) for row in rows] == [
        ("ann@acme.test", "yes", "permission set Desk, permission set group Support")
    ]


@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ("Account", "read on Account: yes"),
        ("object:account:edit", "edit on Account: yes"),
        ("Account:delete", "delete on Account: no"),
        ("Account.Industry", "read on Account.Industry: yes"),
        ("account.industry:edit", "edit on Account.Industry: no"),
        ("apex:acme__Invoices", "Apex class acme__Invoices: yes"),
        ("apex:01p_invoices", "Apex class acme__Invoices: yes"),
        ("PermissionsManageUsers", "ManageUsers: yes"),
    ],
)
def test_targets_are_named_as_people_name_them(
    run: Callable[..., Done], tmp_path: Path, what: str, answer: str
) -> None:
    folder = stored(org(), tmp_path / "access")

    done = run("why", "ann@acme.test", what, "--snapshot", folder)

    assert (done.returncode, done.stdout.splitlines()[0]) == (0, f"ann@acme.test · {answer}")


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["ann@acme.tset", "Account"], "Did you mean “ann@acme.test”?"),
        (["ann@acme.test", "ManageUser"], "Did you mean “ManageUsers”?"),
        (["ann@acme.test", "Acount:edit"], "Did you mean “Account”?"),
        (["ann@acme.test", "Account.Industri"], "Did you mean “Account.Industry”?"),
        (["ann@acme.test", "apex:acme__Invoice"], "Did you mean “acme__Invoices”?"),
        (["ann@acme.test", "Account:burn"], "Its rights are read, create, edit, delete, view_all, modify_all,"),
        (["ann@acme.test", "Account", "--json", "--csv"], "Name one of them."),
    ],
)
def test_a_wrong_name_is_a_usage_problem_with_the_nearest_one(
    run: Callable[..., Done], tmp_path: Path, arguments: list[str], hint: str
) -> None:
    folder = stored(org(), tmp_path / "access")

    done = run("why", *arguments, "--snapshot", folder)

    assert (done.returncode, done.stdout) == (2, "")
    assert hint in done.stderr


def test_metadata_says_which_rules_reach_the_user(run: Callable[..., Done], tmp_path: Path) -> None:
    some = org()
    some.add("EntityDefinition", QualifiedApiName="Account", InternalSharingModel="Private", ExternalSharingModel="")
    source = ("--snapshot", stored(some, tmp_path / "access"))
    file(tmp_path / "sf", "Account", rule("Owner", "To_All", "<allInternalUsers/>", "Edit"))

    without = run("why", "ann@acme.test", "Account:edit", *source)
    within = run("why", "ann@acme.test", "Account:edit", *source, "--metadata", tmp_path / "sf")
    made = json.loads(run("why", "ann@acme.test", "Account", *source, "--json", "--metadata", tmp_path / "sf").stdout)

    assert "\n  sharing rules: not read, and they may open more; give --metadata DIR\n" in without.stdout
    assert "(sharing rule To_All), because of all internal users\n" in within.stdout
    assert "sharing rules: not read" not in within.stdout
    table = run("why", "ann@acme.test", "Account", *source, "--csv", "--metadata", tmp_path / "sf").stdout
    told = [(one["through"], one["name"], one["grant"]) for one in csv.DictReader(StringIO(table))]

    assert told[:4] == [
        ("profile", "Staff", "read on Account"),
        ("profile", "Staff", "edit on Account"),
        ("records", "Account", "own and shared"),
        ("sharing rule", "To_All", "edit"),
    ]
    assert {one[0] for one in told[4:]} == {"note"}
    assert made["records"]["reach"] == "own and shared"
    assert [(one["rule"], one["level"], one["sure"]) for one in made["records"]["opened_by"]] == [
        ("To_All", "edit", True)
    ]


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

    assert [one.returncode for one in done] == [0, 0]
    assert done[1].stdout.count("as written") == 2
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
