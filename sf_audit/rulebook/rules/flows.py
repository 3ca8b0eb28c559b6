"""What checks share that look at the flows of an org: which of them count, and which of those are wrong."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.model.review import Breach, Verdict
from sf_audit.salesforce.flows import FLOWS
from sf_audit.snapshot.needs import Need, need
from sf_audit.snapshot.tables import Snapshot

#: The flow has a version that runs; `IsActive` says so of the latest version alone.
IS_ACTIVE = """coalesce("ActiveVersionId", '') <> ''"""


@dataclass(frozen=True)
class OfFlows(ABC):
    """A check of each flow by itself. Flows of managed packages are left out: nobody here can change them."""

    verb: ClassVar[str]
    #: What is wrong with a flow that is a breach, and what none of the flows are where there is nothing to look at.
    because: ClassVar[str]
    population: ClassVar[str]

    def needs(self) -> Sequence[Need]:
        """What all of these checks look at."""
        columns = "DurableId ApiName ProcessType ActiveVersionId Description NamespacePrefix LastModifiedDate"
        return [need(FLOWS, columns)]

    def examine(self, snapshot: Snapshot) -> Verdict:
        """Each flow that counts, and those of them that are breaches."""
        rows = snapshot.rows(
            f"""SELECT "ApiName", {self.wrong(snapshot)} FROM "{FLOWS}"
                WHERE coalesce("NamespacePrefix", '') = '' AND {self.counts} ORDER BY 1, "DurableId" """
        )
        breaches = tuple(
            Breach("FlowDefinition", name, self.because, label=name) for name, is_wrong in rows if is_wrong
        )
        return Verdict(len(rows), len(breaches), breaches, proof=f"{FLOWS} was read whole: no {self.population}")

    @property
    @abstractmethod
    def counts(self) -> str:
        """Which flows are looked at, as SQL."""

    @abstractmethod
    def wrong(self, snapshot: Snapshot) -> str:
        """Which of them are breaches, as SQL."""
