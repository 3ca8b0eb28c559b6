"""`calendar:` of `sf-audit.yaml`: which days count as business days. The one door to the library of public holidays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from sf_audit.nearness import nearest
from sf_audit.rulebook.files.written_values import WrongValue
from sf_audit.rulebook.files.yaml_file import strict_keys
from sf_audit.rulebook.settings.day import Day

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT: Mapping[str, int] = {name[:length]: place for place, name in enumerate(_WEEK) for length in (3, len(name))}


def weekday(value: object) -> int:
    """A day of the week, 0 for Monday."""
    word = str(value).strip().lower()
    if isinstance(value, int) and not isinstance(value, bool) and value in range(7):
        return value
    if word in _SHORT:
        return _SHORT[word]
    near = nearest(word, _WEEK)
    meant = f"did you mean {near}?" if near else "write for example mon"
    raise ValueError(f"“{value}” is no day of the week: {meant}")


def country(value: object) -> str:
    """A country whose public holidays are known: its code of ISO 3166-1."""
    code = value.strip().upper() if isinstance(value, str) else ""
    if code in _countries():
        return code
    from sf_audit.expectations.texts.countries import region_of

    meant = region_of(value) if isinstance(value, str) else ""
    hint = f"did you mean {meant}?" if meant in _countries() else "write a code of two letters (ISO 3166-1), as DE"
    raise ValueError(f"the public holidays of “{value}” are not known: {hint}")


Weekday = Annotated[int, BeforeValidator(weekday), WithJsonSchema({"enum": [name[:3] for name in _WEEK]})]
Country = Annotated[str, BeforeValidator(country), WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{2}$"})]


@strict_keys
@dataclass(frozen=True)
class Calendar:
    """Public holidays of a country or a part of it, own free days, and the days of the week on which people work.

    Without a country there are no public holidays; the days of the week are those of the country, or Monday to Friday.
    """

    country: Country | None = None
    subdivision: str = ""
    free_days: tuple[Day, ...] = ()
    working_week: Annotated[tuple[Weekday, ...], Field(min_length=1)] | None = None

    def __post_init__(self) -> None:
        if self.subdivision and self.country is None:
            raise WrongValue(("subdivision",), "names a part of a country: write the country as well")
        if self.country and self.subdivision:
            _refuse_unknown(self.country, self.subdivision)

    @property
    def days_of_work(self) -> frozenset[int]:
        """The days of the week on which people work, 0 for Monday."""
        if self.working_week is not None:
            return frozenset(self.working_week)
        return frozenset(range(7)) - (_weekend(self.country) if self.country else {5, 6})

    def is_free(self, day: date) -> bool:
        """Whether it is a public holiday, on the day that it is observed, or a free day of the company."""
        public = self.country is not None and day in _holidays(self.country, self.subdivision, day.year)
        return public or day in self.free_days

    @property
    def words(self) -> str:
        """The calendar in words."""
        days = ", ".join(_WEEK[day].capitalize() for day in sorted(self.days_of_work))
        if self.days_of_work == frozenset(range(5)):
            days = "Monday to Friday"
        where = f"{self.country}-{self.subdivision}" if self.subdivision else self.country
        without = [
            *([f"the public holidays of {where}"] if where else []),
            *(["own free days"] if self.free_days else []),
        ]
        return f"{days}, without {' and '.join(without)}" if without else days


def _refuse_unknown(code: str, part: str) -> None:
    known = _countries().get(code, [])
    if part not in known:
        near = nearest(part, known)
        meant = f"did you mean {near}?" if near else f"known: {', '.join(known[:20]) or 'none'}"
        raise WrongValue(("subdivision",), f"{code} has no part “{part}” with holidays of its own: {meant}")


@cache
def _countries() -> Mapping[str, list[str]]:
    """Countries whose holidays are known, each with its parts."""
    from holidays import list_supported_countries  # 0.1 s: only where a workspace has such a calendar

    known: Mapping[str, list[str]] = list_supported_countries(include_aliases=False)
    return known


@cache
def _holidays(code: str, part: str, year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays(code, subdiv=part or None, years=year))


@cache
def _weekend(code: str) -> frozenset[int]:
    from holidays import country_holidays

    return frozenset(country_holidays(code).weekend)
