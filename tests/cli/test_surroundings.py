"""Pipes that close, terminals that can do nothing, folders that cannot be written: none of it is a bug."""

from __future__ import annotations

import json
import os
import resource
import stat
from pathlib import Path

import pytest

from tests.cli.demo_town import ROOT, Ran, Town, run, spawn, started


@pytest.fixture
def at_home(tmp_path: Path) -> dict[str, str]:
    """The variables of an ordinary terminal."""
    return {"HOME": str(tmp_path), "LANG": "C.UTF-8"}


def test_output_that_nobody_reads_to_the_end_is_no_problem(at_home: dict[str, str], tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    with started("rules", "schema", env=at_home, cwd=tmp_path, stdout=writing) as process:
        os.close(writing)
        _, err = process.communicate(timeout=60)

    assert err == ""
    assert process.returncode == 0


def test_it_works_in_poor_surroundings() -> None:
    poor = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TERM": "dumb"}

    doctored = spawn("doctor", env=poor, cwd="/proc")
    listed = spawn("rules", "list", env={}, cwd="/proc")

    assert (listed.code, doctored.code) == (0, 0), listed.err + doctored.err
    assert "quality/account-industry-filled" in listed.out
    assert "rules are readable" in doctored.out
    assert "\x1b" not in listed.out + doctored.out


def test_a_folder_that_cannot_be_written_is_said_plainly(at_home: dict[str, str]) -> None:
    ran = spawn("init", env=at_home, cwd="/proc")

    assert ran.code == 2
    assert "cannot be made a workspace" in ran.err
    assert "Traceback" not in ran.err


def review(of: Town, workspace: str, cwd: Path | str, *arguments: str, **variables: str) -> Ran:
    chosen = ("--rule", "quality/account-industry-filled")
    env = {**of.variables, "LANG": "C.UTF-8", **variables}
    return spawn("review", *of.trust, "--workspace", workspace, *chosen, *arguments, env=env, cwd=cwd)


@pytest.mark.demo
def test_a_workspace_that_cannot_be_written_is_said_plainly(quiet_town: Town) -> None:
    chosen = ("--workspace", "/proc", "--rule", "quality/account-industry-filled")

    ran = run("review", *quiet_town.trust, *chosen, env=quiet_town.variables)

    assert ran.code == 2
    assert "the workspace /proc cannot be written" in ran.err
    assert "Bug" not in ran.err


@pytest.mark.demo
@pytest.mark.parametrize("command", [("review",), ("demo",)], ids=["review", "demo"])
def test_an_out_that_cannot_be_written_is_2_before_anything_is_read(
    quiet_town: Town, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "file").write_text("in the way")
    asked = len(quiet_town.asked)
    there = () if command == ("demo",) else (*quiet_town.trust, "--workspace", str(tmp_path))

    ran = run(*command, *there, "--out", str(tmp_path / "file" / "below"), env=quiet_town.variables)

    assert ran.code == 2
    assert "below” leads through a file that is no folder" in ran.err
    assert len(quiet_town.asked) == asked
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.demo
def test_a_workspace_that_is_not_there_yet_is_told_of(quiet_town: Town, tmp_path: Path) -> None:
    mistyped = tmp_path / "crm-haelth"
    chosen = ("--workspace", str(mistyped), "--rule", "quality/account-industry-filled")

    first = run("review", *quiet_town.trust, *chosen, env=quiet_town.variables)
    second = run("review", *quiet_town.trust, *chosen, env=quiet_town.variables)

    said = f"There is no folder {mistyped}: it is made, and the shipped rules judge as they come."
    assert (first.code, second.code) == (0, 0), first.err + second.err
    assert said in first.err
    assert said not in second.err


@pytest.mark.parametrize("command", [("rules", "list"), ("rules", "test"), ("prune",), ("verify",)], ids=" ".join)
def test_nothing_is_looked_for_in_a_workspace_that_is_not_there(tmp_path: Path, command: tuple[str, ...]) -> None:
    ran = run(*command, "--workspace", str(tmp_path / "nowhere"))

    assert ran.code == 2
    assert "does not exist" in ran.err
    assert ran.out == ""


def test_output_to_a_full_disk_is_no_bug(at_home: dict[str, str], tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full, started("rules", "list", env=at_home, cwd=tmp_path, stdout=full) as one:
        _, err = one.communicate(timeout=60)

    assert one.returncode == 6
    assert err.startswith("Error: the disk that the output goes to is full")


@pytest.mark.demo
def test_files_that_may_not_grow_while_records_are_judged_are_the_machines_affair(
    quiet_town: Town, at_home: dict[str, str], tmp_path: Path
) -> None:
    chosen = ("--rule", "quality/account-industry-filled", "--workspace", str(tmp_path / "w"))
    assert run("review", *quiet_town.trust, *chosen, "--quiet", env=quiet_town.variables).code in {0, 1}
    (stored,) = (tmp_path / "w" / "snapshots").glob("*/0*")

    with started(
        "review",
        *chosen,
        *("--snapshot", str(stored)),
        env=at_home | {"PYTHONDONTWRITEBYTECODE": "1"},  # a compiled module would be cut off, for all who come later
        cwd=tmp_path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300)),
    ) as process:
        _, err = process.communicate(timeout=100)

    assert process.returncode == 6, err
    assert err.splitlines()[-2:] == [
        "Error: this machine refused a file: File too large",
        "Free some space, or keep the workspace on another disk, then run again: what was read is reused.",
    ]
    assert "bug" not in err.lower()


@pytest.mark.demo
def test_a_review_needs_no_home_no_locale_and_no_colour_and_is_private(quiet_town: Town, tmp_path: Path) -> None:
    surroundings = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TERM": "dumb"}

    ran = review(quiet_town, str(tmp_path), "/proc", "--out", str(tmp_path / "out"), **surroundings)

    assert ran.code == 0, ran.err
    assert "\x1b" not in ran.out + ran.err
    assert ran.out.splitlines()[-1] == f"The review: {tmp_path / 'out' / 'review.html'}"
    assert "Northlight Bikes" in (tmp_path / "out" / "review.html").read_text(encoding="utf-8")
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    for path in (tmp_path / "out").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


@pytest.mark.demo
def test_the_exit_code_stays_when_nobody_reads_the_summary(reviewed: tuple[Path, Ran], tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    (snapshot,) = (reviewed[0] / "snapshots").glob("*/0*")
    chosen = ("--rule", "quality/account-industry-filled", "--fail-on", "low", "--log-format", "json")

    with started(
        *("review", "--snapshot", str(snapshot), "--workspace", str(tmp_path), *chosen),
        env={"HOME": str(tmp_path), "LANG": "C.UTF-8"},
        cwd=tmp_path,
        stdout=writing,
    ) as process:
        os.close(writing)
        _, err = process.communicate(timeout=100)

    assert [json.loads(line)["level"] for line in err.splitlines()] == ["info", "warning"]
    assert process.returncode == 1
    assert len(list(tmp_path.glob("reviews/*/*/1/review.html"))) == 1


@pytest.mark.demo
def test_machines_hear_of_every_table_and_of_the_end_even_when_it_is_quiet(quiet_town: Town, tmp_path: Path) -> None:
    chosen = ("--workspace", str(tmp_path), "--rule", "quality/account-industry-filled", "--quiet")

    ran = run("review", *quiet_town.trust, *chosen, "--log-format", "json", env=quiet_town.variables)

    lines = [json.loads(line) for line in ran.err.splitlines()]
    tables = [line["table"] for line in lines if line.get("event") == "table"]
    assert "Account" in tables
    end = lines[-1]
    assert {key: end[key] for key in ("event", "folder", "status", "checked", "total", "exit_code")} == {
        "event": "review",
        "folder": str(ran.folder),
        "status": "complete",
        "checked": 1,
        "total": 1,
        "exit_code": 0,
    }
    assert ran.out.splitlines() == ["", f"The review: {ran.folder / 'review.html'}"]


@pytest.mark.demo
def test_quiet_says_where_the_review_is_and_no_more(quiet_town: Town, tmp_path: Path) -> None:
    chosen = ("--workspace", str(tmp_path), "--rule", "quality/account-industry-filled", "--quiet")

    ran = run("review", *quiet_town.trust, *chosen, env=quiet_town.variables)

    assert ran.code == 0
    assert ran.err == ""
    assert [line for line in ran.out.splitlines() if line] == [f"The review: {ran.folder / 'review.html'}"]
    assert ROOT not in ran.folder.parents
