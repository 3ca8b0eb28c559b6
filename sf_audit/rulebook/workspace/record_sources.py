"""`sources:` of `sf-audit.yaml`: which records are read where a loader put them, instead of from the org."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from sf_audit.model.time_zones import known_zone
from sf_audit.rulebook.files.refusals import one_problem_of
from sf_audit.rulebook.files.yaml_file import Written, strict_keys
from sf_audit.rulebook.settings.settings import Count, Words
from sf_audit.rulebook.workspace.source_addresses import holds_secret, wrong_address
from sf_audit.salesforce.setup_objects import SETUP_OBJECTS
from sf_audit.warehouse.source import MARKERS, MAX_AGE, Loader, Markers, Place, RecordSource

SOURCES_KEY = "sources"

#: Places that hold many tables, and those that are one.
_WITH_TABLES, _ONE_TABLE = frozenset({Place.DUCKDB, Place.POSTGRESQL}), frozenset({Place.PARQUET, Place.DELTA})

#: Places that are on this machine.
_PATHS = frozenset({Place.PARQUET, Place.DUCKDB})

_AGE = re.compile(r"(\d{1,5}) (hour|day)s?")


def age(value: object) -> timedelta:
    """“24 hours” or “2 days”."""
    match = _AGE.fullmatch(value) if isinstance(value, str) else None
    if match is None or int(match[1]) == 0:
        raise ValueError("write a time as hours or days, for example 24 hours")
    return timedelta(**{f"{match[2]}s": int(match[1])})


def zone(value: object) -> object:
    """The name of a time zone that this machine knows."""
    if known_zone(str(value)) is None:
        raise ValueError("write the name of a time zone, for example Europe/Berlin")
    return value


Age = Annotated[
    timedelta, BeforeValidator(age), WithJsonSchema({"type": "string", "pattern": r"^\d{1,5} (hour|day)s?$"})
]
Zone = Annotated[str, BeforeValidator(zone)]


@strict_keys
@dataclass(frozen=True)
class SourceEntry:
    """Where the records of one object are: Parquet files, a Delta or Iceberg table, or one of a database.

    A DuckDB file, a PostgreSQL database and a catalog of Iceberg tables need the name of a `table` too.

    What the loader calls its own columns is known of `loader`, or named.
    """

    parquet: Words | None = None
    delta: Words | None = None
    iceberg: Words | None = None
    duckdb: Words | None = None
    postgresql: Words | None = None
    table: Words | None = None
    loader: Loader | None = None
    columns: Mapping[str, Words] = field(default_factory=dict)
    deleted: Words | None = None
    active: Words | None = None
    loaded: Words | None = None
    max_age: Age = MAX_AGE
    count_gap: Count = 0
    refreshed: tuple[Words, ...] = ()
    time_zone: Zone = "UTC"

    @property
    def places(self) -> dict[Place, str]:
        """What was named as the place: exactly one, if the entry is right."""
        named = {Place(each.name): getattr(self, each.name) for each in fields(self) if each.name in set(Place)}
        return {place: address for place, address in named.items() if address}


def refuse_wrong_sources(entries: Mapping[str, SourceEntry], written: Written) -> None:
    """Raise UsageProblem for entries that cannot be meant so, each with its line. A password is never repeated."""
    problems = [
        written.problem((SOURCES_KEY, name, *where), says, hint=hint)
        for name, entry in entries.items()
        for where, says, hint in _wrong(name, entry)
    ]
    spelled: dict[str, str] = {}
    for name in entries:
        if (first := spelled.setdefault(name.lower(), name)) != name:
            says = f"is the same object as {first}, which has a source already"
            problems.append(written.problem((SOURCES_KEY, name), says, hint="Make one of them."))
    if problems:
        raise one_problem_of(problems)


def _wrong(name: str, entry: SourceEntry) -> Iterator[tuple[tuple[str, ...], str, str]]:
    if _says_who_may(name):
        yield (), f"{name} says who may do what, which is always read from the org", "Name an object with records."
    places = entry.places
    if len(places) != 1:
        says = "names no place" if not places else f"names {len(places)} places"
        yield (), f"{says}: write one of {', '.join(Place)}", "For example parquet: lake/account/*.parquet"
        return
    place, address = next(iter(places.items()))
    if wrong := wrong_address(place, address):
        yield (place.value,), *wrong
    elif "://" in address and place in _PATHS:
        yield (place.value,), "is an address, not a path on this machine", "Mount it, and name its path."
    if holds_secret(entry.table or ""):
        yield ("table",), "a password stands in this file", "Take it out: a table has a name, and nothing else."
    if place in _WITH_TABLES and not entry.table:
        yield (), "names no table", "For example table: salesforce.account"
    if place in _ONE_TABLE and entry.table:
        yield ("table",), "is named, and files have no tables", "Take it away."


def _says_who_may(name: str) -> bool:
    """Whether an object, in whatever letters, is about people and access, or configuration."""
    setup = {known.lower() for known in SETUP_OBJECTS}
    return name.lower() in setup or name.lower().endswith(("share", "__mdt"))


def record_sources(entries: Mapping[str, SourceEntry], workspace: Path) -> dict[str, RecordSource]:
    """By object, in small letters: where its records are."""
    return {name.lower(): _source(name, entry, workspace) for name, entry in entries.items()}


def _source(name: str, entry: SourceEntry, workspace: Path) -> RecordSource:
    place, address = next(iter(entry.places.items()))
    known = MARKERS[entry.loader] if entry.loader else Markers()
    named = [column for column in (entry.deleted, entry.active, entry.loaded) if column]
    return RecordSource(
        object=name,
        place=place,
        address=address,
        folder=workspace.absolute(),
        table=entry.table or "",
        columns=dict(entry.columns),
        markers=Markers(entry.deleted or known.deleted, entry.active or known.active, entry.loaded or known.loaded),
        expected=frozenset(named),
        max_age=entry.max_age,
        count_gap=entry.count_gap,
        refreshed=frozenset(entry.refreshed),
        time_zone=entry.time_zone,
    )
