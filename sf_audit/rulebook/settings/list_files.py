"""A setting that names a file of the workspace with a list of values: a long list is kept where people keep it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

_FORM = "write a file of the workspace, for example lists/regions.csv, or {file: lists/regions.csv, column: Region}"
_KEYS = frozenset({"file", "column", "sha256"})

#: A setting with this ending names the file that the setting without it is filled from.
FROM = "_from"


@dataclass(frozen=True, slots=True)
class ListFile:
    """A CSV or text file, relative to the workspace, and which column of it; empty for the first.

    `sha256` is that of the file whose values the check has; empty before it was read.
    """

    file: str
    column: str = ""
    sha256: str = ""


def list_file(value: object) -> ListFile | None:
    """The file that a rule names. ValueError for one that can be outside of the workspace."""
    if value is None or isinstance(value, ListFile):
        return value
    written = {"file": value} if isinstance(value, str) else value
    if not isinstance(written, Mapping) or "file" not in written or not written.keys() <= _KEYS:
        raise ValueError(_FORM)
    if not all(isinstance(text, str) for text in written.values()):
        raise ValueError(_FORM)
    _refuse_place(written["file"])
    if written["file"].lower().endswith(".txt") and written.get("column"):
        raise ValueError("a text file has one value on each line and no columns: leave out column")
    return ListFile(**written)


def refuse_both(name: str, written: Collection[str], named: ListFile | None) -> None:
    """ValueError where a list stands in the rule, and in a file that is still to be read as well."""
    if written and named is not None and not named.sha256:
        raise ValueError(f"write {name} or {name}{FROM}, not both")


def _refuse_place(file: str) -> None:
    """ValueError for what is no path from the workspace downwards, or no list."""
    if not file.lower().endswith((".csv", ".txt")):
        raise ValueError(f"“{file}” is neither .csv nor .txt: {_FORM}")
    if file.startswith("/") or "\\" in file or ":" in file or ".." in file.split("/"):
        raise ValueError(f"“{file}” is no path inside the workspace: {_FORM}")


ValuesFile = Annotated[
    ListFile | None,
    BeforeValidator(list_file),
    WithJsonSchema(
        {
            "format": "list-file",
            "anyOf": [
                {"type": "string", "pattern": r"\.(csv|txt)$"},
                {
                    "type": "object",
                    "properties": {"file": {"type": "string"}, "column": {"type": "string"}},
                    "required": ["file"],
                    "additionalProperties": False,
                },
            ],
        }
    ),
]
