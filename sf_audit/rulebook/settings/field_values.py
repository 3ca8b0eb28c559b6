"""A value that a rule compares a field with, in the form in which records of that field are stored.

Record ids have 18 characters there, numbers no thousands separators, days their ISO form. What cannot be a value of
the field's type is a mistake of the rule: it would match nothing, and nobody would know.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter

from sf_audit.rulebook.settings.field_kinds import is_id, is_number, is_text
from sf_audit.salesforce.key_prefixes import NO_RECORD, of_prefix
from sf_audit.snapshot.dictionary import OrgField
from sf_audit.snapshot.ids import eighteen
from sf_audit.snapshot.needs import Value

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def as_stored(value: Value, field: OrgField) -> Value:
    """The value as records hold it. Raises ValueError that says the right form."""
    kind = field.type
    if is_id(kind):
        return _of_the_field(_record_id(value), field)
    if is_number(kind):
        return _number(value, kind)
    if kind == "boolean":
        return _flag(value)
    if kind in {"date", "datetime"}:
        return _day(value, kind)
    return _text(value) if is_text(kind) else value


def _record_id(value: Value) -> str:
    try:
        return eighteen(value.strip()) if isinstance(value, str) else eighteen(str(value))
    except ValueError as problem:
        raise ValueError(f"“{value}” is no record id: {str(problem)[0].lower()}{str(problem)[1:]}") from None


def _of_the_field(record_id: str, field: OrgField) -> str:
    """The id, where it can be one of the records that the field refers to."""
    prefix, possible = record_id[:3], {target.key_prefix: target.object for target in field.ids_of}
    if not possible or prefix in {*possible, NO_RECORD}:
        return record_id
    begins = f"“{record_id}” begins with {prefix}{f' ({of_prefix(prefix)})' if of_prefix(prefix) else ''}"
    if field.type == "id":
        raise ValueError(f"{begins}, and ids of this object with {', '.join(possible)}")
    targets = " or ".join(f"{name} ({known})" for known, name in sorted(possible.items(), key=itemgetter(1)))
    raise ValueError(f"{begins}, and the field refers to {targets}: write the id of such a record")


def _number(value: Value, kind: str) -> Value:
    if isinstance(value, bool):
        raise ValueError(f"“{str(value).lower()}” is no number: write one, for example 1000")  # noqa: TRY004
    if not isinstance(value, str):
        return value
    if not _NUMBER.fullmatch(value.strip()):
        raise ValueError(f"“{value}” is no value of type {kind}: write a number without separators, for example 1000")
    exact = Decimal(value.strip())
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _flag(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in {"true", "false"}:
        return value.strip().lower() == "true"
    raise ValueError(f"“{value}” is no value of a checkbox: write true or false")


def _day(value: Value, kind: str) -> str:
    """A date field takes a day; a datetime field a day or a moment."""
    if isinstance(value, str) and _DATE.fullmatch(value.strip()) and _parses(value.strip(), date):
        return value.strip()
    if kind == "datetime" and isinstance(value, str) and "T" in value and _parses(value.strip(), datetime):
        return value.strip()
    also = " or 2026-01-31T09:00:00" if kind == "datetime" else ""
    raise ValueError(f"“{value}” is no value of type {kind}: write a day as 2026-01-31{also}")


def _parses(text: str, kind: type[date]) -> bool:
    try:
        kind.fromisoformat(text)
    except ValueError:
        return False
    return True


def _text(value: Value) -> str:
    """Text as it was written: YAML reads 1.10 as 1.1 and true as a yes, so those need quotes."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        word = str(value).lower()
        raise ValueError(f"the field holds text, and {word} without quotes is a yes or no: write '{word}'")  # noqa: TRY004
    if isinstance(value, float):
        raise ValueError("the field holds text, and YAML reads a number here: write the value in quotes")  # noqa: TRY004
    return str(value)
