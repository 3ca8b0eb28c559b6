"""`sf-audit access` as a process, offline on stored snapshots: what it prints, and its exit codes."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from tests.access_answers.command_scenes import Done, org
from tests.access_answers.sharing_folders import file, rule
from tests.access_answers.stored_org import stored

ROOT = Path(__file__).parents[2]


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
