"""Workspaces with two snapshots and two reviews of a small org, written as runs write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evidence.stored_evidence import Evidence


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    evidence = Evidence(tmp_path_factory.mktemp("prepared"))
    evidence.fill()
    return evidence.workspace


@pytest.fixture
def evidence(prepared: Path, tmp_path: Path) -> Evidence:
    return Evidence.copied(prepared, tmp_path / "workspace")
