"""A day as people write it in a file: 2027-03-31, and nothing that another country reads as another day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from sf_audit.rulebook.files.written_values import refuse_foreign_date

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEARS = range(2000, 2100)
_FORM = "write a day, for example 2027-03-31"

#: The zone in which a day begins first is so far ahead of UTC.
_FIRST_ZONE = timedelta(hours=14)


def latest_day() -> date:
    """The day that it is where days begin first: what lies after it is in the future for everybody."""
    return (datetime.now(UTC) + _FIRST_ZONE).date()


def day(value: object) -> date:
    """A day without a time, in the org's time zone."""
    if isinstance(value, str):
        value = _read_day(value.strip())
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError(f"{_FORM}, without a time")  # noqa: TRY004 (pydantic)
    if value.year not in _YEARS:
        raise ValueError(f"{value} is in no year that can be meant")
    return value


def _read_day(text: str) -> date:
    refuse_foreign_date(text)
    if not _DAY.fullmatch(text):
        raise ValueError(f"“{text}” is no day: {_FORM}")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"there is no day {text}") from None


Day = Annotated[date, BeforeValidator(day), WithJsonSchema({"type": "string", "format": "date"})]
