"""What a file says as our own classes, or what is wrong with it, in the words of those who write such files."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from sf_audit.rulebook.files.synonyms import known_key
from sf_audit.rulebook.files.written_values import WrongValue
from sf_audit.rulebook.files.yaml_file import Written, did_you_mean

T = TypeVar("T")

_UNEXPECTED = "unexpected_keyword_argument"

#: pydantic's kind of error, by its beginning → what to write instead.
_WRITE = {
    _UNEXPECTED: "there is no such key",
    "missing": "is missing",
    "string": "write text; a number or a date goes in quotes",
    "int": "write a whole number",
    "float": "write a number",
    "finite": "write a number",
    "bool": "write true or false",
    "date": "write a date, for example 2027-03-31",
    "tuple": "write a list, for example [a, b]",
    "list": "write a list, for example [a, b]",
    "dict": "write keys and values",
    "mapping": "write keys and values",
    "dataclass": "write keys and values",
    "too_short": "write at least one",
}


def validated(kind: type[T], written: Written, content: Any, inside: tuple[str, ...] = ()) -> T:
    """`content`, which stands `inside` the file, as a `kind`. Raises UsageProblem with file, line and part."""
    try:
        found: T = adapter_of(cast(Hashable, kind)).validate_python(plain(content))
    except ValidationError as problem:
        first = min(problem.errors(include_url=False), key=lambda error: error["type"] != _UNEXPECTED)
        where = tuple(step for step in first["loc"] if not str(step).startswith(("function-", "[key]")))
        found_in = first.get("ctx", {}).get("error")
        where += (found_in.key,) if isinstance(found_in, WrongValue) else ()
        hint = _hint(first, kind, where, written, inside)
        raise written.problem((*inside, *where), _says(first), hint=hint) from None
    return found


def _hint(error: ErrorDetails, kind: Any, where: Sequence[str | int], written: Written, inside: Sequence[str]) -> str:
    if error["type"] == _UNEXPECTED:
        known = _keys(kind, where[:-1])
        meant = known_key(str(where[-1]), known)
        return f"Did you mean “{meant}”?" if meant else did_you_mean(str(where[-1]), known)
    if error["input"] is None and written.begins_with_a_comment((*inside, *where)):
        return "A text that begins with # needs quotes: otherwise it is a comment."
    return ""


@cache
def adapter_of(kind: Hashable) -> TypeAdapter[Any]:
    """Builds such objects from what a file says, and knows their JSON Schema."""
    return TypeAdapter(cast(Any, kind))


def _says(error: ErrorDetails) -> str:
    kind, more = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(more["error"])
    if kind in {"enum", "literal_error"}:
        return f"write {more['expected']}"
    if error["input"] is None:
        return "is empty"
    return next((words for known, words in _WRITE.items() if kind.startswith(known)), error["msg"])


def _keys(kind: Any, where: Sequence[str | int]) -> list[str]:
    """The keys that may stand at this place of such an object."""
    for step in where:
        kind = _part(kind, step)
    return [field.name for field in fields(kind)] if is_dataclass(kind) else []


def _part(kind: Any, step: str | int) -> Any:
    """The type of what stands under a key, or at a place of a list."""
    if is_dataclass(kind):
        return _without_none(get_type_hints(kind)[str(step)])
    possible = [arg for arg in get_args(kind) if arg not in (NoneType, Ellipsis)]
    return possible[-1] if get_origin(kind) and possible else None


def _without_none(kind: Any) -> Any:
    """What stands under a key that may be left out."""
    possible = [arg for arg in get_args(kind) if arg is not NoneType]
    return possible[0] if get_origin(kind) in {Union, UnionType} and len(possible) == 1 else kind


def plain(node: Any) -> Any:
    """YAML's own classes as plain ones, so that what a rule keeps has no file positions in it."""
    if isinstance(node, Mapping):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [plain(value) for value in node]
    return node
