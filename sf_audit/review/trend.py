"""What changed since the reviews before: new, fixed, still open, and what could not be looked at.

A finding is fixed only by a rule that was evaluated on a complete table and no longer finds it. For a
rule that was not checked last month, the month before counts, and so on; what a review saw of a rule only
in part is known, and the reviews before it still count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from sf_audit.model.review import Change, Outcome, Point, Status
from sf_audit.review.findings_table import FINDINGS
from sf_audit.review.history import Past
from sf_audit.rulebook.rule import Rule

_SCHEMA = pa.schema([("key", pa.string()), ("rule", pa.string()), ("first_seen", pa.date32())])


@dataclass(frozen=True, slots=True)
class History:
    """What earlier reviews of this org say: per rule, the findings of the last one that evaluated it."""

    known: pa.Table
    """Columns key, rule (its id today) and first_seen."""
    judged_before: frozenset[str]
    broken_before: frozenset[str]
    """Rules that were broken when they were last evaluated, if only in part."""


def history(past: Past, rules: Sequence[Rule]) -> History:
    """Reads back until every rule has a review that evaluated the whole of it, or until there is no more past."""
    missing = {name: rule.id for rule in rules for name in rule.names}
    parts: list[pa.Table] = []
    was_broken: dict[str, bool] = {}
    for review in past.newest_first():
        whole = {missing[name]: all_of_it for name, all_of_it in review.evaluated.items() if name in missing}
        found = _findings(review.folder, {name: rule for name, rule in missing.items() if rule in whole})
        if found is None:
            past.damaged.add(review.folder)
            continue
        parts.append(found)
        broken = {missing[name] for name in review.broken if name in missing}
        was_broken = {rule: rule in broken for rule in whole} | was_broken
        missing = {name: rule for name, rule in missing.items() if not whole.get(rule)}
        if not missing:  # asked here and not by the loop, which would have read another month by then
            break
    known = _earliest(pa.concat_tables([_SCHEMA.empty_table(), *parts]))
    return History(known, frozenset(was_broken), frozenset(rule for rule, said in was_broken.items() if said))


def changes(before: History, findings: Path, outcomes: Sequence[Outcome]) -> tuple[Change, ...]:
    """Per rule that has a history, how its findings moved. `findings` is today's findings.parquet."""
    with duckdb.connect() as connection:
        connection.register("known", before.known)
        rows = connection.execute(
            """SELECT coalesce(f.rule, k.rule), count(*) FILTER (k.key IS NULL), count(*) FILTER (f.key IS NULL),
            count(*) FILTER (f.key IS NOT NULL AND k.key IS NOT NULL)
            FROM (SELECT key, rule FROM read_parquet(?)) f FULL JOIN known k ON k.key = f.key GROUP BY 1""",
            [str(findings)],
        ).fetchall()
    moved = {rule: numbers for rule, *numbers in rows}
    changed = (
        _change(outcome, moved[outcome.rule])
        for outcome in outcomes
        if outcome.rule in moved and outcome.rule in before.judged_before
    )
    return tuple(one for one in changed if one.new or one.fixed or one.still_open or one.not_evaluated)


def point(period: str, finished: datetime, status: str, score: int | None, outcomes: Sequence[Outcome]) -> Point:
    """This review as a point of the trend line."""
    applying = [outcome for outcome in outcomes if outcome.status is not Status.NOT_APPLICABLE]
    checked = sum(one.status is not Status.NOT_CHECKED for one in applying)
    return Point(period, finished, status, score, checked, len(applying), sum(outcome.broken for outcome in outcomes))


def _change(outcome: Outcome, moved: Sequence[int]) -> Change:
    new, gone, still = moved
    if outcome.status is Status.NOT_CHECKED:
        return Change(outcome.rule, outcome.title, new=0, fixed=0, still_open=0, not_evaluated=gone + still)
    if outcome.reason:
        return Change(outcome.rule, outcome.title, new=new, fixed=0, still_open=still, not_evaluated=gone)
    return Change(outcome.rule, outcome.title, new=new, fixed=gone, still_open=still, not_evaluated=0)


def _earliest(found: pa.Table) -> pa.Table:
    """A finding of several reviews was first seen when the earliest of them says."""
    return found.group_by(["key", "rule"]).aggregate([("first_seen", "min")]).rename_columns(_SCHEMA.names)


def _findings(folder: Path, evaluated: Mapping[str, str]) -> pa.Table | None:
    """The findings of these rules under their ids of today; None where the file cannot be read."""
    if not evaluated:
        return _SCHEMA.empty_table()
    names = pa.table({"then": list(evaluated), "now": list(evaluated.values())})
    with duckdb.connect() as connection:
        connection.register("names", names)
        try:
            found = connection.sql(
                "SELECT key, names.now AS rule, first_seen FROM read_parquet(?) f JOIN names ON names.then = f.rule",
                params=[str(folder / FINDINGS)],
            ).to_arrow_table()
            return found.cast(_SCHEMA)
        except (duckdb.Error, pa.ArrowException):
            return None
