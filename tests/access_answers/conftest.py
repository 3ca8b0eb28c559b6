"""The small orgs of tests/access serve these tests too."""

from __future__ import annotations

from tests.access_answers.command_scenes import run

__all__ = ["run"]
