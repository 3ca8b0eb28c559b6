"""Records are deleted in time, as laws and contracts want it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.expectations.standard import Standard
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.ages import AgeLimit
from sf_audit.rulebook.settings.field_kinds import DAYS, Fits
from sf_audit.snapshot.tables import Snapshot


@check("kept_no_longer")
@dataclass(frozen=True, kw_only=True)
class KeptNoLonger(OfField):
    """No record is there whose date is longer ago than this: it is overdue for deletion.

    Months and years are those of the calendar, days those of the org's time zone, and the last day still counts as
    kept. A date that lies ahead is not overdue. Records without the date are counted in a note of the outcome, and are
    not judged: nobody knows when they are due, and `filled` makes a breach of that. `when` says which records the time
    is for, and leaves out what a legal hold keeps: `when: {IsConverted: false, Legal_Hold__c: false}`.
    """

    fits: ClassVar[Fits] = DAYS

    than: AgeLimit

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        first = (self.than.before(snapshot.today) - snapshot.today).days
        return asks.DaysFromToday(self.field, low=first), f"{self.field} is more than {self.than} ago"

    def standard(self, snapshot: Snapshot) -> Standard:
        return replace(super().standard(snapshot), left_out=self.field)
