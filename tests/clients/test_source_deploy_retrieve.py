"""The folder that is handed to IT, as the library behind `sf project deploy` reads it. The Salesforce CLI brings it.

It looks at structure alone and takes a formula without its last parenthesis, so our parser reads each formula as well.
"""

from __future__ import annotations

import json
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from sf_audit.checks.filled import Filled
from sf_audit.formulas.parsing import parse
from sf_audit.report.handoff import files
from tests.clients.node_clients import PROJECT, QUIET, node_program
from tests.standards.scene import Scene, industry_filled
from tests.standards.test_handoff import handed

pytestmark = [pytest.mark.clients, pytest.mark.timeout(600)]

COMPONENTS = [
    "CustomPermission Skip",
    "ValidationRule Account.Industry_0",
    "ValidationRule Account.Industry_1",
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "handoff"
    for path, text in files(handed(Scene(), industry_filled(), Filled(object="Account", field="Phone"))).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def read(packages: Path, project: Path) -> dict[str, Any]:
    """What the library makes of it."""
    ended = subprocess.run(
        [node_program(packages), str(PROJECT / "components.mjs"), str(project), str(project.parent / "converted")],
        env={"NODE_PATH": str(packages), "HOME": str(project.parent), **QUIET},
        cwd=project,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def test_source_manifest_and_rollback_are_the_same_components(packages: Path, project: Path) -> None:
    found = read(packages, project)

    assert (found["source"], found["manifest"], found["found"]) == (
        COMPONENTS,
        COMPONENTS,
        COMPONENTS,
    )
    assert found["deleted"] == COMPONENTS
    assert found["version"] == "62.0"
    assert found["converted"] == ["customPermissions/Skip.customPermission", "objects/Account.object", "package.xml"]


def test_a_file_that_is_missing_is_missed(packages: Path, project: Path) -> None:
    next(project.rglob("Industry_1.validationRule-meta.xml")).unlink()

    assert read(packages, project)["found"] == COMPONENTS[:2]


def test_each_formula_can_be_read(project: Path) -> None:
    formulas = [
        ET.parse(path).getroot().findtext("{http://soap.sforce.com/2006/04/metadata}errorConditionFormula", "")
        for path in sorted(project.rglob("*.validationRule-meta.xml"))
    ]

    assert len(formulas) == 2
    assert all(parse(formula) for formula in formulas)
