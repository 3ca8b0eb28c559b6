"""A workspace to review an org in, month after month."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.review.months import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)
