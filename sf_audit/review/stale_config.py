"""What people wrote and what does nothing today: said at the top of the review, so that nobody relies on it.

Something that has ended is only named where nothing else of the kind stands in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import duckdb

from sf_audit.model.review import Outcome, Status
from sf_audit.review.waived import covers, waived_table, whole_id
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.config import CONFIG_FILE, WAIVERS_FILE, Waiver, accepted
from sf_audit.rulebook.workspace.standards import Standards

#: So many are named; a list of hundreds at the top would hide what else stands there.
NAMED = 10


def banners(standards: Standards, today: date, outcomes: Sequence[Outcome], findings: Path) -> tuple[str, ...]:
    """A line for each, and one of each kind for those that are too many. `findings` is today's findings.parquet."""
    known = {outcome.rule for outcome in outcomes}
    waivers = [waiver for waiver in standards.waivers if waiver.rule in known]
    stale = [
        *_ended(standards, known, today),
        *_ended_waivers(waivers, today),
        *_fitting_nothing([waiver for waiver in waivers if waiver.until >= today], outcomes, findings),
    ]
    untried = [f"{rule.id} has no examples: nothing shows that it says what it means." for rule in _untried(standards)]
    room = max(0, NAMED - len(stale))
    also = f"More that ended or fits no finding, in {WAIVERS_FILE} and {CONFIG_FILE}: {len(stale) - NAMED}."
    unnamed = f"More rules without examples: {len(untried) - room}. See sf-audit rules test own."
    return (
        *(*stale[:NAMED], *([also] if len(stale) > NAMED else [])),
        *(*untried[:room], *([unnamed] if len(untried) > room else [])),
    )


def _ended(standards: Standards, known: set[str], today: date) -> Iterator[str]:
    config, valid = standards.config, accepted(standards.config, today)
    for name, override in config.overrides.items():
        if name in known - valid.keys() and override.off and override.until and override.until < today:
            yield f"{CONFIG_FILE}: {name} was switched off until {override.until}. It runs again."
    for name in dict.fromkeys(
        blind_spot.rule for blind_spot in config.blind_spots if blind_spot.rule in known - valid.keys()
    ):
        until = max(blind_spot.until for blind_spot in config.blind_spots if blind_spot.rule == name)
        yield f"{CONFIG_FILE}: the blind spot {name} was accepted until {until}. Nobody accepts it any more."


def _ended_waivers(waivers: Iterable[Waiver], today: date) -> Iterator[str]:
    last: dict[tuple[str, str, str], date] = {}
    for waiver in waivers:
        waived = (waiver.rule, whole_id(waiver.id), waiver.part)
        last[waived] = max(waiver.until, last.get(waived, waiver.until))
    for (rule, subject, part), until in last.items():
        if until < today:
            yield f"{WAIVERS_FILE}: the waiver of {_named(rule, subject, part)} ended on {until} and covers nothing."


def _fitting_nothing(waivers: Sequence[Waiver], outcomes: Sequence[Outcome], findings: Path) -> Iterator[str]:
    """Those of rules that were evaluated whole: of the others nobody knows what they would find."""
    whole = {outcome.rule for outcome in outcomes if outcome.status is not Status.NOT_CHECKED and not outcome.reason}
    with duckdb.connect() as connection:
        connection.register("waived", waived_table([waiver for waiver in waivers if waiver.rule in whole], date.min))
        rows = connection.execute(
            f"""SELECT DISTINCT w.rule, w.id, w.part FROM waived w
            WHERE NOT EXISTS (SELECT 1 FROM read_parquet(?) f WHERE {covers("w", "f")}) ORDER BY ALL""",
            [str(findings)],
        ).fetchall()
    for row in rows:
        yield f"{WAIVERS_FILE}: the waiver of {_named(*row)} fits no finding: mended, or never meant."


def _named(rule: str, subject: str, part: str) -> str:
    return " ".join((rule, *(("for", subject) if subject else ()), *(("part", part) if part else ())))


def _untried(standards: Standards) -> Iterator[Rule]:
    return (rule for rule in standards.rules if rule.is_own and not rule.examples)
