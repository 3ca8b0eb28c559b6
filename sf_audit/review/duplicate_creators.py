"""Who creates duplicates: how the later records of each group came into the org, and from which teams.

Counts alone, and never of one person: whatever would be, or could be subtracted, is counted together or left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sf_audit.expectations.entries import entry_column
from sf_audit.expectations.records import Records
from sf_audit.model.counts import count
from sf_audit.model.origins import Entry
from sf_audit.review import record_owners
from sf_audit.review.duplicate_groups import DuplicateGroups
from sf_audit.review.entries import PERSONAL, came_by
from sf_audit.review.hidden_groups import hidden_groups
from sf_audit.review.record_creators import Creators
from sf_audit.rulebook.workspace.visibility import PeopleSettings, Visibility
from sf_audit.snapshot.tables import Snapshot

_FEWEST_PEOPLE = 2

_WORDS = {
    Entry.HUMAN: "typed",
    Entry.IMPORT: "imported",
    Entry.INTEGRATION: "from integrations",
    Entry.WEB_FORM: "from web forms",
    Entry.NOT_KNOWN: "of unknown origin",
}


def creator_notes(found: DuplicateGroups, snapshot: Snapshot, settings: PeopleSettings) -> Iterator[str]:
    """Nothing where people switched it off."""
    if settings.visibility is Visibility.OFF:
        return
    values = _values(found, snapshot) if found.dated else None
    if values is None:
        yield "who created them is not known: CreatedById or CreatedDate was not read"
        return
    creators = Creators.of(snapshot)
    entries = _counted((came_by(value, creators), number) for value, number in values.items())
    shown = {entry: each for entry, each in entries.items() if entry not in PERSONAL}
    personal = {entry: each for entry, each in entries.items() if entry in PERSONAL}
    later = f"{count(len(found.later), 'record')} came after the first of a group"
    if personal and len(_people(personal)) < _FEWEST_PEOPLE:
        yield f"{later}: fewer than two people created those that no machine did, so how they came is not told"
        return
    if any(len(each.people) < _FEWEST_PEOPLE for each in personal.values()):
        parts = [*_parts(shown), f"{sum(each.records for each in personal.values()):,} typed, imported or unknown"]
    else:
        parts = list(_parts(entries))
    yield f"{later}: {', '.join(parts)}"
    yield from _teams(values, creators, snapshot, settings)


@dataclass
class _Count:
    """So many records of these people."""

    records: int = 0
    people: set[str] = field(default_factory=set)


def _values(found: DuplicateGroups, snapshot: Snapshot) -> Counter[str] | None:
    """The later records by sign and creator; None where that was not read."""
    records = Records.at(snapshot, found.object)
    try:
        entry = entry_column(records)
        if entry is None:
            return None
        rows = snapshot.rows(
            f"""SELECT {entry.sql}, count(*) FROM {records.table} {entry.join}
            WHERE {records.table}."Id" IN (SELECT unnest(?)) GROUP BY 1""",
            [found.later],
        )
    finally:
        records.close()
    return Counter({value or "": number for value, number in rows})


def _counted(rows: Iterator[tuple[tuple[Entry, str], int]]) -> dict[Entry, _Count]:
    counts: dict[Entry, _Count] = {}
    for (entry, creator), number in rows:
        each = counts.setdefault(entry, _Count())
        each.records += number
        each.people.add(creator)
    return counts


def _people(counts: Mapping[Entry, _Count]) -> set[str]:
    return {person for each in counts.values() for person in each.people}


def _parts(counts: Mapping[Entry, _Count]) -> Iterator[str]:
    for entry, each in sorted(counts.items(), key=lambda item: (-item[1].records, item[0])):
        yield f"{each.records:,} {_WORDS[entry]}"


def _teams(
    values: Mapping[str, int], creators: Creators, snapshot: Snapshot, settings: PeopleSettings
) -> Iterator[str]:
    """By role, where at least two people of it did, and nothing is left of which one person could be told."""
    made = [(came_by(value, creators), number) for value, number in values.items()]
    own = [(creator, number) for (entry, creator), number in made if entry in {Entry.HUMAN, Entry.IMPORT}]
    members = record_owners.members(snapshot, {creator for creator, _ in own}, settings.region)
    names, roles = record_owners.role_names(snapshot), dict[str, _Count]()
    for creator, number in own:
        member = members.get(creator)
        each = roles.setdefault(names.get(member.role or "", "") if member else "", _Count())
        each.records += number
        each.people.add(creator)
    alone = {role for role, each in roles.items() if not role or len(each.people) < _FEWEST_PEOPLE}
    unknown = {creator for (entry, creator), _ in made if entry is Entry.NOT_KNOWN}
    hidden = hidden_groups(roles, alone, _FEWEST_PEOPLE)  # counted together, as others
    hidden = hidden_groups(roles, hidden, _FEWEST_PEOPLE, beside=unknown)
    shown = {role: each for role, each in roles.items() if role not in hidden}
    if shown:
        ordered = sorted(shown.items(), key=lambda item: (-item[1].records, item[0]))
        others = sum(roles[role].records for role in hidden)
        parts = [f"{role} {each.records:,}" for role, each in ordered] + ([f"others {others:,}"] if others else [])
        yield f"typed or imported by people with the role {', '.join(parts)}"
