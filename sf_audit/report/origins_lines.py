"""Where records come from, as a page tells it: one table of teams, and those of regions, record types and entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sf_audit.model.origins import By, Entry, OriginGroup, Origins, OriginTable
from sf_audit.report import words

#: Groups that a table shows.
MOST = 10

HEADINGS = {
    By.ROLE: "Role",
    By.MANAGER: "Manager",
    By.DEPARTMENT: "Department",
    By.REGION: "Region",
    By.RECORD_TYPE: "Record type",
    By.SOURCE: "Source",
    By.ENTRY: "Entered by",
}

#: What a group is called whose owners have none of what the table is about.
_NONE = {By.ROLE: "No role", By.DEPARTMENT: "No department", By.REGION: "No region"}

#: What ways in which records came into the org are called.
_ENTRIES: Mapping[str, str] = {
    Entry.HUMAN: "People, by hand",
    Entry.INTEGRATION: "Integrations",
    Entry.IMPORT: "People, in bulk",
    Entry.WEB_FORM: "Web forms",
    Entry.NOT_KNOWN: "Not known",
}

#: One of these tables is that of teams: the first that has groups. That of managers would name people.
_TEAMS = (By.ROLE, By.DEPARTMENT)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group of a table."""

    name: str
    group: OriginGroup
    kept: str


@dataclass(frozen=True, slots=True)
class TableLines:
    """One table: its first groups."""

    heading: str
    caption: str
    lines: tuple[GroupLine, ...]


@dataclass(frozen=True, slots=True)
class OriginLines:
    """All tables, and what is said beside them."""

    minimum: int
    tables: tuple[TableLines, ...]
    notes: tuple[str, ...]


def origin_lines(origins: Origins | None) -> OriginLines | None:
    """The tables of a page; None where a review has none."""
    if origins is None:
        return None
    by = {table.by: table for table in origins.tables}
    teams = next((by[kind] for kind in _TEAMS if kind in by and by[kind].groups), by.get(By.ROLE))
    others = (by[kind] for kind in (By.REGION, By.RECORD_TYPE, By.SOURCE, By.ENTRY) if kind in by)
    tables = [table for table in (teams, *others) if table is not None]
    notes = (*(note for table in tables for note in _notes(table)), *origins.excluded)
    return OriginLines(origins.minimum, tuple(map(_table, tables)), notes)


def _table(table: OriginTable) -> TableLines:
    lines = tuple(GroupLine(_name(group, table.by), group, _kept(group)) for group in table.groups[:MOST])
    caption = "By how they were entered" if table.by is By.ENTRY else f"By {HEADINGS[table.by].lower()}"
    if len(table.groups) > MOST:
        caption += f": the {MOST} of {len(table.groups):,} that keep the least"
    return TableLines(HEADINGS[table.by], caption, lines)


def _name(group: OriginGroup, by: By) -> str:
    if by is By.ENTRY:
        return _ENTRIES.get(group.name, group.name)
    return group.name or group.id or _NONE.get(by, "None")


def _kept(group: OriginGroup) -> str:
    return words.percent(group.share_kept)


def _notes(table: OriginTable) -> Iterator[str]:
    heading = HEADINGS[table.by]
    if table.missing:
        yield f"{heading}: {table.missing}"
    if table.left_out:
        groups = words.count(table.left_out, "group")
        yield f"{heading}: {groups} not shown, so that nothing of few records or people can be told."
