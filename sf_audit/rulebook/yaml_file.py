"""Reads a file that people wrote: YAML 1.2, small, without aliases, and errors that name the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ConfigDict
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, MappingEndEvent, MappingStartEvent, SequenceEndEvent, SequenceStartEvent

from sf_audit.errors import UsageProblem

_LARGEST = 1_000_000
_DEEPEST = 40


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

    def problem(self, where: Sequence[str | int], says: str, *, hint: str = "") -> UsageProblem:
        """An error that names file, line and part."""
        part = ".".join(str(step) for step in where)
        return UsageProblem(f"{self.path}:{self.line(where)}: {part + ': ' if part else ''}{says}", hint=hint)


def read_yaml(path: Path, *, may_be_empty: bool = False) -> Written:
    """The content of a YAML file, or a UsageProblem that says what is wrong with it.

    One that `may_be_empty` may hold nothing, or comments alone: all that it could say was left out.
    """
    text = _text(path)
    try:
        _refuse_bombs(path, text)
        content = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = mark.line + 1 if mark else 1
        raise UsageProblem(f"{path}:{line}: {problem.problem or problem.context}", hint="Mend the YAML.") from None
    except (YAMLError, ValueError, RecursionError) as problem:
        raise UsageProblem(f"{path}: not readable as YAML: {type(problem).__name__}", hint="Mend the YAML.") from None
    if content is None and may_be_empty:
        return Written(path, CommentedMap())
    if not isinstance(content, Mapping):
        raise UsageProblem(f"{path}:1: expected keys and values", hint="See the file format in the docs.")
    return Written(path, content)


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word that was probably meant, because it is nearly that one or a part of it; nothing otherwise."""
    near = get_close_matches(word, known, n=1) or [one for one in known if len(word) > 2 and word in one]
    return near[0] if near else ""


def did_you_mean(word: str, known: Sequence[str], *, listed: str = "") -> str:
    """A hint with the nearest known word, or with all of them; `listed` says instead where to find all of many."""
    near = nearest(word, known)
    return f"Did you mean “{near}”?" if near else listed or f"Known: {', '.join(known)}."


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageProblem(f"{path}: larger than 1 MB", hint="Such files have a few kilobytes: is it this one?")
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UsageProblem(f"{path}: not UTF-8 text", hint="Save the file as UTF-8.") from None
    except OSError as problem:
        raise UsageProblem(f"{path}: cannot be read: {problem.strerror}") from None


def _refuse_bombs(path: Path, text: str) -> None:
    """Aliases can make a small file mean gigabytes, and deep nesting can exhaust the stack."""
    depth = 0
    for event in YAML(typ="rt", pure=True).parse(text):
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            line = event.start_mark.line + 1
            raise UsageProblem(f"{path}:{line}: anchors and aliases are not allowed", hint="Write the value out.")
        depth += isinstance(event, MappingStartEvent | SequenceStartEvent)
        depth -= isinstance(event, MappingEndEvent | SequenceEndEvent)
        if depth > _DEEPEST:
            raise UsageProblem(f"{path}:{event.start_mark.line + 1}: nested too deeply", hint="Flatten the file.")
