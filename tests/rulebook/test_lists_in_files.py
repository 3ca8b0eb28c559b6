"""Values of a rule that stand in a file of the workspace: read as spreadsheets save them, or refused with the line."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sf_audit.checks.none_of import NoneOf
from sf_audit.checks.one_of import OneOf
from sf_audit.errors import UsageProblem, WrongFiles
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.rules.rule_text import check_of
from sf_audit.rulebook.workspace.sources import hashes
from sf_audit.rulebook.workspace.standards import Standards
from tests.checks.looking import Rows, look
from tests.cli.demo_town import run
from tests.review.months import Workspace

JANUARY, FEBRUARY = date(2026, 1, 15), date(2026, 2, 15)
RULE = """\
title: t
why: w
fix: f
severity: low
owner: it
check:
  {verb}:
    object: Account
    field: Region__c
    {settings}
"""
LINE = "rules/quality/region.yaml:10: check.one_of.values_from: "


def with_rule(folder: Path, settings: str, verb: str = "one_of") -> Path:
    path = folder / "rules" / "quality" / "region.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RULE.format(verb=verb, settings=settings), encoding="utf-8")
    return folder


def with_list(folder: Path, content: str | bytes, name: str = "lists/regions.csv", column: str = "") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return with_rule(folder, f"values_from: {{file: {name}{f', column: {column}' if column else ''}}}")


def region(workspace: Path) -> Rule:
    return next(rule for rule in Standards.of(workspace).rules if rule.id == "own/quality/region")


def values(workspace: Path) -> tuple[str, ...]:
    check = region(workspace).check
    assert isinstance(check, OneOf | NoneOf)
    return check.values


def refused(workspace: Path) -> str:
    with pytest.raises(UsageProblem) as caught:
        Standards.of(workspace)
    assert not isinstance(caught.value, WrongFiles)
    return str(caught.value).removeprefix(f"{workspace}/")


@pytest.mark.parametrize(
    ("content", "column", "expected"),
    [
        ("Region\nNorth\nSouth\n", "", ("North", "South")),
        ("\ufeffRegion\r\nNorth\r\nSüd\r\n", "Region", ("North", "Süd")),
        ("Code;Region\r\nN;North\r\nS;South, far\r\n", "Region", ("North", "South, far")),
        ("Code;Region\r\nN;North\r\n", "", ("N",)),
        ('Code,Region\nN,"North, ""upper"""\n', "Region", ('North, "upper"',)),
        ('Region\n"North\nand East"\n', "", ("North\nand East",)),
        ("Code\tRegion\nN\tNorth\n", "Region", ("North",)),
        ("Region\n\n  North  \n\n,\n".replace(",", " "), "", ("North",)),
        ("Code,Region\nN,North\nX,\n,\n", "Region", ("North",)),
        ("Region\nnorth\nNorth\n", "", ("north", "North")),
        ("Region\n=cmd|' /C calc'!A0\n", "", ("=cmd|' /C calc'!A0",)),
    ],
)
def test_a_csv_file_is_read_as_spreadsheets_save_it(
    tmp_path: Path, content: str, column: str, expected: tuple[str, ...]
) -> None:
    assert values(with_list(tmp_path, content, column=column)) == expected


def test_a_text_file_has_a_value_on_each_line(tmp_path: Path) -> None:
    with_list(tmp_path, "\ufeffNorth\r\n\r\n  South, far\r\n", "regions.txt")
    assert values(tmp_path) == ("North", "South, far")

    with_rule(tmp_path, "values_from: regions.txt", "none_of")
    assert values(tmp_path) == ("North", "South, far")


@pytest.mark.parametrize(
    ("content", "column", "says"),
    [
        ("Region\nNorth\nSouth\nNorth \n", "", "lists/regions.csv line 4 repeats “North” of line 2"),
        ("", "", "lists/regions.csv has no first line with the names of its columns"),
        ("Region\n", "", "lists/regions.csv holds no value"),
        ("Region\n \n", "", "lists/regions.csv holds no value"),
        ("Region\nNorth\n", "Regoin", "lists/regions.csv has no column “Regoin”; did you mean “Region”?"),
        ("A,B\n1,2\n", "Region", "lists/regions.csv has no column “Region”; it has “A”, “B”"),
        ("A,A\n1,2\n", "A", "lists/regions.csv has the column “A” twice"),
        ("A,B\n1,2\n3\n", "A", "lists/regions.csv line 3 has 1 cells, and its first line 2"),
        ("Region\nSmith, Ltd\n", "", "lists/regions.csv line 2 has 2 cells, and its first line 1"),
        ('Region\n"North\n', "", "lists/regions.csv line 2 is no CSV"),
        (b"Region\nS\xfcd\n", "", "lists/regions.csv line 2 is not UTF-8"),
        ("Region\nNorth\n".encode("utf-16"), "", "lists/regions.csv line 1 is not UTF-8"),
        ("Region\n" + "x\n" * 500_001, "", "lists/regions.csv cannot be read: it is larger than 1 MB"),
        ("Region\n" + "\n".join(map(str, range(50_001))), "", "lists/regions.csv holds 50,001 values: at most 50,000"),
    ],
)
def test_a_wrong_list_is_told_where_the_rule_names_it(
    tmp_path: Path, content: str | bytes, column: str, says: str
) -> None:
    assert refused(with_list(tmp_path, content, column=column)).startswith(LINE + says)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("lists/no.csv", "lists/no.csv cannot be read: No such file or directory"),
        ("lists", "“lists” is neither .csv nor .txt"),
        ("sf-audit.yaml", "“sf-audit.yaml” is neither .csv nor .txt"),
        ("../regions.csv", "“../regions.csv” is no path inside the workspace"),
        ("lists/../../regions.csv", "is no path inside the workspace"),
        ("/etc/regions.csv", "“/etc/regions.csv” is no path inside the workspace"),
        ("'C:\\regions.csv'", "is no path inside the workspace"),
        ("{column: Region}", "write a file of the workspace, for example lists/regions.csv"),
        ("{file: a.csv, colunm: Region}", "write a file of the workspace"),
        ("{file: [a.csv]}", "write a file of the workspace"),
        ("{file: a.txt, column: Region}", "a text file has one value on each line and no columns"),
        ("7", "write a file of the workspace"),
        ("folder.csv", "folder.csv cannot be read: it is a folder"),
        ("pipe.csv", "pipe.csv cannot be read: it is a named pipe, not a file"),
        ("away.csv", "away.csv is a link that leads out of the workspace"),
        ("nothing.csv", "nothing.csv cannot be read: it is a link to a file that is not there"),
        ("linked/regions.csv", "linked/regions.csv is a link that leads out of the workspace"),
        ("{file: good.csv, sha256: abc}", "sha256 is what a review keeps: leave it out"),
    ],
)
def test_only_files_of_the_workspace_are_read(tmp_path: Path, written: str, says: str) -> None:
    home, outside = tmp_path / "home", tmp_path / "outside"
    outside.mkdir()
    home.mkdir()
    for folder in (outside, home):
        (folder / "regions.csv").write_text("Region\nNorth\n")
    (home / "good.csv").write_text("Region\nNorth\n")
    (home / "folder.csv").mkdir()
    os.mkfifo(home / "pipe.csv")
    (home / "away.csv").symlink_to(outside / "regions.csv")
    (home / "nothing.csv").symlink_to("not-there.csv")
    (home / "linked").symlink_to(outside)

    found = refused(with_rule(home, f"values_from: {written}"))

    assert found.startswith(LINE)
    assert says in found


def test_a_link_within_the_workspace_is_followed(tmp_path: Path) -> None:
    (tmp_path / "regions.csv").write_text("Region\nNorth\n")
    (tmp_path / "now.csv").symlink_to("regions.csv")

    assert values(with_rule(tmp_path, "values_from: now.csv")) == ("North",)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("when: {Type: Customer}", "check.one_of: write values, or values_from with a file of the workspace"),
        ("{values: [a], values_from: a.csv}", ""),
        ("values: []", "check.one_of.values: write at least one"),
    ],
)
def test_the_values_stand_in_one_place(tmp_path: Path, settings: str, says: str) -> None:
    if not says:
        settings, says = "values: [a]\n    values_from: a.csv", "check.one_of: write values or values_from, not both"

    assert says in refused(with_rule(tmp_path, settings))


def test_what_is_judged_is_what_the_file_says(tmp_path: Path) -> None:
    many = [f"Region {number}" for number in range(300)]
    org: Rows = {"Account": [{"Id": "0", "Region__c": "Region 7"}, {"Id": "1", "Region__c": "region 7"},
                       {"Id": "2", "Region__c": "Elsewhere"}, {"Id": "3", "Region__c": None},
                       {"Id": "4", "Region__c": " "}]}  # fmt: skip
    for content in ("Region\nRegion 7\n", "Region\n" + "\n".join(many)):
        with_list(tmp_path, content)
        assert look(region(tmp_path).check, org)[1] == ["1", "2"]
        with_rule(tmp_path, "values_from: lists/regions.csv", "none_of")
        assert look(region(tmp_path).check, org)[1] == ["0"]


def test_of_a_multi_select_picklist_each_value_is_looked_up(tmp_path: Path) -> None:
    with_list(tmp_path, "Region\n" + "\n".join(f"R{number}" for number in range(300)))
    kind = {"object": "Account", "field": "Region__c", "type": "multipicklist"}
    org: Rows = {
        "Account": [{"Id": "0", "Region__c": "R1;R2"}, {"Id": "1", "Region__c": "R1;X"}],
        "describe_fields": [kind],
    }

    assert look(region(tmp_path).check, org)[1] == ["1"]


def test_the_file_is_part_of_what_the_rules_are(tmp_path: Path) -> None:
    standards = Standards.of(with_list(tmp_path, "Region\nNorth\n"))
    edited = Standards.of(with_list(tmp_path, "Region\nNorth\nSouth\n"))

    assert standards.sha256 != edited.sha256
    assert hashes(standards.sources)["list lists/regions.csv"] == hashlib.sha256(b"Region\nNorth\n").hexdigest()


def test_the_text_of_the_rule_has_the_values_and_the_hash(tmp_path: Path) -> None:
    rule = region(with_list(tmp_path, "Region\nNorth\n"))

    assert json.loads(rule.text)["one_of"] == {
        "object": "Account",
        "field": "Region__c",
        "values": ["North"],
        "values_from": {
            "file": "lists/regions.csv",
            "column": "",
            "sha256": hashlib.sha256(b"Region\nNorth\n").hexdigest(),
        },
    }
    assert check_of(rule.text) == rule.check


def test_an_edited_list_fixes_nothing(tmp_path: Path) -> None:
    org: Rows = {"Account": tuple({"Id": f"001{letter}", "Region__c": letter} for letter in "AB")}
    before = replace(region(with_list(tmp_path, "Region\nNorth\n")), id="quality/a")
    after = replace(region(with_list(tmp_path, "Region\nNorth\nA\n")), id="quality/a")
    workspace = Workspace(tmp_path / "reviews")
    workspace.review(JANUARY, before, org=org)

    review = workspace.review(FEBRUARY, after, org=org)

    assert [(change.fixed, change.no_longer_asked, change.still_open) for change in review.changes] == [(0, 1, 1)]


def test_the_rule_is_shown_without_its_list(tmp_path: Path) -> None:
    with_list(tmp_path, "Region\nNorth\n")

    ran = run("rules", "show", "own/quality/region", "--workspace", str(tmp_path))

    assert ran.code == 0
    assert "lists/regions.csv" in ran.out
    assert "North" not in ran.out


def test_the_values_are_compared_with_those_of_the_picklist(tmp_path: Path) -> None:
    with_list(tmp_path, "Region\nSuoth\n")
    kind = {"object": "Account", "field": "Region__c", "type": "picklist"}
    listed = [{"object": "Account", "field": "Region__c", "value": name, "active": True} for name in ("North", "South")]
    org: Rows = {
        "Account": [{"Id": "0", "Region__c": "North"}],
        "describe_fields": [kind],
        "describe_picklist_values": listed,
    }

    seen, _ = look(region(tmp_path).check, org)

    assert "Account.Region__c has no value “Suoth” in this org; did you mean “South”?" in getattr(seen, "detail", "")
