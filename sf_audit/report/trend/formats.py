"""The forms of a trend and of a difference. These are the lists that the options of both commands are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from sf_audit.model.trend import Difference, Trend
from sf_audit.report.trend.csv import difference_csv, trend_csv
from sf_audit.report.trend.json import difference_json, trend_json
from sf_audit.report.trend.text import difference_text, trend_text

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TrendFormat(Generic[T]):
    """One form: how it is called on the command line, and what makes it, piece by piece."""

    name: str
    media_type: str
    pieces: Callable[[T], Iterable[str]]


TREND_FORMATS: Mapping[str, TrendFormat[Trend]] = {
    each.name: each
    for each in (
        TrendFormat("text", "text/plain", trend_text),
        TrendFormat("json", "application/json", trend_json),
        TrendFormat("csv", "text/csv", trend_csv),
    )
}
"""Every form of a trend, by its name; the first is the one that is printed when nobody names another."""

DIFFERENCE_FORMATS: Mapping[str, TrendFormat[Difference]] = {
    each.name: each
    for each in (
        TrendFormat("text", "text/plain", difference_text),
        TrendFormat("json", "application/json", difference_json),
        TrendFormat("csv", "text/csv", difference_csv),
    )
}
"""Every form of a difference, in the same way."""
