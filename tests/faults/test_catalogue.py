"""The classes of faults that these trials stand for: N network, B bulk, A access, S storage, I incidents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.faults

#: A class is named where a fault is made, `Fault("N1", …`, or where a test is marked with it.
_NAMED = re.compile(r'"([NBASI])(\d{1,2})"')

#: What no trial here stands for, and why.
LEFT_OUT = {
    "I1": "there is no incremental reading",
    "I18": "archived records are not read",
}


def covered() -> set[str]:
    files = sorted(Path(__file__).parent.glob("test_*.py"))
    texts = [file.read_text(encoding="utf-8") for file in files if file != Path(__file__)]
    return {f"{letter}{number}" for text in texts for letter, number in _NAMED.findall(text)}


def test_the_trials_stand_for_sixty_classes_at_least() -> None:
    found = covered()

    assert len(found) >= 60, sorted(found)
    assert not found & LEFT_OUT.keys()
