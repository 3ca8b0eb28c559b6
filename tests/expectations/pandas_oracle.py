"""The same suites on plain Great Expectations with pandas; prepared columns are worked out in Python.

Nothing here is shared with the DuckDB side but the suite itself and the names of its columns.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import great_expectations as gx
import pandas as pd
import phonenumbers
from email_validator import EmailNotValidError, validate_email
from great_expectations.data_context.types.base import ProgressBarsConfig

from sf_audit.expectations.asks import DaysFromToday, EachOneOf, InOrder, RefersTo, Unique, ValidEmail, ValidPhone
from sf_audit.expectations.prepared import Prepared
from sf_audit.expectations.standard import Standard
from sf_audit.expectations.suite import suite
from sf_audit.snapshot.needs import Clause, Comparison, Filter, rows_of

Row = Mapping[str, Any]
_INVISIBLE = re.compile("[\\s\u00ad\u180e\u200b-\u200d\u2060\u2800\u3164\ufeff]*")


class Oracle:
    """What plain Great Expectations says of rows; `others` are the tables that ids may refer to."""

    def __init__(self, rows: Sequence[Row], others: Mapping[str, Sequence[Row]], today: date, time_zone: str) -> None:
        self.rows = rows
        self.others = others
        self.today = today
        self.zone = ZoneInfo(time_zone)

    def judge(self, standards: Mapping[str, Standard], names: Prepared) -> dict[str, tuple[int, int, list[str]]]:
        """By standard: records in scope, records checked, and the ids of those that fail."""
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("records")
        definition = asset.add_batch_definition_whole_dataframe("all")
        batch = definition.get_batch({"dataframe": self._frame(standards, names)})
        complete = {"result_format": "COMPLETE", "unexpected_index_column_names": ["record id"]}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            told = batch.validate(suite(standards, names), result_format=complete)
        configured = [(result.expectation_config, result) for result in told.results]
        return {config.meta["standard"]: _told(result) for config, result in configured if config and config.meta}

    def _frame(self, standards: Mapping[str, Standard], names: Prepared) -> pd.DataFrame:
        columns: dict[str, list[Any]] = {"record id": [row["Id"] for row in self.rows]}
        for name in names.records.kinds:
            columns[name] = [_filled(row.get(name)) for row in self.rows]
        for scope, name in names.scopes.items():
            columns[name] = [self._in_scope(row, scope) for row in self.rows]
        for key, one in standards.items():
            if f"{key} holds" in names.columns:
                columns[f"{key} holds"] = self._holds(one)
            if isinstance(one.ask, InOrder):
                for name in (one.ask.first, one.ask.then):
                    columns[f"day of {name}"] = [pd.Timestamp(self._day(row.get(name))) for row in self.rows]
        return pd.DataFrame(
            {name: _series(values, names.records.kinds.get(name, "")) for name, values in columns.items()}
        )

    def _holds(self, standard: Standard) -> list[bool | None]:
        ask = standard.ask
        if isinstance(ask, Unique):
            return self._unique(ask, standard.scope)
        (name,) = ask.fields
        return [None if _filled(row.get(name)) is None else self._one(ask, row[name]) for row in self.rows]

    def _one(self, ask: Any, value: Any) -> bool:
        if isinstance(ask, EachOneOf):
            return not ask.values.intersection(value.split(";")) if ask.forbidden else ask.values >= {*value.split(";")}
        if isinstance(ask, RefersTo):
            known = {row[ask.key] for row in self.others[ask.table] if self._in_scope(row, ask.where)}
            return (value in known) is not ask.forbidden
        if isinstance(ask, DaysFromToday):
            days = (self._day(value) - self.today).days
            return (ask.low is None or days >= ask.low) and (ask.high is None or days <= ask.high)
        return _email(value) if isinstance(ask, ValidEmail) else _phone(ask, value)

    def _unique(self, ask: Unique, scope: Filter) -> list[bool | None]:
        keys = [self._key(row, ask) for row in self.rows]
        seen = Counter(key for key, row in zip(keys, self.rows, strict=True) if key and self._in_scope(row, scope))
        return [None if key is None else seen[key] <= 1 for key in keys]

    def _key(self, row: Row, ask: Unique) -> tuple[Any, ...] | None:
        values = [_filled(row.get(name)) for name in ask.fields]
        if None in values:
            return None
        return tuple(_folded(value) if ask.folded and isinstance(value, str) else value for value in values)

    def _in_scope(self, row: Row, scope: Filter) -> bool:
        return all(self._keeps(row.get(clause.field), clause) for clause in rows_of(scope))

    def _keeps(self, value: Any, clause: Clause) -> bool:
        value = _filled(value)
        if clause.comparison in {Comparison.FILLED, Comparison.EMPTY}:
            return (value is None) == (clause.comparison is Comparison.EMPTY)
        if clause.comparison in {Comparison.IN, Comparison.NOT_IN}:
            return (value in clause.values) == (clause.comparison is Comparison.IN)
        if value is None:
            return False
        (bound,) = clause.values
        if clause.comparison in {Comparison.AT_LEAST, Comparison.AT_MOST}:
            value = self._day(value).isoformat() if isinstance(value, date) else value
            return value >= bound if clause.comparison is Comparison.AT_LEAST else value <= bound
        age = (self.today - self._day(value)).days
        return age > bound if clause.comparison is Comparison.OLDER_THAN_DAYS else age < bound

    def _day(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.replace(tzinfo=UTC).astimezone(self.zone).date()
        return value


def _told(result: Any) -> tuple[int, int, list[str]]:
    told = result.result
    assert "unexpected_count" in told, result.exception_info
    ids = sorted(row["record id"] for row in told["unexpected_index_list"] or [])
    return told["element_count"], told["element_count"] - told.get("missing_count", 0), ids


def _filled(value: Any) -> Any:
    return None if isinstance(value, str) and _INVISIBLE.fullmatch(value) else value


def _folded(value: str) -> str:
    shown = re.sub(f"^{_INVISIBLE.pattern}|{_INVISIBLE.pattern}$", "", value.replace("\u00ad", ""))
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", shown).casefold()))


def _series(values: list[Any], kind: str) -> pd.Series:
    kinds = {"BIGINT": "float64", "DOUBLE": "float64", "TIMESTAMP": "datetime64[ns]", "DATE": "datetime64[ns]"}
    return pd.Series(values, dtype=kinds.get(kind, "object"))


def _email(value: str) -> bool:
    try:
        validate_email(value, check_deliverability=False, allow_quoted_local=True, strict=True)
    except EmailNotValidError:
        return False
    return True


def _phone(ask: ValidPhone, value: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(value, ask.region))
    except phonenumbers.NumberParseException:
        return False
