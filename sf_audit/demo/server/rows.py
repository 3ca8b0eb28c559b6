"""Asking the org's rows: every read of the server goes through SOQL, so that one set of rules holds."""

from __future__ import annotations

from sf_audit.demo.schema import Field, SObject
from sf_audit.demo.server.call import Call
from sf_audit.demo.server.refusals import Refusal, no_such_external_id, not_found
from sf_audit.demo.soql.answer import Answer
from sf_audit.demo.soql.errors import SoqlError
from sf_audit.demo.soql.grammar import parse
from sf_audit.demo.soql.run import run

#: What stands after an object's name and is no record: resources of the platform that are not here.
RESOURCES = frozenset({"approvallayouts", "describe", "listviews", "quickactions"})


def ask(call: Call, text: str, *, bulk: bool = False) -> Answer:
    """The answer to a SOQL statement; a refusal of SOQL becomes one of the wire."""
    try:
        return run(
            call.org,
            text,
            tooling=call.on_tooling,
            bulk=bulk,
            now=call.settings.clock(),
            strict_tooling=call.settings.strict_tooling,
            version=float(call.version),
        )
    except SoqlError as error:
        raise Refusal(error.code, error.message, error.status) from error


def object_of(call: Call, text: str) -> str:
    """The object that a statement reads, spelled as its describe does; Refusal if the statement is not SOQL."""
    try:
        named = parse(text).source.name
    except SoqlError as error:
        raise Refusal(error.code, error.message, error.status) from error
    found = call.org.visible(named)
    return found.name if found else named


def row_of(call: Call, name: str, identifier: str, fields: str = "") -> dict[str, object]:
    """One row of an object with all fields that this user sees, or with those named; Refusal if there is none."""
    sobject = visible(call, name)
    if not is_id(identifier):
        raise not_found() if identifier.lower() in RESOURCES else no_such_external_id(identifier)
    columns = fields or ",".join(field.name for field in seen_fields(call, sobject))
    answer = ask(call, f"SELECT {columns} FROM {sobject.name} WHERE Id = '{identifier}'")
    try:
        rows = answer.records(0, 1, version=call.version)
    finally:
        answer.close()
    if not rows:
        raise not_found()
    return rows[0]


def is_id(text: str) -> bool:
    """Whether it has the form of a record id."""
    return len(text) in (15, 18) and text.isascii() and text.isalnum()


def visible(call: Call, name: str) -> SObject:
    """The object of that name on the API asked (data or tooling); Refusal if this user does not see it there."""
    found = call.org.visible(name)
    if found is None or not on_this_api(found, call.on_tooling):
        raise not_found()
    return found


def on_this_api(sobject: SObject, tooling: bool) -> bool:
    """Whether the object answers on the Tooling API, or on the data API."""
    return sobject.both or sobject.tooling == tooling


def seen_fields(call: Call, sobject: SObject) -> list[Field]:
    """The fields that field-level security lets this user see."""
    return [field for field in sobject.fields if f"{sobject.name}.{field.name}" not in call.org.hidden_fields]
