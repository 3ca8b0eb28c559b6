"""How sure it is that two records are the same."""

from __future__ import annotations

from enum import StrEnum
from math import log2


class Certainty(StrEnum):
    """From what probability on two records count as the same."""

    POSSIBLE = "possible"
    LIKELY = "likely"
    CERTAIN = "certain"

    @property
    def probability(self) -> float:
        """By the model; chosen together with the weights."""
        return {"possible": 0.5, "likely": 0.95, "certain": 0.9999}[self.value]

    @property
    def bits(self) -> float:
        """The same as a weight: 0 where both are as likely."""
        return log2(self.probability / (1 - self.probability))

    @classmethod
    def of(cls, weight: float) -> Certainty:
        """The highest that a weight reaches; POSSIBLE where it reaches none."""
        reached = [certainty for certainty in cls if weight >= certainty.bits]
        return reached[-1] if reached else cls.POSSIBLE
