"""`sf-audit access attack`, offline on stored snapshots: what it prints, writes, and its exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sf_audit.access.attack import CAPABILITIES
from sf_audit.cli.entry import commands
from sf_audit.errors import NotAnswered, UsageProblem
from tests.access.access_graphs import SYSTEM, Org
from tests.access_answers.stored_org import stored

MORE = tuple(capability.permission for capability in CAPABILITIES if capability.permission not in SYSTEM)
Ask = Callable[..., Result]


@pytest.fixture
def org() -> Org:
    """Ada is the administrator; Ann and Ben may manage users; Bob may nothing; Ice is frozen."""
    made = Org()
    made.profile("Admin", *SYSTEM)
    made.profile("Staff")
    desk = made.permission_set("Desk\x1b[31m", "ManageUsers")
    made.user("ada", "Admin")
    made.user("ann", "Staff", desk)
    made.user("ben", "Staff", desk)
    made.user("bob", "Staff")
    made.user("ice", "Staff", desk, frozen=True)
    for row in made.rows["PermissionSet"]:
        row.update({f"Permissions{one}": False for one in MORE})
    return made


@pytest.fixture
def ask(org: Org, tmp_path: Path) -> Ask:
    def asked(*arguments: str) -> Result:
        where = ["--snapshot", str(stored(org, tmp_path)), "--workspace", str(tmp_path / "workspace")]
        return CliRunner().invoke(commands, ["access", "attack", *arguments, *where])

    return asked


def test_ways_and_what_ends_them_are_printed(ask: Ask) -> None:
    ran = ask()

    assert ran.exit_code == 0
    assert ran.stdout.splitlines()[0] == "2 users who are no administrator can become one, 1 already is."
    assert "ann and 1 more (internal), in 4 steps" in ran.stdout
    assert "The fewest changes that take it from all of them: 1" in ran.stdout
    assert "\x1b" not in ran.stdout


@pytest.mark.parametrize(
    ("user", "said"),
    [
        ("ann", "ann can become an administrator, and 1 user in the same way."),
        ("ada", "ada is an administrator."),
        ("bob", "bob has no way to become an administrator."),
        ("ice", "ice is frozen, and so starts nowhere."),
    ],
)
def test_one_user_is_answered_alone(ask: Ask, user: str, said: str) -> None:
    ran = ask("--from", user)

    assert (ran.exit_code, ran.stdout.splitlines()[0]) == (0, said)


def test_everything_is_in_the_json(ask: Ask) -> None:
    document = json.loads(ask("--json").stdout)

    assert document["complete"] is True
    assert [one["name"] for one in document["administrators"]] == ["ada"]
    assert [[user["name"] for user in one["users"]] for one in document["routes"]] == [["ann", "ben"]]
    assert [step["kind"] for step in document["routes"][0]["ways"][0]] == ["assigned", "grants", "leads to", "is"]
    assert [one["users"] for one in document["cuts"]] == [2, 2]
    assert [one["changes"] for one in document["smallest_cut"]] == [1]


def test_graph_for_bloodhound_is_written(ask: Ask, tmp_path: Path) -> None:
    ran = ask("--opengraph", str(tmp_path / "graph.json"))

    document = json.loads((tmp_path / "graph.json").read_text(encoding="utf-8"))
    assert ran.exit_code == 0
    assert {one["kinds"][0] for one in document["graph"]["nodes"]} == {
        "SF_Administrator",
        "SF_Capability",
        "SF_PermissionSet",
        "SF_Profile",
        "SF_User",
    }


def test_file_that_cannot_be_written_is_a_usage_problem(ask: Ask, tmp_path: Path) -> None:
    assert isinstance(ask("--opengraph", str(tmp_path / "nowhere" / "graph.json")).exception, UsageProblem)


def test_somebody_unknown_is_said_and_costs_the_exit_code(org: Org, ask: Ask) -> None:
    team = org.group("Team", [], status="Outdated")
    org.rows["PermissionSet"][-1].update({f"Permissions{one}": False for one in MORE})
    org.user("una", "Staff", team)

    ran = ask()

    assert (ran.exit_code, ran.stdout.splitlines()[-1]) == (
        3,
        "Not checked: 1 user who may have more ways than are seen; not seen: nothing.",
    )
    assert ask("--from", "una").exit_code == 3
    assert ask("--from", "bob").exit_code == 0


def test_permission_that_was_not_read_is_said_and_costs_the_exit_code(org: Org, ask: Ask) -> None:
    for row in org.rows["PermissionSet"]:
        del row["PermissionsModifyMetadata"]

    ran = ask()

    assert (ran.exit_code, ran.stdout.splitlines()[-1]) == (3, "Not checked: 0 users; not seen: ModifyMetadata.")


def test_nobody_is_named_where_administrators_are_not_known(org: Org, ask: Ask) -> None:
    org.without.add("PermissionSetGroup")

    assert isinstance(ask().exception, NotAnswered)
