"""Registers as tables, and tables as registers: what a snapshot keeps of them, so that it can be judged by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from types import NoneType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

import pyarrow as pa
from pydantic import ValidationError

from sf_audit.errors import IntegrityBroken, UsageProblem
from sf_audit.registers.kinds import KINDS
from sf_audit.registers.people import Person, everybody
from sf_audit.registers.read import Register
from sf_audit.rulebook.files.validate import adapter_of
from sf_audit.rulebook.workspace.config import Config
from sf_audit.snapshot.declared import Declaration
from sf_audit.snapshot.tables import Snapshot

#: The table of everybody whom a register may name.
PEOPLE = "people"

E = TypeVar("E")

_PLAIN: Mapping[type, pa.DataType] = {bool: pa.bool_(), int: pa.int64(), date: pa.date32(), str: pa.string()}


def frozen(registers: Sequence[Register], config: Config) -> tuple[Declaration, ...]:
    """What a snapshot keeps: a table for each register, and who the people in them are. Nothing where there is none."""
    if not registers:
        return ()
    found = [_declaration(register) for register in registers]
    return (*found, Declaration(PEOPLE, table_of(Person, everybody(config))))


def declared(snapshot: Snapshot, name: str, kind: type[E]) -> tuple[E, ...]:
    """The entries of a register as they were declared when the snapshot was read; none where they were refused.

    Fields that this version does not know any more are left out.
    """
    known = {field.name for field in fields(cast(Any, kind))}
    rows = [{name: value for name, value in row.items() if name in known} for row in snapshot.declared_rows(name)]
    try:
        found: tuple[E, ...] = adapter_of(cast(Any, tuple[kind, ...])).validate_python(rows)  # type: ignore[valid-type]
    except ValidationError:
        hint = "Judge the snapshot with the version of sf-audit that read it."
        raise IntegrityBroken(f"the register {name} of this snapshot has another form", hint=hint) from None
    return found


def table_of(kind: type, entries: Sequence[object]) -> pa.Table:
    """Entries as a table: a column for each field, lists and parts of an entry within it."""
    rows = adapter_of(cast(Any, tuple[kind, ...])).dump_python(tuple(entries))  # type: ignore[valid-type]
    return pa.Table.from_pylist(list(rows), schema=pa.schema(list(_columns(kind))))


def _declaration(register: Register) -> Declaration:
    refused = tuple(_refusal(problem, register.file) for problem in register.problems)
    table = None if refused else table_of(KINDS[register.name].entry, register.entries)
    return Declaration(register.name, table, register.file, register.sha256, refused)


def _refusal(problem: UsageProblem, file: str) -> str:
    """What is wrong, under the name that the file has in any workspace, with what to do."""
    says, _, rest = str(problem).partition(file)
    text = f"{file}{rest}" if rest else says
    return f"{text}. {problem.hint}" if problem.hint else text


def _columns(kind: type) -> list[tuple[str, pa.DataType]]:
    hints = get_type_hints(kind)
    return [(field.name, _type(hints[field.name])) for field in fields(cast(Any, kind))]


def _type(hint: Any) -> pa.DataType:
    """How values of a field are stored. A value that may be missing is stored as what it is otherwise."""
    if is_dataclass(hint):
        return pa.struct(_columns(cast(type, hint)))
    if get_origin(hint) is tuple:
        return pa.list_(_type(get_args(hint)[0]))
    given = [choice for choice in get_args(hint) if choice is not NoneType]
    if given:
        return _type(given[0])
    return next(stored for plain, stored in _PLAIN.items() if issubclass(hint, plain))
