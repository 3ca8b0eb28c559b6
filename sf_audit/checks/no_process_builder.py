"""Process Builder is no longer looked after by Salesforce; what runs on it runs without support."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.flows import IS_ACTIVE, OfFlows
from sf_audit.salesforce.flows import PROCESS_BUILDER
from sf_audit.snapshot.sql import quote_literal
from sf_audit.snapshot.tables import Snapshot


@check("no_process_builder")
@dataclass(frozen=True)
class NoProcessBuilder(OfFlows):
    """No active automation is a process of Process Builder; those of managed packages are left out."""

    because: ClassVar[str] = "is an active process of Process Builder"
    population: ClassVar[str] = "active flow or process"

    @property
    def counts(self) -> str:
        return IS_ACTIVE

    def wrong(self, snapshot: Snapshot) -> str:
        kinds = ", ".join(map(quote_literal, sorted(PROCESS_BUILDER)))
        return f"""coalesce("ProcessType", '') IN ({kinds})"""
