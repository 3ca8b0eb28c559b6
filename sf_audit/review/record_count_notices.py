"""Tables with far fewer rows than the org counts without regard to sharing: what is said of them.

A restriction rule, a share that is broken or a wrong answer shows in no permission and, in a first review, in no
comparison. So such a table is in doubt as after a fall in numbers, until somebody says why the two differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sf_audit.model.counts import count
from sf_audit.model.review import Reason, Unread
from sf_audit.rulebook.workspace.config import Config
from sf_audit.salesforce.record_access import shows_every_record
from sf_audit.salesforce.record_counts import is_short
from sf_audit.snapshot.tables import Snapshot, Table

#: So long after a mass deletion the count of the org may still be the old one.
_BEHIND = timedelta(days=7)


def doubted(snapshot: Snapshot, config: Config) -> dict[str, Unread]:
    """By table, why nothing about it counts as kept or fixed: nobody has said why so few records came."""
    return {
        table.name: Unread(
            Reason.FEWER_ROWS,
            f"{_told(table)}, and nobody has said why",
            f"{shows_every_record(table.name)}, restriction rules that do not hold for the auditor user, or "
            f"record_count_gaps for {table.name} in sf-audit.yaml",
        )
        for table in _short(snapshot)
        if not _explanation(table, snapshot, config)
    }


def banners(snapshot: Snapshot, config: Config) -> tuple[str, ...]:
    """A line for every such table, explained or not."""
    return tuple(
        f"{_told(table)}: {_explanation(table, snapshot, config) or _CONSEQUENCE}." for table in _short(snapshot)
    )


_CONSEQUENCE = "nobody has said why, so no such rule counts as kept, and no finding there as fixed"


def _short(snapshot: Snapshot) -> Iterator[Table]:
    for _, table in sorted(snapshot.tables.items()):
        # Of rows that the auditor is known not to see, the review says so already.
        whole = table.unread is None and not table.rows_hidden
        if whole and table.record_count is not None and is_short(table.rows, table.record_count):
            yield table


def _told(table: Table) -> str:
    came = count(table.rows, "row")
    return f"{came} of {table.name} came, and the org counts about {table.record_count:,} (Record Count)"


def _explanation(table: Table, snapshot: Snapshot, config: Config) -> str:
    """Why people say that the two differ; empty where nobody does, or no longer."""
    gaps = [
        f"{gap.reason} (approved by {gap.approved_by}, until {gap.until})"
        for gap in config.record_count_gaps
        if gap.object == table.name and gap.until >= snapshot.today
    ]
    deletions = [
        f"deleted on {deletion.on}, {deletion.reason} (approved by {deletion.approved_by})"
        for deletion in config.mass_deletions
        if deletion.object == table.name and deletion.on <= snapshot.today <= deletion.on + _BEHIND
    ]
    return "; ".join([*gaps, *deletions])
