"""For each group of duplicates, how one record is made of it: which stays, and which fields are taken from the others.

Only the records of groups are looked at, and of them normal forms alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sf_audit.duplicates.field_groups import BOUNCED, FIELD_GROUPS, INACTIVE, FieldGroup
from sf_audit.duplicates.finder import Found, Member
from sf_audit.duplicates.native_merge import Facts, merges_needed, obstacle, obstacle_to_conversion
from sf_audit.duplicates.sources import Held, fullest, source
from sf_audit.duplicates.subjects import CONTACT, Subject
from sf_audit.duplicates.survivor import survivor
from sf_audit.expectations.records import Records
from sf_audit.model.merge import MergeProposal, MergeWay, Taken
from sf_audit.salesforce.features import CREATED, CREATED_BY, OWNER, PERSON_ACCOUNT
from sf_audit.salesforce.record_types import RECORD_TYPE
from sf_audit.snapshot.sql import quote_identifier

CHANGED, CURRENCY, CONVERTED = "LastModifiedDate", "CurrencyIsoCode", "IsConverted"

_MEMBERS = "sf_audit_merged"
_OTHERS = "Other fields"

#: What says something of a record itself, or is made of its other fields: nobody takes it from one or another.
_NOT_TAKEN = frozenset({"Id", "Name", CREATED, CREATED_BY, CHANGED, BOUNCED, CURRENCY, RECORD_TYPE, "LastTransferDate"})


def proposals(records: Records, subject: Subject, found: Found, inactive: Iterable[str]) -> Iterator[MergeProposal]:
    """In the order of the groups. `inactive` are the ids of users who are known to have left."""
    rows = _rows(records, subject, {member.id for group in found.groups for member in group}, inactive)
    for group in found.groups:
        stays = survivor(group)
        members = [rows[member.id] for member in group]
        yield MergeProposal(
            ids=tuple(sorted(member.id for member in group)),
            stays=stays.id,
            because=stays.reason,
            how=MergeWay.MERGE,
            merges=merges_needed(len(group)),
            taken=tuple(_taken(_groups(subject, records), members, stays.id)),
            obstacle=obstacle(_facts(subject, members)),
        )


def conversions(leads: Records, found: Found, lead_side: int) -> Iterator[MergeProposal]:
    """Leads that are contacts already are converted onto them; with several contacts, onto that most surely the same.

    A contact keeps what it holds, and gets what it lacks ("Considerations for Converting Leads").
    """
    weights = {frozenset(ids): pair.weight for ids, pair in found.pairs.items()}
    by_lead: dict[str, list[Member]] = {}
    for group in found.groups:
        lead, contact = sorted(group, key=lambda member: member.side != lead_side)
        by_lead.setdefault(lead.id, []).append(contact)
    converted = _converted(leads, by_lead)
    for lead_id, contacts in sorted(by_lead.items()):
        best = min(contacts, key=lambda each: (-weights[frozenset((lead_id, each.id))], each.id))
        yield MergeProposal(
            ids=(lead_id, best.id),
            stays=best.id,
            because="leads are converted, not merged",
            how=MergeWay.CONVERT,
            merges=1,
            obstacle=obstacle_to_conversion(converted=lead_id in converted, contacts=len(contacts)),
        )


def _converted(leads: Records, ids: Iterable[str]) -> frozenset[str]:
    """Those of the leads that were converted, as far as that can be seen."""
    members = leads.register_texts(_MEMBERS, sorted(ids))
    select = f'SELECT "Id" FROM {leads.table} WHERE {_is_converted(leads)} AND "Id" IN (SELECT value FROM {members})'
    return frozenset(row[0] for row in leads.connection.execute(select).fetchall())


def _is_converted(records: Records) -> str:
    return f"coalesce({quote_identifier(CONVERTED)}, false)" if CONVERTED in records.kinds else "false"


@dataclass(frozen=True, slots=True)
class _Row:
    """One record of a group; `groups` has how many fields are filled, their normal form, and whether in capitals."""

    id: str
    changed: str
    person: bool | None
    currency: str | None
    converted: bool
    others: int
    groups: tuple[tuple[int, str | None, bool], ...]


def _groups(subject: Subject, records: Records) -> tuple[FieldGroup, ...]:
    return tuple(group for group in FIELD_GROUPS[subject.object] if group.seen_in(records.kinds))


def _rows(records: Records, subject: Subject, ids: Iterable[str], inactive: Iterable[str]) -> Mapping[str, _Row]:
    members, _ = records.register_texts(_MEMBERS, sorted(ids)), records.register_texts(INACTIVE, inactive)
    groups = _groups(subject, records)
    listed = [
        '"Id"',
        f"CAST({quote_identifier(CHANGED)} AS VARCHAR)" if CHANGED in records.kinds else "NULL",
        quote_identifier(PERSON_ACCOUNT) if PERSON_ACCOUNT in records.kinds else "NULL",
        quote_identifier(CURRENCY) if CURRENCY in records.kinds else "NULL",
        _is_converted(records),
        _count(records, _others(records, groups)),
    ]
    for group in groups:
        seen = group.seen_in(records.kinds)
        listed += [_count(records, seen), group.normal(seen, records.kinds), group.capitals(records.kinds)]
    select = f'SELECT {", ".join(listed)} FROM {records.table} WHERE "Id" IN (SELECT value FROM {members})'
    return {row[0]: _row(row) for row in records.connection.execute(select).fetchall()}


def _row(row: Sequence[Any]) -> _Row:
    record, changed, person, currency, converted, others, *groups = row
    held = tuple(zip(groups[::3], groups[1::3], groups[2::3], strict=True))
    return _Row(record, changed or "", person, currency, converted, others, held)


def _others(records: Records, groups: Sequence[FieldGroup]) -> list[str]:
    """The fields of no group. A check box always holds something."""
    known = {name for group in groups for name in group.fields} | _NOT_TAKEN
    return [name for name, kind in records.kinds.items() if name not in known and kind != "BOOLEAN"]


def _count(records: Records, names: Iterable[str]) -> str:
    """How many of the fields are filled; an initial is no first name."""
    letters = r"length(regexp_replace(CAST({} AS VARCHAR), '[^\p{{L}}]', '', 'g')) > 1"
    filled = (
        letters.format(quote_identifier(name)) if name == "FirstName" else f"{records.clauses.value(name)} IS NOT NULL"
        for name in names
    )
    return " + ".join(f"coalesce({each}, false)::INT" for each in filled) or "0"


def _taken(groups: Sequence[FieldGroup], members: Sequence[_Row], stays: str) -> Iterator[Taken]:
    for place, group in enumerate(groups):
        # Who changed a record last says nothing of who should own it.
        dated = OWNER not in group.fields
        held = [_held(row, place, dated=dated) for row in members]
        if best := source(held, stays, group.right):
            yield Taken(group.name, best.id, best.reason)
    if best := fullest({row.id: row.others for row in members}):
        yield Taken(_OTHERS, best.id, best.reason)


def _held(row: _Row, place: int, *, dated: bool) -> Held:
    filled, normal, capitals = row.groups[place]
    return Held(row.id, filled, normal or "", row.changed if dated else "", capitals)


def _facts(subject: Subject, members: Sequence[_Row]) -> Facts:
    return Facts(
        len(members),
        [row.person for row in members if row.person is not None],
        [row.currency for row in members if row.currency],
        sum(row.converted for row in members),
        subject.object == CONTACT,
    )
