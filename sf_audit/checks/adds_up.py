"""A number on a record that its child records contradict, such as an amount that is not that of the products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.org_scope import in_this_org
from sf_audit.rulebook.rules.other_records import condition_on, insist_on_every_row, insist_on_parents
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import LOOKUPS, NUMBERS, Fits
from sf_audit.rulebook.settings.org_names import ChoosesRecords, FieldName, NamesField, ObjectName, When
from sf_audit.rulebook.settings.tolerance import EXACTLY, Tolerance
from sf_audit.salesforce.features import CURRENCY
from sf_audit.snapshot.needs import ALL_ROWS, Need, reading
from sf_audit.snapshot.tables import Snapshot

_ChildNumber = Annotated[FieldName | None, NamesField(of="child", fits=NUMBERS)]


@check("adds_up")
@dataclass(frozen=True, kw_only=True)
class AddsUp(OfField):
    """Where filled, the number is what the child records that name this record in the field `by` come to.

    That is the sum of a number field of theirs (`sum_of`), the smallest or the largest one (`smallest_of`,
    `largest_of`), or how many they are where none of these is written. Only child records that keep `where` count,
    which is written as `when`, on fields of the child. The two may differ by the `tolerance`, a number or a share of
    the record's number, as `1%`.

    An empty number of a child adds nothing. Without child records the sum and the count are 0, and of the smallest and
    the largest nothing is said: leave out opportunities without products with `when: {HasOpportunityLineItem: true}`.
    In an org with several currencies nothing is said of a record whose child records are in another one. Child records
    that sharing hides are part of the sum, so without them the rule is not checked.
    """

    fits: ClassVar[Fits] = NUMBERS

    child: ObjectName
    by: Annotated[FieldName, NamesField(of="child", fits=LOOKUPS, refers_to="object")]
    sum_of: _ChildNumber = None
    smallest_of: _ChildNumber = None
    largest_of: _ChildNumber = None
    where: Annotated[When, ChoosesRecords(of="child")] = ALL_ROWS
    tolerance: Tolerance = EXACTLY

    def __post_init__(self) -> None:
        if sum(name is not None for name in (self.sum_of, self.smallest_of, self.largest_of)) > 1:
            raise ValueError("write one of sum_of, smallest_of and largest_of, or none for the number of child records")

    def needs(self) -> Sequence[Need]:
        """The records, the child records, and in orgs with several currencies in which one their amounts are."""
        judged, *others = super().needs()
        number = frozenset({self._number} - {""})
        children, *parents = reading(self.child, {"Id", self.by} | number, self.where)
        return [_with_currency(judged), *others, _with_currency(children), *parents]

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        insist_on_every_row(snapshot, self.child)
        insist_on_parents(snapshot, self.where)
        several = bool(self._number) and all(snapshot.has(name, CURRENCY) for name in (self.object, self.child))
        where = in_this_org(self.where, self.child, snapshot)
        currency = CURRENCY if several else ""
        children = asks.Children(self.child, self.by, self._total, self._number, where, currency)
        return asks.AddsUp(self.field, children, self.tolerance.number, self.tolerance.of_share), self._because()

    @property
    def _number(self) -> str:
        return self.sum_of or self.smallest_of or self.largest_of or ""

    @property
    def _total(self) -> asks.Total:
        totals = (
            (self.sum_of, asks.Total.SUM),
            (self.smallest_of, asks.Total.MINIMUM),
            (self.largest_of, asks.Total.MAXIMUM),
        )
        return next((total for name, total in totals if name), asks.Total.COUNT)

    def _because(self) -> str:
        far = "is not" if self.tolerance == EXACTLY else "is not within the tolerance of"
        of = f" of {self._number}" if self._number else ""
        that = f" that meet the {condition_on(self.where)}" if self.where else ""
        return f"{self.field} {far} the {_CALLED[self._total]}{of} of its {self.child} records{that}"


_CALLED = {
    asks.Total.COUNT: "number",
    asks.Total.SUM: "sum",
    asks.Total.MINIMUM: "smallest",
    asks.Total.MAXIMUM: "largest",
}


def _with_currency(need: Need) -> Need:
    return replace(need, optional=need.optional | (frozenset({CURRENCY}) - need.columns))
