"""What a file says as our own classes, or what is wrong with it, in the words of those who write such files."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from pydantic import AliasChoices, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from sf_audit.nearness import nearest
from sf_audit.rulebook.files.refusals import one_problem_of
from sf_audit.rulebook.files.synonyms import known_key
from sf_audit.rulebook.files.written_values import WrongValue, parts
from sf_audit.rulebook.files.yaml_file import Written, did_you_mean

T = TypeVar("T")

_UNEXPECTED = "unexpected_keyword_argument"
_MISSING = "missing"

#: pydantic's kind of error, by its beginning → what to write instead; what it knows of the bounds stands in braces.
_WRITE = {
    _UNEXPECTED: "there is no such key",
    "extra_forbidden": "there is no such key",
    _MISSING: "is missing",
    "string_too_short": "write a text of {min_length} characters or more",
    "string_too_long": "write a text of at most {max_length} characters",
    "string_pattern": "has another form than is asked for here",
    "string": "write text; a number or a date goes in quotes",
    "greater_than_equal": "write a number of at least {ge}",
    "greater_than": "write a number above {gt}",
    "less_than_equal": "write a number of at most {le}",
    "less_than": "write a number below {lt}",
    "multiple_of": "write a multiple of {multiple_of}",
    "int": "write a whole number",
    "float": "write a number",
    "finite": "write a number",
    "decimal": "write a number",
    "bool": "write true or false",
    "date_past": "write a day in the past",
    "date_future": "write a day in the future",
    "datetime": "write a day and a time, for example 2027-03-31T09:00:00",
    "date": "write a date, for example 2027-03-31",
    "time": "write a time, for example 09:00:00",
    "tuple": "write a list, for example [a, b]",
    "list": "write a list, for example [a, b]",
    "set_item": "write a value, and not a list or keys",
    "set": "write a list, for example [a, b]",
    "frozen_set": "write a list, for example [a, b]",
    "dict": "write keys and values",
    "mapping": "write keys and values",
    "dataclass": "write keys and values",
    "model": "write keys and values",
    "too_short": "write at least one",
    "too_long": "write at most {max_length} of them",
    "recursion": "is nested too deeply",
}
#: What nobody thought of, said without the words of a library.
_CANNOT_BE_USED = "what stands here cannot be used; docs/writing-rules.md shows the form"


def validated(kind: type[T], written: Written, content: Any, inside: tuple[str, ...] = ()) -> T:
    """`content`, which stands `inside` the file, as a `kind`. Raises UsageProblem with file, line and part of each."""
    try:
        found: T = adapter_of(cast(Hashable, kind)).validate_python(plain(content))
    except ValidationError as problem:
        errors = [single for error in problem.errors(include_url=False) for single in _singles(error)]
        told = _told(errors, kind)
        lines = sorted(told, key=lambda error: (written.line((*inside, *error.where)), error.type != _UNEXPECTED))
        raise one_problem_of(
            [
                written.problem((*inside, *error.where), error.says, hint=_hint(error, kind, written, inside))
                for error in lines
            ]
        ) from None
    return found


@dataclass(frozen=True, slots=True)
class _Error:
    """One part of a file that is wrong."""

    where: tuple[str | int, ...]
    type: str
    says: str
    is_empty: bool


def _singles(error: ErrorDetails) -> list[_Error]:
    """The error, or those of the several values that were read together."""
    where = tuple(step for step in error["loc"] if not str(step).startswith(("function-", "[key]")))
    is_empty = error["input"] is None
    cause = error.get("ctx", {}).get("error")
    if not isinstance(cause, ValueError):
        return [_Error(where, error["type"], _says(error), is_empty)]
    return [
        _Error((*where, *part.where) if isinstance(part, WrongValue) else where, error["type"], str(part), is_empty)
        for part in parts(cause)
    ]


def _told(errors: Sequence[_Error], kind: Any) -> list[_Error]:
    """The errors without those that another one is the cause of: `titel` is why `title` is missing."""
    meant = {
        (*error.where[:-1], _meant(str(error.where[-1]), _keys(kind, error.where[:-1])))
        for error in errors
        if error.type == _UNEXPECTED
    }
    kept = [
        error
        for error in errors
        if (error.type != _MISSING or error.where not in meant) and not _counts_only_good(error, errors)
    ]
    # Where a value may be of several kinds, each kind has its own error: the first is said.
    by_text = {(error.where, error.says if error.type == "value_error" else ""): error for error in reversed(kept)}
    return [error for error in kept if error in by_text.values()]


def _counts_only_good(error: _Error, errors: Sequence[_Error]) -> bool:
    """Whether a list only seems too short because what stands in it is wrong."""
    inner = (other.where for other in errors if len(other.where) > len(error.where))
    return error.type == "too_short" and any(where[: len(error.where)] == error.where for where in inner)


def _meant(word: str, known: Sequence[str]) -> str:
    return known_key(word, known) or nearest(word, known)


def _hint(error: _Error, kind: Any, written: Written, inside: Sequence[str]) -> str:
    if error.type == _UNEXPECTED:
        word, known = str(error.where[-1]), _keys(kind, error.where[:-1])
        meant = known_key(word, known)
        return f"Did you mean “{meant}”?" if meant else did_you_mean(word, known)
    if error.is_empty and written.begins_with_a_comment((*inside, *error.where)):
        return "A text that begins with # needs quotes: otherwise it is a comment."
    return ""


@cache
def adapter_of(kind: Hashable) -> TypeAdapter[Any]:
    """Builds such objects from what a file says, and knows their JSON Schema."""
    return TypeAdapter(cast(Any, kind))


def _says(error: ErrorDetails) -> str:
    kind, more = error["type"], error.get("ctx", {})
    if kind in {"value_error", "assertion_error"}:
        return str(more["error"])
    if kind in {"enum", "literal_error"}:
        return f"write {more['expected']}"
    if error["input"] is None:
        return "is empty"
    words = next((words for known, words in _WRITE.items() if kind.startswith(known)), _CANNOT_BE_USED)
    return words.format_map(more)


def _keys(kind: Any, where: Sequence[str | int]) -> list[str]:
    """The keys that may stand at this place of such an object."""
    for step in where:
        kind = _part(kind, step)
    return [_written_name(kind, field.name) for field in fields(kind)] if is_dataclass(kind) else []


def _written_name(kind: Any, name: str) -> str:
    """What a file calls it: `from` cannot be the name of an attribute."""
    _, *more = get_args(get_type_hints(kind, include_extras=True)[name]) or (None,)
    aliases = (each.validation_alias for each in more if isinstance(each, FieldInfo))
    return next((str(alias.choices[0]) for alias in aliases if isinstance(alias, AliasChoices)), name)


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
