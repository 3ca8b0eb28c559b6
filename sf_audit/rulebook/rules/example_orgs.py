"""Example orgs that have a name, so that the examples of several rules say only what is different in them.

They stand in `example-orgs.yaml`, beside the rules of a folder. An example then says `org: small_company`, and under
`but:` the rows that differ: one whose Id is there already changes the fields that it names, any other is added, and an
empty list takes the rows of its table away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Annotated, Any, overload

from pydantic import ValidatorFunctionWrapHandler, WithJsonSchema, WrapValidator

from sf_audit.errors import UsageProblem
from sf_audit.rulebook.files.validate import adapter_of, validated
from sf_audit.rulebook.files.yaml_file import Written, did_you_mean, read_yaml, strict_keys
from sf_audit.rulebook.rules.rule import Expected, OrgExample, Tables
from sf_audit.small_file import is_there

#: The name of the file, without its ending.
EXAMPLE_ORGS = "example-orgs"

_File = dict[str, dict[str, tuple[dict[str, Any], ...]]]


def _name_or_tables(value: object, as_tables: ValidatorFunctionWrapHandler) -> object:
    return value if isinstance(value, str) else as_tables(value)


@strict_keys
@dataclass(frozen=True, kw_only=True)
class WrittenExample(Expected):
    """An example as a rule file says it: its org in full, or the name of one and what is different in it."""

    org: Annotated[
        Tables,
        WrapValidator(_name_or_tables),
        WithJsonSchema(
            {
                "description": f"Rows by table, or the name of an org in {EXAMPLE_ORGS}.yaml.",
                "anyOf": [
                    {"type": "string", "minLength": 1},
                    {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "object"}}},
                ],
            }
        ),
    ]
    but: Tables = field(default_factory=dict)


class ExamplesInFile(Sequence[OrgExample]):
    """Examples that are read when somebody asks for them: a review does not."""

    def __init__(self, read: Callable[[], Sequence[OrgExample]]) -> None:
        self._read = cache(read)

    @overload
    def __getitem__(self, place: int) -> OrgExample: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[OrgExample]: ...

    def __getitem__(self, place: int | slice) -> OrgExample | Sequence[OrgExample]:
        return self._read()[place]

    def __len__(self) -> int:
        return len(self._read())


def read_example_orgs(folder: Path) -> Mapping[str, Tables]:
    """The orgs of a folder by name; none where it has no such file. Raises UsageProblem for one that is wrong."""
    there = [path for ending in ("yaml", "yml") if is_there(path := folder / f"{EXAMPLE_ORGS}.{ending}")]
    if not there:
        return {}
    path, *others = there
    if others:
        raise UsageProblem(f"{path} and {others[0]} are both there", hint="Make one file of them.")
    written = read_yaml(path, may_be_empty=True)
    found: Mapping[str, Tables] = validated(_File, written, written.content)
    return found


def example(written: Written, number: int, written_example: WrittenExample, orgs: Mapping[str, Tables]) -> OrgExample:
    """The example with its org in full. Raises UsageProblem for the name of an org that does not exist."""
    expected = {fact.name: getattr(written_example, fact.name) for fact in fields(Expected)}
    named: object = written_example.org
    if not isinstance(named, str):
        if written_example.but:
            hint = "Write all of the org under org:, or the name of one."
            raise written.problem(("examples", number, "but"), "goes with the name of an org alone", hint=hint)
        return OrgExample(org=written_example.org, **expected)
    if named not in orgs:
        hint = did_you_mean(named, sorted(orgs)) if orgs else f"Name it in {EXAMPLE_ORGS}.yaml beside this file."
        raise written.problem(("examples", number, "org"), f"there is no example org “{named}”", hint=hint)
    return OrgExample(org=_changed(orgs[named], written_example.but), like=named, but=written_example.but, **expected)


def schema() -> dict[str, Any]:
    """The JSON Schema of the file."""
    body = adapter_of(_File).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Example orgs of sf-audit", **body}


def _changed(org: Tables, but: Tables) -> Tables:
    changed = dict(org)
    for table, rows in but.items():
        changed[table] = _merged(org.get(table, ()), rows) if rows else ()
    return changed


def _merged(rows: tuple[Mapping[str, Any], ...], other: tuple[Mapping[str, Any], ...]) -> tuple[Mapping[str, Any], ...]:
    found = list(rows)
    place = {row["Id"]: number for number, row in enumerate(rows) if row.get("Id") is not None}
    for row in other:
        known = place.get(row.get("Id", ""))
        if known is None:
            found.append(row)
        else:
            found[known] = {**found[known], **row}
    return tuple(found)
