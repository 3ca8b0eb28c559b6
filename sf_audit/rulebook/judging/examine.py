"""What is the case, for all rules: each check looks, and what cannot be seen is never a pass."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

from sf_audit.expectations.attempt import attempt
from sf_audit.expectations.standard import Measured, Standard
from sf_audit.model.counts import count
from sf_audit.model.review import FailingRows, Reason, Unread, Verdict
from sf_audit.model.timings import Phase, Stopwatch
from sf_audit.rulebook.fitting.fitting import fit
from sf_audit.rulebook.fitting.unmet_scope import never_met, never_met_elsewhere
from sf_audit.rulebook.judging.sound import sound_standard, sound_verdict
from sf_audit.rulebook.rules.check import Check, RecordCheck
from sf_audit.rulebook.rules.needs import Needs, blamed_on, needs_of
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.salesforce.record_access import shows_every_record
from sf_audit.snapshot.needs import (
    FILL_COUNTS,
    RECENT_FILL_COUNTS,
    Need,
    Source,
    counted_records,
    names_object,
    parents_of,
)
from sf_audit.snapshot.tables import Snapshot

Seen: TypeAlias = Verdict | Unread

_COUNTED = counted_records("")
_COUNTS_OF_FIELDS = frozenset({FILL_COUNTS, RECENT_FILL_COUNTS})

NO_DOUBTS: Mapping[str, Unread] = MappingProxyType({})


def examine(
    rules: Iterable[Rule],
    snapshot: Snapshot,
    doubted: Mapping[str, Unread] = NO_DOUBTS,
    stopwatch: Stopwatch | None = None,
) -> dict[str, Seen]:
    """By rule id: the Verdict of its check, or what could not be read.

    All record checks of an object are answered in one scan of its records. `doubted` says of tables that were
    read whole why they may lack rows all the same. Whatever a check does wrong costs its own rule alone.
    """
    standards: dict[str, Standard] = {}
    resolved, unfit = fit(rules, snapshot)
    seen: dict[str, Seen] = {**unfit}
    by_id = {rule.id: rule for rule in resolved}
    needs = {name: needs_of(rule) for name, rule in by_id.items()}
    stopwatch = stopwatch or Stopwatch()
    with stopwatch.measure(Phase.JUDGE, "rules that are not about records"):
        looked = {
            name: _look(rule, needs[name], snapshot, doubted) for name, rule in by_id.items() if name not in unfit
        }
    for name, found in looked.items():
        if isinstance(found, Standard):
            standards[name] = found
        else:
            seen[name] = found
    seen.update(_scan(standards, snapshot, stopwatch))
    seen.update(_out_of_scope(standards, seen, by_id, snapshot))
    missing = {**doubted, **hidden_rows(snapshot)}
    return {
        # No row that may be missing changes what the org has not got.
        name: seen[name] if name in unfit else _believed(rule, seen[name], needs[name], missing)
        for name, rule in sorted(by_id.items())
    }


def _look(rule: Rule, needs: Needs | Unread, snapshot: Snapshot, doubted: Mapping[str, Unread]) -> Seen | Standard:
    if isinstance(needs, Unread):
        return needs
    if isinstance(rule.check, RecordCheck):
        check = rule.check
        found = attempt("saying what every record must keep", lambda: _standard(check, needs, snapshot, doubted))
        return replace(found, counts_together=rule.is_grave) if isinstance(found, Standard) else found
    of_org, is_own = rule.check, rule.is_own
    return attempt("looking at the org", lambda: _verdict_of_org(of_org, needs, snapshot, is_own=is_own))


def _standard(check: RecordCheck, needs: Needs, snapshot: Snapshot, doubted: Mapping[str, Unread]) -> Standard | Unread:
    snapshot.require(needs)
    standard = sound_standard(check.standard(snapshot), snapshot)
    # The doubt about the rows that a record would be blamed for not finding, or be in scope for.
    blaming = (standard.ask.blames_for_absence, *(parent.table for parent in parents_of(standard.scope)))
    return next((doubted[table] for table in blaming if table in doubted), standard)


def _verdict_of_org(check: Check, needs: Needs, snapshot: Snapshot, *, is_own: bool) -> Seen:
    snapshot.require(needs)
    return _of_all_objects(sound_verdict(check.examine(snapshot)), needs, snapshot, is_own=is_own)


def _of_all_objects(seen: Verdict, needs: Sequence[Need], snapshot: Snapshot, *, is_own: bool) -> Seen:
    """Objects that a table about objects does not cover could break the rule, so without them nothing is kept.

    Those that the org proves not to have are a mistake in a rule of the workspace. A shipped one names those of many
    orgs, and only notes them.
    """
    missing = {name: unread for need in needs if need.some_will_do for name, unread in snapshot.uncovered(need).items()}
    absent = [name for name, unread in missing.items() if unread.reason is Reason.RULE_DOES_NOT_FIT and not is_own]
    if absent:
        seen = replace(seen, notes=(*seen.notes, f"this org has no {' and no '.join(sorted(absent))}"))
        missing = {name: unread for name, unread in missing.items() if name not in absent}
    if not missing:
        return seen
    details = dict.fromkeys(unread.detail for unread in missing.values())
    unlocked_by = dict.fromkeys(unread.unlocked_by for unread in missing.values() if unread.unlocked_by)
    first, *_ = missing.values()
    unread = Unread(first.reason, "; ".join(details), "; ".join(unlocked_by))
    return replace(seen, unread=unread) if seen.broken else unread


def _scan(standards: Mapping[str, Standard], snapshot: Snapshot, stopwatch: Stopwatch) -> dict[str, Seen]:
    if not standards:
        return {}
    with stopwatch.measure(Phase.JUDGE, "import of Great Expectations"):
        from sf_audit.expectations.measure import measure  # 3 s: only reviews that judge records pay for it

    measured = measure(snapshot, standards, stopwatch)
    return {
        name: attempt("naming its findings", partial(_verdict, name, result, standards[name], snapshot))
        for name, result in measured.items()
    }


def _out_of_scope(
    standards: Mapping[str, Standard], seen: Mapping[str, Seen], rules: Mapping[str, Rule], snapshot: Snapshot
) -> dict[str, Seen]:
    """The rules that looked at nothing, because they name what no record has."""
    empty = [name for name in standards if isinstance(verdict := seen[name], Verdict) and not verdict.checked]
    found = {
        name: attempt("looking for its scope", partial(never_met, rules[name], standards[name], snapshot))
        for name in empty
    }
    judged = [name for name in standards if isinstance(seen[name], Verdict) and found.get(name) is None]
    found |= {
        name: attempt("looking for the records it compares with", partial(never_met_elsewhere, rules[name], snapshot))
        for name in judged
    }
    return {name: unread for name, unread in found.items() if unread is not None}


def _verdict(name: str, result: Measured | Unread, standard: Standard, snapshot: Snapshot) -> Seen:
    if isinstance(result, Unread):
        return result
    if standard.unread is not None and not result.broken:
        return standard.unread
    rows = snapshot.tables[standard.object].rows
    if not result.checked:
        scope = (
            "none in scope"
            if not result.in_scope
            else f"{result.in_scope} in scope, none of them with a value to judge"
        )
        return Verdict(0, 0, proof=f"{standard.object} was read whole: {count(rows, 'row')}, {scope}")
    if result.failing is None:
        return _verdict_of(result, standard)
    listed = FailingRows(
        result.failing,
        name,
        standard.object,
        standard.because,
        fields=standard.ask.fields,
        twins=result.twins,
        reasons=result.reasons,
        merges=result.merges,
    )
    return replace(_verdict_of(result, standard), breaches=listed, unread=standard.unread)


def _verdict_of(result: Measured, standard: Standard) -> Verdict:
    """All that was counted."""
    return Verdict(
        result.checked,
        result.broken,
        notes=_notes(result, standard),
        new=result.new,
        grouped=result.grouped,
        together=result.together,
    )


def _notes(result: Measured, standard: Standard) -> tuple[str, ...]:
    lacking = result.in_scope - result.checked
    if not (standard.left_out and lacking):
        return standard.notes
    have, were = ("has", "was") if lacking == 1 else ("have", "were")
    found = f"{count(lacking, 'record')} in scope {have} no {standard.left_out} and {were} not judged"
    return (*standard.notes, found)


def _believed(rule: Rule, seen: Seen, needs: Needs | Unread, missing: Mapping[str, Unread]) -> Seen:
    """Rows that may be missing could break the rule, so without them nothing is kept or empty."""
    if isinstance(seen, Unread):
        return blamed_on(rule, seen)
    if isinstance(needs, Unread):
        return needs
    gaps = {name: missing[name] for need in needs for name in sorted(_records(need, missing))}
    if not gaps:
        return seen
    surely = _not_blamed_for_absence(seen, gaps) if any(need.table in _COUNTS_OF_FIELDS for need in needs) else seen
    first, *_ = gaps.values()
    return replace(surely, unread=first) if surely.broken else first


def _records(need: Need, missing: Mapping[str, Unread]) -> Iterator[str]:
    """Of the objects whose rows may be missing, those whose records a need speaks of."""
    match need.source:
        case Source.DATA | Source.TOOLING:
            yield from {need.table} & missing.keys()
        case Source.COUNTS:
            yield from need.of & missing.keys()
            counted = (name for name in missing if name.startswith(_COUNTED))
            yield from (name for name in counted if names_object(need, name.removeprefix(_COUNTED)))


def _not_blamed_for_absence(seen: Verdict, gaps: Collection[str]) -> Verdict:
    """The verdict without fields that nothing fills, of objects whose other records may fill them."""
    if isinstance(seen.breaches, FailingRows):
        return seen
    objects = {name.removeprefix(_COUNTED) for name in gaps}
    sure = tuple(breach for breach in seen.breaches if breach.id.partition(".")[0] not in objects)
    dropped = len(seen.breaches) - len(sure)
    return replace(seen, checked=seen.checked - dropped, broken=seen.broken - dropped, breaches=sure)


def hidden_rows(snapshot: Snapshot) -> dict[str, Unread]:
    """The tables of which sharing may hide rows, and definitions that may leave out what the auditor may not read."""
    says = {
        Source.DATA: "only those rows of {} that are shared with the auditor user were read",
        Source.TOOLING: "{} may leave out what the auditor user may not read",
    }
    return {
        name: Unread(Reason.ROWS_HIDDEN, says[table.source].format(name), shows_every_record(name))
        for name, table in snapshot.tables.items()
        if table.rows_hidden and table.source in says
    }
