"""A small tree is measured and broken for real: each change comes to what the tests of the tree make of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.mutation.mutants import Mutant, statement_lines
from tools.mutation.reach import Reach, measure
from tools.mutation.trial import Outcome, survives_nothing, try_mutant

FILE = "sf_audit/review/sums.py"
CODE = """\
def twice(number):
    return number * 2


def thrice(number):
    return number * 3


def alone(number):
    return number + 1


def last(number):
    while number:
        number -= 1
    return number
"""
TESTS = """\
import subprocess
import sys

from sf_audit.review.sums import last, twice


def test_twice():
    assert twice(2) == 4


def test_thrice_in_a_process():
    program = "import sys; from sf_audit.review.sums import thrice; sys.exit(thrice(1) != 3)"
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


def test_last():
    assert last(3) == 0


def test_that_fails_anyway():
    assert twice(1) == 3
"""

ALL = frozenset({"tests/review/test_sums.py::test_twice", "tests/review/test_sums.py::test_that_fails_anyway"})


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = tmp_path_factory.mktemp("mutation") / "tree"
    for path, text in ((FILE, CODE), ("tests/review/test_sums.py", TESTS), ("pytest.ini", "[pytest]\n")):
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text(text)
    for package in ("sf_audit", "sf_audit/review"):
        (tree / package / "__init__.py").write_text("")
    return tree


@pytest.fixture(scope="module")
def reach(tree: Path) -> Reach:
    return measure(tree, tree.parent)


def tried(tree: Path, reach: Reach, before: str, after: str, patience: float = 60) -> tuple[Outcome, str]:
    text = CODE.replace(before, after, 1)
    line = CODE.partition(before)[0].count("\n") + 1
    trial = try_mutant(Mutant(FILE, 0, "review", text, statement_lines(CODE, line), ()), reach, tree, patience=patience)
    assert (tree / FILE).read_text() == CODE
    return trial.outcome, trial.by.rpartition("::")[2]


def test_tests_that_pass_and_the_lines_that_they_run_are_known(reach: Reach) -> None:
    file = "tests/review/test_sums.py"

    assert set(reach.seconds) == {f"{file}::test_twice", f"{file}::test_thrice_in_a_process", f"{file}::test_last"}
    assert reach.tests_of(FILE, [2]) == [f"{file}::test_twice"]
    assert reach.tests_of(FILE, [6]) == [f"{file}::test_thrice_in_a_process"]
    assert reach.tests_of(FILE, [10]) == []


@pytest.mark.parametrize(
    ("before", "after", "outcome", "by"),
    [
        ("number * 2", "number * 1", Outcome.KILLED, "test_twice"),
        ("number * 2", "number + 2", Outcome.SURVIVED, ""),
        ("number * 3", "number * 4", Outcome.KILLED, "test_thrice_in_a_process"),
        ("number + 1", "number + 2", Outcome.NOT_REACHED, ""),
        ("number -= 1", "number -= 0", Outcome.TIMED_OUT, ""),
        ("def twice(number)", "def twice(other)", Outcome.KILLED, "test_twice"),
    ],
)
def test_a_change_comes_to_what_the_tests_make_of_it(
    tree: Path, reach: Reach, before: str, after: str, outcome: Outcome, by: str
) -> None:
    patience = 5 if outcome is Outcome.TIMED_OUT else 60

    assert tried(tree, reach, before, after, patience) == (outcome, by)


def test_a_change_that_breaks_the_import_is_noticed(tree: Path, reach: Reach) -> None:
    assert tried(tree, reach, "def twice(number)", "def other(number)") == (Outcome.KILLED, "")


def test_where_nothing_is_changed_no_test_may_fail(tree: Path, reach: Reach) -> None:
    nothing = Mutant(FILE, 0, "review", "", range(2, 3), ())
    believed = Reach({**reach.seconds, "tests/review/test_sums.py::test_that_fails_anyway": 0.1}, {FILE: {2: ALL}})

    assert survives_nothing(nothing, reach, tree)
    assert not survives_nothing(nothing, believed, tree)
