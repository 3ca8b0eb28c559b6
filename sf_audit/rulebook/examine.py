"""What is the case, for all rules: each check looks, and what cannot be seen is never a pass."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

import duckdb

from sf_audit.expectations.standard import Measured, Standard
from sf_audit.model.review import FailingRows, NotReadable, Reason, Unread, Verdict
from sf_audit.model.timings import Phase, Stopwatch
from sf_audit.rulebook.check import RecordCheck
from sf_audit.rulebook.rule import Rule
from sf_audit.salesforce.record_access import shows_every_record
from sf_audit.snapshot.needs import Need, Source
from sf_audit.snapshot.tables import Snapshot

Seen: TypeAlias = Verdict | Unread

#: What a mistake inside a check, or data that it did not expect, raises. It costs this one rule,
#: not the whole review, and is reported as not checked.
CRASHES = (duckdb.Error, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)

NO_DOUBTS: Mapping[str, Unread] = MappingProxyType({})

log = logging.getLogger(__name__)


def examine(
    rules: Iterable[Rule],
    snapshot: Snapshot,
    doubted: Mapping[str, Unread] = NO_DOUBTS,
    stopwatch: Stopwatch | None = None,
) -> dict[str, Seen]:
    """By rule id: the Verdict of its check, or what could not be read.

    All record checks of an object are answered in one scan of its records. `doubted` says of tables that were
    read whole why they may lack rows all the same.
    """
    seen: dict[str, Seen] = {}
    standards: dict[str, Standard] = {}
    by_id = {rule.id: rule for rule in rules}
    stopwatch = stopwatch or Stopwatch()
    with stopwatch.measure(Phase.JUDGE, "rules that are not about records"):
        looked = {rule.id: _look(rule, snapshot) for rule in by_id.values()}
    for name, one in looked.items():
        if isinstance(one, Standard) and (doubt := _blamed_for_absence(one, doubted)):
            seen[name] = doubt
        elif isinstance(one, Standard):
            standards[name] = one
        else:
            seen[name] = one
    seen.update(_scan(standards, snapshot, stopwatch))
    missing = {**doubted, **_hidden(snapshot)}
    return {name: _believed(one, by_id[name].check.needs(), missing) for name, one in sorted(seen.items())}


def _look(rule: Rule, snapshot: Snapshot) -> Seen | Standard:
    try:
        snapshot.require(rule.check.needs())
        if isinstance(rule.check, RecordCheck):
            return rule.check.standard(snapshot)
        return _of_all_objects(rule.check.examine(snapshot), rule.check.needs(), snapshot)
    except NotReadable as problem:
        return problem.unread
    except CRASHES as problem:
        log.warning("check of rule %s failed: %s", rule.id, type(problem).__name__)
        return Unread(Reason.CHECK_FAILED, f"the check failed ({type(problem).__name__})", "Report this as a bug.")


def _of_all_objects(seen: Verdict, needs: Sequence[Need], snapshot: Snapshot) -> Seen:
    """Objects that a table about objects does not cover could break the rule, so without them nothing is kept."""
    missing = {name: one for need in needs if need.some_will_do for name, one in snapshot.uncovered(need).items()}
    if not missing:
        return seen
    details = dict.fromkeys(one.detail for one in missing.values())
    unlocked_by = dict.fromkeys(one.unlocked_by for one in missing.values() if one.unlocked_by)
    first, *_ = missing.values()
    unread = Unread(first.reason, "; ".join(details), "; ".join(unlocked_by))
    return replace(seen, unread=unread) if seen.broken else unread


def _scan(standards: Mapping[str, Standard], snapshot: Snapshot, stopwatch: Stopwatch) -> dict[str, Seen]:
    if not standards:
        return {}
    with stopwatch.measure(Phase.JUDGE, "import of Great Expectations"):
        from sf_audit.expectations.measure import measure  # 3 s: only reviews that judge records pay for it

    measured = measure(snapshot, standards, stopwatch)
    return {name: _verdict(name, one, standards[name], snapshot) for name, one in measured.items()}


def _verdict(name: str, one: Measured | Unread, standard: Standard, snapshot: Snapshot) -> Seen:
    if isinstance(one, Unread):
        return one
    rows = snapshot.tables[standard.object].rows
    if not one.checked:
        what = "none in scope" if not one.in_scope else f"{one.in_scope} in scope, none of them with a value to judge"
        return Verdict(0, 0, proof=f"{standard.object} was read whole: {rows} rows, {what}")
    if one.failing is None:
        return Verdict(one.checked, one.broken)
    return Verdict(one.checked, one.broken, FailingRows(one.failing, name, standard.object, standard.because))


def _believed(seen: Seen, needs: Sequence[Need], missing: Mapping[str, Unread]) -> Seen:
    """Rows that may be missing could break the rule, so without them nothing is kept or empty."""
    if isinstance(seen, Unread):
        return seen
    gaps = [missing[name] for need in needs for name in sorted(_records(need) & missing.keys())]
    if not gaps:
        return seen
    return replace(seen, unread=gaps[0]) if seen.broken else gaps[0]


def _records(one: Need) -> frozenset[str]:
    """The objects whose records a need speaks of."""
    if one.source is Source.COUNTS:
        return one.of
    return frozenset([one.table]) if one.source is Source.DATA else frozenset()


def _blamed_for_absence(standard: Standard, doubted: Mapping[str, Unread]) -> Unread | None:
    """The doubt about the rows that a record would be blamed for not finding."""
    return doubted.get(standard.ask.blames_for_absence)


def _hidden(snapshot: Snapshot) -> dict[str, Unread]:
    """The tables of which sharing may hide rows."""
    return {
        name: Unread(
            Reason.ROWS_HIDDEN,
            f"only those rows of {name} that are shared with the auditor user were read",
            shows_every_record(name),
        )
        for name, table in snapshot.tables.items()
        if table.rows_hidden and table.source is Source.DATA
    }
