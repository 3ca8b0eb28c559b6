"""What people install is the wheel: it has to have everything, and to work where there is no checkout."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.wheel.installed_wheel import ROOT, Installed

pytestmark = [pytest.mark.wheel, pytest.mark.timeout(300)]

#: Runs a command of the wheel and prints the files that Python opened meanwhile.
WATCHED = """
import json, sys
opened = []
sys.addaudithook(lambda event, about: opened.append(str(about[0])) if event == "open" else None)
from sf_audit.cli import main
try:
    main(["rules", "test", "quality/account-unique"])
except SystemExit as end:
    print(json.dumps({"code": end.code, "opened": opened}))
"""


def test_it_holds_the_package_the_rules_and_the_reports(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as file:
        names = set(file.namelist())

    assert {name.partition("/")[0] for name in names} == {"sf_audit", wheel.name.rpartition("-py3")[0] + ".dist-info"}
    rules = {str(path.relative_to(ROOT)) for path in (ROOT / "rules").rglob("*.yaml")}
    pages = {str(path.relative_to(ROOT)) for path in (ROOT / "reports").rglob("*") if path.is_file()}
    assert {f"sf_audit/_data/{name}" for name in rules | pages} <= names
    sources = {str(path.relative_to(ROOT)) for path in (ROOT / "sf_audit").rglob("*.py")}
    assert sources <= names


def test_it_holds_no_tests_and_no_measurements(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as file:
        names = file.namelist()

    parts = {part for name in names for part in Path(name).parts}
    assert not parts & {"tests", "bench", "docs", ".cache", "node_modules", "__pycache__", "conftest.py"}


def test_its_command_says_what_it_can_do(installed: Installed) -> None:
    said = installed.sf_audit("--help")

    assert "Audit a Salesforce org against standards written as files" in said
    assert "  demo " in said


def test_it_finds_the_rules_it_ships(installed: Installed) -> None:
    listed = json.loads(installed.sf_audit("rules", "list", "--json"))

    shipped = {
        str(path.relative_to(ROOT / "rules").with_suffix(""))
        for path in (ROOT / "rules").rglob("*.yaml")
        if path.stem != "example-orgs"
    }
    assert {one["id"] for one in listed} == shipped


def test_it_reviews_the_demo_org(installed: Installed) -> None:
    said = installed.sf_audit("demo", "--out", "out")

    files = {path.name for path in (installed.elsewhere / "out").iterdir()}
    assert said.splitlines()[-1] == f"The review: {installed.elsewhere / 'out' / 'review.html'}"
    assert files == {
        "findings.csv",
        "findings.parquet",
        "labels.parquet",
        "merges.parquet",
        "planted.json",
        "review.html",
        "review.json",
        "rules.json",
        "worklists",
    }


def test_it_opens_no_file_of_the_checkout(installed: Installed) -> None:
    said = json.loads(installed.run(str(installed.python), "-I", "-c", WATCHED).splitlines()[-1])

    own = tuple(f"{ROOT / name}/" for name in ("sf_audit", "rules", "reports", "tests"))
    assert said["code"] == 0
    assert any("_data/rules/quality/account-unique.yaml" in path for path in said["opened"])
    assert [path for path in said["opened"] if str(Path(path).resolve()).startswith(own)] == []
