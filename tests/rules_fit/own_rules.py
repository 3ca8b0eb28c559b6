"""The own rules of a workspace against a served company: checked, reviewed, and what came of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.demo_town import Ran, run
from tests.rules_fit.altered_town import AlteredTown


def check_own(town: AlteredTown, folder: Path) -> Ran:
    """`sf-audit rules check own` for the workspace in a folder."""
    return run("rules", "check", "own", *town.trust, "--workspace", str(folder), env=town.variables)


def review_own(town: AlteredTown, folder: Path) -> Ran:
    """`sf-audit review --rule own` for the workspace in a folder."""
    return run("review", *town.trust, "--workspace", str(folder), "--rule", "own", env=town.variables)


def outcomes(ran: Ran) -> dict[str, dict[str, Any]]:
    """The outcomes of a review, by the file names of their rules."""
    content = json.loads((ran.folder / "review.json").read_text())
    return {outcome["rule"].removeprefix("own/quality/"): outcome for outcome in content["outcomes"]}
