"""Records that a rule names by their ids: whether the org has them, as far as a snapshot can know.

An id is well formed whether or not anybody has it. That no account belongs to a user who does not exist proves nothing,
so such an id is a value that cannot be in the org, like one that no picklist lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sf_audit.rulebook.fitting.misfit import AbsentValue, NamedRecord, Where
from sf_audit.rulebook.settings.field_kinds import is_id
from sf_audit.salesforce.key_prefixes import of_prefix
from sf_audit.salesforce.setup_objects import shown_whole
from sf_audit.snapshot.dictionary import OrgField
from sf_audit.snapshot.needs import Need, Value
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.tables import Snapshot


def named_record(
    value: Value, where: Where, setting: Where, owner: str, field: OrgField, *, alternatives: int
) -> Iterator[NamedRecord]:
    """The record that a value names; none where it is no id, or nobody knows of which object."""
    target = _target(str(value), owner, field) if is_id(field.type) else ""
    if target:
        yield NamedRecord(where, setting, owner, field.name, str(value), target, alternatives)


def _target(record_id: str, owner: str, field: OrgField) -> str:
    prefix = record_id[:3]
    known = next((target.object for target in field.ids_of if target.key_prefix == prefix), "")
    possible = (owner,) if field.type == "id" else field.references
    return known or (of_prefix(prefix) if of_prefix(prefix) in possible else "")


def needs_of_named(records: Iterable[NamedRecord]) -> Iterator[Need]:
    """The ids of the objects that describe the org, which are read whole: users, profiles, roles, queues and others."""
    for target in sorted({record.target for record in records if shown_whole(record.target)}):
        yield Need(target, frozenset({"Id"}), required=False)


def unknown_records(records: Iterable[NamedRecord], snapshot: Snapshot) -> Iterator[AbsentValue]:
    """Those that no record of the snapshot is, where every one of their object was read."""
    for record in records:
        if not read_whole(record.target, snapshot):
            continue
        table = quote_identifier(record.target)
        alike = f'SELECT "Id" FROM {table} WHERE lower("Id"[:15]) = lower(?[:15]) ORDER BY 1'
        found = snapshot.rows(alike, [record.record_id])
        ids = [row[0] for row in found]
        if record.record_id not in ids:
            # Programs that sort or compare without regard to case change the letters of an id.
            yield record.absent(near=next(iter(ids), ""))


def read_whole(table: str, snapshot: Snapshot) -> bool:
    """Whether the snapshot has every record of the object."""
    known = snapshot.tables.get(table)
    return bool(known and known.rows and known.row_drop is None and snapshot.has_all_rows(table, "Id"))
