"""An automation that nobody can explain is changed by trial and error, in the org that everybody works in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations.filled import or_null
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.flows import IS_ACTIVE, OfFlows
from sf_audit.snapshot.tables import Snapshot


@check("flows_described")
@dataclass(frozen=True)
class FlowsDescribed(OfFlows):
    """Every active flow has a description; flows of managed packages are left out."""

    because: ClassVar[str] = "is active and has no description"
    population: ClassVar[str] = "active flow"

    @property
    def counts(self) -> str:
        return IS_ACTIVE

    def wrong(self, snapshot: Snapshot) -> str:
        return f"""{or_null('"Description"')} IS NULL"""
