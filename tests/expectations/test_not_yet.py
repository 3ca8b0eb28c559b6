"""Modules that nobody asks for are not loaded, and are all there for who does ask."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sf_audit.expectations.not_yet import NotYet, load_later

_AFTER_JUDGING = """
import sf_audit.expectations.measure
from sf_audit.expectations.not_yet import NotYet
from scipy import stats
from altair import Chart
print(type(stats) is NotYet, stats.norm.cdf(0), Chart.__name__)
"""


def test_what_great_expectations_does_not_need_here_is_loaded_by_who_does() -> None:
    ended = subprocess.run([sys.executable, "-c", _AFTER_JUDGING], capture_output=True, text=True, check=True)

    assert ended.stdout.split() == ["True", "0.5", "Chart"]


def test_a_module_that_is_loaded_stays_as_it_is() -> None:
    before = sys.modules["json"]

    load_later("json")

    assert sys.modules["json"] is before


def test_a_module_that_is_not_there_is_missed_when_something_of_it_is_asked_for() -> None:
    with pytest.raises(ModuleNotFoundError):
        _ = NotYet("sf_audit.no_such_module").anything
