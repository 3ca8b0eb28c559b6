"""A review of the town into a workspace."""

from __future__ import annotations

from pathlib import Path

from tests.cli.demo_town import Ran, Town, run


def review(of: Town, workspace: Path, *arguments: str) -> Ran:
    return run("review", *of.trust, "--workspace", str(workspace), "--quiet", *arguments, env=of.variables)


def stored_review(workspace: Path) -> Path:
    return next((workspace / "reviews").glob("*/2*/1"))
