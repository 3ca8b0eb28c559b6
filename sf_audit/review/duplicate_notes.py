"""What a review says beside a rule of duplicates: how much work they are, who creates them, and what the org does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sf_audit.model.counts import count
from sf_audit.model.merge import MergeWay
from sf_audit.review.duplicate_creators import creator_notes
from sf_audit.review.duplicate_groups import DuplicateGroups, groups_of_each
from sf_audit.review.org_duplicate_rules import org_rule_notes
from sf_audit.rulebook.judging.examine import Seen
from sf_audit.rulebook.workspace.visibility import PeopleSettings
from sf_audit.snapshot.tables import Snapshot


def duplicate_notes(
    seen: Mapping[str, Seen], snapshot: Snapshot, settings: PeopleSettings
) -> dict[str, tuple[str, ...]]:
    """By rule, in sentences of counts and of names that the org's setup has."""
    return {rule: tuple(_notes(found, snapshot, settings)) for rule, found in groups_of_each(seen, snapshot)}


def _notes(found: DuplicateGroups, snapshot: Snapshot, settings: PeopleSettings) -> Iterator[str]:
    yield _work(found)
    if found.how is MergeWay.MERGE:
        yield from creator_notes(found, snapshot, settings)
    yield from org_rule_notes(found, snapshot)


def _work(found: DuplicateGroups) -> str:
    way = f"; something is in the way of {found.obstructed:,}" if found.obstructed else ""
    if found.how is MergeWay.CONVERT:
        return f"{count(len(found.groups), 'lead')} to convert onto contacts: leads are not merged with them{way}"
    take = "takes" if len(found.groups) == 1 else "take"
    work = f"{count(len(found.groups), 'group')} of duplicates {take} {count(found.merges, 'merge')}"
    return f"{work}, three records at a time, which nothing undoes{way}"
