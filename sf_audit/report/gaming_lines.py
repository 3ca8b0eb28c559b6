"""What looks like gaming, as a page tells it: what was seen, where, in which teams, and what else it may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sf_audit.model.gaming import Gaming, Indication, Sign
from sf_audit.report import words

#: What was seen, and a reason for it that is none of gaming.
_SIGNS = {
    Sign.PLACEHOLDERS: ("Placeholders in place of values", "The value may not have been known yet."),
    Sign.ONE_VALUE: ("One value for nearly everything", "It may be right: one kind of customer, or a text template."),
    Sign.MASS_FILLED: ("One value given to many records at once", "A clean-up that was asked for looks the same."),
    Sign.MONTH_END: (
        "Edits on the last days of the month",
        "Deals close then, and only last edits count.",
    ),
    Sign.PUSHED: ("Dates that are put off again and again", "Customers put things off, too."),
}


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team that shows a sign."""

    name: str
    records: int
    marked: int


@dataclass(frozen=True, slots=True)
class SignLines:
    """One sign: `where` is an object or a field, `how` what was counted, and `reason` what else it may be."""

    title: str
    where: str
    how: str
    reason: str
    teams: tuple[TeamLine, ...]


@dataclass(frozen=True, slots=True)
class GamingLines:
    """All signs, and what is said beside them."""

    minimum: int
    signs: tuple[SignLines, ...]
    notes: tuple[str, ...]


def gaming_lines(gaming: Gaming | None) -> GamingLines | None:
    """The part of a page; None where a review does not look for it."""
    if gaming is None:
        return None
    return GamingLines(gaming.minimum, tuple(map(_sign, gaming.indications)), tuple(_notes(gaming)))


def _sign(found: Indication) -> SignLines:
    title, reason = _SIGNS[found.sign]
    where = f"{found.object}.{found.field}" if found.field else found.object
    teams = tuple(TeamLine(team.name or team.id or "No role", team.records, team.marked) for team in found.teams)
    return SignLines(title, where, f"{found.how[:1].upper()}{found.how[1:]}.", reason, teams)


def _notes(gaming: Gaming) -> Iterator[str]:
    left_out = sum(found.left_out for found in gaming.indications)
    if left_out:
        lines = words.count(left_out, "line")
        yield f"Not shown: {lines} of teams, so that nothing of few records or people can be told."
    yield from gaming.missing
