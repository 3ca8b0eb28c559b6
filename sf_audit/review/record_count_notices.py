"""Objects of which far fewer records came than the org counts without regard to sharing: what is said of them.

A restriction rule, a share that is broken or a wrong answer shows in no permission and, in a first review, in no
comparison. So such an object is in doubt as after a fall in numbers, until somebody says why the two differ. That goes
for rows that were read and for records in which the org counted the filled fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sf_audit.model.counts import count
from sf_audit.model.review import Reason, Unread
from sf_audit.rulebook.workspace.config import Config
from sf_audit.salesforce.record_access import shows_every_record
from sf_audit.salesforce.record_counts import is_short
from sf_audit.snapshot.needs import FILL_COUNTS, counted_records
from sf_audit.snapshot.tables import Snapshot

#: So long after a mass deletion the count of the org may still be the old one.
_BEHIND = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Short:
    """An object that is short of records. `table` is what is in doubt, `told` how that was noticed."""

    table: str
    object: str
    told: str


def doubted(snapshot: Snapshot, config: Config) -> dict[str, Unread]:
    """By table, why nothing about it counts as kept or fixed: nobody has said why so few records came."""
    return {
        short.table: Unread(
            Reason.FEWER_ROWS,
            f"{short.told}, and nobody has said why",
            f"{shows_every_record(short.object)}, restriction rules that do not hold for the auditor user, or "
            f"record_count_gaps for {short.object} in sf-audit.yaml",
        )
        for short in _short(snapshot)
        if not _explanation(short.object, snapshot, config)
    }


def banners(snapshot: Snapshot, config: Config) -> tuple[str, ...]:
    """A line for every such object, explained or not."""
    return tuple(
        f"{short.told}: {_explanation(short.object, snapshot, config) or _CONSEQUENCE}." for short in _short(snapshot)
    )


_CONSEQUENCE = "nobody has said why, so no such rule counts as kept, and no finding there as fixed"


def _short(snapshot: Snapshot) -> Iterator[_Short]:
    """Of records that the auditor is known not to see, the review says so already."""
    for name, table in sorted(snapshot.tables.items()):
        whole = table.unread is None and not table.rows_hidden
        if whole and table.record_count is not None and is_short(table.rows, table.record_count):
            came = f"{count(table.rows, 'row')} of {name} came"
            yield _Short(name, name, f"{came}, and the org counts about {table.record_count:,} (Record Count)")
    for name, total, counted in _counted(snapshot):
        if is_short(total, counted):
            came = f"{count(total, 'record')} of {name} came in the count of filled fields"
            told = f"{came}, and the org counts about {counted:,} (Record Count)"
            yield _Short(counted_records(name), name, told)


def _counted(snapshot: Snapshot) -> list[tuple[str, int, int]]:
    """The objects whose filled fields were counted, with the records in that and those that the org keeps count of."""
    if not snapshot.has(FILL_COUNTS, "object", "total", "record_count") or snapshot.tables[FILL_COUNTS].rows_hidden:
        return []
    return snapshot.rows(
        f'''SELECT "object", max(CAST("total" AS BIGINT)), max(CAST("record_count" AS BIGINT)) FROM "{FILL_COUNTS}"
        WHERE "record_count" IS NOT NULL GROUP BY 1 ORDER BY 1'''
    )


def _explanation(name: str, snapshot: Snapshot, config: Config) -> str:
    """Why people say that the two differ; empty where nobody does, or no longer."""
    gaps = [
        f"{gap.reason} (approved by {gap.approved_by}, until {gap.until})"
        for gap in config.record_count_gaps
        if gap.object == name and gap.until >= snapshot.today
    ]
    deletions = [
        f"deleted on {deletion.on}, {deletion.reason} (approved by {deletion.approved_by})"
        for deletion in config.mass_deletions
        if deletion.object == name and deletion.on <= snapshot.today <= deletion.on + _BEHIND
    ]
    return "; ".join([*gaps, *deletions])
