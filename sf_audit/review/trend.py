"""What changed since the reviews before: new, fixed, still open, no longer asked, and what could not be looked at.

A finding is fixed only by a rule that was evaluated on a complete table and no longer finds it, with the text that it
had when it found it. For a rule that was not checked last month, the month before counts, and so on; what a review saw
of a rule only in part is known, and the reviews before it still count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import duckdb
import pyarrow as pa

from sf_audit.model.review import Change, Outcome, Point, Review, Status
from sf_audit.model.tally import Tally
from sf_audit.review.findings_table import FINDINGS
from sf_audit.review.formulas import points
from sf_audit.review.history import Past, Stored
from sf_audit.review.score import is_not_kept
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.rules.rule_text import sha256_of

_SCHEMA = pa.schema([("key", pa.string()), ("rule", pa.string()), ("first_seen", pa.date32()), ("text", pa.string())])

#: Keys of findings.
KEYS = pa.schema([("key", pa.string())])


@dataclass(frozen=True, slots=True)
class History:
    """What earlier reviews of this org say: per rule, the findings of the last one that evaluated it."""

    known: pa.Table
    """Columns key, rule (its id today), first_seen, and text: the hash of the text that found it, empty if unknown."""
    judged_before: frozenset[str]
    points_before: Mapping[str, Fraction] = field(default_factory=dict)
    """Of rules that were not kept when they were last evaluated, if only in part: the points that they had then."""
    asked: Mapping[str, str] = field(default_factory=dict)
    """The hash of each rule's text when it was last evaluated; empty if unknown."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The texts of rules by their hashes."""
    removed: Mapping[str, str] = field(default_factory=dict)
    """The title, by its id then, of each rule of the review before that is no rule today."""


def history(past: Past, rules: Sequence[Rule], rules_sha256: str = "", *, whole: bool = True) -> History:
    """Reads back until every rule has a review that evaluated the whole of it, or until there is no more past.

    `whole` is false where only some of the rules are judged: then none is missed. `rules_sha256` is the hash of all
    that people wrote.
    """
    missing = {name: rule.id for rule in rules for name in rule.names}
    removed = _removed(past.latest() if whole else None, missing)
    missing |= {name: name for name in removed}
    today = {rule.id: sha256_of(rule.text) for rule in rules}
    parts: list[pa.Table] = []
    last: dict[str, Outcome] = {}
    asked: dict[str, str] = {}
    texts: dict[str, str] = {}
    for review in past.newest_first():
        judged = {name: rule for name, rule in missing.items() if name in review.evaluated}
        hashes = _hashes(review, judged, today, rules_sha256)
        found = findings_of(review.folder, judged, hashes)
        if found is None:
            past.damaged.add(review.folder)
            continue
        parts.append(found)
        texts |= {rule.sha256: rule.text for rule in review.rules.values() if rule.text}
        asked = {rule: hashes[name] for name, rule in judged.items()} | asked
        last = {rule: review.outcomes[name] for name, rule in judged.items()} | last
        whole_of = {rule for name, rule in judged.items() if review.evaluated[name]}
        missing = {name: rule for name, rule in missing.items() if rule not in whole_of}
        if not missing:  # asked here and not by the loop, which would have read another month by then
            break
    before = {rule: points(outcome) for rule, outcome in last.items() if is_not_kept(outcome)}
    return History(earliest(parts), frozenset(last), before, asked, texts, removed)


def changes(
    before: History, findings: Path, outcomes: Sequence[Outcome], no_longer_asked: pa.Table
) -> tuple[Change, ...]:
    """Per rule that has a history, how its findings moved. `findings` is today's findings.parquet.

    `no_longer_asked` has the keys of those that are gone and that no rule looks for any more.
    """
    with duckdb.connect() as connection:
        connection.register("known", before.known)
        connection.register("unasked", no_longer_asked)
        rows = connection.execute(
            """SELECT coalesce(f.rule, k.rule), count(*) FILTER (k.key IS NULL), count(*) FILTER (f.key IS NULL),
            count(*) FILTER (f.key IS NOT NULL AND k.key IS NOT NULL), count(*) FILTER (u.key IS NOT NULL)
            FROM (SELECT key, rule FROM read_parquet(?)) f FULL JOIN known k ON k.key = f.key
            LEFT JOIN unasked u ON u.key = k.key AND f.key IS NULL GROUP BY 1""",
            [str(findings)],
        ).fetchall()
    moved = {rule: _Moved(*numbers) for rule, *numbers in rows}
    changed = [
        _change(outcome, moved[outcome.rule])
        for outcome in outcomes
        if outcome.rule in moved and outcome.rule in before.judged_before
    ]
    gone = [
        Change(name, title, 0, 0, 0, 0, no_longer_asked=moved[name].gone)
        for name, title in before.removed.items()
        if name in moved
    ]
    return tuple(change for change in (*changed, *gone) if _says_something(change))


def point(review: Review) -> Point:
    """This review as a point of the trend line."""
    tally = Tally.of(review.outcomes)
    return Point(
        review.period,
        review.finished,
        review.status,
        review.score.overall,
        review.coverage.checked,
        review.coverage.total,
        tally.open,
        tally.within_tolerance,
        review.score.formula,
    )


@dataclass(frozen=True, slots=True)
class _Moved:
    new: int
    gone: int
    still: int
    unasked: int


def _change(outcome: Outcome, moved: _Moved) -> Change:
    rule, title = outcome.rule, outcome.title
    if outcome.status is Status.NOT_CHECKED:
        return Change(rule, title, new=0, fixed=0, still_open=0, not_evaluated=moved.gone + moved.still)
    if outcome.reason:
        return Change(rule, title, new=moved.new, fixed=0, still_open=moved.still, not_evaluated=moved.gone)
    fixed = moved.gone - moved.unasked
    return Change(rule, title, moved.new, fixed, moved.still, not_evaluated=0, no_longer_asked=moved.unasked)


def _says_something(change: Change) -> bool:
    numbers = (change.new, change.fixed, change.still_open, change.not_evaluated, change.no_longer_asked)
    return any(numbers)


def _removed(review: Stored | None, known: Mapping[str, str]) -> dict[str, str]:
    if review is None:
        return {}
    return {name: outcome.title for name, outcome in review.outcomes.items() if name not in known}


def _hashes(review: Stored, judged: Mapping[str, str], today: Mapping[str, str], rules_sha256: str) -> dict[str, str]:
    """By its id then, the hash of each rule's text; empty where the review does not say and the files were others."""
    same_files = bool(rules_sha256) and review.rules_sha256 == rules_sha256
    unsaid = {name: today.get(rule, "") if same_files else "" for name, rule in judged.items()}
    return unsaid | {name: review.rules[name].sha256 for name in judged if name in review.rules}


def earliest(parts: Sequence[pa.Table]) -> pa.Table:
    """A finding of several reviews was first seen when the earliest says, and is asked for by the newest's text."""
    found = pa.concat_tables([_SCHEMA.empty_table(), *parts])
    grouped = found.group_by(["key", "rule"], use_threads=False)
    return grouped.aggregate([("first_seen", "min"), ("text", "first")]).rename_columns(_SCHEMA.names)


def findings_of(folder: Path, judged: Mapping[str, str], hashes: Mapping[str, str]) -> pa.Table | None:
    """The findings of these rules under their ids of today; None where the file cannot be read."""
    if not judged:
        return _SCHEMA.empty_table()
    names = pa.table({"then": list(judged), "now": list(judged.values()), "text": [hashes[name] for name in judged]})
    with duckdb.connect() as connection:
        connection.register("names", names)
        try:
            found = connection.sql(
                """SELECT key, names.now AS rule, first_seen, names.text AS text
                FROM read_parquet(?) f JOIN names ON names.then = f.rule""",
                params=[str(folder / FINDINGS)],
            ).to_arrow_table()
            return found.cast(_SCHEMA)
        except (duckdb.Error, pa.ArrowException):
            return None
