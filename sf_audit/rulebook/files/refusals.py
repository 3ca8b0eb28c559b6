"""What is wrong with the files of a workspace: all of it is said at once, so that one look mends them all.

That goes for several files and for several mistakes in one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from sf_audit.errors import UsageProblem, WrongFiles

T = TypeVar("T")


class Refusals:
    """The problems of files that are read one after the other; what several files rest on is named once."""

    def __init__(self) -> None:
        self._by_text: dict[str, UsageProblem] = {}

    def __bool__(self) -> bool:
        return bool(self._by_text)

    @property
    def problems(self) -> tuple[UsageProblem, ...]:
        """All that was noted."""
        return tuple(self._by_text.values())

    def add(self, problem: UsageProblem) -> None:
        """Note what is wrong with one file, or with several."""
        for single in problem.problems if isinstance(problem, WrongFiles) else (problem,):
            self._by_text.setdefault(str(single), single)

    def read(self, work: Callable[[], T], instead: T) -> T:
        """What the work gives. Where it finds a file wrong that is noted, and the answer is `instead`."""
        try:
            return work()
        except UsageProblem as problem:
            self.add(problem)
            return instead

    def check(self, work: Callable[[], None]) -> None:
        """Note what the work finds wrong."""
        self.read(work, None)

    def refuse(self) -> None:
        """Raise what was noted, if anything was: one UsageProblem, or WrongFiles."""
        if self._by_text:
            raise one_problem_of(self.problems)


def one_problem_of(problems: Sequence[UsageProblem]) -> UsageProblem:
    """Several problems, at least one, as a single one."""
    return problems[0] if len(problems) == 1 else WrongFiles(problems)
