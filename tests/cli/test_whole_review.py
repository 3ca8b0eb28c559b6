"""A whole review of the demo company, through the command line: what was planted is found, and nothing else."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.cli.demo_town import ROOT, Ran, Town, findings, outcomes, run, said, spawn, that_may_write

pytestmark = pytest.mark.demo

FILES = {
    "findings.csv",
    "findings.parquet",
    "labels.parquet",
    "merges.parquet",
    "review.html",
    "review.json",
    "rules.json",
}
#: The demo org has nobody outside the company whom a default could open records to.
NOT_HERE = {"access/private-to-outsiders"}
PROOF = {"manifest.json", "manifest.sha256", "no-longer-asked.parquet", "sources.json"}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """`sf-audit demo` as a person starts it."""
    home = tmp_path_factory.mktemp("demo")
    (home / "tmp").mkdir()
    env = {"HOME": str(home), "TMPDIR": str(home / "tmp"), "LANG": "C.UTF-8"}
    return home, spawn("demo", "--out", "out", "--records", "3000", env=env, cwd=home)


def shipped() -> set[str]:
    return {
        str(path.relative_to(ROOT / "rules").with_suffix(""))
        for path in (ROOT / "rules").rglob("*.yaml")
        if path.stem != "example-orgs"
    }


def test_demo_finds_every_planted_defect_and_nothing_else(shown: tuple[Path, Ran]) -> None:
    home, ran = shown

    assert ran.code == 0, ran.err
    planted = json.loads((home / "out" / "planted.json").read_text(encoding="utf-8"))
    meant = {(one["hint_rule"], one["id"]) for one in planted if one["hint_rule"] in shipped()}
    found = {(finding["rule"], finding["id"]) for finding in findings(home / "out")}
    assert found - meant == set()
    assert meant - found == set()
    assert len({rule for rule, _ in meant}) > 25


def test_demo_says_last_where_the_review_is(shown: tuple[Path, Ran]) -> None:
    home, ran = shown

    assert ran.out.splitlines()[-1] == f"The review: {home / 'out' / 'review.html'}"
    assert {path.name for path in (home / "out").iterdir()} == FILES | {"planted.json", "worklists"}
    assert "Northlight Bikes" in ran.out
    applying = len(shipped() - NOT_HERE)
    assert f"{applying} of {applying} rules checked" in ran.out


def test_demo_counts_as_unclean_each_record_with_a_grave_finding_once(shown: tuple[Path, Ran]) -> None:
    home, _ = shown
    review = json.loads((home / "out" / "review.json").read_text(encoding="utf-8"))
    grave: dict[str, set[str]] = {}
    for finding in findings(home / "out"):
        if finding["severity"] in {"high", "critical"}:
            grave.setdefault(finding["object"], set()).add(finding["id"])

    found = {each["object"]: each["records"] - each["clean"] for each in review["standing"]["records"]}

    assert {"Account", "Case", "Contact", "Lead", "Opportunity"} <= found.keys()
    assert found == {name: len(grave.get(name, ())) for name in found}
    pipeline = review["standing"]["pipeline"]
    assert (pipeline["missing"], pipeline["not_judged"], len(pipeline["money"])) == ("", 0, 1)
    assert 0 < pipeline["money"][0]["clean"] < pipeline["money"][0]["amount"]
    assert [
        action["rule"] for action in review["actions"] if not action["points"] and not action["points_behind_cap"]
    ] == []


def test_demo_leaves_nothing_but_the_review(shown: tuple[Path, Ran]) -> None:
    home, _ = shown

    assert sorted(path.name for path in home.iterdir()) == ["out", "tmp"]
    assert list((home / "tmp").iterdir()) == []


def test_a_review_reads_and_writes_nothing_to_the_org(quiet_town: Town, reviewed: tuple[Path, Ran]) -> None:
    _, ran = reviewed

    planted = {(one.hint_rule, one.id) for one in quiet_town.company.planted if one.hint_rule in shipped()}
    assert {(finding["rule"], finding["id"]) for finding in findings(ran.folder)} == planted
    assert quiet_town.server.state.writes == 0
    assert that_may_write(quiet_town.asked) == []


def test_every_rule_has_an_outcome_that_agrees_with_the_findings(reviewed: tuple[Path, Ran]) -> None:
    _, ran = reviewed

    review, rules, rows = said(ran.folder), outcomes(ran.folder), findings(ran.folder)
    assert set(rules) == shipped()
    assert review["status"] == "complete"
    assert review["coverage"] == dict.fromkeys(("checked", "total"), len(shipped() - NOT_HERE))
    for name, one in rules.items():
        assert one["broken"] == len({row["id"] for row in rows if row["rule"] == name}), name
        assert (one["checked"] == 0) is (name in NOT_HERE), name
        assert one["queries"], name


def test_the_files_of_a_review_are_private(reviewed: tuple[Path, Ran]) -> None:
    workspace, ran = reviewed

    assert {path.name for path in ran.folder.iterdir()} == FILES | PROOF
    for path in workspace.rglob("*"):
        if path.is_symlink():
            continue
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_the_newest_review_of_a_month_is_current(reviewed: tuple[Path, Ran]) -> None:
    _, ran = reviewed

    assert (ran.folder.parent / "current").resolve() == ran.folder.resolve()


def test_a_stored_snapshot_is_judged_again_without_the_org(
    quiet_town: Town, reviewed: tuple[Path, Ran], tmp_path: Path
) -> None:
    workspace, first = reviewed
    asked = len(quiet_town.asked)
    (snapshot,) = (workspace / "snapshots").glob("*/0*")

    ran = run(
        "review", "--profile", "--snapshot", str(snapshot), "--workspace", str(tmp_path), "--out", str(tmp_path / "out")
    )

    assert ran.code == 0, ran.err
    assert len(quiet_town.asked) == asked
    assert ran.folder == tmp_path / "out"
    assert findings(tmp_path / "out") == findings(first.folder)
    timed = {(timing["phase"], timing["part"]) for timing in said(tmp_path / "out")["timings"]}
    assert {("plan", ""), ("read", ""), ("read", "Account"), ("judge", ""), ("judge", "records of Account")} <= timed
    assert [line.split()[0] for line in ran.out.splitlines() if line.startswith(("plan ", "read ", "judge ", "write "))]
    assert "  records of Account" in ran.out


def test_a_review_is_written_again_in_another_format(reviewed: tuple[Path, Ran], tmp_path: Path) -> None:
    _, first = reviewed
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in first.folder.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())

    ran = run("report", str(copy), "--format", "markdown")

    assert ran.code == 0, ran.err
    assert "Northlight Bikes" in (copy / "review.md").read_text(encoding="utf-8")
    assert ran.out.splitlines()[-1] == f"The review: {copy / 'review.md'}"


def test_the_documents_of_a_review_are_written_later(reviewed: tuple[Path, Ran], tmp_path: Path) -> None:
    _, first = reviewed
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in first.folder.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    formats = (part for name in ("pdf", "xlsx", "csv-by-rule", "html") for part in ("--format", name))

    ran = run("report", str(copy), *formats, "--paper", "letter")

    assert ran.code == 0, ran.err
    pages = PdfReader(copy / "review.pdf").pages
    assert 8 <= len(pages) <= 14
    assert [round(float(size)) for size in pages[0].mediabox[2:]] == [612, 792]
    linked = set(re.findall(r'href="(findings\.[^"]+)"', (copy / "review.html").read_text(encoding="utf-8")))
    assert len(linked) > 25
    assert {path.name for path in copy.glob("findings.*.csv")} == linked
    assert sum(len(path.read_bytes().splitlines()) - 1 for path in copy.glob("findings.*.csv")) == len(findings(copy))
    assert load_workbook(copy / "review.xlsx")["Findings"].max_row == len(findings(copy)) + 1


def test_a_review_of_some_rules_is_no_months_review(
    quiet_town: Town, reviewed: tuple[Path, Ran], tmp_path: Path
) -> None:
    _, whole = reviewed
    options = ("--workspace", str(tmp_path), "--rule", "performance/storage")

    ran = run("review", *quiet_town.trust, *options, env=quiet_town.variables)

    assert ran.code == 0, ran.err
    assert ran.folder.parent.name == "some-rules"
    assert set(outcomes(ran.folder)) == {"performance/storage"}
    assert whole.folder.parent.name == said(whole.folder)["period"]
    assert not list((tmp_path / "reviews").glob("*/20*"))


def test_every_place_says_the_same_numbers_of_findings(quiet_town: Town, reviewed: tuple[Path, Ran]) -> None:
    workspace, _ = reviewed
    (snapshot,) = (workspace / "snapshots").glob("*/0*")

    ran = run("review", "--snapshot", str(snapshot), "--workspace", str(workspace), "--log-format", "json",
              "--format", "markdown", "--format", "html", "--out", str(workspace.parent / "again"))  # fmt: skip

    document, by_rule = said(ran.folder), outcomes(ran.folder).values()
    acted_on = sum(one["broken"] for one in by_rule if one["status"] == "broken")
    tolerated = sum(one["broken"] for one in by_rule if one["status"] == "kept")
    (event,) = [json.loads(line) for line in ran.err.splitlines() if '"event": "review"' in line]
    assert acted_on > 100
    assert tolerated > 10
    assert document["findings"] == {"open": acted_on, "within_tolerance": tolerated, "waived": 0}
    assert sum(action["findings"] for action in document["actions"]) == acted_on
    last = document["series"][-1]
    assert (last["open_findings"], last["within_tolerance"]) == (acted_on, tolerated)
    assert (event["findings"], event["within_tolerance"], event["waived"]) == (acted_on, tolerated, 0)
    sentence = f"{acted_on:,} findings of broken rules, {tolerated:,} within tolerance"
    page = (ran.folder / "review.html").read_text(encoding="utf-8")
    for text in (ran.out, page, (ran.folder / "review.md").read_text(encoding="utf-8")):
        assert sentence in text
