"""The door: standards in, counts and failing records out, with one pass for each object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from great_expectations.core import ExpectationValidationResult
from great_expectations.expectations.expectation import Expectation
from great_expectations.validator.validator import Validator

from sf_audit.expectations.attempt import REPORT, attempt
from sf_audit.expectations.days import Calendar
from sf_audit.expectations.engine import OneScanEngine
from sf_audit.expectations.kept_tables import KeptTables
from sf_audit.expectations.prepared import Prepared
from sf_audit.expectations.records import Records, kinds
from sf_audit.expectations.scan import Scan
from sf_audit.expectations.standard import Measured, Standard
from sf_audit.expectations.suite import expectation
from sf_audit.expectations.twins import find_twins
from sf_audit.model.review import NewRecords, Reason, Unread
from sf_audit.model.timings import Phase, Stopwatch
from sf_audit.snapshot.answering import Answering
from sf_audit.snapshot.needs import reading
from sf_audit.snapshot.periods import first_new_day
from sf_audit.snapshot.tables import Snapshot

_RESULT = {"result_format": {"result_format": "BASIC", "partial_unexpected_count": 0}, "catch_exceptions": True}
_FAILED = Unread(Reason.CHECK_FAILED, "failed while judging the records: its question has no answer", REPORT)


def measure(
    snapshot: Snapshot, standards: Mapping[str, Standard], stopwatch: Stopwatch | None = None
) -> dict[str, Measured | Unread]:
    """How the records of a snapshot stand to each of the standards, under the same keys.

    A standard that could not be measured is Unread: never a pass, and no other one's affair. The failing records of
    an object are in `failing-<object>.parquet` in the snapshot's scratch folder, until it is measured again.
    """
    measured: dict[str, Measured | Unread] = {}
    stopwatch = stopwatch or Stopwatch()
    kept = KeptTables(Counter(about for each in standards.values() for about in each.ask.prepares(each.scope)))
    try:
        for name in sorted({standard.object for standard in standards.values()}):
            with stopwatch.measure(Phase.JUDGE, f"records of {name}"):
                of_object = {key: standard for key, standard in standards.items() if standard.object == name}
                measured |= _measure(snapshot, name, of_object, kept)
    finally:
        kept.close(snapshot.connection)
    return measured


def _measure(
    snapshot: Snapshot, name: str, standards: Mapping[str, Standard], kept: KeptTables
) -> dict[str, Measured | Unread]:
    measured: dict[str, Measured | Unread] = {}
    readable: dict[str, Standard] = {}
    for key, standard in standards.items():
        gap = attempt("saying which fields it looks at", partial(_require, snapshot, standard))
        if isinstance(gap, Unread):
            measured[key] = gap
        else:
            readable[key] = standard
    return measured | _judge(snapshot, name, readable, kept) if readable else measured


def _require(snapshot: Snapshot, standard: Standard) -> None:
    judged = reading(standard.object, {"Id", *standard.ask.fields}, standard.scope)
    snapshot.require([*judged, *standard.ask.other_tables])


def _judge(
    snapshot: Snapshot, name: str, standards: Mapping[str, Standard], kept: KeptTables
) -> dict[str, Measured | Unread]:
    """In one pass for all; where that cannot be made, in one for each, so that the fault is that of its standard."""
    together = _in_one_pass(snapshot, name, standards, snapshot.scratch / f"failing-{name}.parquet", kept)
    if not isinstance(together, Unread):
        return together
    if len(standards) == 1:
        return dict.fromkeys(standards, together)
    measured: dict[str, Measured | Unread] = {}
    for number, (key, standard) in enumerate(standards.items(), 1):
        file = snapshot.scratch / f"failing-{name}-{number}.parquet"
        alone = _in_one_pass(snapshot, name, {key: standard}, file, kept)
        measured |= {key: alone} if isinstance(alone, Unread) else alone
    return measured


def _in_one_pass(
    snapshot: Snapshot, name: str, standards: Mapping[str, Standard], failing: Path, kept: KeptTables
) -> dict[str, Measured | Unread] | Unread:
    calendar = attempt("reading the org's days", lambda: Calendar.at(snapshot))
    if isinstance(calendar, Unread):
        return calendar
    types = attempt("looking at the records", lambda: kinds(snapshot.connection, name))
    if isinstance(types, Unread):
        return types
    records = Records(snapshot.connection, name, calendar, types, rows=snapshot.tables[name].rows, kept=kept)
    try:
        return attempt("judging the records", lambda: _judged(records, standards, failing, snapshot.answering))
    finally:
        records.close()


def _judged(
    records: Records, standards: Mapping[str, Standard], failing: Path, answering: Answering
) -> dict[str, Measured | Unread]:
    prepared = Prepared(records)
    measured: dict[str, Measured | Unread] = dict.fromkeys(standards, _FAILED)
    expectations: dict[str, Expectation] = {}
    for key, standard in standards.items():
        built = attempt("preparing its question", partial(_built, key, standard, prepared))
        if isinstance(built, Unread):
            measured[key] = built
        else:
            expectations[key] = built
    scan = Scan(answering, prepared.source, failing, tuple(prepared.facts), tuple(prepared.money))
    engine = OneScanEngine(scan, [key for key, standard in standards.items() if standard.counts_together])
    results = _validate(engine, expectations)
    measured |= {key: _measured(result, failing) for key, result in results}
    measured |= {
        key: replace(answer, grouped=tuple(engine.grouped_records(key, answer.checked, answer.broken)))
        for key, answer in measured.items()
        if isinstance(answer, Measured)
    }
    if records.is_new:
        measured |= _with_new(measured, engine, first_new_day(records.calendar.today))
    measured |= _with_together(measured, scan, records.object)
    return measured | find_twins(prepared, standards, measured)


def _with_together(measured: Mapping[str, Measured | Unread], scan: Scan, name: str) -> dict[str, Measured | Unread]:
    """Those answers that were counted together, and that come out there as Great Expectations says."""
    if scan.together is None:
        return {}
    together = scan.together.found(name)
    answers = {key: answer for key in together.rules if isinstance(answer := measured[key], Measured)}
    return {
        key: replace(answer, together=together)
        for key, answer in answers.items()
        if together.counts(key) == (answer.checked, answer.broken)
    }


def _with_new(
    measured: Mapping[str, Measured | Unread], engine: OneScanEngine, since: date
) -> dict[str, Measured | Unread]:
    """What was measured, with what is said of new records alone."""
    found: dict[str, Measured | Unread] = {}
    for key, answer in measured.items():
        if isinstance(answer, Measured) and (counts := engine.new_records(key, answer.checked, answer.broken)):
            found[key] = replace(answer, new=NewRecords(since, *counts))
    return found


def _built(key: str, standard: Standard, prepared: Prepared) -> Expectation:
    prepared.add(key, standard)
    built = expectation(key, standard, prepared)
    if not isinstance(built, Expectation) or (built.meta or {}).get("standard") != key:
        raise TypeError("not the expectation of this standard")
    return built


def _validate(
    engine: OneScanEngine, expectations: Mapping[str, Expectation]
) -> list[tuple[str, ExpectationValidationResult]]:
    for key, built in expectations.items():
        engine.list_failing(key, built)
    validator = Validator(engine, data_context=_Quiet())  # type: ignore[arg-type]
    asked = [built.configuration for built in expectations.values()]
    results = validator.graph_validate(asked, _RESULT)
    if engine.scan.disk_error is not None:
        raise engine.scan.disk_error
    configured = ((result.expectation_config, result) for result in results)
    return [(asked.meta["standard"], result) for asked, result in configured if asked and asked.meta]


class _Quiet:
    """All that a Validator reads of a Data Context; a real one makes folders, even the ephemeral."""

    progress_bars: ClassVar[Mapping[str, bool]] = {"globally": False}


def _measured(result: ExpectationValidationResult, failing: Path) -> Measured | Unread:
    """Believes an answer only where all its numbers are there and agree with each other."""
    numbers = result.result
    match numbers.get("element_count"), numbers.get("missing_count", 0), numbers.get("unexpected_count"):
        case int(in_scope), int(missing), int(broken) if not _raised(result.exception_info):
            if result.success is (broken == 0):
                return Measured(in_scope, in_scope - missing, broken, failing if broken else None)
    return _FAILED


def _raised(info: Mapping[str, Any] | None) -> bool:
    """Exceptions come in two shapes: of the expectation, or by the metric that raised."""
    exceptions = info or {}
    return bool(exceptions.get("raised_exception")) or any(
        isinstance(exception, Mapping) for exception in exceptions.values()
    )
