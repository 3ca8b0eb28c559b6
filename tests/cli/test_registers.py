"""Registers on the command line: checked before a review, frozen by it, and judged again from the snapshot alone."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.cli.demo_town import Town, run
from tests.cli.reviewing import review
from tests.registers.declaring import write

PEOPLE = "people:\n  dana: {name: Dana Ruiz}\n  tom: {name: Tom Hendriks}\n"
TODAY = datetime.now(UTC).date()
RACI = f"Activity;Responsible;Accountable;Rules;Reviewed on\nClean-up;tom;dana;quality;{TODAY}\n"
DECISIONS = """\
decisions:
  - {id: D1, decision: a, decided_on: 2026-01-05, decided_by: dana, owner: tom, done_on: 2026-01-06,
     appears_as: [Account.Industry, Lead]}
  - {id: D2, decision: b, decided_on: 2026-01-05, decided_by: dana, owner: tom, done_on: 2026-01-06,
     appears_as: [Account.Nowhere__c, Nothing__c]}
"""


def workspace(folder: Path, **files: str) -> Path:
    (folder / "sf-audit.yaml").write_text(PEOPLE)
    for name, content in files.items():
        write(folder, name.replace("_", "."), content)
    return folder


def test_what_is_right_is_counted(tmp_path: Path) -> None:
    checked = run("register", "check", "--workspace", str(workspace(tmp_path, raci_csv=RACI, decisions_yaml=DECISIONS)))
    assert (checked.code, checked.out) == (0, "registers/raci.csv: 1 entry\nregisters/decisions.yaml: 2 entries\n")


def test_what_is_old_is_named_and_right(tmp_path: Path) -> None:
    day = TODAY - timedelta(93)
    checked = run(
        "register", "check", "--workspace", str(workspace(tmp_path, raci_csv=RACI.replace(str(TODAY), str(day))))
    )
    assert checked.code == 0
    assert checked.out == (
        f"registers/raci.csv: 1 entry\n  Who answers for “Clean-up” was last reviewed on {day}, 93 days ago: "
        "look at it each quarter.\n"
    )


def test_what_is_wrong_ends_with_2_and_is_named(tmp_path: Path) -> None:
    folder = workspace(tmp_path, raci_csv=RACI.replace("dana", "dena"), decisions_yaml=DECISIONS)
    checked = run("register", "check", "--workspace", str(folder))
    assert checked.code == 2
    assert checked.out == "registers/decisions.yaml: 2 entries\n"
    assert (
        "registers/raci.csv:2: raci.0.accountable: “dena” is nobody who is declared\nDid you mean “dana”?"
        in checked.err
    )


def test_the_answer_for_machines_has_both(tmp_path: Path) -> None:
    folder = workspace(tmp_path, raci_csv=RACI.replace("dana", "dena"), decisions_yaml=DECISIONS)
    checked = run("register", "check", "--format", "json", "--workspace", str(folder))
    assert checked.code == 2
    raci, decisions = json.loads(checked.out)["registers"]
    assert (raci["file"], raci["entries"], raci["refused"][0]["hint"]) == (
        "registers/raci.csv",
        0,
        "Did you mean “dana”?",
    )
    assert (decisions["name"], decisions["entries"], decisions["refused"]) == ("decisions", 2, [])


def test_nothing_to_check_is_no_success(tmp_path: Path) -> None:
    checked = run("register", "check", "--workspace", str(workspace(tmp_path)))
    assert checked.code == 2
    assert "nothing is declared in" in checked.err


def test_a_schema_is_printed_for_editors() -> None:
    printed = run("register", "schema", "requests")
    assert printed.code == 0
    assert json.loads(printed.out)["$defs"]["Request"]["additionalProperties"] is False


def test_a_review_freezes_what_was_declared_and_names_what_was_refused(quiet_town: Town, tmp_path: Path) -> None:
    folder = workspace(tmp_path, raci_csv=RACI.replace("dana", "dena"), decisions_yaml=DECISIONS)
    rule = ("--rule", "quality/account-industry-filled")

    reviewed = review(quiet_town, folder, *rule)

    assert reviewed.code == 3
    assert "The register registers/raci.csv is refused" in reviewed.err
    assert "Without registers/raci.csv: see sf-audit register check." in reviewed.err
    document = json.loads((reviewed.folder / "review.json").read_text())
    assert document["status"] == "complete"
    found = document["registers"]
    assert [(each["name"], each["entries"], len(each["refused"])) for each in found["declared"]] == [
        ("raci", 0, 1),
        ("decisions", 2, 0),
    ]
    assert [(line["id"], line["carried"], line["because"]) for line in found["decisions"]] == [
        ("D2", "not_there", "the org has no Account.Nowhere__c and no Nothing__c"),
        ("D1", "done", "the org has Account.Industry and Lead"),
    ]

    shutil.rmtree(folder / "registers")
    (snapshot,) = (folder / "snapshots").glob("*/0*")
    again = run("review", "--snapshot", str(snapshot), "--workspace", str(folder), "--quiet", *rule)

    assert again.code == 3
    assert json.loads((again.folder / "review.json").read_text())["registers"] == found
    assert run("verify", "--workspace", str(folder)).code == 0
