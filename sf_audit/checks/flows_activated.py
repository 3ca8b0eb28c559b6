"""Flows that nobody switches on are read by everybody who looks for the one that runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations.days import Calendar
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.flows import IS_ACTIVE, OfFlows
from sf_audit.rulebook.settings.settings import Days
from sf_audit.snapshot.tables import Snapshot


@check("flows_activated")
@dataclass(frozen=True)
class FlowsActivated(OfFlows):
    """Every flow has an active version, or was changed within this time; those of managed packages are left out."""

    because: ClassVar[str] = "has no active version, and nobody changed it for a long time"
    population: ClassVar[str] = "flow"

    within: Days

    @property
    def counts(self) -> str:
        return "true"

    def wrong(self, snapshot: Snapshot) -> str:
        calendar = Calendar.at(snapshot)
        since = calendar.midnight(calendar.from_today(-self.within))
        changed = f"""CAST("LastModifiedDate" AS TIMESTAMP) >= TIMESTAMP '{since}'"""
        return f"NOT ({IS_ACTIVE}) AND NOT coalesce({changed}, false)"
