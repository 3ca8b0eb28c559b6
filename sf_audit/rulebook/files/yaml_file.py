"""Reads a file that people wrote: YAML 1.2, small, without aliases, and errors that name the line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ConfigDict
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from sf_audit.errors import UsageProblem
from sf_audit.nearness import nearest
from sf_audit.rulebook.files.flow_commas import comma_in_number, commas
from sf_audit.rulebook.files.refusals import one_problem_of
from sf_audit.rulebook.files.yaml_constructs import Construct, read_plain, unreadable_value
from sf_audit.rulebook.files.yaml_mistakes import Mistake, mistake
from sf_audit.rulebook.files.yaml_text import without_last, yaml_text

#: What ruamel.yaml raises for a file that it cannot read, beside errors that name the line.
_NO_LINE = (
    *(YAMLError, ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
)

K = TypeVar("K", bound=type)


def strict_keys(kind: K) -> K:
    """A class whose objects people write: a key that it does not know is an error."""
    kind.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]
    return kind


@dataclass(frozen=True, slots=True)
class Written:
    """A YAML file: its content, and where in the file each part stands."""

    path: Path
    content: Any
    text: str = ""

    def line(self, where: Sequence[str | int]) -> int:
        """The line of the part, 1-based; of the nearest part around it that exists."""
        found, node = 1, self.content
        for step in where:
            if isinstance(node, CommentedMap) and step in node:
                found = node.lc.key(step)[0] + 1
            elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
                found = node.lc.item(step)[0] + 1
            else:
                break
            node = node[step]
        return found

    def begins_with_a_comment(self, where: Sequence[str | int]) -> bool:
        """Whether nothing stands under the key but a text that YAML takes for a comment."""
        lines = self.text.splitlines()
        line = self.line(where)
        return line <= len(lines) and re.search(r":[ \t]+#", lines[line - 1]) is not None

    def problem(self, where: Sequence[str | int], says: str, *, hint: str = "") -> UsageProblem:
        """An error that names file, line and part."""
        part = ".".join(str(step) for step in where)
        return UsageProblem(f"{self.path}:{self.line(where)}: {part + ': ' if part else ''}{says}", hint=hint)


def read_yaml(path: Path, *, may_be_empty: bool = False, but: str = "") -> Written:
    """The content of a YAML file, or a UsageProblem that says what is wrong with it.

    One that `may_be_empty` may hold nothing, or comments alone: all that it could say was left out. The key named by
    `but` is not read where it is the last of the file.
    """
    text = yaml_text(path) if not but else without_last(yaml_text(path), but)
    try:
        content = read_plain(text)
    except Construct as found:
        raise _problem(path, found.mistake) from None
    except MarkedYAMLError as problem:
        raise _problem(path, comma_in_number(problem, text) or mistake(problem, text)) from None
    except _NO_LINE:
        raise _problem(path, unreadable_value(text)) from None
    if content is None and may_be_empty:
        return Written(path, CommentedMap(), text)
    if not isinstance(content, Mapping):
        raise _problem(path, _no_keys(content, text))
    written = Written(path, content, text)
    problems = [*_run_together(written, content, ())]
    problems = problems or [_problem(path, found) for found in commas(content, text)]
    if problems:
        raise one_problem_of(problems)
    return written


def _problem(path: Path, found: Mistake) -> UsageProblem:
    return UsageProblem(f"{path}:{found.line}: {found.says}", hint=found.hint)


def _no_keys(content: object, text: str) -> Mistake:
    """A file that is empty, or holds something else than keys with values."""
    lines = (number for number, line in enumerate(text.splitlines(), 1) if line.strip() and line.lstrip()[0] != "#")
    hint = "Write keys with their values, each on a line of its own, for example owner: it"
    if content is None:
        return Mistake(1, "the file is empty", hint)
    says = "the file begins with a list" if isinstance(content, list) else "the file has no keys, only a text"
    return Mistake(next(lines, 1), says, hint)


def _run_together(written: Written, node: Any, where: tuple[str | int, ...]) -> Iterator[UsageProblem]:
    """A problem for each `{object:Account}` and `-org: x`, which YAML takes for a key of that name."""
    if isinstance(node, CommentedSeq):
        for number, item in enumerate(node):
            yield from _run_together(written, item, (*where, number))
    if not isinstance(node, CommentedMap):
        return
    for key, value in node.items():
        text = str(key)
        if value is None and re.match(r"[A-Za-z_]\w*:[^\s/:]", text):
            name, _, rest = text.partition(":")
            yield written.problem((*where, key), "there is no space after the colon", hint=f"Write: {name}: {rest}")
        if re.match(r"-[A-Za-z_]", text):
            yield written.problem((*where, key), "there is no space after the dash", hint=f"Write: - {text[1:]}: …")
        yield from _run_together(written, value, (*where, key))


def did_you_mean(word: str, known: Sequence[str], *, listed: str = "") -> str:
    """A hint with the nearest known word, or with all of them; `listed` says instead where to find all of many."""
    near = nearest(word, known)
    return f"Did you mean “{near}”?" if near else listed or f"Known: {', '.join(known)}."
