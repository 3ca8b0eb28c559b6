"""A close date that moves from quarter to quarter is a forecast that nobody believes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.expectations.asks.history import HistoryRows
from sf_audit.model.counts import count
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.histories import HistorySource, OfHistory
from sf_audit.rulebook.settings.field_kinds import DAYS, Fits
from sf_audit.rulebook.settings.settings import Count, Days
from sf_audit.salesforce.histories import CLOSE_DATE, OPPORTUNITY, OPPORTUNITY_HISTORY
from sf_audit.snapshot.tables import Snapshot


@check("not_pushed")
@dataclass(frozen=True, kw_only=True)
class NotPushed(OfHistory):
    """Where filled, the date was moved to a later one at most `at_most` times, and by at most `in_all` days together.

    A move to an earlier date counts for nothing, and does not make up for a later one. One of the two bounds, or both,
    are written. Closed records keep their past: leave them out with `when: {IsClosed: false}`.

    The close date of an opportunity is followed in `OpportunityHistory`; any other date, or where that cannot be read,
    in the field history (`OpportunityFieldHistory`, `CaseHistory`), which must be tracked. `source` names one of them;
    left out, it is the first that can be read, and the outcome says which. A record that was moved too often is a
    breach, whatever else is not known of it. It keeps the rule only where its whole past is there: its newest row has
    the date that it has today, and for the field history it is not older than the oldest change of any record, because
    Salesforce keeps changes for 18 to 24 months. The others make the rule not checked, unless it is broken.
    """

    fits: ClassVar[Fits] = DAYS

    at_most: Count | None = None
    in_all: Days | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.at_most is None and self.in_all is None:
            raise ValueError("write at_most (times), in_all (days), or both")

    @property
    def sources(self) -> tuple[HistorySource, ...]:
        changes = HistorySource.of_changes(self.object, self.field, frozenset({"OldValue", "NewValue"}))
        if (self.object.lower(), self.field.lower()) != (OPPORTUNITY.lower(), CLOSE_DATE.lower()):
            return (changes,)
        return HistorySource.of_rows(
            OPPORTUNITY_HISTORY, frozenset({CLOSE_DATE}), frozenset({"PrevCloseDate"})
        ), changes

    @property
    def unknown(self) -> str:
        return f"how often their {self.field} was moved"

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        source = self.chosen(snapshot)
        rows = HistoryRows(source.table, source.lookup, source.rows)
        moves = asks.MovesByChanges(rows) if source.rows else asks.MovesByRows(rows)
        return asks.NotPushed(self.field, self.at_most, self.in_all, moves), self._because()

    def _because(self) -> str:
        times = "" if self.at_most is None else f"more than {count(self.at_most, 'time')}"
        days = "" if self.in_all is None else f"by more than {count(self.in_all, 'day')} in all"
        return f"{self.field} was moved to a later date {' or '.join(filter(None, (times, days)))}"
