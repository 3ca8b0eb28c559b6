"""Great Expectations on the records of a snapshot: its own conditions, answered in one pass.

Great Expectations compiles each expectation to an SQL condition and would then send queries for
each of them; on DuckDB these fail, and they name twenty failing records at most. This engine lets
it compile, waits until only counts are left to be asked, and has `Scan` answer all of them.

The engine has no connection to send a query with: whatever Great Expectations would ask by itself
fails, and so is seen, instead of costing another pass.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from great_expectations.exceptions import GreatExpectationsError, MetricResolutionError
from great_expectations.execution_engine import SqlAlchemyExecutionEngine
from great_expectations.execution_engine.sqlalchemy_batch_data import SqlAlchemyBatchData
from great_expectations.expectations.expectation import ColumnMapExpectation, ColumnPairMapExpectation, Expectation
from great_expectations.expectations.metrics.map_metric_provider import (
    ColumnMapMetricProvider,
    column_condition_partial,
)
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
from great_expectations.expectations.row_conditions import deserialize_row_condition
from great_expectations.validator.metric_configuration import MetricConfiguration

from sf_audit.expectations.dialect import engine_without_connection
from sf_audit.expectations.grouped import Counts
from sf_audit.expectations.judged_together import Asked
from sf_audit.expectations.scan import Scan
from sf_audit.model.origins import GroupedRecords

#: A count of all records, or one for each value that records are grouped by.
N = TypeVar("N", int, Counts)

#: Its messages hold values of records; what went wrong is in the results, which we read.
logging.getLogger("great_expectations").setLevel(logging.CRITICAL)

_BATCH = "records"
_SAMPLE = ".unexpected_values"
_COUNTS = (".unexpected_count", ".filtered_row_count")
_MISSING = "column_values.nonnull.unexpected_count"
#: What an expectation's own count is called here, whatever it counts.
_BROKEN = "broken"
_KNOWN_DOMAIN = {"batch_id", "table", "column", "column_A", "column_B", "row_condition", "ignore_row_if"}


class OneScanEngine(SqlAlchemyExecutionEngine):
    """Answers every count of a suite in one Scan; of the standards in `together`, what they say of the same records."""

    def __init__(self, scan: Scan, together: Collection[str] = ()) -> None:
        super().__init__(engine=engine_without_connection())
        self.scan = scan
        self.types = [{"name": name, "type": kind} for name, kind in scan.columns().items()]
        self._listed: dict[Any, list[str]] = {}
        self._answers: dict[str, int] | None = None
        self._asked: dict[str, Mapping[str, Any]] = {}
        self._conditions: dict[Any, str] = {}
        self._rows: list[MetricConfiguration] = []
        self._together = frozenset(together)
        records = sa.select(sa.text("*")).select_from(sa.table(_BATCH))
        self.load_batch_data(_BATCH, SqlAlchemyBatchData(self, selectable=records, create_temp_table=False))

    def list_failing(self, key: str, expectation: Expectation) -> None:
        """Have the ids of records that fail the expectation written, under the key of its standard."""
        if isinstance(expectation, ColumnMapExpectation | ColumnPairMapExpectation):
            asked = expectation.get_validation_dependencies(self, {"result_format": "BASIC"})
            count = asked.metric_configurations[f"{expectation.map_metric}.unexpected_count"]
            self._listed.setdefault(count.id, []).append(key)
            metrics = {name: _counted_as(metric.id) for name, metric in asked.metric_configurations.items()}
            self._asked[key] = {**metrics, _BROKEN: count.id}

    def new_records(self, key: str, checked: int, broken: int) -> tuple[int, int] | None:
        """How many new records a standard was asked of, and how many of them fail it.

        They are counted as all records were, which have to come out as Great Expectations says: `checked` and `broken`.
        """
        if self._of_standard(key, self._answers or {}) != (checked, broken):
            return None
        return self._of_standard(key, self.scan.new)

    def grouped_records(self, key: str, checked: int, broken: int) -> Iterator[GroupedRecords]:
        """The same by the value of each fact that the scan counts by; values without such records are left out."""
        if self._of_standard(key, self._answers or {}) != (checked, broken):
            return
        for fact, grouped in self.scan.grouped.items():
            counted = self._of_standard(key, grouped.counts)
            if counted is not None:
                numbers = zip(grouped.values, *(count.tolist() for count in counted), strict=True)
                yield GroupedRecords(fact, tuple(row for row in numbers if row[1]))

    def _of_standard(self, key: str, answers: Mapping[str, N]) -> tuple[N, N] | None:
        asked = self._conditions_of(key)
        if asked is None or not asked.conditions <= answers.keys():
            return None
        in_scope = answers[asked.scope]
        return (in_scope - answers[asked.missing] if asked.missing else in_scope), answers[asked.broken]

    def _conditions_of(self, key: str) -> Asked | None:
        metrics = self._asked.get(key, {})
        conditions = {name: self._conditions.get(metric, "") for name, metric in metrics.items()}
        pairs = next((sql for name, sql in conditions.items() if name.endswith(".filtered_row_count")), "")
        rows, broken, missing = (conditions.get(name, "") for name in ("table.row_count", _BROKEN, _MISSING))
        if not rows or not broken:
            return None
        # Of pairs, those with an empty field are left out; and that the field is filled may be all that is asked.
        no_missing = pairs or metrics.get(_MISSING) == _counted_as(metrics[_BROKEN])
        return Asked(pairs or rows, "" if no_missing else missing, broken)

    def resolve_metrics(
        self,
        metrics_to_resolve: Iterable[MetricConfiguration],
        metrics: dict[Any, Any] | None = None,
        runtime_configuration: dict[str, Any] | None = None,
    ) -> dict[Any, Any]:
        """The metrics that can be told so far; counts come when there is nothing else to wait for.

        Conditions do not use the number of rows, but are compiled only once it is there, so it is
        None until the pass that answers everything.
        """
        known = metrics or {}
        resolved: dict[Any, Any] = {
            metric.id: [] for metric in metrics_to_resolve if metric.metric_name.endswith(_SAMPLE)
        }
        rows = [metric for metric in metrics_to_resolve if metric.metric_name == "table.row_count"]
        resolved |= {row.id: None for row in rows}
        self._rows += rows
        counts = [metric for metric in metrics_to_resolve if metric.metric_name.endswith(_COUNTS)]
        rest = [metric for metric in metrics_to_resolve if metric not in counts and metric.id not in resolved]
        if rest or not counts:
            return resolved | super().resolve_metrics(rest, known, runtime_configuration)
        answers = self._counted([*self._rows, *counts], known)
        failed = [count for count in counts if count.id not in answers]
        if failed:
            raise MetricResolutionError("DuckDB cannot evaluate the condition", failed_metrics=failed)
        return resolved | answers

    def _counted(self, counts: Sequence[MetricConfiguration], known: Mapping[Any, Any]) -> dict[Any, int]:
        """The counts, but for those whose condition cannot be compiled or evaluated."""
        conditions = {count.id: sql for count in counts if (sql := self._sql(count, known))}
        self._conditions |= {_counted_as(metric): sql for metric, sql in conditions.items()} | conditions
        if self._answers is None:
            listed: dict[str, list[str]] = {}
            for metric, keys in self._listed.items():
                if metric in conditions:
                    listed.setdefault(conditions[metric], []).extend(keys)
            asked = {key: self._conditions_of(key) for key in self._together}
            self.scan.asked_together = {key: each for key, each in asked.items() if each is not None}
            self._answers = self.scan.count(conditions.values(), listed)
        return {metric: self._answers[sql] for metric, sql in conditions.items() if sql in self._answers}

    def _sql(self, metric: MetricConfiguration, known: Mapping[Any, Any]) -> str:
        """The condition that holds for the records that a metric counts; empty where there is none."""
        try:
            parts = self._domain(metric.metric_domain_kwargs)
            if metric.metric_name.endswith(".unexpected_count"):
                parts.append(_condition(metric, known))
            return " AND ".join(f"({self._text(part)})" for part in parts) or "true"
        except (GreatExpectationsError, sa.exc.SQLAlchemyError):
            return ""

    def _domain(self, domain: Mapping[str, Any]) -> list[sa.ColumnElement[bool]]:
        unknown = {name for name, value in domain.items() if value is not None} - _KNOWN_DOMAIN
        if unknown:
            raise GreatExpectationsError(f"cannot say which records are meant: {sorted(unknown)}")
        rows = deserialize_row_condition(domain.get("row_condition"))
        if isinstance(rows, str):
            raise GreatExpectationsError("a row condition is built, not written")
        parts = [] if rows is None else [self.condition_to_filter_clause(rows)]
        if "column_A" in domain:
            if domain.get("ignore_row_if") != "either_value_is_missing":
                raise GreatExpectationsError("records with one empty field of a pair must be left out")
            parts += [sa.column(domain[name]).is_not(None) for name in ("column_A", "column_B")]
        return parts

    def _text(self, expression: sa.ColumnElement[bool]) -> str:
        return str(expression.compile(dialect=self.engine.dialect, compile_kwargs={"literal_binds": True}))


def _counted_as(metric: Any) -> tuple[str, Any]:
    """What a count of rows is known by: its settings differ between asking for it and resolving it, its rows do not."""
    return metric.metric_name, metric.metric_domain_kwargs_id


def _condition(metric: MetricConfiguration, known: Mapping[Any, Any]) -> sa.ColumnElement[bool]:
    """What Great Expectations compiled an expectation to: true where a record does not meet it."""
    owner = metric.metric_dependencies.get("metric_partial_fn", metric)
    condition: sa.ColumnElement[bool] = known[owner.metric_dependencies["unexpected_condition"].id][0]
    return condition


class _ColumnTypes(TableMetricProvider):
    metric_name = "table.column_types"
    value_keys = ("include_nested",)
    default_kwarg_values = {"include_nested": True}  # noqa: RUF012 (typed by the base class)

    @metric_value(engine=OneScanEngine)
    def _duckdb(cls, execution_engine: OneScanEngine, **_: Any) -> list[dict[str, str]]:
        return execution_engine.types


class _MatchesRegex(ColumnMapMetricProvider):
    condition_metric_name = "column_values.match_regex"
    condition_value_keys = ("regex",)

    @column_condition_partial(engine=OneScanEngine)
    def _duckdb(cls, column: sa.ColumnElement[str], regex: str, **_: Any) -> sa.ColumnElement[bool]:
        return sa.func.regexp_matches(column, regex)


class _DoesNotMatchRegex(ColumnMapMetricProvider):
    condition_metric_name = "column_values.not_match_regex"
    condition_value_keys = ("regex",)

    @column_condition_partial(engine=OneScanEngine)
    def _duckdb(cls, column: sa.ColumnElement[str], regex: str, **_: Any) -> sa.ColumnElement[bool]:
        return sa.not_(sa.func.regexp_matches(column, regex))
