"""A deal that stays in one stage is stuck, and the forecast counts on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.expectations.asks.history import HistoryRows
from sf_audit.model.counts import count
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.histories import HistorySource, OfHistory
from sf_audit.rulebook.settings.field_kinds import STAGES, Fits
from sf_audit.rulebook.settings.org_names import HoldsValues
from sf_audit.rulebook.settings.settings import DaysOfEach
from sf_audit.salesforce.histories import LAST_STAGE_CHANGE, OPPORTUNITY, OPPORTUNITY_HISTORY, STAGE
from sf_audit.snapshot.tables import Snapshot


@check("stage_age")
@dataclass(frozen=True, kw_only=True)
class StageAge(OfHistory):
    """Where filled, the stage, or another status that the field holds, was entered at most so many days ago.

    `at_most` is a time for all stages, or one for each: `{Prospecting: 30 days, Negotiation: 60 days}`; records in
    other stages are then left out. Days are those of the org's time zone. A record whose stage never changed has it
    since it was created. Closed records stay in their last stage: leave them out with `when: {IsClosed: false}`.

    The stage of an opportunity is dated by the field `LastStageChangeDate`, else by `OpportunityHistory`; any other
    field, or where the org shows neither, by its changes in the field history (`OpportunityFieldHistory`,
    `CaseHistory`), which must be tracked. `source` names one of them; left out, it is the first that can be read, and
    the outcome says which. Field history begins when tracking is turned on, and Salesforce keeps it for 18 to 24
    months: of a record that is older than the oldest change and has none itself, only an age that is too long at
    least since then is a breach. Where the history does not say since when a record has its stage, the rule is not
    checked, unless another record breaks it.
    """

    fits: ClassVar[Fits] = STAGES

    at_most: Annotated[DaysOfEach, HoldsValues()]

    @property
    def sources(self) -> tuple[HistorySource, ...]:
        changes = HistorySource.of_changes(self.object, self.field)
        if (self.object.lower(), self.field.lower()) != (OPPORTUNITY.lower(), STAGE.lower()):
            return (changes,)
        own = HistorySource(LAST_STAGE_CHANGE, self.object, frozenset({LAST_STAGE_CHANGE}))
        return own, HistorySource.of_rows(OPPORTUNITY_HISTORY, frozenset({STAGE})), changes

    @property
    def unknown(self) -> str:
        return f"since when their {self.field} is what it is"

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        last = count(self.at_most, "day") if isinstance(self.at_most, int) else "that value may last"
        longer = "for more than" if isinstance(self.at_most, int) else "for longer than"
        ask = asks.StageAge(self.field, self.at_most, self._entered(self.chosen(snapshot)))
        return ask, f"{self.field} is the same {longer} {last}"

    def _entered(self, source: HistorySource) -> asks.Entered:
        if not source.lookup:
            return asks.EnteredAt(LAST_STAGE_CHANGE)
        rows = HistoryRows(source.table, source.lookup, source.rows)
        return asks.EnteredByChanges(rows) if source.rows else asks.EnteredByRows(rows)
