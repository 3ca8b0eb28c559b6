"""What changed since the reviews before: new, fixed, still open, and what could not be looked at.

A finding is fixed only by a rule that was evaluated on a complete table and no longer finds it. For a
rule that was not checked last month, the month before counts, and so on; what a review saw of a rule only
in part is known, and the reviews before it still count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from sf_audit.errors import IntegrityBroken
from sf_audit.findings import Change, Outcome, Point, Status
from sf_audit.review.archive import Archive, read_json
from sf_audit.review.table import FINDINGS
from sf_audit.rulebook.rule import Rule

_EVALUATED = {Status.KEPT.value, Status.BROKEN.value, Status.NOT_APPLICABLE.value}
_FARTHEST = 24

_SCHEMA = pa.schema([("key", pa.string()), ("rule", pa.string()), ("first_seen", pa.date32())])


@dataclass(frozen=True, slots=True)
class History:
    """What earlier reviews of this org say: per rule, the findings of the last one that evaluated it."""

    known: pa.Table
    """Columns key, rule (its id today) and first_seen."""
    judged_before: frozenset[str]


def history(archive: Archive, rules: Sequence[Rule], period: str) -> History:
    """Reads back from a period until every rule has a review that evaluated it, at most two years of months."""
    missing = {name: rule.id for rule in rules for name in rule.names}
    parts: list[pa.Table] = []
    judged: set[str] = set()
    for folder, review in _reaching_back(archive, period):
        if not missing:
            break
        statuses = {missing[name]: whole for name, whole in _evaluated(review).items() if name in missing}
        evaluated = {name: rule for name, rule in missing.items() if rule in statuses}
        if evaluated:
            parts.append(_findings(folder, evaluated))
            judged |= statuses.keys()
            missing = {name: rule for name, rule in missing.items() if not statuses.get(rule)}
    return History(_earliest(pa.concat_tables([_SCHEMA.empty_table(), *parts])), frozenset(judged))


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
        _change(one, moved[one.rule]) for one in outcomes if one.rule in moved and one.rule in before.judged_before
    )
    return tuple(one for one in changed if one.new or one.fixed or one.still_open or one.not_evaluated)


def series(archive: Archive, period: str) -> tuple[Point, ...]:
    """The newest review of each earlier period, oldest first; at most twelve."""
    folders = [folder for folder in archive.monthly() if folder.parent.name < period]
    return tuple(_point(folder.parent.name, read_json(folder)) for folder in reversed(folders[:12]))


def point(period: str, finished: datetime, status: str, score: int | None, outcomes: Sequence[Outcome]) -> Point:
    """This review as a point of the trend line."""
    applying = [one for one in outcomes if one.status is not Status.NOT_APPLICABLE]
    checked = sum(one.status is not Status.NOT_CHECKED for one in applying)
    return Point(period, finished, status, score, checked, len(applying), sum(one.broken for one in outcomes))


def _change(outcome: Outcome, moved: Sequence[int]) -> Change:
    new, gone, still = moved
    if outcome.status is Status.NOT_CHECKED:
        return Change(outcome.rule, outcome.title, new=0, fixed=0, still_open=0, not_evaluated=gone + still)
    if outcome.reason:
        return Change(outcome.rule, outcome.title, new=new, fixed=0, still_open=still, not_evaluated=gone)
    return Change(outcome.rule, outcome.title, new=new, fixed=gone, still_open=still, not_evaluated=0)


def _reaching_back(archive: Archive, period: str) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Reviews of this period and of earlier ones that still have their findings, newest first.

    Those of some rules are among them: what they say of these rules is as good as what a month's review says.
    """
    read = [(folder, read_json(folder)) for folder in archive.all() if (folder / FINDINGS).is_file()]
    known = [(folder, review) for folder, review in read if str(review.get("period", "")) <= period]
    known.sort(key=lambda one: str(one[1].get("started", "")), reverse=True)
    periods = list(dict.fromkeys(review.get("period") for _, review in known))[:_FARTHEST]
    return ((folder, review) for folder, review in known if review.get("period") in periods)


def _evaluated(review: Mapping[str, Any]) -> dict[str, bool]:
    """By rule that was evaluated, whether all of it was seen."""
    outcomes = (one for one in review.get("outcomes", ()) if one.get("status") in _EVALUATED)
    return {one["rule"]: not one.get("reason") for one in outcomes}


def _earliest(found: pa.Table) -> pa.Table:
    """A finding of several reviews was first seen when the earliest of them says."""
    return found.group_by(["key", "rule"]).aggregate([("first_seen", "min")]).rename_columns(_SCHEMA.names)


def _findings(folder: Path, evaluated: Mapping[str, str]) -> pa.Table:
    names = pa.table({"then": list(evaluated), "now": list(evaluated.values())})
    with duckdb.connect() as connection:
        connection.register("names", names)
        try:
            found = connection.sql(
                "SELECT key, names.now AS rule, first_seen FROM read_parquet(?) f JOIN names ON names.then = f.rule",
                params=[str(folder / FINDINGS)],
            ).to_arrow_table()
        except duckdb.Error as problem:
            says = f"{folder / FINDINGS} cannot be read: {type(problem).__name__}"
            raise IntegrityBroken(says, hint="Restore it, or move the folder away.") from None
    return found.cast(_SCHEMA)


def _point(period: str, review: Mapping[str, Any]) -> Point:
    outcomes = review.get("outcomes", ())
    return Point(
        period=period,
        finished=datetime.fromisoformat(review["finished"]),
        status=review["status"],
        score=review["score"]["overall"],
        checked=review["coverage"]["checked"],
        total=review["coverage"]["total"],
        open_findings=sum(one["broken"] for one in outcomes),
    )
