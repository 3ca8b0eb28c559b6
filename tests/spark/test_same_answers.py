"""Spark names the same records as DuckDB, rule by rule, and says the same of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.demo_town import ROOT, findings, outcomes, run, said, town

pytestmark = [pytest.mark.spark, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a review of the demo company, judged by DuckDB."""
    workspace = tmp_path_factory.mktemp("spark")
    with town(tmp_path_factory.mktemp("town")) as company:
        arguments = ("review", *company.trust, "--workspace", str(workspace), "--out", str(workspace / "duckdb"))
        ran = run(*arguments, env=company.variables)
    assert ran.code == 0, ran.err
    return workspace


def judged(workspace: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The stored snapshot judged again, as a process."""
    (snapshot,) = workspace.glob("snapshots/*/0*")
    command = [sys.executable, "-m", "sf_audit", "review", "--snapshot", str(snapshot), "--workspace", str(workspace)]
    return subprocess.run(
        [*command, "--engine", "spark", *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **variables},
        cwd=workspace,
        capture_output=True,
        text=True,
        timeout=800,
        check=False,
    )


def counted(folder: Path) -> dict[str, Any]:
    """What is counted of each rule."""
    names = ("status", "in_scope", "checked", "broken", "new")
    return {rule: {name: one.get(name) for name in names} for rule, one in outcomes(folder).items()}


def test_every_rule_has_the_same_answer(reviewed: Path, spark_packages: Path) -> None:
    out = reviewed / "spark"

    ran = judged(reviewed, "--out", str(out), PYTHONPATH=f"{ROOT}{os.pathsep}{spark_packages}")

    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(counted(out)) > 150
    assert counted(out) == counted(reviewed / "duckdb")
    assert findings(out) == findings(reviewed / "duckdb")
    assert said(out)["origins"] == said(reviewed / "duckdb")["origins"]


def test_without_spark_nothing_is_begun(reviewed: Path) -> None:
    ran = judged(reviewed)

    assert ran.returncode == 2
    assert "pyspark is not installed" in ran.stderr
    assert 'pip install "sf-audit[spark]"' in ran.stderr


def test_without_java_nothing_is_begun(reviewed: Path, spark_packages: Path, tmp_path: Path) -> None:
    (tmp_path / "python").symlink_to(shutil.which("env") or "/usr/bin/env")

    ran = judged(reviewed, PYTHONPATH=f"{ROOT}{os.pathsep}{spark_packages}", PATH=str(tmp_path))

    assert ran.returncode == 2
    assert "needs Java" in ran.stderr
