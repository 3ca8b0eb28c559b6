"""Which part of what rules ask of a person's records is kept: for the eyes of that person alone, where people want it.

It goes into labels.parquet, which is private and pruned, and from there into the person's own worklist.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from sf_audit.model.origins import Fact
from sf_audit.review import record_owners
from sf_audit.review.judged_records import JudgedRecords, rows_of
from sf_audit.rulebook.judging.examine import Seen
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.visibility import PeopleSettings

_COLUMNS = pa.schema([("id", pa.string()), *((name, pa.int64()) for name in ("records", "judged", "broken"))])


def own_shares(seen: Mapping[str, Seen], rules: Sequence[Rule], settings: PeopleSettings) -> pa.Table | None:
    """A row for each record owner with enough records; None where nobody asked for it."""
    if not settings.tells_accuracy:
        return None
    people: dict[str, JudgedRecords] = {}
    for row in rows_of(Fact.OWNER, seen, rules):
        if record_owners.is_user(row[2]):
            people.setdefault(row[2], JudgedRecords()).add(row)
    rows = [
        {"id": person, "records": each.records, "judged": each.judged, "broken": each.broken}
        for person, each in sorted(people.items())
        if each.records >= settings.minimum
    ]
    return pa.Table.from_pylist(rows, schema=_COLUMNS)
