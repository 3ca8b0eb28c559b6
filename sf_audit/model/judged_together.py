"""What several rules say of the same records: which of them judged a record, and which of them it breaks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class SameAnswers:
    """So many records of which the same rules say the same: bit n of `judged` and of `broken` is that of the n-th rule.

    `currency` is None for records that are no open opportunities, and empty in orgs with a single one. `amounts` of the
    open ones have an amount, and `amount` is what these come to.
    """

    judged: int
    broken: int
    records: int
    currency: str | None = None
    amounts: int = 0
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class JudgedTogether:
    """The records of one object as these rules judged them in one pass; `has_money` where amounts were read too."""

    object: str
    rules: tuple[str, ...]
    rows: tuple[SameAnswers, ...]
    has_money: bool = False

    def counts(self, rule: str) -> tuple[int, int]:
        """How many records the rule judged, and how many of them break it."""
        bit = 1 << self.rules.index(rule)
        judged = sum(row.records for row in self.rows if row.judged & bit)
        return judged, sum(row.records for row in self.rows if row.broken & bit)
