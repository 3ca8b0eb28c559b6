"""How rules look on paper wherever they are shown: severities, bands, shares, due dates and who acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sf_audit.model.review import Severity
from sf_audit.report import words
from sf_audit.report.cards import Due, RuleCard
from sf_audit.report.pdf.blocks import Cell, Column, Lines, Notice, Pill, Share, Table, Tone
from sf_audit.report.view import Risk, View

BANDS: Mapping[str, Tone] = {"Good": Tone.GOOD, "Watch": Tone.WATCH, "Act": Tone.ACT}

_SEVERITIES: Mapping[Severity, tuple[Tone, bool]] = {
    Severity.CRITICAL: (Tone.ACT, True),
    Severity.HIGH: (Tone.ACT, False),
    Severity.MEDIUM: (Tone.WATCH, False),
    Severity.LOW: (Tone.MUTED, False),
}


def number(heading: str) -> Column:
    """A column of numbers."""
    return Column(heading, 0, right=True)


SEVERITY, FINDINGS, POINTS = Column("Severity", 0), number("Findings"), number("Points")
WHO, DUE = Column("Who acts", 0.75), Column("Due", 0.75)


def severity(of: Severity) -> Pill:
    """A severity as a word in its colour."""
    tone, grave = _SEVERITIES[of]
    return Pill(of.capitalize(), tone, grave)


def due(when: Due | None) -> Cell:
    """A due date; in red where it is past."""
    if when is None:
        return Lines("no date", "", Tone.MUTED)
    return Lines(when.words, "", Tone.ACT) if when.overdue else when.words


def kept(card: RuleCard) -> Cell:
    """How much keeps the rule, with the share that should."""
    outcome = card.outcome
    if not outcome.checked:
        return "nothing to look at"
    tone = Tone.GOOD if outcome.share_kept >= outcome.at_least else Tone.ACT
    text = f"{words.percent(outcome.share_kept)} of {outcome.checked:,}"
    return Share(outcome.share_kept, text, tone, outcome.at_least)


def broken_of(shown: View) -> tuple[RuleCard, ...]:
    """The broken rules, the gravest first; before these, those of the reader."""
    cards = (card for party in shown.parties for card in party.rules)
    return tuple(sorted(cards, key=lambda card: _place(card, shown)))


def _place(card: RuleCard, shown: View) -> tuple[bool, int]:
    return card.outcome.rule not in shown.first, words.SEVERITIES.index(card.outcome.severity)


def risks_of(shown: View) -> Mapping[str, Risk]:
    """What is to be done, by the anchor of its rule."""
    return {risk.anchor: risk for party in shown.parties for risk in party.risks}


def no_source(lead: str, text: str) -> Notice:
    """A part of the review that nothing is known of, in red: nobody may take it for a good one."""
    return Notice(text, Tone.ACT, lead)


def broken_table(cards: Iterable[RuleCard], shown: View) -> Table:
    """Broken rules, a row each: what is wrong, how it is mended, who does it by when."""
    risks = risks_of(shown)
    columns = (SEVERITY, Column("What is wrong, and how to fix it", 3.2), Column("Keeps it", 0.9), FINDINGS, WHO, DUE)
    return Table(columns, tuple(_row(card, risks[card.anchor]) for card in cards))


def _row(card: RuleCard, risk: Risk) -> tuple[Cell, ...]:
    stake = f" At stake: {card.at_stake}." if card.at_stake else ""
    what = Lines(card.outcome.heading, f"{card.outcome.fix}{stake}")
    return severity(risk.severity), what, kept(card), f"{risk.findings:,}", risk.who, due(risk.due)
