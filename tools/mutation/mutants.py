"""The changes that are made: one place of one function each, as mutmut's operators make them.

mutmut's own way of running them is not used: it forks a process in which DuckDB and Arrow have threads, and the child
waits for threads that it does not have. Such a change counts as found although no test ever saw it. Here each change is
written into the file, and a fresh process runs the tests.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.mutation.rooms import files_of


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the file, relative to the root, its text with the change, and the lines of today that it is about."""

    file: str
    number: int
    room: str
    text: str
    #: The statement that was changed; the body of the function, where it is its head.
    lines: range
    #: The change as lines that begin with - and +.
    difference: tuple[str, ...]

    @property
    def name(self) -> str:
        """How the table calls it."""
        return f"{self.file}:{self.lines.start} #{self.number}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a change can be made, before it is."""

    room: str
    file: str
    number: int


def places(root: Path, room: str) -> Iterator[Place]:
    """All changes that can be made in a room, in the same order on every machine."""
    for path in files_of(root, room):
        for number, _ in enumerate(_mutations(root, str(path))[1]):
            yield Place(room, str(path), number)


def mutant(root: Path, place: Place) -> Mutant:
    """Make one change."""
    from libcst import Module
    from mutmut.mutation.file_mutation import deep_replace

    module, mutations = _mutations(root, place.file)
    before = (root / place.file).read_text(encoding="utf-8")
    changed_module = deep_replace(module, mutations[place.number].original_node, mutations[place.number].mutated_node)
    if not isinstance(changed_module, Module):
        raise TypeError(f"a change of {place.file} took the whole file away")
    after: str = changed_module.code
    difference = [*difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")][2:]
    changed = int(difference[0].split()[1].lstrip("-").partition(",")[0])
    shown = tuple(line for line in difference if not line.startswith("@@"))
    return Mutant(place.file, place.number, place.room, after, statement_lines(before, changed), shown)


def statement_lines(text: str, line: int) -> range:
    """The lines of the statement that has this line; of a statement with a body, its head without the body.

    The head of a function runs when its file is imported, so for that it is the body.
    """
    found = range(line, line + 1)
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.stmt) or not node.lineno <= line <= (node.end_lineno or node.lineno):
            continue
        body = getattr(node, "body", None)
        if not body:
            found = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        elif line < body[0].lineno:
            is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            last = node.end_lineno or node.lineno
            found = range(body[0].lineno, last + 1) if is_function else range(node.lineno, body[0].lineno)
    return found


def _mutations(root: Path, file: str) -> tuple[Any, list[Any]]:
    """The parsed file, and the changes of functions and methods: what stands outside runs when the file is imported."""
    from libcst import FunctionDef
    from mutmut.mutation.file_mutation import create_mutations

    module, mutations, *_ = create_mutations(file, (root / file).read_text(encoding="utf-8"))
    return module, [
        mutation for mutation in mutations if isinstance(mutation.contained_by_top_level_function, FunctionDef)
    ]
