"""Workspaces from which something vanishes."""

from __future__ import annotations

import shutil

from tests.evidence.stored_evidence import Evidence


def remove_newest_review(evidence: Evidence) -> None:
    shutil.rmtree(evidence.review(2))
    (evidence.review(2).parent / "current").unlink()
    (evidence.review(2).parent / "current").symlink_to("1")
