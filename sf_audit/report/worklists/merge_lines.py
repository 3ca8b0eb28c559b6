"""The merges of a worklist, a line for each record: which stays, and what is taken from which before the others go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sf_audit.model.merge import MergeWay
from sf_audit.model.worklist import Merge, Merged, Occasion
from sf_audit.report import words
from sf_audit.report.links import deep_link

COLUMNS = (
    "group",
    "records",
    "what_to_do",
    "object",
    "id",
    "record",
    "link",
    "take_from_it",
    "merges_needed",
    "in_the_way",
    "rule",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a group; `group` counts from 1."""

    group: int
    merge: Merge
    record: Merged
    link: str
    todo: str
    taken: str

    @property
    def cells(self) -> tuple[object, ...]:
        """What stands in COLUMNS."""
        return (
            self.group,
            len(self.merge.records),
            self.todo,
            self.record.object,
            self.record.id,
            self.record.label,
            self.link,
            self.taken,
            self.merge.steps,
            self.merge.obstacle,
            self.merge.rule,
        )


def merge_lines(merges: Iterable[Merge], occasion: Occasion) -> Iterator[Line]:
    """In the order of the groups; of each, the record that stays first."""
    for number, merge in enumerate(merges, 1):
        for record in merge.records:
            link = deep_link(occasion.org, record.object, record.id) or ""
            yield Line(number, merge, record, link, _todo(merge, record), _taken(record))


def summary(merge: Merge) -> str:
    """How much work a group is."""
    if merge.how is MergeWay.CONVERT:
        return "one conversion"
    return words.count(merge.steps, "merge") + (", each into the record that stays" if merge.steps > 1 else "")


def _todo(merge: Merge, record: Merged) -> str:
    if merge.how is MergeWay.CONVERT:
        return "Stays: convert the lead onto this contact" if record.stays else "Convert it"
    return f"Stays: {record.because}" if record.stays else "Merge it into the record that stays"


def _taken(record: Merged) -> str:
    return "; ".join(f"{fields} ({reason})" for fields, reason in record.taken)
