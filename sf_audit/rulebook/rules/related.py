"""What checks share that count the records of another object which belong to a record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from sf_audit.expectations import asks
from sf_audit.rulebook.rules.org_scope import in_this_org
from sf_audit.rulebook.rules.other_records import condition_on, insist_on_parents
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.settings.field_kinds import LOOKUPS
from sf_audit.rulebook.settings.org_names import ChoosesRecords, FieldName, NamesField, ObjectName, When
from sf_audit.rulebook.settings.pairs import FieldPairs, as_written
from sf_audit.snapshot.needs import ALL_ROWS, Column, Need, own_field, parents_read, reading
from sf_audit.snapshot.tables import Snapshot

_ID = "Id"


@dataclass(frozen=True, kw_only=True)
class OfRelated(OfRecords):
    """A check of the records of a child object that name a record in the field `by`, and keep `where`.

    Where `matching` has fields of the child, each holds the same as the field of the record that stands beside it; of
    either it may be a field of a parent.
    """

    child: ObjectName
    by: Annotated[FieldName | None, NamesField(of="child", fits=LOOKUPS, refers_to="object")] = None
    where: Annotated[When, ChoosesRecords(of="child")] = ALL_ROWS
    matching: FieldPairs = ()

    def __post_init__(self) -> None:
        if not self._pairs:
            raise ValueError(f"write by, the field of {self.child} that names the record, or matching, or both")

    @property
    def columns(self) -> tuple[str, ...]:
        """What the child records are found by."""
        return tuple(dict.fromkeys((_ID, *(own_field(field) for field, _ in self._pairs))))

    def needs(self) -> Sequence[Need]:
        """The records in scope, and those of the child."""
        columns = frozenset((_ID, *(own_field(key) for _, key in self._pairs)))
        parents = parents_read(column for pair in self._pairs for column in pair)
        return [*super().needs(), *reading(self.child, columns, self.where), *parents]

    def related(self, snapshot: Snapshot, low: int, high: int | None = None) -> asks.Related:
        """That the child records are at least so many, and at most so many."""
        insist_on_parents(snapshot, self.where, (column for pair in self._pairs for column in pair))
        return asks.Related(self.child, self._pairs, in_this_org(self.where, self.child, snapshot), low, high)

    def belongs(self, *, several: bool) -> str:
        """What makes a child record one of these, after its name: `names it in AccountId and meets …`."""
        *others, last = self._conditions("" if several else "s", "have" if several else "has")
        return f"{', '.join(others)} and {last}" if others else last

    @property
    def _pairs(self) -> tuple[tuple[Column, Column], ...]:
        """Fields of the record, each with the field of the child that holds the same."""
        named: list[tuple[Column, Column]] = [(_ID, self.by)] if self.by else []
        return (*named, *((field, key) for key, field in self.matching))

    def _conditions(self, ending: str, have: str) -> Iterator[str]:
        if self.by:
            yield f"name{ending} it in {self.by}"
        for key, field in self.matching:
            yield f"{have} its {as_written(field)} in {as_written(key)}"
        if self.where:
            yield f"meet{ending} the {condition_on(self.where)}"
