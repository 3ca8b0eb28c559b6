"""A comma between { and } ends a value: `{at_least: 1,000}` and `{reason: Fine, thanks}` are two entries to YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from sf_audit.rulebook.files.written_values import refuse_separators
from sf_audit.rulebook.files.yaml_mistakes import Mistake

_ENDS = "between { and } a comma ends a value"
_UNITS = ("%", " days", " day")

#: A key, and a number with one comma or more in it, before the next comma or the end.
_NUMBER = re.compile(
    r"(?P<key>[\w./-]+)[\"']?\s*:\s+"
    r"(?P<number>[+-]?\d+(?:,\s?\d+)+(?:\.\d+)?(?:\s?%|\s?days?)?)\s*(?=[,}]|$)"
)
#: What a key is before its colon: in quotes, or up to a sign that ends it.
_KEY = re.compile(r"\"[^\"]*\"|'[^']*'|[^,:{}\[\]]*(?::(?! )[^,:{}\[\]]+)*")


def comma_in_number(problem: MarkedYAMLError, text: str) -> Mistake | None:
    """`{at_least: 1,000, at_most: 2,000}`, in which the parser found the key 000 twice."""
    mark = problem.problem_mark
    if mark is None or not re.search(r"found duplicate key \"[\d.]+\"", problem.problem or ""):
        return None
    lines = text.splitlines()
    if mark.line >= len(lines):
        return None
    found = _NUMBER.search(lines[mark.line])
    return _of_number(mark.line + 1, found["key"], found["number"]) if found else None


def commas(content: object, text: str) -> Iterator[Mistake]:
    """What has no colon between { and }, because a comma in a value was taken for its end."""
    lines = text.splitlines()
    if isinstance(content, CommentedMap):
        if content.fa.flow_style():
            yield from _entries(content, lines)
        for value in content.values():
            yield from commas(value, text)
    if isinstance(content, CommentedSeq):
        for value in content:
            yield from commas(value, text)


def _entries(entries: CommentedMap, lines: list[str]) -> Iterator[Mistake]:
    before = ""
    for key, value in entries.items():
        line, column = entries.lc.key(key)
        written = _KEY.match(lines[line], column)
        name = written[0].strip() if written else str(key)
        if value is None and written and not lines[line][written.end() :].lstrip().startswith(":"):
            numbers = (match for match in _NUMBER.finditer(lines[line]) if match.start() < column < match.end())
            found = next(numbers, None)
            yield _of_number(line + 1, found["key"], found["number"]) if found else _of_text(line + 1, before, name)
        else:
            before = str(key)


def _of_number(line: int, key: str, number: str) -> Mistake:
    plain = re.sub(r",\s", ",", number)
    unit = next((known for known in _UNITS if plain.endswith(known)), "")
    try:
        refuse_separators(plain, unit)
    except ValueError as problem:
        says, _, write = str(problem).partition(": write ")
        whole = ", or a whole number where only those may stand" if "decimal" in says else ""
        return Mistake(line, f"{key}: {says}, and {_ENDS}", f"Write: {key}: {write}{whole}")
    return Mistake(line, f"{key}: “{number}” is no number: {_ENDS}", f"Write: {key}: 1000")


def _of_text(line: int, key: str, name: str) -> Mistake:
    says = f"“{name}” has no colon and no value: {_ENDS}"
    hint = f"Write {name}: and its value"
    return Mistake(line, says, f"{hint}, or all of {key} in quotes where the comma is in it." if key else f"{hint}.")
