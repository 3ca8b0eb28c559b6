"""What an edition of the review leaves out, counted: no part and no rule is hidden in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sf_audit.model.review import Pillar
from sf_audit.report import words
from sf_audit.report.audiences import Part, Reader
from sf_audit.report.view import View

PILLARS: Mapping[Part, Pillar] = {
    Part.DATA_QUALITY: Pillar.DATA_QUALITY,
    Part.ACCESS: Pillar.ACCESS_POLICY,
    Part.PERFORMANCE: Pillar.SYSTEM_PERFORMANCE,
    Part.ADOPTION: Pillar.ADOPTION,
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One part that is not in this edition. `alarming` where nothing is known of it at all."""

    part: Part
    counted: str
    alarming: bool = False


def left_out(shown: View, reader: Reader, there: Collection[Part]) -> tuple[LeftOut, ...]:
    """The parts that are `there` in the whole document and that this reader does not get."""
    return tuple(line for part in there if part not in reader.parts for line in _line(shown, part))


def left_out_words(reader: Reader) -> str:
    """What an edition is, said before what is missing in it."""
    return f"This is the edition for {reader.name}: their rules come first. The whole review, without --audience, has:"


def _line(shown: View, part: Part) -> Iterator[LeftOut]:
    if part in PILLARS:
        card = next((card for card in shown.pillars if card.name == words.PILLARS[PILLARS[part]]), None)
        known = card is not None and card.checked > 0
        rules = words.count(card.broken, "broken rule") if card else "no rule"
        yield LeftOut(part, rules if known else "no source: nothing of it was judged", not known)
        if part is Part.ADOPTION:
            yield LeftOut(part, "user feedback has no source", alarming=True)
        return
    yield LeftOut(part, _counted(shown, part))


def _counted(shown: View, part: Part) -> str:
    counted: Mapping[Part, str] = {
        Part.WORK: words.count(sum(len(party.rules) for party in shown.parties), "broken rule"),
        Part.CHANGES: f"{words.count(len(shown.review.changes), 'rule')} compared with the review before",
        Part.ORIGINS: words.count(len(shown.origins.tables) if shown.origins else 0, "table"),
        Part.GAMING: words.count(len(shown.gaming.signs) if shown.gaming else 0, "indication"),
        Part.GOVERNANCE: _governed(shown),
        Part.NOT_CHECKED: words.count(shown.counts["Not checked"], "rule"),
        Part.KEPT: words.count(len(shown.kept) + len(shown.not_applicable), "rule"),
        Part.RULES: words.count(len(shown.review.outcomes), "rule"),
    }
    return counted.get(part, "")


def _governed(shown: View) -> str:
    declared = len(shown.registers.requests) + len(shown.registers.decisions) if shown.registers else 0
    counted = (
        words.count(declared, "request or decision", "requests and decisions"),
        words.count(len(shown.weakened), "exception"),
        f"{words.count(len(shown.parties), 'team')} with work to do",
    )
    return ", ".join(counted)
