"""What stands beside the score and needs no formula: standards kept, records and pipeline money that may be relied on.

A record is *clean* where it breaks no rule of severity high or critical. Waived findings count as broken here, because
a waiver accepts and does not mend; so does what only an override that asks for less lets pass.
"""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.model.severity import Severity

#: The severities of rules that a clean record breaks none of.
GRAVE = frozenset({Severity.CRITICAL, Severity.HIGH})


@dataclass(frozen=True, slots=True)
class CleanRecords:
    """Of one object: how many `records` some rule of severity high or critical judged, and how many break none.

    Each record counts once, whichever and however many of these rules looked at it. Those that were read and that none
    of them looks at are the `others`. `rules` of them were checked, and `unchecked` were not, or not whole. The numbers
    are None where they are not known, and `missing` and `unlocked_by` say why and what would change that.
    """

    object: str
    records: int | None
    clean: int | None
    rules: int = 0
    unchecked: int = 0
    others: int = 0
    missing: str = ""
    unlocked_by: str = ""

    @property
    def share(self) -> float | None:
        """The part of the records that is clean, 0 to 1; None where there is none or it is not known."""
        return self.clean / self.records if self.clean is not None and self.records else None


@dataclass(frozen=True, slots=True)
class PipelineMoney:
    """Amounts of open opportunities in one currency: of all that were judged, and of the clean ones among them.

    `currency` is empty in orgs with a single one.
    """

    currency: str
    amount: float
    clean: float

    @property
    def share(self) -> float | None:
        """The part of the money that is on clean records, 0 to 1; None where amounts below zero make it no part."""
        return self.clean / self.amount if self.amount > 0 and 0 <= self.clean <= self.amount else None


@dataclass(frozen=True, slots=True)
class OpenPipeline:
    """The money of the open opportunities that some rule of severity high or critical judged, by currency.

    Of these `opportunities`, `without_amount` have none, so they are in no sum; `not_judged` are open ones that were
    read and that no such rule looked at. `rules` and `unchecked` are as of clean records. There is no sum where
    `missing` says why it is not known.
    """

    money: tuple[PipelineMoney, ...] = ()
    opportunities: int = 0
    without_amount: int = 0
    not_judged: int = 0
    rules: int = 0
    unchecked: int = 0
    missing: str = ""
    unlocked_by: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How many of the `evaluated` standards are `kept`, which records are clean, and how much open pipeline is on them.

    `excepted` are kept only because findings are waived, or because less is asked than the rule's file asks: they are
    not among the `kept`.
    """

    kept: int
    evaluated: int
    excepted: int
    records: tuple[CleanRecords, ...]
    pipeline: OpenPipeline
