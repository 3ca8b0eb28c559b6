"""Values as people write them in a rule file, and what is wrong with them that can be known without an org.

A value that YAML reads as something else than what stands there (`01234` as 1234), that belongs to another language
(`LAST_N_DAYS:90` to SOQL) or to another country (`31.12.2025`) would be accepted and mean nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from ruamel.yaml.scalarfloat import ScalarFloat
from ruamel.yaml.scalarint import BinaryInt, HexCapsInt, HexInt, OctalInt, ScalarInt

from sf_audit.snapshot.needs import Value
from sf_audit.snapshot.periods import period

A = TypeVar("A")
T = TypeVar("T")

_DATE_ABROAD = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}([T ].+)?")
_GROUPED = re.compile(
    r"[+-]?(?:\d{1,3}(?P<mark>[,.'’ \u00a0\u202f])\d{3}(?:(?P=mark)\d{3})*|\d{1,2}(?:,\d{2})+,\d{3})"
    r"(?P<fraction>(?!(?P=mark))[.,]\d+)?"
)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_WITH_UNIT = re.compile(
    r"(?:[A-Z]{3}\s?|[€$£¥]\s?)(?P<after>\d+(?:\.\d+)?)|(?P<before>[+-]?\d+(?:\.\d+)?)\s?(?:[%€$£¥]|[A-Z]{3}|days?)"
)
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")

#: "Date Formats and Date Literals in WHERE" in the "SOQL and SOSL Reference".
_LITERAL = re.compile(
    r"(LAST|NEXT)_N_(DAYS|WEEKS|MONTHS|QUARTERS|YEARS|FISCAL_QUARTERS|FISCAL_YEARS):\d+"
    r"|N_(DAYS|WEEKS|MONTHS|QUARTERS|YEARS|FISCAL_QUARTERS|FISCAL_YEARS)_AGO:\d+"
    r"|(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)|LAST_90_DAYS|NEXT_90_DAYS"
    r"|TODAY|YESTERDAY|TOMORROW"
)
_DAYS_AGO = re.compile(r"LAST_N_DAYS:(\d+)|N_DAYS_AGO:(\d+)")
_OTHER_BASES = (BinaryInt, HexCapsInt, HexInt, OctalInt)


class WrongValue(ValueError):
    """What is wrong with a part, which stands at `where`, of several that are read together."""

    def __init__(self, where: tuple[str | int, ...], says: str) -> None:
        super().__init__(says)
        self.where = where


class WrongValues(ValueError):
    """What is wrong with several values that are read together."""

    def __init__(self, problems: Sequence[ValueError]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


def parts(problem: ValueError) -> tuple[ValueError, ...]:
    """The single problems of one that may stand for several."""
    return problem.problems if isinstance(problem, WrongValues) else (problem,)


def each(work: Callable[[A], T], entries: Iterable[A]) -> list[T]:
    """What the work makes of each entry. Raises the ValueError of the wrong one, or WrongValues with those of all."""
    found: list[T] = []
    problems: list[ValueError] = []
    for entry in entries:
        try:
            found.append(work(entry))
        except ValueError as problem:
            problems += parts(problem)
    if problems:
        raise problems[0] if len(problems) == 1 else WrongValues(problems)
    return found


def values(written: Any) -> tuple[Value, ...]:
    """One value or a list of them. Raises ValueError with the right form for what can mean nothing."""
    found = each(value, written if isinstance(written, list | tuple) else [written])
    if not found:
        raise ValueError("write one value, or a list of values; for empty fields write {is: empty}")
    return tuple(sorted(set(found), key=lambda entry: (type(entry).__name__, entry)))


def value(written: Any) -> Value:
    """One value as plain Python. YAML reads 2026-01-31 as a date; clauses keep it as text."""
    if isinstance(written, date):
        return written.isoformat()
    if not _is_value(written):
        raise ValueError("write one value, or a list of values; for empty fields write {is: empty}")
    refuse_misread_number(written)
    if isinstance(written, str):
        _refuse_foreign(written)
    return _plain(written)


def bound(written: Any) -> Value:
    """The one number or date of `at_least` and `at_most`."""
    if isinstance(written, bool | list | tuple | Mapping) or written is None:
        raise ValueError("takes one number or one date")
    found = value(written)
    if not isinstance(found, str) or _NUMBER.fullmatch(found) or _is_date(found):
        return found
    refuse_separators(found)
    refuse_unit(found)
    raise ValueError(f"“{found}” is neither a number nor a date: write 1000 or 2026-01-31")


def refuse_separators(text: str, unit: str = "") -> None:
    """Raise ValueError for a number as other languages write it: 1.000,50 and 1,000. A `unit` may stand after it."""
    number = text.strip().removesuffix(unit).rstrip() if unit else text.strip()
    grouped = None if _NUMBER.fullmatch(number) else _GROUPED.fullmatch(number)
    if grouped:
        fraction = grouped["fraction"] or ""
        whole = re.sub(r"[^\d+-]", "", number.removesuffix(fraction))
        raise ValueError(f"“{text}” has a thousands separator: write {whole}{fraction.replace(',', '.')}{unit}")
    if _DECIMAL_COMMA.fullmatch(number):
        raise ValueError(f"“{text}” has a decimal comma: write {number.replace(',', '.')}{unit}")


def refuse_unit(text: str) -> None:
    """Raise ValueError for a number with something beside it, as no field holds it: 10%, € 5, 10 EUR, 3 days."""
    found = _WITH_UNIT.fullmatch(text.strip())
    if found is None:
        return
    also = ", as a percent field holds it" if "%" in text else ""
    number = found["after"] or found["before"]
    raise ValueError(f"“{text}” is more than a number: write it without quotes and without a unit, {number}{also}")


def refuse_misread_number(written: object) -> None:
    """Raise ValueError for a number that YAML reads as another one than people do."""
    if isinstance(written, ScalarFloat) and _looks_grouped(written):
        one, other = int(written), int(written) * 1000
        raise ValueError(f"YAML reads this as {one}, and many people as {other}: write {one} or {other}")
    width = getattr(written, "_width", None) or 0
    if isinstance(written, ScalarInt) and width > len(str(abs(int(written)))):
        whole = f"{'-' if written < 0 else ''}{abs(int(written)):0{width}d}"
        raise ValueError(f"a number loses its leading zero: write it in quotes, '{whole}'")
    if isinstance(written, _OTHER_BASES):
        raise ValueError(f"YAML reads this as the number {int(written)}: write it in quotes, or as a plain number")  # noqa: TRY004


def _looks_grouped(written: ScalarFloat) -> bool:
    """Whether three zeros stand behind the point of a number below a thousand, as in 1.000."""
    width, point = getattr(written, "_width", 0), getattr(written, "_prec", 0)
    plain = getattr(written, "_exp", None) is None and written.is_integer() and 1 <= abs(written) < 1000
    return plain and width - point - 1 == len("000")


def refuse_foreign_date(text: str) -> None:
    """Raise ValueError for a date as people of one country write it, with the form that is meant."""
    abroad = _DATE_ABROAD.fullmatch(text.strip())
    if abroad:
        raise ValueError(f"“{text}” is no date here: write {_as_iso(abroad)}")


def _refuse_foreign(text: str) -> None:
    """Raise ValueError for a date of another country and for a date literal of SOQL."""
    refuse_foreign_date(text)
    if not _LITERAL.fullmatch(text.strip()):
        return
    found = _DAYS_AGO.fullmatch(text.strip())
    days = next(filter(None, found.groups())) if found else ""
    right = f"{{newer_than: {days} {'day' if days == '1' else 'days'}}}" if days else _period_of(text.strip())
    raise ValueError(f"“{text}” belongs to SOQL: write {right}, or a date such as 2026-01-31")


def _period_of(literal: str) -> str:
    """How the period of a date literal is written under `when:`; weeks and fiscal periods are none."""
    words = re.sub(r"^(LAST|NEXT)_N_DAYS:", r"\1 ", literal).replace("_", " ").lower()
    try:
        return f"{{in: {period(f'{words} days' if words[-1].isdigit() else words)}}}"
    except ValueError:
        return "newer_than or older_than"


def _as_iso(abroad: re.Match[str]) -> str:
    """The date that was meant, where that can be known."""
    first, second, year = int(abroad[1]), int(abroad[3]), int(abroad[4])
    day, month = (first, second) if abroad[2] == "." or first > 12 else (second, first)
    try:
        meant = date(year, month, day).isoformat()
    except ValueError:
        return "it as year, month and day, for example 2026-01-31"
    sure = abroad[2] == "." or max(first, second) > 12 or first == second
    return meant if sure else f"{date(year, second, first).isoformat()} or {meant}, whichever is meant"


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_value(written: Any) -> bool:
    """No query can say “not a number”, and an empty text means an empty field in SOQL and nothing in SQL."""
    match written:
        case str():
            return bool(written.strip())
        case float():
            return math.isfinite(written)
    return isinstance(written, int)


def _plain(written: Value) -> Value:
    """YAML's own number and text classes as Python's."""
    if isinstance(written, bool):
        return written
    return next(kind(written) for kind in (str, int, float) if isinstance(written, kind))
