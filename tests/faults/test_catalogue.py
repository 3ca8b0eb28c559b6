"""The catalogue of faults, and which of them these trials stand for.

N network · B Bulk API · A access and limits · S storage, process and time · D drift of schema and data · I what went
wrong with others. Every class has a trial here, or a reason why none is needed.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.faults

#: How many classes there are under each letter.
CLASSES = {"N": 16, "B": 15, "A": 13, "S": 14, "D": 10, "I": 18}

#: A class is named where a fault is made, `Fault("N1", …`, or where a test is marked with it.
_NAMED = re.compile(r'"([NBASDI])(\d{1,2})"')

#: What no trial here stands for, and why.
LEFT_OUT = {
    "I1": "there is no incremental reading",
    "I18": "archived records are not read",
}


def covered() -> set[str]:
    files = sorted(Path(__file__).parent.glob("test_*.py"))
    texts = [file.read_text(encoding="utf-8") for file in files if file != Path(__file__)]
    return {f"{letter}{number}" for text in texts for letter, number in _NAMED.findall(text)}


def test_every_class_has_a_trial_or_a_reason_why_not() -> None:
    known = {f"{letter}{number}" for letter, most in CLASSES.items() for number in range(1, most + 1)}

    found = covered()

    assert found <= known
    assert sorted(known - found) == sorted(LEFT_OUT)
    assert len(found) == 84
