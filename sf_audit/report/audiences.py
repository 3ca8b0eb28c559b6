"""Who reads an edition of the review, which parts of it they get in which order, and which rules come first.

This is the one table. No edition hides anything in silence: what it leaves out is named with its number at the end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from sf_audit.model.layout import Audience
from sf_audit.model.review import Outcome, Pillar
from sf_audit.report import words
from sf_audit.report.cards import Blind, RuleCard
from sf_audit.report.view import TOP, Party, View, heaviest_first


class Part(StrEnum):
    """The parts of a review. The page and the PDF each have their own choice of them."""

    GLANCE = "At a glance"
    WORK = "Work to do"
    CHANGES = "What changed"
    DATA_QUALITY = "Data quality"
    ACCESS = "Access policy"
    PERFORMANCE = "System performance and limits"
    ADOPTION = "Adoption and user feedback"
    ORIGINS = "Where it comes from"
    GAMING = "What looks like gaming"
    GOVERNANCE = "Governance"
    NOT_CHECKED = "Not checked"
    KEPT = "Kept"
    RULES = "Every rule"
    ABOUT = "About this review"


@dataclass(frozen=True, slots=True)
class Reader:
    """One audience: its name, its parts in their order, and which rules are its own and so come first.

    A rule is theirs where one of the `parties` acts on it, as rules call them, where it is of one of the `pillars`, or
    where it is read from one of the `objects`.
    """

    name: str
    parts: tuple[Part, ...]
    parties: frozenset[str] = frozenset()
    pillars: frozenset[Pillar] = frozenset()
    objects: frozenset[str] = frozenset()

    @property
    def first_words(self) -> str:
        """Which rules come first, in words."""
        named = (
            *(f"those that {words.party(party)} acts on" for party in sorted(self.parties)),
            *(f"those of {words.PILLARS[pillar].lower()}" for pillar in sorted(self.pillars)),
            *(f"those about {name} records" for name in sorted(self.objects)),
        )
        return ", ".join(named)

    def is_theirs(self, outcome: Outcome) -> bool:
        """Whether a rule comes first for them."""
        mine = _key(outcome.owner) in self.parties or outcome.pillar in self.pillars
        return mine or outcome.object in self.objects


_ALL = tuple(Part)
_P = Part

AUDIENCES: Mapping[Audience, Reader] = {
    Audience.EXEC: Reader(
        "executives",
        (_P.GLANCE, _P.CHANGES, _P.GOVERNANCE, _P.NOT_CHECKED, _P.ABOUT),
        pillars=frozenset({Pillar.ACCESS_POLICY}),
        objects=frozenset({"Opportunity"}),
    ),
    Audience.SALES_OPS: Reader(
        "Sales Ops",
        (
            *(_P.GLANCE, _P.WORK, _P.DATA_QUALITY, _P.ADOPTION, _P.CHANGES, _P.ORIGINS, _P.GAMING, _P.GOVERNANCE),
            *(_P.NOT_CHECKED, _P.KEPT, _P.RULES, _P.ABOUT),
        ),
        parties=frozenset({"sales-ops"}),
    ),
    Audience.IT: Reader(
        "IT",
        (
            *(_P.GLANCE, _P.WORK, _P.ACCESS, _P.PERFORMANCE, _P.NOT_CHECKED, _P.CHANGES, _P.GOVERNANCE),
            *(_P.KEPT, _P.RULES, _P.ABOUT),
        ),
        parties=frozenset({"it"}),
        pillars=frozenset({Pillar.ACCESS_POLICY, Pillar.SYSTEM_PERFORMANCE}),
    ),
    Audience.CRM_MANAGER: Reader("CRM managers", _ALL, pillars=frozenset({Pillar.DATA_QUALITY, Pillar.ADOPTION})),
    Audience.ANALYST: Reader(
        "analysts",
        (
            *(_P.GLANCE, _P.DATA_QUALITY, _P.ORIGINS, _P.CHANGES, _P.GAMING, _P.WORK, _P.NOT_CHECKED),
            *(_P.KEPT, _P.RULES, _P.ABOUT),
        ),
        pillars=frozenset({Pillar.DATA_QUALITY}),
    ),
    Audience.MARKETING: Reader(
        "marketing",
        (_P.GLANCE, _P.WORK, _P.DATA_QUALITY, _P.ADOPTION, _P.ORIGINS, _P.CHANGES, _P.NOT_CHECKED, _P.ABOUT),
        objects=frozenset({"Lead", "Campaign", "CampaignMember"}),
    ),
    Audience.SUPPORT: Reader(
        "support",
        (_P.GLANCE, _P.WORK, _P.ADOPTION, _P.DATA_QUALITY, _P.CHANGES, _P.NOT_CHECKED, _P.ABOUT),
        objects=frozenset({"Case", "Asset", "Contract", "Entitlement"}),
    ),
    Audience.AUDITOR: Reader(
        "auditors",
        (
            *(_P.GLANCE, _P.ABOUT, _P.NOT_CHECKED, _P.GOVERNANCE, _P.ACCESS, _P.KEPT, _P.RULES, _P.CHANGES, _P.WORK),
            *(_P.PERFORMANCE, _P.DATA_QUALITY, _P.ADOPTION, _P.ORIGINS, _P.GAMING),
        ),
        pillars=frozenset({Pillar.ACCESS_POLICY}),
    ),
}
"""Every audience. Whoever wants another order changes this table."""

_Entry = TypeVar("_Entry")


def arranged(shown: View, reader: Reader | None) -> View:
    """The view with the rules of this reader first, wherever rules are listed; nothing is taken out of it."""
    if reader is None:
        return shown
    theirs = frozenset(outcome.rule for outcome in shown.review.outcomes if reader.is_theirs(outcome))
    parties = sorted((_party(party, theirs) for party in shown.parties), key=lambda party: _share(party, theirs))
    pairs = [pair for party in shown.parties for pair in zip(party.rules, party.risks, strict=True)]
    pairs.sort(key=lambda pair: (pair[0].outcome.rule not in theirs, heaviest_first(pair[1])))
    return replace(
        shown,
        first=theirs,
        risks=tuple(risk for _, risk in pairs[:TOP]),
        parties=tuple(parties),
        blind=tuple(_blind(group, theirs) for group in shown.blind),
        kept=_first(shown.kept, theirs),
        not_applicable=_first(shown.not_applicable, theirs),
    )


def _party(party: Party, theirs: frozenset[str]) -> Party:
    pairs = sorted(zip(party.rules, party.risks, strict=True), key=lambda pair: pair[0].outcome.rule not in theirs)
    return replace(party, rules=tuple(card for card, _ in pairs), risks=tuple(risk for _, risk in pairs))


def _share(party: Party, theirs: frozenset[str]) -> float:
    """How little of what a party has to do is of the reader's."""
    return -sum(card.outcome.rule in theirs for card in party.rules) / len(party.rules)


def _blind(group: Blind, theirs: frozenset[str]) -> Blind:
    return replace(group, rules=_first(group.rules, theirs))


def _first(cards: Sequence[RuleCard], theirs: frozenset[str]) -> tuple[RuleCard, ...]:
    return tuple(sorted(cards, key=lambda card: card.outcome.rule not in theirs))


def _key(party: str) -> str:
    return re.sub(r"[\s_]+", "-", party.strip().lower())
