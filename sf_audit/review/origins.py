"""Where records that keep the rules come from, and where others do: shares by team, region, record type and source, and
by how they were entered.

The counts come from the pass that judges: each record is counted with its owner, record type and source while its
answers are at hand, so that what is counted is what the rules judged, to the record, and nothing is read twice. Here
they are put together, because teams are a matter of a few thousand owners and not of millions of records.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sf_audit.model.origins import By, Fact, OriginGroup, Origins, OriginTable
from sf_audit.review import record_owners
from sf_audit.review.entries import PERSONAL, came_by
from sf_audit.review.hidden_groups import hidden_groups
from sf_audit.review.judged_records import JudgedRecords, Row, rows_of
from sf_audit.review.record_creators import Creators
from sf_audit.review.record_owners import TEAM_FIELDS, USER, Member
from sf_audit.rulebook.judging.examine import Seen
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.visibility import PeopleSettings, Visibility
from sf_audit.salesforce.features import TRANSFERRED
from sf_audit.snapshot.stored_dictionary import StoredDictionary
from sf_audit.snapshot.tables import Snapshot

#: People in a group of people, so that no share is that of one of them.
_FEWEST_PEOPLE = 2

_QUEUES = "Records that a queue owns are in no table of people."
_LATELY = "Leads that came to their owner in the last 14 days are in no table of people."
_NOT_KNOWN_SINCE = "Since when a record is with its owner is not known{}: who has it now is counted as its owner."


def origins(
    seen: Mapping[str, Seen], rules: Sequence[Rule], snapshot: Snapshot, settings: PeopleSettings
) -> Origins | None:
    """The tables of a review; None where people switched them off, or where no rule judged records."""
    rows = {fact: list(rows_of(fact, seen, rules)) for fact in Fact}
    if settings.visibility is Visibility.OFF or not any(rows.values()):
        return None
    tables = [
        *_of_people(rows[Fact.OWNER], snapshot, settings),
        *_of_records(rows, snapshot, settings),
        _of_entries(rows[Fact.ENTRY], snapshot, settings),
    ]
    return Origins(settings.minimum, tuple(tables), tuple(_excluded(rows[Fact.OWNER], snapshot)))


def _of_people(rows: Sequence[Row], snapshot: Snapshot, settings: PeopleSettings) -> Iterator[OriginTable]:
    owners = {row[2] for row in rows if record_owners.is_user(row[2])}
    known = record_owners.members(snapshot, owners, settings.region)
    names = record_owners.role_names(snapshot)
    sums = {by: _of_teams(rows, known, by) for by in (By.ROLE, By.MANAGER, By.DEPARTMENT, By.REGION)}
    beside = {row[2] for row in rows} - known.keys()
    hidden = {by: _hidden(teams, settings.minimum, _of_one_person(teams), beside) for by, teams in sums.items()}
    if any(sums[by] and not some for by, some in hidden.items()):  # then that table has the whole of those known
        hidden = {by: hidden_groups(sums[by], some, _FEWEST_PEOPLE) for by, some in hidden.items()}
    for by, teams in sums.items():
        missing = _unread(snapshot, TEAM_FIELDS.get(by, settings.region)) or _unknown(owners, known)
        yield _table(by, teams, hidden[by], missing, names, is_id=by in {By.ROLE, By.MANAGER})


def _of_teams(rows: Sequence[Row], known: Mapping[str, Member], by: By) -> dict[str, JudgedRecords]:
    sums: dict[str, JudgedRecords] = {}
    for row in rows:
        team = _team(known.get(row[2]), by)
        if team is not None:
            sums.setdefault(team, JudgedRecords()).add(row, row[2])
    return sums


def _team(member: Member | None, by: By) -> str | None:
    found = getattr(member, by.value) if member else None
    return found if isinstance(found, str) else None


def _of_records(
    rows: Mapping[Fact, Sequence[Row]], snapshot: Snapshot, settings: PeopleSettings
) -> Iterator[OriginTable]:
    dictionary = StoredDictionary(snapshot)
    objects = sorted({row[0] for row in rows[Fact.RECORD_TYPE]})
    kinds = ((name, kind) for name in objects for kind in dictionary.record_types(name))
    names = {kind.id: f"{name}: {kind.label or kind.name}" for name, kind in kinds}
    for by, fact in ((By.RECORD_TYPE, Fact.RECORD_TYPE), (By.SOURCE, Fact.SOURCE)):
        sums: dict[str, JudgedRecords] = {}
        for row in rows[fact]:
            sums.setdefault(row[2], JudgedRecords()).add(row)
        missing = "" if rows[fact] else f"No rule reads the {by.replace('_', ' ')} of the records that it judges."
        yield _table(by, sums, _hidden(sums, settings.minimum), missing, names, is_id=by is By.RECORD_TYPE)


def _of_entries(rows: Sequence[Row], snapshot: Snapshot, settings: PeopleSettings) -> OriginTable:
    if not rows:
        return OriginTable(By.ENTRY, missing="Who created the records that rules judge, and when, was not read.")
    creators = Creators.of(snapshot)
    sums: dict[str, JudgedRecords] = {}
    for row in rows:
        entry, creator = came_by(row[2], creators)
        sums.setdefault(entry, JudgedRecords()).add(row, creator if entry in PERSONAL else entry)
    hidden = _hidden(sums, settings.minimum, _of_one_person(sums) & PERSONAL)
    return _table(By.ENTRY, sums, hidden, " ".join(creators.missing), {}, is_id=False)


def _of_one_person(sums: Mapping[str, JudgedRecords]) -> set[str]:
    return {key for key, each in sums.items() if len(each.people) < _FEWEST_PEOPLE}


def _hidden(
    sums: Mapping[str, JudgedRecords], minimum: int, alone: Collection[str] = (), beside: Collection[str] = ()
) -> set[str]:
    """Groups with too few records, or `alone` with too few people to be one, and those that would tell of them."""
    few = {key for key, each in sums.items() if each.records < minimum}
    return hidden_groups(sums, few.union(alone), _FEWEST_PEOPLE, beside)


def _table(
    by: By,
    sums: Mapping[str, JudgedRecords],
    hidden: Collection[str],
    missing: str,
    names: Mapping[str, str],
    *,
    is_id: bool,
) -> OriginTable:
    """Hidden groups are counted and not shown."""
    groups = [
        OriginGroup(
            name=names.get(key, "") if is_id else key,
            records=each.records,
            judged=each.judged,
            broken=each.broken,
            id=key if is_id else "",
        )
        for key, each in sums.items()
        if key not in hidden
    ]
    groups.sort(key=lambda group: (group.share_kept, -group.records, group.name, group.id))
    return OriginTable(by, tuple(groups), len(hidden), missing)


def _unread(snapshot: Snapshot, column: str) -> str:
    if not snapshot.has(USER, "Id"):
        return "User was not read."
    return "" if snapshot.has(USER, column) else f"User.{column} was not read."


def _unknown(owners: Iterable[str], known: Collection[str]) -> str:
    lacking = record_owners.not_among_users(owners, known)
    return f"{lacking}." if lacking else ""


def _excluded(rows: Sequence[Row], snapshot: Snapshot) -> Iterator[str]:
    if any(record_owners.is_queue(row[2]) for row in rows):
        yield _QUEUES
    objects = {row[0] for row in rows}
    known = {name for name in objects if snapshot.has(name, TRANSFERRED)}
    if known:
        yield _LATELY
    if objects - known:
        yield _NOT_KNOWN_SINCE.format(" of other records" if known else "")
