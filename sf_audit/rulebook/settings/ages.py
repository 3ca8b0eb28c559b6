"""How long something may be kept: `7 years`, `24 months`, `90 days`. Laws count years and months, by the calendar."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

_WRITTEN = r"([1-9]\d{0,4}) (day|month|year)s?"
_MONTHS = {"month": 1, "year": 12}
#: A hundred years, by unit.
_MOST = {"day": 36_500, "month": 1_200, "year": 100}


@dataclass(frozen=True, slots=True)
class Age:
    """A number of days, months or years."""

    number: int
    unit: str

    def __str__(self) -> str:
        return f"{self.number:,} {self.unit}{'' if self.number == 1 else 's'}"

    def before(self, today: date) -> date:
        """The first day of which it has not passed by today: what is of an earlier day is older than this."""
        if self.unit == "day":
            return today - timedelta(days=self.number)
        months = today.year * 12 + today.month - 1 - self.number * _MONTHS[self.unit]
        year, month = months // 12, months % 12 + 1
        if today.day <= monthrange(year, month)[1]:
            return date(year, month, today.day)
        # A year after 28 February is over on 29 February of a leap year.
        return date((months + 1) // 12, (months + 1) % 12 + 1, 1)


def age(value: object) -> Age:
    """“7 years” as an Age. Raises ValueError with the right form."""
    if isinstance(value, Age):
        return value
    found = re.fullmatch(_WRITTEN, value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("write a time in days, months or years, for example 7 years")
    if int(found[1]) > _MOST[found[2]]:
        raise ValueError(f"“{value}” are more than a hundred years: write at most 100 years")
    return Age(int(found[1]), found[2])


AgeLimit = Annotated[Age, BeforeValidator(age), WithJsonSchema({"type": "string", "pattern": f"^{_WRITTEN}$"})]
