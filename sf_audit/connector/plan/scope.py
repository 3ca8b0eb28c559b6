"""What of a Need this org can answer: the columns that describe shows, and why the others are missing."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from sf_audit.connector.api.describe import ENCRYPTED, DescribedField, Describes
from sf_audit.connector.api.unread_reasons import (
    ENDS_ALL_READING,
    masked,
    not_a_value,
    refused,
)
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.model.review import Unread
from sf_audit.salesforce.query_rules import NOT_VALUES, ONE_ROW_ONLY
from sf_audit.snapshot.needs import CUSTOM_OBJECTS, Need, Source


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns that can be read, with their fields, and those that cannot, with the reason."""

    fields: Mapping[str, DescribedField]
    unseen: Mapping[str, Unread]


@dataclass(frozen=True, slots=True)
class Objects:
    """Objects that a table about objects will cover, and those that it should and cannot."""

    names: tuple[str, ...]
    covers: frozenset[str]
    uncovered: Mapping[str, Unread] = field(default_factory=dict)


def columns_of(need: Need, describes: Describes) -> Columns:
    """The columns of a Need as far as this run's describe shows them; an optional one that is not there is no loss."""
    fields: dict[str, DescribedField] = {}
    unseen: dict[str, Unread] = {}
    for column in sorted(_spelled_out(need, describes)):
        found = describes.column(need.table, column, tooling=need.source is Source.TOOLING)
        if found is None and column in need.optional:
            continue
        if found is None:
            unseen[column] = describes.why_no_field(need.table, column, tooling=need.source is Source.TOOLING)
        elif found.type in NOT_VALUES or (need.source is Source.TOOLING and column in ONE_ROW_ONLY):
            unseen[column] = not_a_value(need.table, column, found.type)
        elif found.type == ENCRYPTED and not describes.sees_encrypted:
            unseen[column] = masked(need.table, column)
        else:
            fields[column] = found
    return Columns(fields, unseen)


def _spelled_out(need: Need, describes: Describes) -> set[str]:
    """The columns by name: `Permissions*` is every column of this org that begins so."""
    wild = tuple(column.removesuffix("*") for column in need.every_column if column.endswith("*"))
    named = {column for column in need.every_column if not column.endswith("*")}
    if not wild:
        return named
    known = describes.fields(need.table, tooling=need.source is Source.TOOLING)
    return named | {column for column in known if column.startswith(wild)}


def objects_of(names: Iterable[str], describes: Describes, *, without: Container[str] = ()) -> Objects:
    """The named objects that the auditor sees; the word for all custom objects stands for each of them.

    Custom objects come from the org's own list, so they are visible; those of `without` are left out.
    """
    asked = set(names)
    listed = (
        {custom_object for custom_object in describes.custom_objects() if custom_object not in without}
        if CUSTOM_OBJECTS in asked
        else set()
    )
    wanted = asked - {CUSTOM_OBJECTS} - listed
    describes.ask_for(wanted)
    hidden = {name: unread for name in sorted(wanted) if (unread := _hidden(name, describes))}
    visible = tuple(sorted((wanted - hidden.keys()) | listed))
    return Objects(visible, frozenset(visible) | (asked & {CUSTOM_OBJECTS}), hidden)


def described(objects: Objects, describes: Describes) -> Objects:
    """The same objects, each of them described; those whose describe is refused are not covered."""
    describes.ask_for(objects.names)
    hidden = {name: unread for name in objects.names if (unread := _hidden(name, describes))}
    names = tuple(name for name in objects.names if name not in hidden)
    return Objects(names, objects.covers - hidden.keys(), {**objects.uncovered, **hidden})


def _hidden(name: str, describes: Describes) -> Unread | None:
    try:
        return describes.why_no_object(name) if describes.object(name) is None else None
    except ApiError as refusal:
        if refusal.kind in ENDS_ALL_READING:
            raise
        return refused(name, refusal)
