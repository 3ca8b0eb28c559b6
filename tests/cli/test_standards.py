"""`sf-audit standards` against the demo company: what was planted in its Setup comes out, and nothing is written."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from sf_audit.formulas.parsing import parse
from tests.cli.demo_town import Ran, Town, run

#: Rules of this workspace, beside those that ship: id, check.
OWN = {
    "stage-filled": "filled: {object: Opportunity, field: StageName}",
    "priority-filled": "filled: {object: Case, field: Priority}",
    "tier-listed": "active_picklist_value: {object: Account, field: Customer_Tier__c}",
    "region-filled": "filled: {object: Account, field: Region__c}",
    "erp-id-filled": "filled: {object: Account, field: ERP_Id__c}",
}

#: What was planted, by the rule that finds it.
PLANTED = {
    "own/quality/stage-filled": "enforced",
    "own/quality/priority-filled": "enforced",
    "own/quality/tier-listed": "enforced",
    "own/quality/erp-id-filled": "impossible",
    "quality/opportunity-account-filled": "bypassed",
    "quality/account-country-filled": "bypassed",
    "quality/contact-account-filled": "bypassed",
    "quality/lead-source-filled": "later",
    "quality/contact-country-filled": "later",
    "own/quality/region-filled": "possibly",
    "quality/lead-reachable": "possibly",
    "quality/account-industry-filled": "declared_only",
    "quality/case-subject-filled": "possibly",
    "quality/case-contact-filled": "declared_only",
    "quality/contact-email-filled": "unknown",
    "validation rule Loss_Reason_When_Lost": "undocumented",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("standards")
    (folder / "rules" / "quality").mkdir(parents=True)
    for name, check in OWN.items():
        (folder / "rules" / "quality" / f"{name}.yaml").write_text(
            f"title: {name}\nwhy: because\nfix: fill it\nseverity: low\nowner: sales_ops\n"
            f"partner: it\ncheck:\n  {check}\n"
        )
    return folder


@pytest.fixture(scope="module")
def judged(quiet_town: Town, workspace: Path) -> Ran:
    options = ("--workspace", str(workspace), "--quiet", "--format", "json")
    return run("standards", *quiet_town.trust, *options, env=quiet_town.variables)


def lines(ran: Ran) -> dict[str, dict[str, Any]]:
    found = json.loads(ran.out)["standards"]
    return {line["rule"] or line["title"]: line for line in found}


def test_what_was_planted_comes_out(judged: Ran) -> None:
    assert judged.code == 3, judged.err
    found = lines(judged)

    assert {name: found[name]["verdict"] for name in PLANTED} == PLANTED


def test_ways_past_are_told_with_their_people(judged: Ran) -> None:
    found = lines(judged)

    by_permission, by_profile = (
        found[name]["bypasses"] for name in ("quality/opportunity-account-filled", "quality/account-country-filled")
    )
    assert by_permission == [
        {
            "through": "custom permission Bypass_Validation",
            "people": 3,  # of five holders two serve, and may not edit opportunities
            "held_through": ["permission set group Regional_Operations", "permission set group Service_Leads"],
        }
    ]
    assert by_profile == [{"through": "profile System Administrator", "people": 5, "held_through": []}]


def test_a_way_past_by_a_field_of_the_user_is_told_with_its_people(judged: Ran) -> None:
    """Three people are in Marketing, and one of them, who was made an administrator, may change deals."""
    (past,) = lines(judged)["quality/opportunity-source-filled"]["bypasses"]

    assert past == {"through": "field of the user Department: Marketing", "people": 1, "held_through": []}


def test_nobody_is_named(judged: Ran, quiet_town: Town) -> None:
    names = quiet_town.company.org.rows.execute('SELECT Username FROM "User"').fetchall()

    assert not [name for (name,) in names if name in judged.out]


def test_a_stored_snapshot_is_judged_again_offline(judged: Ran, quiet_town: Town, workspace: Path) -> None:
    (folder,) = (workspace / "snapshots").glob("*/*Z*")
    asked = len(quiet_town.asked)

    again = run("standards", "--snapshot", str(folder), "--workspace", str(workspace), "--quiet", "--format", "json")

    assert (again.code, again.out, len(quiet_town.asked)) == (judged.code, judged.out, asked)


def test_what_is_only_declared_is_handed_over_and_each_formula_can_be_read(
    judged: Ran, workspace: Path, tmp_path: Path
) -> None:
    (folder,) = (workspace / "snapshots").glob("*/*Z*")

    ran = handoff(workspace, folder, tmp_path / "out")

    assert ran.code == 0, ran.err
    written = {path.name.partition(".")[0]: path for path in (tmp_path / "out").rglob("*.validationRule-meta.xml")}
    declared = {name for name, line in lines(judged).items() if line["verdict"] in {"declared_only", "possibly"}}
    assert written.keys() >= {"Case_Contact_Filled", "Account_Industry_Filled", "Lead_Reachable"}
    assert {name.rpartition("/")[2].lower().replace("-", "_") for name in declared} >= {one.lower() for one in written}
    for path in written.values():
        formula = ET.parse(path).getroot().findtext("{http://soap.sforce.com/2006/04/metadata}errorConditionFormula")
        parse(formula or "")
    assert (tmp_path / "out" / "change-request.md").read_text().startswith("# Change request: ")


def handoff(workspace: Path, folder: Path, out: Path, *arguments: str) -> Ran:
    return run(
        *("standards", "handoff", "--snapshot", str(folder), "--workspace", str(workspace), "--quiet"),
        *("--out", str(out), *arguments),
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--bypass", "2 fast"), "“2 fast” is no API name of a custom permission"),
        (("--rule", "own/quality/stage-filled"), "there is nothing to hand over"),
    ],
)
def test_what_cannot_be_handed_over_is_a_usage_problem(
    judged: Ran, workspace: Path, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    (folder,) = (workspace / "snapshots").glob("*/*Z*")

    ran = handoff(workspace, folder, tmp_path / "out", *arguments)

    assert (ran.code, says in ran.err) == (2, True), ran.err


def test_a_folder_that_holds_something_is_not_written_into(judged: Ran, workspace: Path, tmp_path: Path) -> None:
    (folder,) = (workspace / "snapshots").glob("*/*Z*")
    (tmp_path / "kept.txt").write_text("mine")

    ran = handoff(workspace, folder, tmp_path)

    assert (ran.code, "is not empty" in ran.err, sorted(tmp_path.iterdir())) == (2, True, [tmp_path / "kept.txt"])


def test_an_option_before_the_command_is_told() -> None:
    ran = run("standards", "--format", "json", "handoff")

    assert (ran.code, "--format stands before handoff" in ran.err) == (2, True)


def test_rules_that_oblige_nobody_are_a_usage_problem(workspace: Path, quiet_town: Town) -> None:
    ran = run(
        "standards",
        *quiet_town.trust,
        "--workspace",
        str(workspace),
        "--rule",
        "performance",
        env=quiet_town.variables,
    )

    assert ran.code == 2
    assert "none of these rules obliges people to fill a field" in ran.err
