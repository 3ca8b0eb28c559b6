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
from sf_audit.rulebook.fitting.named_records import read_whole
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.config import CONFIG_FILE, WAIVERS_FILE, Waiver, accepted
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.salesforce.key_prefixes import of_prefix
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.tables import Snapshot

#: Characters of a record id with its checksum.
ID_LENGTH = 18

#: So many are named; a list of hundreds at the top would hide what else stands there.
NAMED = 10


def banners(standards: Standards, snapshot: Snapshot, outcomes: Sequence[Outcome], findings: Path) -> tuple[str, ...]:
    """A line for each, and one of each kind for those that are too many. `findings` is today's findings.parquet."""
    today = snapshot.today
    known = {outcome.rule for outcome in outcomes}
    waivers = [waiver for waiver in standards.waivers if waiver.rule in known]
    stale = [
        *_ended(standards, known, today),
        *_ended_waivers(waivers, today),
        *_fitting_nothing([waiver for waiver in waivers if waiver.until >= today], outcomes, findings, snapshot),
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


def _fitting_nothing(
    waivers: Sequence[Waiver], outcomes: Sequence[Outcome], findings: Path, snapshot: Snapshot
) -> Iterator[str]:
    """Those that no finding needs, as far as their rule was looked at; not where people accept it as not checked."""
    of_rule = {outcome.rule: _why_nothing(outcome) for outcome in outcomes if not _is_accepted(outcome)}
    with duckdb.connect() as connection:
        connection.register("waived", waived_table([waiver for waiver in waivers if waiver.rule in of_rule], date.min))
        rows = connection.execute(
            f"""SELECT DISTINCT w.rule, w.id, w.part FROM waived w
            WHERE NOT EXISTS (SELECT 1 FROM read_parquet(?) f WHERE {covers("w", "f")}) ORDER BY ALL""",
            [str(findings)],
        ).fetchall()
    for rule, subject, part in rows:
        why = "names a record that this org does not have" if _is_nowhere(subject, snapshot) else of_rule[rule]
        yield f"{WAIVERS_FILE}: the waiver of {_named(rule, subject, part)} {why}."


def _is_accepted(outcome: Outcome) -> bool:
    return outcome.status is Status.NOT_CHECKED and outcome.accepted_until is not None


def _why_nothing(outcome: Outcome) -> str:
    """What it means that a waiver of the rule fits no finding: of a rule that was not seen whole there may be more."""
    if outcome.status is Status.NOT_CHECKED and not outcome.failing:
        return "covers nothing while the rule is not checked"
    if outcome.reason:
        return "fits nothing of what was looked at: the rule was evaluated only in part"
    return "fits no finding: mended, or never meant"


def _is_nowhere(subject: str, snapshot: Snapshot) -> bool:
    """Whether it is the id of a record that is not in the org, as far as all records of its object were read."""
    table = of_prefix(subject[:3]) if len(subject) == ID_LENGTH else ""
    if not table or not read_whole(table, snapshot):
        return False
    return not snapshot.rows(f'SELECT 1 FROM {quote_identifier(table)} WHERE "Id" = ?', [subject])


def _named(rule: str, subject: str, part: str) -> str:
    return " ".join((rule, *(("for", subject) if subject else ()), *(("part", part) if part else ())))


def _untried(standards: Standards) -> Iterator[Rule]:
    return (rule for rule in standards.rules if rule.is_own and not rule.examples)
