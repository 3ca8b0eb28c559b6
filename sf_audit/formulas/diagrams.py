"""Decision diagrams: what a formula comes to for every case, each shared and none written twice.

A diagram is a number. It stands for one value, or for a choice by one variable: the diagram of each value that the
variable can have. Variables are asked in the order of their levels, and equal diagrams have equal numbers, so that
two formulas that always come to the same are the same number ("Graph-Based Algorithms for Boolean Function
Manipulation", Bryant 1986, with values in place of 0 and 1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from sf_audit.formulas.values import Value

Diagram: TypeAlias = int
_MOST_STEPS: Final = 100_000  # about a third of a second


class TooManyCases(Exception):
    """The formula depends on more at once than can be gone through."""


class Diagrams:
    """All diagrams of one formula."""

    def __init__(self) -> None:
        self._values: dict[Diagram, Value] = {}
        self._choices: dict[Diagram, tuple[int, tuple[Diagram, ...]]] = {}
        self._numbers: dict[tuple[object, ...], Diagram] = {}
        self._steps = 0

    def exactly(self, value: Value) -> Diagram:
        """The diagram of one value."""
        number = self._numbers.setdefault((type(value), value), len(self._numbers))
        self._values[number] = value
        return number

    def choice(self, level: int, branches: Sequence[Diagram]) -> Diagram:
        """One diagram for each value of the variable at this level; where all are the same, it does not matter."""
        if len(set(branches)) == 1:
            return branches[0]
        number = self._numbers.setdefault((level, tuple(branches)), len(self._numbers))
        self._choices[number] = level, tuple(branches)
        return number

    def combine(self, operation: Callable[..., Value], *diagrams: Diagram) -> Diagram:
        """What an operation on values comes to in every case.

        Raises:
            TooManyCases: after so many steps that a person would not wait for it.
        """
        done: dict[tuple[Diagram, ...], Diagram] = {}

        def combined(arguments: tuple[Diagram, ...]) -> Diagram:
            found = done.get(arguments)
            if found is None:
                self._count_step()
                found = done[arguments] = self._combined(arguments, operation, combined)
            return found

        return combined(diagrams)

    def _combined(
        self,
        arguments: tuple[Diagram, ...],
        operation: Callable[..., Value],
        combined: Callable[[tuple[Diagram, ...]], Diagram],
    ) -> Diagram:
        levels = [self._choices[argument][0] for argument in arguments if argument in self._choices]
        if not levels:
            return self.exactly(operation(*(self._values[argument] for argument in arguments)))
        level = min(levels)
        width = next(
            len(self._choices[argument][1])
            for argument in arguments
            if argument in self._choices and self._choices[argument][0] == level
        )
        return self.choice(
            level,
            [combined(tuple(self._branch(argument, level, index) for argument in arguments)) for index in range(width)],
        )

    def _branch(self, diagram: Diagram, level: int, index: int) -> Diagram:
        found = self._choices.get(diagram)
        return found[1][index] if found and found[0] == level else diagram

    def _count_step(self) -> None:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise TooManyCases

    def given(self, diagram: Diagram, level: int, index: int) -> Diagram:
        """The diagram where the variable at this level has this value."""
        done: dict[Diagram, Diagram] = {}

        def restricted(number: Diagram) -> Diagram:
            if number not in self._choices or self._choices[number][0] > level:
                return number
            at, branches = self._choices[number]
            if at == level:
                return branches[index]
            if number not in done:
                done[number] = self.choice(at, [restricted(branch) for branch in branches])
            return done[number]

        return restricted(diagram)

    def values(self, diagram: Diagram) -> set[Value]:
        """Every value that it can come to. TRUE and 1 are told apart by asking for one kind of value only."""
        return {self._values[number] for number, _ in self.reached(diagram) if number in self._values}

    def levels(self, diagram: Diagram) -> set[int]:
        """The variables that matter."""
        return {self._choices[number][0] for number, _ in self.reached(diagram) if number in self._choices}

    def reached(self, diagram: Diagram, *, below: int | None = None) -> Iterator[tuple[Diagram, int]]:
        """Every diagram on the way down, with its level; only through variables `below` a level, where one is given."""
        waiting, seen = [diagram], {diagram}
        while waiting:
            number = waiting.pop()
            level, branches = self._choices.get(number, (-1, ()))
            yield number, level
            if below is None or level < below:
                new = [branch for branch in branches if branch not in seen]
                seen.update(new)
                waiting.extend(new)
