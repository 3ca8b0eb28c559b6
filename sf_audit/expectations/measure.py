"""The door: standards in, counts and failing records out, with one pass for each object."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import duckdb
from great_expectations.core import ExpectationValidationResult
from great_expectations.expectations.expectation import Expectation
from great_expectations.validator.validator import Validator

from sf_audit.expectations.days import Calendar
from sf_audit.expectations.engine import OneScanEngine
from sf_audit.expectations.prepared import Prepared
from sf_audit.expectations.records import Records, kinds
from sf_audit.expectations.scan import Scan
from sf_audit.expectations.standard import Measured, Standard
from sf_audit.expectations.suite import expectation
from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.model.timings import Phase, Stopwatch
from sf_audit.snapshot.needs import Need
from sf_audit.snapshot.tables import Snapshot

_RESULT = {"result_format": {"result_format": "BASIC", "partial_unexpected_count": 0}, "catch_exceptions": True}
_FAILED = Unread(Reason.CHECK_FAILED, "the records could not be judged by this standard", "Report this as a bug.")

log = logging.getLogger(__name__)


def measure(
    snapshot: Snapshot, standards: Mapping[str, Standard], stopwatch: Stopwatch | None = None
) -> dict[str, Measured | Unread]:
    """How the records of a snapshot stand to each of the standards, under the same keys.

    A standard that could not be measured is Unread: never a pass. The failing records of an object
    are in `failing-<object>.parquet` in the snapshot's scratch folder, until it is measured again.
    """
    measured: dict[str, Measured | Unread] = {}
    stopwatch = stopwatch or Stopwatch()
    for name in sorted({standard.object for standard in standards.values()}):
        with stopwatch.measure(Phase.JUDGE, f"records of {name}"):
            measured |= _measure(snapshot, name, {key: one for key, one in standards.items() if one.object == name})
    return measured


def _measure(snapshot: Snapshot, name: str, standards: Mapping[str, Standard]) -> dict[str, Measured | Unread]:
    measured: dict[str, Measured | Unread] = {}
    readable: dict[str, Standard] = {}
    for key, one in standards.items():
        try:
            snapshot.require(_needs(one))
            readable[key] = one
        except NotReadable as problem:
            measured[key] = problem.unread
    return measured | _judge(snapshot, name, readable) if readable else measured


def _needs(standard: Standard) -> list[Need]:
    judged = Need(standard.object, frozenset({"Id", *standard.ask.fields}), standard.scope)
    return [judged, *standard.ask.other_tables]


def _judge(snapshot: Snapshot, name: str, standards: Mapping[str, Standard]) -> dict[str, Measured | Unread]:
    measured: dict[str, Measured | Unread] = dict.fromkeys(standards, _FAILED)
    try:
        calendar = Calendar.of(snapshot.org.time_zone, snapshot.today)
        records = Records(snapshot.connection, name, calendar, kinds(snapshot.connection, name))
        prepared = Prepared(records)
    except (duckdb.Error, LookupError) as problem:
        log.warning("records of %s cannot be judged: %s", name, type(problem).__name__)
        return measured
    failing = snapshot.scratch / f"failing-{name}.parquet"
    try:
        expectations = dict(_expectations(standards, prepared))
        results = _validate(Scan(snapshot.connection, prepared.source, failing), expectations)
        measured |= {key: _measured(result, failing) for key, result in results}
    except duckdb.Error as problem:
        log.warning("records of %s cannot be judged: %s", name, type(problem).__name__)
    finally:
        records.close()
    return measured


def _expectations(standards: Mapping[str, Standard], prepared: Prepared) -> Iterator[tuple[str, Expectation]]:
    """Those that can be said; what cannot costs its own standard alone."""
    for key, one in standards.items():
        try:
            prepared.add(key, one)
            yield key, expectation(key, one, prepared)
        except (duckdb.Error, LookupError, ValueError) as problem:
            log.warning("standard %s cannot be prepared: %s", key, type(problem).__name__)


def _validate(scan: Scan, expectations: Mapping[str, Expectation]) -> Iterator[tuple[str, ExpectationValidationResult]]:
    engine = OneScanEngine(scan)
    for key, one in expectations.items():
        engine.list_failing(key, one)
    validator = Validator(engine, data_context=_Quiet())  # type: ignore[arg-type]
    asked = [built.configuration for built in expectations.values()]
    for result in validator.graph_validate(asked, _RESULT):
        if result.expectation_config and result.expectation_config.meta:
            yield result.expectation_config.meta["standard"], result


class _Quiet:
    """All that a Validator reads of a Data Context; a real one makes folders, even the ephemeral."""

    progress_bars: ClassVar[Mapping[str, bool]] = {"globally": False}


def _measured(result: ExpectationValidationResult, failing: Path) -> Measured | Unread:
    """Believes an answer only where all its numbers are there and agree with each other."""
    told = result.result
    match told.get("element_count"), told.get("missing_count", 0), told.get("unexpected_count"):
        case int(in_scope), int(missing), int(broken) if not _raised(result.exception_info):
            if result.success is (broken == 0):
                return Measured(in_scope, in_scope - missing, broken, failing if broken else None)
    return _FAILED


def _raised(info: Mapping[str, Any] | None) -> bool:
    """Exceptions come in two shapes: of the expectation, or by the metric that raised."""
    told = info or {}
    return bool(told.get("raised_exception")) or any(isinstance(one, Mapping) for one in told.values())
