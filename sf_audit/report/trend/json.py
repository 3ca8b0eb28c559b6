"""For programs: the nouns of `sf_audit.model.trend` one to one, with `complete` beside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sf_audit.model.trend import Difference, Trend
from sf_audit.report.json_document import json_document

SCHEMA_VERSION = 1


def trend_json(trend: Trend) -> Iterable[str]:
    """The document, in ASCII, ending in a newline."""
    return [json_document({"schema_version": SCHEMA_VERSION, "complete": trend.complete, **asdict(trend)})]


def difference_json(difference: Difference) -> Iterable[str]:
    """The document, in ASCII, ending in a newline."""
    return [json_document({"schema_version": SCHEMA_VERSION, "complete": difference.complete, **asdict(difference)})]
